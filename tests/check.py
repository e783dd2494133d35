#!/usr/bin/env python3
"""What `repohealth check` says of pull requests to a small repository: prints TAP.

check.py TOOL. Each case is a branch of a real git repository, and names exactly what is new, worse
and fixed; all else that stood there must be unchanged.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

import jsonschema

README = """# Loom

Loom weaves tables of measurements into one.

## Install

```
pip install -r requirements.txt
```

## Use

Weave the small example, then look at it:

```
python tools/weave.py --input data/small.csv
python tools/show.py
python tools/absent.py --fast
```

The [guide](docs/guide.md) says more, and the [plan](docs/plan.md) what comes.

The code for the second experiment will be released soon.
"""
WEAVE = """import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--input")
parser.parse_args()
CACHE = "/home/ada/cache/loom"
print(open(CACHE + "/index"))
"""
FILES = {
    "README.md": README,
    "requirements.txt": "numpy==1.26.0\n",
    "tools/weave.py": WEAVE,
    "tools/show.py": "print('shown')\n",
    "tools/common.py": "def read(name):\n    return open(name).read()\n",
    "tools/join.py": "from common import read\n\nprint(read(\"data/small.csv\"))\n",
    "data/small.csv": "a,b\n1,2\n",
    "docs/guide.md": "# Guide\n\nStart with the [README](../README.md).\n",
}
SCHEMA = json.loads((pathlib.Path(__file__).resolve().parent.parent /
                     "docs/check-v1.schema.json").read_text(encoding="utf-8"))
COMMANDS = "examples.command-target"
LINKS = "readme.links"
PERSONAL = "install.personal-path"
CI_VARIABLES = ("GITHUB_", "CI", "GITLAB_", "BITBUCKET_", "CHANGE_", "SYSTEM_", "BUILDKITE_",
                "PRE_COMMIT_")
DATE = "2025-03-01T12:00:00Z"


def environment(extra=()):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(CI_VARIABLES)}
    kept.update({"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
                 "GIT_AUTHOR_NAME": "Ada Lovelace", "GIT_AUTHOR_EMAIL": "ada@example.org",
                 "GIT_COMMITTER_NAME": "Ada Lovelace", "GIT_COMMITTER_EMAIL": "ada@example.org"})
    kept.update(extra)
    return kept


class Repo:
    """A repository with one commit on main; commits are an hour apart."""

    def __init__(self, folder, files=None):
        self.folder = folder
        self.hours = 0
        if files is not None:
            folder.mkdir()
            self.git("init", "-q", "-b", "main")
            self.write(files)
            self.commit("The first version")

    def git(self, *words):
        when = DATE.replace("T12", f"T{12 + self.hours % 12:02d}")
        done = subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True,
                              text=True, env=environment({"GIT_AUTHOR_DATE": when,
                                                          "GIT_COMMITTER_DATE": when}))
        return done.stdout.strip()

    def write(self, files):
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def edit(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def commit(self, message):
        self.hours += 1
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name="change"):
        self.git("checkout", "-q", "-b", name)

    def clone(self, folder, *options):
        subprocess.run(["git", "clone", "-q", *options, f"file://{self.folder}", str(folder)],
                       check=True, capture_output=True, env=environment())
        return Repo(folder)


class Check:
    """One run: its exit status, what it printed, and the answer."""

    def __init__(self, tool, repo, *options, env=()):
        command = [tool, "check", "--as-of", "2025-06-01", "-f", "json", *options, str(repo.folder)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False,
                              env=environment(env))
        self.status, self.error = done.returncode, done.stderr
        self.answer = json.loads(done.stdout) if done.stdout else None
        if self.answer:
            jsonschema.validate(self.answer, SCHEMA)

    def changes(self, kind):
        return sorted((c["rule"], c["place"]["path"], c["place"]["quote"])
                      for c in self.answer["changes"] if c["change"] == kind)

    def unchanged(self):
        return self.answer["counts"]["unchanged"]


def expect(tool, repo, new=(), fixed=(), worse=(), unchanged=None, options=(), env=()):
    """What stood there is `unchanged` less what is fixed; counted against main when not given."""
    check = Check(tool, repo, *options, env=env)
    assert check.answer, check.error
    got = {kind: check.changes(kind) for kind in ("new", "worse", "fixed")}
    want = {"new": sorted(new), "worse": sorted(worse), "fixed": sorted(fixed)}
    assert got == want, f"{got} is not {want}"
    assert check.status == (1 if new or worse else 0), f"status {check.status}: {check.error}"
    if unchanged is not None:
        assert check.unchanged() == unchanged - len(fixed), \
            f"{check.unchanged()} unchanged of {unchanged}"
    return check


def standing(tool, repo):
    """How many pieces of evidence stand at the first commit."""
    return Check(tool, repo, "--rev", "main").unchanged()


def pull_move(tool, repo, stood):
    """1: lines move: a paragraph comes before them"""
    repo.edit("README.md", "## Install", "Tables have columns.\nColumns have names.\n\n## Install")
    repo.commit("Say what it needs")
    expect(tool, repo, unchanged=stood)


def pull_rename(tool, repo, stood):
    """2: a file with a defect, and a page, are renamed"""
    repo.git("mv", "tools/weave.py", "tools/weaver.py")
    repo.edit("README.md", "tools/weave.py", "tools/weaver.py")
    repo.commit("Rename the weaver")
    expect(tool, repo, unchanged=stood)


def pull_reformat(tool, repo, stood):
    """3: the README is set otherwise"""
    text = README.replace("```\n", "~~~~\n").replace("## ", "### ").replace(
        "The code for the second experiment will be released soon.",
        "> **The code** for the second experiment\n> will be released soon.").replace(
        "The [guide](docs/guide.md) says more, and the [plan](docs/plan.md) what comes.",
        "* The [guide](docs/guide.md) says more\n* and the [plan](docs/plan.md) what comes")
    repo.write({"README.md": text})
    repo.commit("Set the README anew")
    expect(tool, repo, unchanged=stood)


def pull_fix(tool, repo, stood):
    """4: a defect is fixed"""
    repo.write({"docs/plan.md": "# Plan\n\nMore looms.\n"})
    repo.commit("Write the plan down")
    expect(tool, repo, fixed=[(LINKS, "README.md", "docs/plan.md")], unchanged=stood)


def pull_break(tool, repo, stood):
    """5: a new defect: a file that the README runs is deleted"""
    repo.git("rm", "-q", "tools/show.py")
    repo.commit("Delete what shows")
    expect(tool, repo, new=[(COMMANDS, "README.md", "python tools/show.py")], unchanged=stood)


def pull_second(tool, repo, stood):
    """6: a second defect of a kind that stood there, in the same words and in others"""
    repo.edit("tools/show.py", "print", 'open("/home/ada/cache/loom")\nprint')
    repo.edit("README.md", "```\n\nThe [guide]", "python tools/lost.py\n```\n\nThe [guide]")
    repo.commit("Show the cache")
    expect(tool, repo, new=[(COMMANDS, "README.md", "python tools/lost.py"),
                            (PERSONAL, "tools/show.py", "/home/ada/cache/loom")], unchanged=stood)


def pull_elsewhere(tool, repo, stood):
    """7: a defect moves to another file"""
    repo.edit("tools/weave.py", 'CACHE = "/home/ada/cache/loom"\n', "from show import CACHE\n")
    repo.edit("tools/weave.py", 'print(open(CACHE + "/index"))\n', "print(CACHE)\n")
    repo.edit("tools/show.py", "print",
              'CACHE = "/home/ada/cache/loom"\nprint(open(CACHE + "/index"))\nprint')
    repo.commit("Move the cache")
    expect(tool, repo, unchanged=stood)


def pull_behind(tool, repo, stood):
    """8: the base went on: what others fixed and broke there is none of this change"""
    repo.write({"tools/new.py": "print('new')\n"})
    repo.commit("A new tool")
    repo.git("checkout", "-q", "main")
    repo.git("rm", "-q", "tools/show.py")
    repo.write({"docs/plan.md": "# Plan\n\nMore looms.\n"})
    repo.commit("Others delete what shows, and write the plan down")
    repo.git("checkout", "-q", "change")
    expect(tool, repo, unchanged=stood)


def pull_merge(tool, repo, stood):
    """9: the base is merged into the change, twice, and the change breaks one thing"""
    repo.write({"tools/new.py": "print('new')\n"})
    repo.commit("A new tool")
    for number in range(2):
        repo.git("checkout", "-q", "main")
        repo.write({f"docs/note{number}.md": f"# Note\n\nSee [it](missing{number}.md).\n",
                    f"tools/other{number}.py": f'open("/home/bob/{number}/x")\n'})
        repo.commit("Others break something")
        repo.git("checkout", "-q", "change")
        repo.git("merge", "-q", "--no-ff", "-m", "Merge main", "main")
    repo.edit("README.md", "(docs/guide.md)", "(docs/guides.md)")
    repo.commit("A slip of the pen")
    expect(tool, repo, new=[(LINKS, "README.md", "docs/guides.md")])


def pull_force(tool, repo, stood):
    """10: a force push: what was there before comes from another line"""
    repo.git("rm", "-q", "tools/show.py")
    before = repo.commit("Delete what shows")
    repo.git("reset", "-q", "--hard", "main")
    repo.edit("README.md", "(docs/guide.md)", "(docs/guides.md)")
    repo.commit("A slip of the pen")
    event = repo.folder.parent / "event.json"
    event.write_text(json.dumps({"before": before, "forced": True,
                                 "repository": {"default_branch": "main"}}))
    clone = repo.clone(repo.folder.parent / "clone", "-b", "change")
    push = {"GITHUB_EVENT_PATH": str(event), "GITHUB_REF": "refs/heads/change"}
    new = [(LINKS, "README.md", "docs/guides.md")]
    expect(tool, clone, new=new, unchanged=stood, env=push) # `before` is gone from the clone
    expect(tool, repo, new=new, unchanged=stood, env=push)  # and here it is still in the store
    # an ordinary push is compared with what was there before
    event.write_text(json.dumps({"before": repo.git("rev-parse", "HEAD"),
                                 "repository": {"default_branch": "main"}}))
    repo.git("rm", "-q", "tools/show.py")
    repo.commit("Delete what shows")
    expect(tool, repo, new=[(COMMANDS, "README.md", "python tools/show.py")], env=push)


def pull_shallow(tool, repo, stood):
    """11: a shallow clone: exit 3 and the command to run, which is enough"""
    repo.write({"tools/new.py": "print('new')\n"})
    repo.commit("A new tool")
    repo.git("rm", "-q", "tools/show.py")
    repo.commit("Delete what shows")
    clone = repo.clone(repo.folder.parent / "clone", "--depth=1", "-b", "change")
    check = Check(tool, clone, env={"GITHUB_BASE_REF": "main"})
    for _ in range(3):
        assert check.status == 3 and check.answer is None, check.status
        assert check.error.count("\n") == 1 and "run: git fetch" in check.error, check.error
        words = check.error.split("run: git ")[1].split()
        clone.git(*words)
        check = Check(tool, clone, env={"GITHUB_BASE_REF": "main"})
        if check.status != 3:
            break
    new = [(COMMANDS, "README.md", "python tools/show.py")]
    expect(tool, clone, new=new, unchanged=stood, env={"GITHUB_BASE_REF": "main"})
    # without a word of the CI system: the commit before
    shallow = repo.clone(repo.folder.parent / "other", "--depth=1", "-b", "change")
    check = Check(tool, shallow)
    assert check.status == 3 and "run: git fetch --deepen=1\n" in check.error, check.error
    shallow.git("fetch", "-q", "--deepen=1")
    expect(tool, shallow, new=new)


def pull_fork(tool, repo, stood):
    """12: a fork's pull request, as the trial merge that GitHub checks out, read only"""
    fork = repo.clone(repo.folder.parent / "fork")
    fork.git("checkout", "-q", "-b", "patch")
    fork.edit("README.md", "(docs/guide.md)", "(docs/guides.md)")
    fork.commit("A slip of the pen")
    fork.write({".repohealth.yml": "rules:\n  - rule: readme.links\n    off: true\n"
                                   "    reason: excuse me\n"})
    fork.commit("And an excuse")
    stale = repo.git("rev-parse", "main")
    repo.git("checkout", "-q", "main")
    repo.git("rm", "-q", "tools/show.py")
    repo.commit("Others delete what shows")
    repo.git("fetch", "-q", str(fork.folder), "patch:refs/pull/1/head")
    repo.git("checkout", "-q", "--detach", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge the pull request", "refs/pull/1/head")
    merge = repo.git("rev-parse", "HEAD")
    repo.git("update-ref", "refs/pull/1/merge", merge)
    event = repo.folder.parent / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": stale}}}))
    runner = Repo(repo.folder.parent / "runner")
    runner.folder.mkdir()
    runner.git("init", "-q")
    runner.git("remote", "add", "origin", f"file://{repo.folder}")
    runner.git("fetch", "-q", "--depth=2", "origin", "+refs/pull/1/merge:refs/remotes/pull/1/merge")
    runner.git("checkout", "-q", "--detach", "refs/remotes/pull/1/merge")
    pull = {"GITHUB_BASE_REF": "main", "GITHUB_REF": "refs/pull/1/merge", "GITHUB_SHA": merge,
            "GITHUB_EVENT_PATH": str(event)}
    for path in [*runner.folder.rglob("*"), runner.folder]:
        path.chmod(path.stat().st_mode & ~0o222)
    new = [(LINKS, "README.md", "docs/guides.md")]
    check = expect(tool, runner, new=new, env=pull)
    assert check.answer["settings"] == {"change": "is added", "broken": False}, \
        check.answer["settings"]
    for path in [runner.folder, *runner.folder.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o700)


def first_run(tool, repo, stood):
    """the first commit, a folder without git and one without a commit never fail"""
    check = Check(tool, repo, "--rev", "main")
    assert check.status == 0 and check.answer["base"] is None and stood > 3, stood
    plain = Repo(repo.folder.parent / "plain")
    plain.folder.mkdir()
    plain.write(FILES)
    check = Check(tool, plain)
    assert check.status == 0 and check.unchanged() > 3, (check.status, check.error)
    plain.git("init", "-q")
    check = Check(tool, plain)
    assert check.status == 0 and check.answer["base"] is None, (check.status, check.error)


def work_tree(tool, repo, stood):
    """what is not committed yet is compared with HEAD on the branch itself"""
    repo.git("checkout", "-q", "main")
    repo.edit("README.md", "(docs/guide.md)", "(docs/guides.md)")
    expect(tool, repo, new=[(LINKS, "README.md", "docs/guides.md")], unchanged=stood)
    repo.commit("A slip of the pen")
    expect(tool, repo, new=[(LINKS, "README.md", "docs/guides.md")], unchanged=stood)


def only_time(tool, repo, stood):
    """years that pass, and a milestone beyond the aim, fail nothing"""
    repo.write({"tools/new.py": "print('new')\n"})
    repo.commit("A new tool")
    expect(tool, repo, unchanged=None, options=("--as-of", "2040-01-01"))
    repo.edit("README.md", "weaves tables of measurements into one",
              "weaves tables, unlike Spindle, which loses rows when columns differ")
    repo.commit("Say why")
    repo.git("branch", "-f", "main", "HEAD")
    repo.edit("README.md", ", unlike Spindle, which loses rows when columns differ",
              " of measurements into one")
    repo.commit("Say it no more")
    check = Check(tool, repo)
    assert check.status == 0, check.answer["changes"][:3]


def filters(tool, repo, stood):
    """--fail-on and --require choose among what is new"""
    repo.edit("README.md", "(docs/guide.md)", "(docs/guides.md)")
    repo.commit("A slip of the pen")
    for options, status in (((), 1), (("--fail-on", "error"), 0), (("--fail-on", "never"), 0),
                            (("--fail-on", "note"), 1), (("--require", "M2"), 1),
                            (("--require", "M0,M1"), 0)):
        check = Check(tool, repo, *options)
        assert check.status == status, (options, check.status)
        assert check.answer["counts"]["new"] == 1, check.answer["counts"]
        assert check.answer["status"] == ("fail" if status else "pass")


def settings(tool, repo, stood):
    """the base's settings gate; a change to them is said, and one that cannot be read fails"""
    repo.git("checkout", "-q", "main")
    repo.write({".repohealth.yml": "rules:\n  - rule: install.personal-path\n"
                                   "    paths: ['tools/**']\n    reason: our own machine\n"})
    repo.commit("Settings")
    repo.git("checkout", "-q", "-B", "change")
    repo.write({".repohealth.yml": None})
    repo.edit("tools/show.py", "print", 'open("/home/bob/x/y")\nprint')
    repo.commit("No settings, and a path")
    check = expect(tool, repo)
    assert check.answer["settings"]["change"] == "is removed"
    repo.write({".repohealth.yml": "rules:\n  - rule: no.such-rule\n    off: true\n"
                                   "    reason: none\n"})
    repo.commit("Wrong settings")
    check = Check(tool, repo)
    assert check.status == 1 and check.answer["settings"]["broken"], check.answer["settings"]
    repo.git("branch", "-f", "main", "HEAD")
    repo.write({".repohealth.yml": "aim: release\n"})
    repo.commit("Right settings")
    check = Check(tool, repo)
    assert check.status == 0, (check.status, check.error) # what is broken can be mended


def excuses(tool, repo, stood):
    """a comment excuses with a reason, until its day; what excuses nothing is named"""
    repo.edit("README.md", "(docs/guide.md)", "(docs/guides.md)")
    repo.edit("README.md", "The [guide]", "<!-- repohealth: ignore readme.links until 2025-07-01 "
              "the pages come with 2.0 -->\nThe [guide]")
    repo.write({"tools/new.py": "a = 1  # repohealth: ignore install.personal-path no path here\n"
                                "b = 2  # repohealth: ignore install.personal-path\n"})
    repo.commit("Excuses")
    check = expect(tool, repo)
    states = [(e["path"], e["state"], e["by_this_change"]) for e in check.answer["exemptions"]]
    assert states == [("README.md", "used", True), ("tools/new.py", "unused", False),
                      ("tools/new.py", "broken", False)], states
    late = Check(tool, repo, "--as-of", "2025-07-02")
    assert late.status == 1 and late.answer["exemptions"][0]["state"] == "expired"
    repo.git("branch", "-f", "main", "HEAD") # and once it stands there, its end breaks no push
    repo.write({"tools/newer.py": "c = 3\n"})
    repo.commit("Later")
    for day in ("2025-06-01", "2025-07-02"):
        check = Check(tool, repo, "--as-of", day)
        assert check.status == 0 and not check.answer["counts"]["new"], (day, check.answer["counts"])
        assert not any(e["by_this_change"] for e in check.answer["exemptions"])


CASES = (pull_move, pull_rename, pull_reformat, pull_fix, pull_break, pull_second, pull_elsewhere,
         pull_behind, pull_merge, pull_force, pull_shallow, pull_fork, first_run, work_tree,
         only_time, filters, settings, excuses)


def main(tool):
    failed = 0
    print(f"1..{len(CASES)}")
    for number, case in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            problem = ""
            try:
                repo = Repo(pathlib.Path(folder) / "repo", FILES)
                stood = standing(tool, repo)
                repo.branch()
                case(tool, repo, stood)
            except (AssertionError, subprocess.CalledProcessError, KeyError, TypeError) as error:
                problem = "".join(traceback.format_exception(error)[-3:])
                problem += str(getattr(error, "stderr", "") or "")
        print(f"{'not ok' if problem else 'ok'} {number} - {case.__name__}: "
              f"{case.__doc__.strip()}", flush=True)
        for line in problem.splitlines():
            print(f"# {line}")
        failed += bool(problem)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve())))
