"""Scans the repositories of a list: accuracy.py TOOL LIST FOLDER [OPTION...]"""

import concurrent.futures
import pathlib
import subprocess
import sys


def scan(tool, line, folder, options):
    """None, or what went wrong."""
    name, repo, commit, *date = line.split("\t")
    if not date or not date[0]:
        date = [subprocess.run(["git", "-C", repo, "log", "-1", "--format=%cs", commit],
                               check=True, capture_output=True, text=True).stdout.strip()]
    report = folder / (name.replace("/", "+") + ".json")
    report.unlink(missing_ok=True)
    run = subprocess.run([tool, "scan", repo, "--rev", commit, "--as-of", date[0], "--format",
                          "json", "--output", str(report), *options],
                         capture_output=True, text=True, check=False, errors="replace")
    return f"{name}: exit status {run.returncode}: {run.stderr.strip()}" if run.returncode else None


def main(tool, listed, folder, *options):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [line for line in pathlib.Path(listed).read_text(encoding="utf-8").splitlines()
             if line and not line.startswith("#")]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for problem in pool.map(lambda line: scan(tool, line, folder, options), lines):
            if problem:
                print(problem, file=sys.stderr)
                failed += 1
    print(f"{len(lines) - failed} of {len(lines)} scanned")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("usage: ci/accuracy LIST FOLDER [OPTION...]")
    sys.exit(main(*sys.argv[1:]))
