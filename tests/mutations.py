#!/usr/bin/env python3
"""Tests of the mutation test, and a small one over the repositories of tests/cases.

mutations.py PROGRAM CI. Prints TAP.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import history
from test_harness import Tap

TESTS = pathlib.Path(__file__).resolve().parent
PROGRAM, CI = sys.argv[1], pathlib.Path(sys.argv[2])
sys.path.insert(0, str(CI))
import named  # noqa: E402

CASES = ("benchmark", "cpp-library", "good-library", "linked-readme", "links", "paper-code")
LEAST = 0.6

README = """# Tiny

See [the guide](docs/guide.md#first-steps), [usage](#usage) and ![a picture](docs/pic.png).
<!-- [hidden](docs/pic.png) -->

## Usage

```sh
cd tools
python prepare.py --rate 3 \\
    --name x
cd ..
python -m tiny.run  # from the root
bash run.sh conf/a.yaml
```

The file `tools/prepare.py` is read by `tiny/none.py`; `[code](docs/pic.png)`.

```python
from tiny import load_table
from tiny.run import go
```
"""
SOURCE = """import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--rate", type=int)
parser.add_argument("--name", required=True)
"""
FILES = {"README.md": README, "docs/guide.md": "# Guide\n\n## First steps\n", "docs/pic.png": "",
         "tools/prepare.py": SOURCE, "tiny/run.py": "def go(): pass\n", "run.sh": "",
         "conf/a.yaml": "", "tiny/__init__.py": "from tiny.run import load_table\n"}
NAMED = {
    ("link", 3, "docs/guide.md", ""), ("anchor", 3, "docs/guide.md", "3"),
    ("anchor", 3, "README.md", "6"), ("image", 3, "docs/pic.png", ""),
    ("command", 10, "tools/prepare.py", ""), ("flag", 10, "tools/prepare.py", "--rate"),
    ("required", 11, "tools/prepare.py", "--name"), ("new-required", 10, "tools/prepare.py", ""),
    ("command", 13, "tiny/run.py", ""), ("command", 14, "run.sh", ""),
    ("argument", 14, "conf/a.yaml", ""), ("code", 17, "tools/prepare.py", ""),
    ("name", 20, "tiny/__init__.py", "load_table"), ("import", 21, "tiny/run.py", ""),
}


class Tree:
    """A repository that is not there."""
    name = "example/tiny"
    files = {path: ("100644", "") for path in FILES}
    folders = {"", "docs", "tools", "tiny", "conf"}

    def read(self, path):
        return FILES.get(path)

    def page(self, path):
        return named.Page(self, path, FILES[path]) if path in FILES else None


class Mutations(unittest.TestCase):
    def test_what_a_page_names(self):
        found = {(target.context, target.line, target.path, target.more)
                 for target in Tree().page("README.md").named()}
        self.assertEqual(found, NAMED)

    def test_slugs(self):
        for heading, slug in (("What's *new*?", "whats-new"), ("A `b_c` [d](e)", "a-b_c-d"),
                              ("1. Über uns", "1-über-uns"), ("a - b", "a---b")):
            self.assertEqual(named.slug_of(heading), slug)

    def test_small_repositories(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            rows, before = [], {}
            for name in CASES:
                case, repo = TESTS / "cases" / name, folder / name
                told = case / "history"
                history.build(told.read_text(encoding="utf-8") if told.exists() else
                              "commit 2024-01-01 Ada Lovelace <ada@example.org> First\n",
                              case / "repo", repo)
                rows.append(f"example/{name}\t{repo}\tHEAD\n")
                before[repo] = sorted(str(path) for path in repo.rglob("*"))
            (folder / "list").write_text("".join(rows), encoding="utf-8")
            command = [sys.executable, str(CI / "mutations.py"), PROGRAM, str(folder / "list"),
                       "--count", "30", "--list", "--least", str(LEAST)]
            first, again = (subprocess.run(command, capture_output=True, text=True, check=False)
                            for _ in range(2))
            self.assertEqual(first.returncode, 0, first.stdout + first.stderr)
            self.assertEqual(first.stderr, "")
            self.assertEqual(first.stdout, again.stdout)
            self.assertRegex(first.stdout, r"twins: (\d+) of \1 silent")
            for repo, files in before.items():
                self.assertEqual(sorted(str(path) for path in repo.rglob("*")), files)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Mutations)
    print(f"1..{suite.countTestCases()}", flush=True)
    run = unittest.TextTestRunner(resultclass=Tap, stream=sys.stderr, verbosity=0).run(suite)
    sys.exit(0 if run.wasSuccessful() else 1)
