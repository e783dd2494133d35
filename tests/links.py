#!/usr/bin/env python3
"""Relative links of the repository's own pages lead to files that are there: links.py [ROOT]."""

import pathlib
import re
import sys

LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s#]+)[^)]*\)")


def main(root):
    pages = sorted([*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("rules/*.md")])
    failed = 0
    print(f"1..{len(pages)}")
    for number, page in enumerate(pages, 1):
        text = re.sub(r"^(```|    ).*?$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        dead = [target for target in LINK.findall(text)
                if "://" not in target and not (page.parent / target).exists()]
        print(f"{'not ok' if dead else 'ok'} {number} - {page.relative_to(root)}")
        for target in dead:
            print(f"# {page.relative_to(root)}: no {target}")
        failed += bool(dead)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
