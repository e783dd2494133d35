#!/usr/bin/env python3
"""Runs the tool on the small repositories of tests/cases and compares what it says.

    golden.py TOOL [NAME...]            compares; prints TAP, one test a case
    golden.py --update TOOL [NAME...]   writes what the tool says now into the expectations

A case is a folder, tests/cases/NAME, of
    repo/            the files of the repository to scan; may be missing
    history          makes it a git repository (tests/history.py says how); without: a plain folder
    forge.json       what the forge said (docs/forge.md); the tool finds it as forge.json
    args             the command line; {repo} is the repository. Without: see ARGS
    expected.json    what must be in the JSON that the tool prints, see compare()
    expected.txt     all that the tool prints
    expected.err     all that the tool says on standard error
    status           the exit status; without: 0

CONTRIBUTING.md has an example.
"""

import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import history

CASES = pathlib.Path(__file__).resolve().parent / "cases"
ARGS = "scan --format json --as-of 2025-06-01 {repo}"
SECONDS = 60

# What no output may hold, whatever a repository's names are made of.
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
                     r"|##\[")

# What tells two entries of a list apart, when --update looks for the one it must rewrite.
NAMES = ("rule", "id", "kind", "name", "title", "path", "line", "text")


def contains(actual, expected):
    return not list(compare(actual, expected))


def compare(actual, expected, place=""):
    """Yields what of `expected` is not in `actual`.

    An object: the keys that are written must match, others may be there. A list: each entry must
    match one of the actual list, in any order. A key that ends in "=" must match exactly; one that
    ends in "!" lists what must not be there.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            yield f"{place}: not an object but {shown(actual)}"
            return
        for key, value in expected.items():
            name = key.rstrip("=!")
            inner = f"{place}.{name}" if place else name
            if key.endswith("!"):
                for entry in value:
                    if any(contains(other, entry) for other in actual.get(name, [])):
                        yield f"{inner}: there is {shown(entry)}"
            elif name not in actual:
                yield f"{inner}: missing"
            elif key.endswith("="):
                if actual[name] != value:
                    yield f"{inner}: {shown(actual[name])}, not {shown(value)}"
            else:
                yield from compare(actual[name], value, inner)
    elif isinstance(expected, list):
        if not isinstance(actual, list):
            yield f"{place}: not a list but {shown(actual)}"
            return
        for entry in expected:
            if not any(contains(other, entry) for other in actual):
                near = named_alike(actual, entry)
                if near is None:
                    yield f"{place}: no {shown(entry)}"
                else:
                    yield from compare(near, entry, f"{place}[{name_of(entry)}]")
    elif actual != expected or isinstance(actual, bool) != isinstance(expected, bool):
        yield f"{place}: {shown(actual)}, not {shown(expected)}"


def shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 300 else text[:300] + "…"


def name_of(entry):
    return next((str(entry[name]) for name in NAMES if name in entry), "")


def named_alike(entries, expected):
    """The entry of a list that has the name of the expected one, or None."""
    if isinstance(expected, dict):
        for name in NAMES:
            if name in expected:
                alike = [e for e in entries if isinstance(e, dict) and e.get(name) == expected[name]]
                return alike[0] if len(alike) == 1 else None
    return None


def refreshed(actual, expected):
    """`expected` with the values that are there now; what it does not mention stays out."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        result = {}
        for key, value in expected.items():
            name = key.rstrip("=!")
            if key.endswith("!"):
                result[key] = value
            elif key.endswith("="):
                result[key] = actual.get(name)
            elif name in actual:
                result[key] = refreshed(actual[name], value)
        return result
    if isinstance(expected, list) and isinstance(actual, list):
        result = []
        for entry in expected:
            if any(contains(other, entry) for other in actual):
                result.append(entry)
            else:
                near = named_alike(actual, entry)
                if near is not None:
                    result.append(refreshed(near, entry))
        return result
    return actual


def first(report):
    """What a new case expects to begin with: delete from it what is not the point."""
    return {
        "target": {key: report["target"][key] for key in ("kind", "aim")},
        "milestones": [{"id": m["id"], "verdict": m["verdict"]} for m in report["milestones"]],
        "findings": [
            {"rule": f["rule"], "outcome": f["outcome"],
             "evidence": [{key: e[key] for key in ("path", "line") if e.get(key)}
                          for e in f["evidence"][:3]]}
            for f in report["findings"] if f["outcome"] in ("fail", "partial")],
        "metrics": {name: value for name, value in report["metrics"].items()
                    if not isinstance(value, dict)},
    }


def run(tool, case, folder):
    """(status, stdout, stderr) of the tool on the case's repository, made in `folder`."""
    repo = folder / case.name
    if (case / "history").exists():
        history.build((case / "history").read_text(encoding="utf-8"), case / "repo", repo)
    elif (case / "repo").exists():
        shutil.copytree(case / "repo", repo, symlinks=True)
    else:
        repo.mkdir()
    default = ARGS
    if (case / "forge.json").exists():
        shutil.copy(case / "forge.json", folder)
        default = ARGS.replace("{repo}", "--forge forge.json {repo}")
    args = (case / "args").read_text(encoding="utf-8") if (case / "args").exists() else default
    words = [word.replace("{repo}", case.name) for word in shlex.split(args)]
    environment = dict(os.environ, HOME=str(folder), XDG_CACHE_HOME=str(folder / "cache"),
                       LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1")
    done = subprocess.run([tool, *words], cwd=folder, env=environment, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=SECONDS, check=False)
    return (done.returncode, done.stdout.decode("utf-8", "backslashreplace"),
            done.stderr.decode("utf-8", "backslashreplace"))


def text_differs(path, actual):
    wanted = path.read_text(encoding="utf-8")
    if wanted != actual:
        yield from difflib.unified_diff(wanted.splitlines(), actual.splitlines(),
                                        str(path.name), "now", lineterm="", n=2)


def check(case, status, out, err):
    """Yields what is not as the case expects."""
    wanted = int((case / "status").read_text()) if (case / "status").exists() else 0
    expectations = 0
    if status != wanted:
        yield f"exit status {status}, not {wanted}"
        yield from err.splitlines()
    for name, actual in (("expected.txt", out), ("expected.err", err)):
        if CONTROL.search(actual):
            yield f"a control character for the terminal: {CONTROL.search(actual)[0]!r}"
        if (case / name).exists():
            expectations += 1
            yield from text_differs(case / name, actual)
    if (case / "expected.json").exists():
        expectations += 1
        try:
            report = json.loads(out)
        except ValueError as error:
            yield f"standard output is not JSON: {error}"
            return
        yield from compare(report, json.loads((case / "expected.json").read_text("utf-8")))
    if not expectations:
        yield "expects nothing: write an expected.json or run --update"


def update(case, status, out, err):
    (case / "status").unlink(missing_ok=True)
    if status:
        (case / "status").write_text(f"{status}\n")
    if (case / "expected.err").exists():
        (case / "expected.err").write_text(err, encoding="utf-8")
    try:
        report = json.loads(out)
    except ValueError:
        report = None
    path = case / "expected.json"
    if report is None or (case / "expected.txt").exists():
        (case / "expected.txt").write_text(out, encoding="utf-8")
    if report is not None and ("milestones" in report or path.exists()):
        wanted = refreshed(report, json.loads(path.read_text("utf-8"))) if path.exists() \
            else first(report)
        path.write_text(json.dumps(wanted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def judge(tool, case, updating):
    with tempfile.TemporaryDirectory(prefix="repohealth-case-") as folder:
        try:
            result = run(tool, case, pathlib.Path(folder))
        except subprocess.TimeoutExpired:
            return [f"took more than {SECONDS} seconds"]
        except history.HistoryError as error:
            return [f"history: {error}"]
    if updating:
        update(case, *result)
    return list(check(case, *result))


def main(arguments):
    updating = arguments[:1] == ["--update"]
    tool, *names = arguments[updating:]
    tool = str(pathlib.Path(tool).resolve())
    cases = [CASES / name.rstrip("/").split("/")[-1] for name in names] or \
        sorted(path for path in CASES.glob("*") if path.is_dir())
    failed = 0
    print(f"1..{len(cases)}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda case: judge(tool, case, updating), cases)
        for number, (case, problems) in enumerate(zip(cases, results), 1):
            print(f"{'not ok' if problems else 'ok'} {number} - {case.name}")
            for problem in problems:
                print(f"# {problem}")
            failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
