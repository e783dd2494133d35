#!/usr/bin/env python3
"""Runs the tool on situations in which a careless checker accuses wrongly.

    traps.py TOOL [NAME...]     prints TAP, one test a trap

A trap is one file, tests/traps/NAME.txtar: why it is a trap, what must be said of it, and the files
of a small repository:

    The README goes into a folder once, and stays there for what follows.

    silent examples.command-target
    finds examples.command-target README.md:9
    -- README.md --
    # Loom
    ...
    -- code/train.py --
    print()

The lines before the first file that begin with one of these words are read, the rest is prose:

    silent RULE...          none of these rules finds fault (fail or partial) anywhere
    silent RULE PLACE...    the rule finds no fault at these places: PATH, or PATH:LINE
    finds RULE PLACE...     the rule finds fault at each of these places: the checker is not blind
    passes RULE...          each of these rules passes: credit is given
    origin URL              the files are committed to a git repository with this remote
    folder NAME             what the folder is called; without: loom
    options WORD...         given to the tool, beside --as-of

At least one of the first four must stand there. A rule must be one that the tool reports.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TRAPS = pathlib.Path(__file__).resolve().parent / "traps"
WORDS = ("silent", "finds", "passes", "origin", "folder", "options")
FAULTS = ("fail", "partial")
SECONDS = 60
GIT = ["git", "-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.org",
       "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]


class Mistake(Exception):
    """The trap itself is wrong."""


def parse(text):
    """(directives, files) of a trap."""
    parts = re.split(r"^-- (.+?) --\n", text, flags=re.M)
    directives = [line.split() for line in parts[0].splitlines()
                  if line.split()[:1] and line.split()[0] in WORDS and not line.endswith(".")]
    files = dict(zip(parts[1::2], parts[2::2]))
    if not files:
        raise Mistake("no file begins with '-- NAME --'")
    if not any(words[0] in WORDS[:4] for words in directives):
        raise Mistake("neither silent nor finds nor passes")
    for words in directives:
        if len(words) < 2 or (words[0] == "finds" and len(words) < 3):
            raise Mistake(f"'{' '.join(words)}': too few words")
    return directives, files


def write(root, files, origin):
    for name, content in files.items():
        path = root / name
        if ".." in path.parts or path.is_absolute() and root not in path.parents:
            raise Mistake(f"'{name}' leaves the folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    if origin:
        date = "2025-01-01T00:00:00Z"
        environment = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date,
                       "GIT_CONFIG_GLOBAL": "/dev/null"}
        for command in (["init", "-q"], ["remote", "add", "origin", origin], ["add", "-Af"],
                        ["commit", "-qm", "All"]):
            subprocess.run([*GIT, *command], cwd=root, check=True, env=environment)


def faults_of(report):
    """{rule: [(place, place with line)]} of what finds fault, and {rule: outcome} of all."""
    faults, outcomes = {}, {}
    for finding in report["findings"]:
        outcomes[finding["rule"]] = finding["outcome"]
        if finding["outcome"] in FAULTS:
            faults[finding["rule"]] = [(evidence["path"], f"{evidence['path']}:{evidence['line']}")
                                       for evidence in finding["evidence"]]
    return faults, outcomes


def wrong(directives, report):
    """Yields what is not as the trap says."""
    faults, outcomes = faults_of(report)
    areas = {rule.split(".")[0] for rule in outcomes}

    def is_place(word):
        return word.split(".")[0] not in areas

    def known(rule):
        if rule not in outcomes:
            raise Mistake(f"no rule '{rule}' is reported")
        return rule

    for word, *rest in directives:
        if word == "passes":
            for rule in map(known, rest):
                if outcomes[rule] != "pass":
                    yield f"{rule}: {outcomes[rule]}, not pass; at {faults.get(rule)}"
        elif word == "finds":
            for place in rest[1:]:
                if not any(place in places for places in faults.get(known(rest[0]), [])):
                    yield f"{rest[0]}: nothing at {place}; {faults.get(rest[0], outcomes[rest[0]])}"
        elif word == "silent" and len(rest) > 1 and is_place(rest[1]):
            for place in rest[1:]:
                if any(place in places for places in faults.get(known(rest[0]), [])):
                    yield f"{rest[0]}: finds fault at {place}"
        elif word == "silent":
            for rule in map(known, rest):
                if rule in faults:
                    yield f"{rule}: {outcomes[rule]} at {[p[1] for p in faults[rule]]}"


def run(tool, name):
    """Lines of complaint; none: the trap is passed."""
    try:
        directives, files = parse((TRAPS / f"{name}.txtar").read_text(encoding="utf-8"))
        one = {words[0]: words[1] for words in directives}
        options = [word for words in directives if words[0] == "options" for word in words[1:]]
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder) / one.get("folder", "loom")
            root.mkdir()
            write(root, files, one.get("origin"))
            answer = subprocess.run(
                [tool, "scan", "--format", "json", "--as-of", "2025-06-01", *options, str(root)],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False,
                env={**os.environ, "XDG_CACHE_HOME": folder, "HOME": folder})
        if answer.returncode:
            return [f"exit {answer.returncode}: {answer.stderr.decode(errors='replace').strip()}"]
        return list(wrong(directives, json.loads(answer.stdout)))
    except (Mistake, OSError, ValueError, subprocess.SubprocessError) as problem:
        return [str(problem)]


def main():
    tool = os.path.abspath(sys.argv[1])
    names = sys.argv[2:] or sorted(path.stem for path in TRAPS.glob("*.txtar"))
    failed = 0
    print(f"1..{len(names)}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (name, complaints) in enumerate(
                zip(names, pool.map(lambda name: run(tool, name), names)), 1):
            print(f"{'not ' if complaints else ''}ok {number} - {name}")
            for complaint in complaints:
                print(f"# {complaint}")
            failed += bool(complaints)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
