#!/usr/bin/env python3
"""Trees that are large, flat or deep cost little: size.py TOOL CI_FOLDER. Prints TAP.

Time is that of the processor; a sanitizer build gets three times as much, and any memory.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

SECONDS, MEBIBYTES = 10, 100
FILES = {"tree": 60001, "flat": 60001, "deep": 401}
CHECKED_OUT = {"tree", "deep"}  # writing 60,000 files takes longer than all scans


def scan(tool, folder):
    """The report and what stopped it, seconds, MiB."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([tool, "scan", folder, "--format", "json"], stdout=out,
                                   stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        text, words = out.read(), errors.read().decode()
    return (json.loads(text) if process.returncode == 0 else None, words,
            usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def judge(tool, folder, files, sanitized):
    report, words, seconds, peak = scan(tool, folder)
    if not report or words:
        return [f"not scanned: {words}"], seconds, peak
    found = report["metrics"]["hygiene.files"]
    return [
        f"{found} files, not {files}" if found != files else "",
        f"{seconds:.1f} s" if seconds > SECONDS * (3 if sanitized else 1) else "",
        f"{peak:.0f} MiB" if peak > MEBIBYTES and not sanitized else "",
        *(f"{source['name']}: {source['why']}" for source in report["sources"]
          if source["name"] == "files" and source["status"] != "complete"),
    ], seconds, peak


def main(tool, ci_folder):
    sanitized = b"__asan_init" in pathlib.Path(tool).read_bytes()
    failed = 0
    number = 0
    print(f"1..{len(FILES) + len(CHECKED_OUT)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="size.") as base:
        for shape, files in FILES.items():
            bare, work = f"{base}/{shape}.git", f"{base}/{shape}"
            subprocess.run([sys.executable, f"{ci_folder}/generate.py", shape, bare], check=True)
            if shape in CHECKED_OUT:
                subprocess.run(["git", "-c", "advice.detachedHead=false", "clone", "-q", bare,
                                work], check=True)
            for folder in (bare, work)[:1 + (shape in CHECKED_OUT)]:
                number += 1
                problems, seconds, peak = judge(tool, folder, files, sanitized)
                problems = [problem for problem in problems if problem]
                failed += bool(problems)
                name = f"{shape}, {'a work tree' if folder == work else 'bare'}"
                print(f"{'not ok' if problems else 'ok'} {number} - {name} "
                      f"({seconds:.1f} s, {peak:.0f} MiB)", flush=True)
                for problem in problems:
                    print(f"# {problem}", flush=True)
            subprocess.run(["rm", "-rf", bare, work], check=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
