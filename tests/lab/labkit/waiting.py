# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for something to become true: the only form of waiting in the lab and its tests."""
import time


class Late(AssertionError):
    pass


def wait_until(condition, seconds, what, every=0.1):
    """Polls `condition` until it gives something true, and returns that.

    An exception of OSError's or LookupError's kind counts as not yet. After `seconds` raises Late, which says
    `what` was waited for and what was seen last.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            seen = condition()
            if seen:
                return seen
        except (OSError, LookupError) as error:
            seen = repr(error)
        if time.monotonic() > end:
            raise Late(f"not within {seconds} s: {what}; last seen: {seen!r}"[:2000])
        time.sleep(every)
