#!/usr/bin/env python3
"""Every header compiles alone: headers.py ROOT COMPILER... prints TAP, one test a header."""

import pathlib
import subprocess
import sys


def main(root, compiler):
    headers = sorted([*(root / "include").rglob("*.h"), *(root / "scanner").rglob("*.h")])
    failed = 0
    print(f"1..{len(headers)}")
    for number, header in enumerate(headers, 1):
        # Included twice, so that a missing guard is seen as well.
        text = f'#include "{header}"\n#include "{header}"\n'
        run = subprocess.run(
            [*compiler, "-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror",
             "-fsyntax-only", f"-I{root}/include", f"-I{root}/scanner", "-xc", "-"],
            input=text, capture_output=True, text=True, check=False)
        print(f"{'not ok' if run.returncode else 'ok'} {number} - {header.relative_to(root)}")
        for line in run.stderr.splitlines():
            print(f"# {line}")
        failed += run.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]))
