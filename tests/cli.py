#!/usr/bin/env python3
"""The command line from outside: exit status, what is said where, and what files are left.

cli.py PROGRAM. Prints TAP.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

README = "# Widget\n\nInstall it:\n\n    pip install widget\n"

# (arguments, exit status, in standard output, in standard error); @ is a folder to scan.
ROWS = [
    (["--version"], 0, "repohealth 0.", ""),
    (["--version"], 0, "orker ", ""),
    (["-V"], 0, "repohealth 0.", ""),
    (["--help"], 0, "Exit status", ""),
    (["scan", "--help"], 0, "Usage: repohealth scan", ""),
    (["cache", "-h"], 0, "--keep MIB", ""),
    (["help"], 0, "Exit status", ""),
    (["help", "cache"], 0, "--keep MIB", ""),
    (["version"], 0, "repohealth 0.", ""),
    ([], 2, "", "say what to do"),
    (["scna"], 2, "", "did you mean 'scan'?"),
    (["nowhere-near"], 2, "", "to scan a folder: repohealth scan nowhere-near"),
    (["scan", "@", "--fromat", "json"], 2, "", "unknown option --fromat (did you mean '--format'?)"),
    (["scan", "@", "--form", "json"], 2, "", "unknown option --form"),
    (["scan", "@", "-x"], 2, "", "unknown option -x"),
    (["scan", "@", "--all=1"], 2, "", "--all takes no argument"),
    (["scan", "@", "--rev"], 2, "", "--rev needs an argument"),
    (["scan", "@", "@"], 2, "", "is a second"),
    (["scan", "@", "--format", "jsn"], 2, "", "no format 'jsn'"),
    (["scan", "@", "--format", "json:"], 2, "", "names no file"),
    (["scan", "@", "-f", "json", "-f", "text"], 2, "", "two formats for one place"),
    (["scan", "@", "--aim", "relase"], 2, "", "did you mean 'release'?"),
    (["scan", "@", "--require", "M0,M7"], 2, "", "--require takes M0"),
    (["scan", "@", "--fail-on", "fatal"], 2, "", "never, note, warning or error"),
    (["scan", "@", "--as-of", "2024-02-30"], 2, "", "YYYY-MM-DD"),
    (["scan", "@", "--timeout", "soon"], 2, "", "a whole number"),
    (["scan", "@", "--timeout", "0"], 2, "", "a whole number from 1"),
    (["scan", "@", "--rules", "@/none.yml"], 2, "", "none.yml"),
    (["facts", "@", "--scores"], 2, "", "--scores does not go with facts"),
    (["facts", "@", "--only", "history"], 0, "history.commits\tunknown: there are no commits", ""),
    (["facts", "@", "--only", "histry"], 2, "", "did you mean 'history'?"),
    (["scan", "@", "--only", "history"], 2, "", "--only does not go with scan"),
    (["explain", "readme.sections"], 0, "How to mend it", ""),
    (["explain", "readme.links"], 0, "accusations in", ""),
    (["explain", "readme.section"], 2, "", "did you mean 'readme.sections'?"),
    (["explain", "readme"], 2, "", "repohealth rules list --area readme"),
    (["explain", "m3"], 2, "", "repohealth rules list --milestone M3"),
    (["explain"], 2, "", "explain"),
    (["rules"], 0, "readme.sections", ""),
    (["rules", "list", "--milestone", "M2"], 0, "readme.sections", ""),
    (["rules", "list", "--milestone", "m2"], 0, "readme.sections", ""),
    (["rules", "list", "--milestone", "M9"], 2, "", "M9"),
    (["rules", "list", "@/none.yml"], 2, "", "none.yml"),
    (["rules", "show", "readme.sections"], 0, "- id: readme.sections", ""),
    (["rules", "test"], 0, " 0 failed", ""),
    (["rules", "schema"], 0, '"$schema"', ""),
    (["rules", "lsit"], 2, "", "did you mean 'list'?"),
    (["cache"], 2, "", "list|clean"),
    (["cache", "lsit"], 2, "", "did you mean 'list'?"),
    (["cache", "list", "--cache-dir", "@/cache"], 0, "0 repositories", ""),
    (["scan", "@/none"], 3, "", "@/none"),
    (["scan", "@"], 0, "M0 usable", ""),
    (["@"], 0, "M0 usable", ""),
    (["scan", "@", "--quiet"], 0, "", ""),
    (["scan", "@", "-f", "json"], 0, '"schema":"json-v1"', ""),
    (["scan", "@", "-q", "-f", "json"], 0, '"schema":"json-v1"', ""),
    (["scan", "@", "--as-of", "2024-02-29"], 0, "as of 2024-02-29", ""),
    (["scan", "@", "--require", "M6", "--aim", "project"], 1, "M0 usable", "M6"),
    (["scan", "@", "-q", "--require", "M6"], 1, "", ""),
    (["scan", "@", "-q", "--require", "m6"], 1, "", ""),
    (["scan", "@", "-q", "--require", "M0, M6"], 1, "", ""),
    (["scan", "@", "--require", ""], 2, "", "--require takes M0"),
    (["scan", "@", "-o", "@/no/such/folder/x"], 2, "", "cannot write"),
    (["facts"], 0, "readme.words", ""),
    (["facts", "@"], 0, "readme.words\t", ""),
]


class Bench:
    def __init__(self, program):
        self.program = pathlib.Path(program).resolve()
        self.count = 0
        self.failed = False

    def run(self, arguments, colour=None, **more):
        """`colour`: the only variables that say whether there is colour."""
        environment = {key: value for key, value in os.environ.items()
                       if key not in ("NO_COLOR", "CLICOLOR_FORCE", "TERM")}
        return subprocess.run([self.program, *arguments], env={**environment, **(colour or {})},
                              timeout=60, **(more or {"capture_output": True}))

    def check(self, name, problems):
        self.count += 1
        problems = [problem for problem in problems if problem]
        self.failed = self.failed or bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.count} - {name}")
        for problem in problems:
            for line in problem.splitlines():
                print(f"# {line}")


def rows(bench, folder):
    for arguments, status, out, err in ROWS:
        arguments = [argument.replace("@", folder) for argument in arguments]
        done = bench.run(arguments)
        stdout, stderr = done.stdout.decode(), done.stderr.decode()
        err = err.replace("@", folder)
        bench.check(" ".join(arguments).replace(folder, "@") or "(nothing)", [
            f"status {done.returncode}, not {status}: {stderr}" if done.returncode != status else "",
            f"not in its output: {out}\n{stdout}" if out not in stdout else "",
            f"output: {stdout}" if not out and stdout else "",
            f"not in its errors: {err}\n{stderr}" if err not in stderr else "",
            f"errors: {stderr}" if not err and stderr else "",
            f"{stderr.count(chr(10))} lines of errors" if status > 1 and stderr.count("\n") != 1
            else ""])


def outputs(bench, folder):
    out = pathlib.Path(folder, "out")
    out.mkdir()
    scan = ["scan", folder]

    done = bench.run(scan + ["-f", "text", "-f", f"json:{out}/r.json"])
    report = json.loads((out / "r.json").read_text())
    bench.check("two formats, one into a file", [
        "no text" if b"M0 usable" not in done.stdout else "",
        "no JSON" if report["schema"] != "json-v1" else ""])

    (out / "old").write_text("old")
    done = bench.run(scan + ["-o", str(out / "old"), "-f", "json"])
    bench.check("a file is replaced whole", [
        "standard output" if done.stdout else "",
        "no JSON" if not (out / "old").read_text().startswith("{") else "",
        "something is left" if sorted(os.listdir(out)) != ["old", "r.json"] else ""])

    (out / "link").symlink_to(out / "target")
    bench.run(scan + ["-o", str(out / "link")])
    bench.check("a link stays a link", [
        "it was replaced" if not (out / "link").is_symlink() else "",
        "its target is empty" if not (out / "target").stat().st_size else ""])

    done = bench.run(scan + ["-o", "/dev/full"])
    bench.check("a full disk under -o", ["" if done.returncode == 4 else f"{done.returncode}"])
    with open("/dev/full", "wb") as full:
        done = bench.run(scan, stdout=full, stderr=subprocess.PIPE)
    bench.check("a full disk under standard output", [
        "" if done.returncode == 4 else f"{done.returncode}",
        "" if b"No space left" in done.stderr else done.stderr.decode()])

    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = bench.run(scan, stdout=pipe, stderr=subprocess.PIPE)
    bench.check("a reader that went away", [
        "" if done.returncode == 4 else f"{done.returncode}",
        done.stderr.decode()])

    same = {bench.run(scan + ["-f", "json", "--as-of", "2024-05-01"]).stdout for _ in range(2)}
    bench.check("the same bytes twice", ["they differ" if len(same) != 1 else ""])


def colours(bench, folder):
    def colored(options, **colour):
        return b"\x1b[" in bench.run(["scan", folder, *options], colour).stdout

    bench.check("colour only where it is wanted", [
        "in a pipe" if colored([], TERM="xterm") else "",
        "not with --color always" if not colored(["--color", "always"], TERM="dumb") else "",
        "not with CLICOLOR_FORCE" if not colored([], CLICOLOR_FORCE="1") else "",
        "with CLICOLOR_FORCE=0" if colored([], CLICOLOR_FORCE="0") else "",
        "with NO_COLOR" if colored([], NO_COLOR="1", CLICOLOR_FORCE="1") else "",
        "with --color never" if colored(["--color", "never"], CLICOLOR_FORCE="1") else ""])


def labels(bench):
    """Rows of the report name what lacks: each built-in rule must have a name for it."""
    listed = bench.run(["rules", "list"]).stdout.decode()
    ids = re.findall(r"^M?\S* +\d!? +([a-z]+\.[a-z0-9.-]+) ", listed, re.MULTILINE)
    shown = bench.run(["rules", "show", *ids]).stdout.decode()
    rules = re.split(r"^ *- id: ", shown, flags=re.MULTILINE)[1:]
    bench.check("every rule has a label", [
        f"{len(rules)} of {len(ids)} shown" if len(rules) != len(ids) or not ids else "",
        *(f"{rule.split()[0]} has none" for rule in rules if "\n    label: " not in rule
          and "\n  label: " not in rule)])


def main():
    bench = Bench(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        pathlib.Path(folder, "README.md").write_text(README)
        labels(bench)
        rows(bench, folder)
        colours(bench, folder)
        outputs(bench, folder)
    print(f"1..{bench.count}")
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
