"""Times the tool against repolinter and git log, with hyperfine: bench.py TOOL [REPO...]"""

import json
import math
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import generate

REPOLINTER = "repolinter@0.12.0"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache",
                     "repohealth-bench")
COLUMNS = "{:28} {:>8} {:>7} {:>9} {:>11} {:>6} {:>9} {:>9} {:>6} {:>9}"


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def git(repo, *arguments, **options):
    return output("git", "-C", str(repo), *arguments, **options).strip()


def cpu(command, runs, cwd):
    """Seconds of user and system time, mean of the runs; None where the command fails."""
    if subprocess.run(shlex.split(command), cwd=cwd, stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL, check=False).returncode > 1:
        return None  # 1 is an answer: repolinter found something
    with tempfile.NamedTemporaryFile(suffix=".json") as figures:
        output("hyperfine", "-N", "-i", "--style", "none", "--warmup", "1", "--runs", str(runs),
               "--export-json", figures.name, command, cwd=cwd)
        result = json.load(figures)["results"][0]
    return result["user"] + result["system"]


def peak(command, cwd):
    """MiB of the largest process."""
    run = subprocess.run(["/usr/bin/time", "-v", *command], capture_output=True, text=True, cwd=cwd,
                         errors="replace", check=False)
    match = re.search(r"Maximum resident set size \(kbytes\): (\d+)", run.stderr)
    return int(match[1]) / 1024


def bare(repo, folder):
    """A bare repository beside what was named: itself, or the .git of a work tree."""
    inside = pathlib.Path(git(repo, "rev-parse", "--absolute-git-dir"))
    link = folder / (pathlib.Path(repo).resolve().name + ".git")
    link.symlink_to(inside)
    return inside


def checkout(git_dir, folder):
    """The files of HEAD; what the repository itself lacks is left out."""
    tree = folder / "checkout"
    tree.mkdir()
    environment = dict(os.environ, GIT_INDEX_FILE=str(folder / "index"), GIT_DIR=str(git_dir),
                       GIT_WORK_TREE=str(tree), GIT_NO_LAZY_FETCH="1")
    subprocess.run(["git", "read-tree", "HEAD"], env=environment, check=True)
    subprocess.run(["git", "checkout-index", "-a", "-f", "-q"], env=environment, cwd=tree,
                   stderr=subprocess.DEVNULL, check=False)
    (tree / ".git").write_text(f"gitdir: {git_dir}\n")
    return tree


def repolinter():
    """The command that starts it, or None and a word why not."""
    script = CACHE / "node_modules/repolinter/bin/repolinter.js"
    for program in ("node", "licensee", "github-linguist"):
        if not shutil.which(program):
            return None, f"{program} is not installed"
    if not script.exists():
        if not shutil.which("npm"):
            return None, "npm is not installed"
        CACHE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["npm", "install", "--prefix", str(CACHE), "--no-audit", "--no-fund",
                               "--silent", REPOLINTER], stdout=sys.stderr, check=False)
        if done.returncode or not script.exists():
            return None, f"npm could not install {REPOLINTER}"
    return f"node {script}", None


def measure(tool, linter, repo):
    figures = {}
    with tempfile.TemporaryDirectory(prefix="repohealth-bench-") as name:
        folder = pathlib.Path(name)
        git_dir = bare(repo, folder)
        figures["commits"] = int(git(git_dir, "rev-list", "--count", "HEAD"))
        tree = checkout(git_dir, folder)
        figures["files"] = len(git(git_dir, "ls-tree", "-r", "--name-only", "HEAD").split("\n"))
        runs = 10 if figures["commits"] < 10000 else 4
        scan = [tool, "scan", "--format", "json", str(git_dir)]
        figures["scan"] = cpu(" ".join(scan), runs, folder)
        figures["peak"] = peak(scan, folder)
        figures["history"] = cpu(f"{tool} facts --only history {git_dir}", runs, folder)
        figures["log"] = cpu(f"git -C {git_dir} log --format='%ae %at' HEAD", runs, folder)
        if linter:
            figures["linter"] = cpu(f"{linter} lint {tree}", 3, folder)
    return figures


def ratio(figures, ours, theirs):
    if figures.get(ours) is None or figures.get(theirs) is None:
        return None
    return figures[ours] / figures[theirs]


def shown(value, form="{:.3f}"):
    return "-" if value is None else form.format(value)


def mean(values):
    values = [value for value in values if value]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def main(tool, repos):
    linter, why_not = repolinter()
    if why_not:
        print(f"repolinter is left out: {why_not}")
    print(COLUMNS.format("repository (cpu seconds)", "commits", "files", "scan", "repolinter",
                         "ratio", "history", "git log", "ratio", "peak MiB"))
    to_linter, to_log = [], []
    with tempfile.TemporaryDirectory(prefix="repohealth-bench-") as folder:
        if not repos:
            repos = [generate.repository(pathlib.Path(folder, f"generated-{shape}"), shape)
                     for shape in ("history", "tree")]
        for repo in repos:
            figures = measure(tool, linter, repo)
            to_linter.append(ratio(figures, "scan", "linter"))
            to_log.append(ratio(figures, "history", "log"))
            name = pathlib.Path(repo).resolve()
            name = name.parent if name.name in ("repo", ".git") else name
            print(COLUMNS.format(name.name[:28], figures["commits"], figures["files"],
                                 shown(figures["scan"]), shown(figures.get("linter")),
                                 shown(to_linter[-1]), shown(figures["history"]),
                                 shown(figures["log"]), shown(to_log[-1], "{:.2f}"),
                                 shown(figures["peak"], "{:.0f}")), flush=True)
    print(COLUMNS.format("geometric mean", "", "", "", "", shown(mean(to_linter)), "", "",
                         shown(mean(to_log), "{:.2f}"), ""))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
