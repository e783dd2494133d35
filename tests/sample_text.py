#!/usr/bin/env python3
"""The text and the HTML of a made-up report, word for word; the look is not compared.

sample_text.py [--update] FOLDER PROGRAM. FOLDER holds what is expected, a file for each row of
PRINTS. Prints TAP. --update rewrites the files; read the difference before you keep it.
"""

import difflib
import pathlib
import re
import subprocess
import sys

PRINTS = {
    "sample.txt": ["text"],
    "sample-all.txt": ["text", "all", "scores"],
    "sample.html": ["html"],
}
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def main():
    arguments = sys.argv[1:]
    update = arguments[0] == "--update"
    folder, program = arguments[-2:]
    failed = False
    print(f"1..{len(PRINTS)}")
    for number, (name, options) in enumerate(PRINTS.items(), 1):
        file = pathlib.Path(folder, name)
        text = subprocess.run([program, *options], check=True, capture_output=True).stdout.decode()
        text = STYLE.sub("<style></style>", text)
        if update:
            file.write_text(text, encoding="utf-8")
        expected = file.read_text(encoding="utf-8") if file.exists() else ""
        same = text == expected
        failed = failed or not same
        print(f"{'ok' if same else 'not ok'} {number} - {name}")
        for line in difflib.unified_diff(expected.splitlines(), text.splitlines(), "expected",
                                         "printed", lineterm=""):
            print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
