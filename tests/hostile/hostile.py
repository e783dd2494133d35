#!/usr/bin/env python3
"""Repositories that are built to hurt: each ends soon, small, and with a right or a clear answer.

hostile.py TOOL [NAME...]. Prints TAP. Each case is made in a folder of its own (see cases.py) and
scanned twice, for text and for json. Time is that of the processor, so that a busy machine judges
as an idle one; what waits for ever is told by the clock.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading

import cases
import cases_disk  # pylint: disable=unused-import
import cases_git  # pylint: disable=unused-import
import cases_history  # pylint: disable=unused-import
import cases_text  # pylint: disable=unused-import

SECONDS, CLOCK_SECONDS, MEBIBYTES = 10, 60, 500

# C0 but LF, DEL, C1, bidi controls, line separators, byte order mark, tags.
ACTS = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
                  "\U000e0000-\U000e007f]")
# What a CI runner would obey.
COMMAND = re.compile(r"^\s*::[a-z]|##\[|##vso\[|##teamcity\[", re.MULTILINE)


def is_sanitized(tool):
    return b"__asan_init" in pathlib.Path(tool).read_bytes()


def run(command, folder):
    """Exit status, seconds, peak MiB of the largest of its processes, both outputs."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8",
                   "GH_TOKEN": cases.CANARY, "TERM": "dumb",
                   # A crash is a crash, also where a sanitizer would explain it.
                   "ASAN_OPTIONS": "handle_segv=0:handle_sigbus=0:handle_sigfpe=0"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors,
                                   env=environment, cwd=folder, start_new_session=True)
        watchdog = threading.Timer(CLOCK_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
        watchdog.start()
        _, status, usage = os.wait4(process.pid, 0)
        watchdog.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        return (process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
                out.read(), errors.read())


def state(folder):
    """Names, kinds, sizes and times of all that is there: nothing may change."""
    found = []
    pending = [folder]
    while pending:
        path = pending.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    info = entry.stat(follow_symlinks=False)
                    found.append((entry.path, info.st_mode, info.st_size, info.st_mtime_ns))
                    if entry.is_dir(follow_symlinks=False) and len(found) < 20_000:
                        pending.append(entry.path)
        except OSError:
            pass
    return sorted(found, key=lambda row: os.fsencode(row[0]))


def judge_output(status, out, errors):
    for name, data in (("stdout", out), ("stderr", errors)):
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            yield f"{name} is not UTF-8: {error}"
            continue
        if found := ACTS.search(text):
            yield f"{name} has {ascii(text[max(0, found.start() - 40):found.end() + 20])}"
        if found := COMMAND.search(text):
            yield f"{name} commands a runner: {ascii(text[found.start():found.end() + 20])}"
        if cases.CANARY in text:
            at = text.index(cases.CANARY)
            yield f"{name} shows the canary: {ascii(text[max(0, at - 80):at + 20])}"
    if status in (0, 1) and errors:
        yield f"stderr is not empty: {ascii(errors.decode(errors='replace'))}"
    if status in (2, 3) and (errors.count(b"\n") != 1 or out):
        yield f"not one line: {ascii(errors.decode(errors='replace'))}"


def make(name, folder):
    """In a process of its own: what the tool starts from counts as its own peak."""
    return cases.CASES[name][0](folder) or []


def judge(tool, name, sanitized, makers):
    """The complaints, and the figures."""
    expectation = cases.CASES[name][1]
    base = pathlib.Path(tempfile.mkdtemp(prefix="hostile."))
    complaints, slowest, largest = [], 0.0, 0.0
    try:
        folder = base / "target"
        folder.mkdir()
        (base / "outside").mkdir()
        (base / "outside/secret.txt").write_text(f"# {cases.CANARY}\n")
        more = makers.submit(make, name, str(folder)).result()
        before = state(folder)
        for form in ("text", "json"):
            command = [tool, "scan", str(folder), "--format", form, "--as-of", "2024-01-01",
                       *(["--all"] if form == "text" else []), *more]
            status, seconds, peak, out, errors = run(command, base)
            slowest, largest = max(slowest, seconds), max(largest, peak)
            complaints += [f"{form}: {text}" for text in judge_output(status, out, errors)]
            report = None
            if form == "json" and status == 0:
                try:
                    report = json.loads(out)
                except ValueError as error:
                    complaints.append(f"json: {error}")
            if problem := expectation.complaint(status, errors.decode(errors="replace"), report):
                complaints.append(f"{form}: {problem}")
        if state(folder) != before:
            complaints.append("something was written into the target")
        if [name for name in os.listdir(base) + os.listdir(folder) if "touched" in name]:
            complaints.append("a configured command was run")
        if slowest > SECONDS * (3 if sanitized else 1):
            complaints.append(f"{slowest:.1f} s")
        if largest > MEBIBYTES and not sanitized:
            complaints.append(f"{largest:.0f} MiB")
    finally:
        subprocess.run(["rm", "-rf", str(base)], check=False)
    return complaints, slowest, largest


def main(arguments):
    tool, *names = arguments
    tool = str(pathlib.Path(tool).resolve())
    names = names or list(cases.CASES)
    sanitized = is_sanitized(tool)
    failed = 0
    print(f"1..{len(names)}", flush=True)
    with concurrent.futures.ProcessPoolExecutor(2) as makers, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda name: judge(tool, name, sanitized, makers), names)
        for number, (name, (complaints, seconds, peak)) in enumerate(zip(names, results), 1):
            print(f"{'not ok' if complaints else 'ok'} {number} - {name} "
                  f"({seconds:.2f} s, {peak:.0f} MiB)", flush=True)
            for complaint in complaints:
                print(f"# {complaint}"[:2000], flush=True)
            failed += bool(complaints)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
