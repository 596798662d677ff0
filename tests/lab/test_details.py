# SPDX-License-Identifier: GPL-3.0-or-later
"""What details show, read from a real cluster in which something is wrong."""
import unittest

from cluster import session, wait_until

NEEDS_TAILBOARD = True


def setUpModule():
    lab = session()
    lab.article()
    lab.deploy("cramped")
    lab.deploy("ill")
    wait_until(lambda: sum(each["JobID"] == "ill" and each["ClientStatus"] == "failed"
                           for each in lab.api("/v1/allocations")) == 2, 60, "the ill job has failed twice")
    wait_until(lambda: len(lab.running("cramped")) == 4, 30, "what fits of the cramped job runs")


def tearDownModule():
    session().purge("ill", "cramped", "traefik", "web")


class Details(unittest.TestCase):
    def test_every_object_can_be_read(self):
        code, said = session().journey("test_object_reader_all")
        self.assertEqual(code, 0, said)
