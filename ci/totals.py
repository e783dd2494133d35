#!/usr/bin/env python3
"""Adds up meson's test logs: totals.py [--broken=WHAT]... TESTLOG.json...

Subtests of TAP tests count one by one. The last line is "N passed, N failed".
"""

import json
import re
import sys

POINT = re.compile(r"^(not )?ok\b(?:.*?#\s*(SKIP|TODO)\b)?", re.IGNORECASE)


def count(test):
    """(passed, failed, skipped) of one test of the log."""
    good = test["result"] in ("OK", "EXPECTEDFAIL")
    if test["result"] == "SKIP":
        return 0, 0, 1
    passed = failed = skipped = 0
    for line in test.get("stdout", "").splitlines():
        point = POINT.match(line)
        if not point:
            continue
        if point[2]:
            skipped += 1
        elif point[1]:
            failed += 1
        else:
            passed += 1
    if not passed + failed + skipped:
        passed, failed = int(good), int(not good)
    if not good and not failed:  # it died after or between its points
        failed = 1
    return passed, failed, skipped


def main(arguments):
    passed = failed = skipped = 0
    for argument in arguments:
        if argument.startswith("--broken="):
            print(f"failed: {argument[9:]}")
            failed += 1
            continue
        with open(argument, encoding="utf-8") as log:
            for line in log:
                test = json.loads(line)
                totals = count(test)
                if totals[1]:
                    print(f"failed: {test['name']} ({argument})")
                passed, failed, skipped = (
                    passed + totals[0],
                    failed + totals[1],
                    skipped + totals[2],
                )
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
