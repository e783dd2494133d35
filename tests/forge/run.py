#!/usr/bin/env python3
"""Installs what the test server is made of (once, with npm) and runs the tests: prints TAP.

run.py TOOL FOLDER [NAME...]. FOLDER is where the packages go; it may be deleted at any time.
"""

import pathlib
import shutil
import subprocess
import sys

import truths

HERE = pathlib.Path(__file__).resolve().parent
# Of the packages, all that is of no use here: hundreds of megabytes.
KEPT = {"api.github.com.json"}
INSTALL = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]


def install(folder):
    """Why there are no packages, or None."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_bytes() == lock:
        return None
    if not shutil.which("npm") or not shutil.which("node"):
        return "there is no node or npm"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}"
    for path in (folder / "node_modules/@octokit/openapi/generated").iterdir():
        if path.name not in KEPT:
            path.unlink()
    stamp.write_bytes(lock)
    return None


def main(tool, folder, *names):
    folder = pathlib.Path(folder).resolve()
    problem = install(folder)
    if problem:
        print(f"1..1\nnot ok 1 - the packages of the test server\n# {problem}")
        return 1
    truths.main(folder / "truth")
    for path in [*HERE.glob("*.mjs"), HERE.parent.parent / "docs/forge-v1.schema.json"]:
        shutil.copy(path, folder)
    return subprocess.run(["node", folder / "forge.mjs", pathlib.Path(tool).resolve(), *names],
                          check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
