#!/usr/bin/env python3
"""What this repository does without: unsafe C functions, notes to self, tabs, hosts in scripts.

words.py [ROOT]. Prints TAP: one test a row of the table.
"""

import os
import pathlib
import re
import sys

C = (".c", ".h", ".cpp")
CODE = C + (".py", ".sh", ".build", ".yml")
SCRIPTS = ("ci/", ".ci/", ".github/", "meson.build")

# What may not stand, where (suffixes, or prefixes of paths), and why.
RULES = [
    (r"\b(strcpy|strcat|stpcpy|sprintf|vsprintf|gets|strncpy|strncat|alloca)\s*\(", C,
     "it has no bound, or a surprising one"),
    (r"\b(atoi|atol|atoll|atof|sscanf)\s*\(", C, "it cannot say that the text is no number"),
    (r"\b(strtok|asctime|ctime|gmtime|localtime|rand|srand|getpwnam|getpwuid|setlocale"
     r"|tmpnam|mktemp|tempnam)\s*\(", C, "shared state, or a race; take the _r form or none"),
    (r"\b(system|popen)\s*\(", C, "nothing of a scan starts a shell"),
    (r"\b(TODO|FIXME|XXX|HACK)\b", CODE, "finish it, or write an issue"),
    (r"https?://(?!github\.com/|api\.github\.com\}|\*)", SCRIPTS, "the machine knows its mirrors"),
    (r"\t", CODE, "spaces indent"),
    (r"[ \t]+$", CODE, "blanks at a line's end"),
]

# Where a row may be broken: texts about such words, and what hostile inputs are made of.
EXCEPT = [
    ("tests/words.py", r"."),
    ("ci/totals.py", r"^TODO"),
    ("tests/", r"^(TODO|FIXME|XXX|\t|atoi)"),
    ("rules/", r"^(TODO|FIXME|XXX|\t)"),
]


def texts(root):
    """(path, text) of the own text files; cases and corpus hold other people's."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in (".git", "node_modules", "cases", "corpus")
                            and not f.startswith("build"))
        for name in sorted(names):
            path = pathlib.Path(folder, name)
            if path.is_file() and not path.is_symlink():
                try:
                    yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
                except UnicodeDecodeError:
                    pass


def broken(name, text, pattern, places):
    if not name.endswith(tuple(p for p in places if p.startswith("."))) \
            and not name.startswith(tuple(p for p in places if not p.startswith(".") or "/" in p)):
        return
    for match in re.finditer(pattern, text, re.MULTILINE):
        if not any(name.startswith(prefix) and re.search(word, match[0])
                   for prefix, word in EXCEPT):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0].strip()!r}"


def main(root):
    everything = list(texts(root))
    failed = 0
    print(f"1..{len(RULES)}")
    for number, (pattern, places, why) in enumerate(RULES, 1):
        found = [place for name, text in everything
                 for place in broken(name, text, pattern, places)]
        print(f"{'not ok' if found else 'ok'} {number} - {why}")
        for place in found:
            print(f"# {place}: {why}")
        failed += bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
