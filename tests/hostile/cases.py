"""What a case is: a maker and what is expected of the answer.

    @case(scanned())
    def a_name(folder): ...

A maker fills the empty folder that it is given, and may return more arguments for the tool. Beside
the folder lies outside/, which nobody may read: its files hold the canary.
"""

import os
import re

CANARY = "c4naryc4nary"


class Expectation:
    def __init__(self, statuses, pattern=None, look=None):
        self.statuses, self.pattern, self.look = statuses, pattern, look

    def complaint(self, status, errors, report):
        """Why the answer is not what was expected, or None."""
        if status not in self.statuses:
            return f"exit {status}, not {' or '.join(map(str, self.statuses))}: {errors.strip()}"
        if status in (2, 3) and self.pattern and not re.search(self.pattern, errors):
            return f"not /{self.pattern}/: {errors.strip()}"
        if status == 0 and self.look and report is not None and not self.look(report):
            return "the report is not what was expected"
        return None


def scanned(look=None):
    """It is read; look(report) is true."""
    return Expectation((0,), look=look)


def refused(pattern):
    """It is not read, and one line says why."""
    return Expectation((3,), pattern)


def misused(pattern):
    """A wrong argument, or settings of the target's own that cannot be."""
    return Expectation((2,), pattern)


CASES = {}


def case(expectation):
    def keep(maker):
        assert maker.__name__ not in CASES
        CASES[maker.__name__] = (maker, expectation)
        return maker
    return keep


def outside(folder, name="secret.txt"):
    """The path of a file outside that holds the canary."""
    return os.path.join(os.path.dirname(folder), "outside", name)


def source(report, name):
    """The status of one of the report's sources."""
    return next((entry["status"] for entry in report["sources"] if entry["name"] == name), None)


def has_commit(report):
    return bool(report["target"]["commit"])


def no_commit(report):
    return report["target"]["commit"] is None
