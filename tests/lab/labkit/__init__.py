# SPDX-License-Identifier: GPL-3.0-or-later
"""A real cluster on one machine, in namespaces. See ../README.md."""
