#!/usr/bin/env python3
"""Audits: the paper's state, what changed since, anonymity in every format, packets and replay.

audit.py PROGRAM. Prints TAP.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FORMATS = ["text", "json", "sarif", "junit", "markdown", "github", "badge", "badge-svg", "html"]
README = """# Widget

Code of our paper.

    git clone https://github.com/zquixley/widget
    pip install -r requirements.txt
    python train.py --data /home/zquixley/data
    python gone.py

Thanks to Zebulon Quixley (zq@quixley.edu), see https://github.com/zquixley/widget/issues.
"""
FILES = {"README.md": README, "requirements.txt": "numpy==1.26.0\n", "train.py": "import model\n",
         "model.py": "x = 1\nPATH = '/home/zquixley/data/a.txt'\n",
         "LICENSE": "Copyright (c) 2024 Zebulon Quixley\n",
         "setup.py": "setup(name='widget', author='Zebulon Quixley', author_email='zq@quixley.edu')\n"}
SECRETS = ["zebulon", "quixley", "zq@", "/home/zq", "git@github.com"]


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder = pathlib.Path(program).resolve(), folder
        self.count, self.failed = 0, False

    def run(self, *arguments, **environment):
        more = ["--offline"] if arguments[0] == "audit" else []
        done = subprocess.run([self.program, *arguments, *more], capture_output=True, timeout=120, cwd=self.folder,
                              env={**os.environ, **environment})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def audit(self, *arguments):
        status, out, err = self.run("audit", *arguments, "-q", "-f", "json", "--as-of", "2026-01-01")
        return json.loads(out) if status == 0 else {"error": err, "status": status}

    def check(self, name, *problems):
        self.count += 1
        problems = [str(problem) for problem in problems if problem]
        self.failed |= bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.count} - {name}")
        for problem in problems:
            print("# " + problem.replace("\n", "\n# ")[:3000])


class Repository:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Zebulon Quixley")
        self.git("config", "user.email", "zq@quixley.edu")
        self.git("remote", "add", "origin", "git@github.com:zquixley/widget.git")

    def git(self, *arguments, date="2020-01-01T00:00:00Z"):
        return subprocess.run(["git", "-C", self.folder, *arguments], check=True, capture_output=True, text=True,
                              env={**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}).stdout.strip()

    def commit(self, files, date):
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a change", date=f"{date}T00:00:00Z")
        return self.git("rev-parse", "HEAD")


def paper_states(bench):
    def repository(name, files=None):
        one = Repository(bench.folder / name)
        first = one.commit({**FILES, **(files or {})}, "2020-01-01")
        return one, first

    def state(name, *more):
        return bench.audit(name, *more).get("audit", [{}])[0]

    one, first = repository("by-tag")
    one.git("tag", "neurips2019")
    one.git("tag", "v0.1")
    one.commit({"model.py": "x = 2\n", "README.md": README + "    python gone2.py\n"}, "2021-01-01")
    audit = state("by-tag")
    bench.check("by a tag's name", "" if audit.get("commit") == first and audit["how"] == "tag" else audit)
    bench.check("the route reaches a changed file", "" if audit.get("route") == ["model.py"] else audit)
    audit = state("by-tag", "--paper", "v0.1")
    bench.check("as named", "" if audit.get("commit") == first and audit["how"] == "named" else audit)
    bench.check("an unknown name is misuse", "" if bench.audit("by-tag", "--paper", "nope")["status"] == 2 else "no")

    one, first = repository("by-branch")
    one.git("branch", "icml2021-camera-ready")
    one.commit({"model.py": "x = 2\n"}, "2022-01-01")
    audit = state("by-branch")
    bench.check("by a branch's name", "" if audit.get("commit") == first and audit["how"] == "branch" else audit)

    one, first = repository("by-citation")
    one.commit({"CITATION.cff": f"cff-version: 1.2.0\ncommit: {first}\n"}, "2021-01-01")
    audit = state("by-citation")
    bench.check("by CITATION.cff", "" if audit.get("commit") == first and audit["how"] == "CITATION"
                and audit["place"]["path"] == "CITATION.cff" and audit["place"]["line"] == 2 else audit)

    one, first = repository("by-readme")
    one.commit({"README.md": f"{README}\nThe numbers of the paper are those of commit {first[:10]}.\n"}, "2021-01-01")
    audit = state("by-readme")
    bench.check("by the README", "" if audit.get("commit") == first and audit["how"] == "README"
                and audit["place"]["line"] else audit)

    one, first = repository("by-date")
    second = one.commit({"model.py": "x = 3\n"}, "2021-06-01")
    one.commit({"model.py": "x = 4\n"}, "2023-01-01")
    audit = state("by-date", "--paper-date", "2021-09-01")
    bench.check("by the date", "" if audit.get("commit") == second and audit["how"] == "date" else audit)
    audit = state("by-date")
    bench.check("not known, and asked", "" if audit.get("how") is None and audit["why"]
                and "Which commit" in audit["questions"][0]["text"] else audit)
    bench.check("at most five questions, each with a place", "" if 0 < len(audit.get("questions", [])) <= 5
                and all(question["place"]["path"] for question in audit["questions"]) else audit)


def settings(bench):
    one = Repository(bench.folder / "own")
    one.commit({**FILES, ".repohealth.yml": "rules:\n  - {rule: examples.command-target, off: true, reason: mine}\n"},
               "2020-01-01")
    report = bench.audit("own")
    finding = next(f for f in report["findings"] if f["rule"] == "examples.command-target")
    why = next((s["why"] for s in report["sources"] if s["name"] == "settings"), None)
    bench.check("own settings are ignored", finding["exempted"])
    bench.check("and shown", "" if why and "1 rule left out" in why else why)


def leaks(text):
    return [secret for secret in SECRETS if secret in text.lower()]


def anonymous(bench):
    home = bench.folder / "home" / "zquixley"
    home.mkdir(parents=True)
    one = Repository(home / "widget")
    one.commit(FILES, "2020-01-01")
    one.git("tag", "v1.0")
    one.commit({"model.py": "x = 2\nPATH = '/home/zquixley/b'\n"}, "2021-01-01")
    archive = home / "widget.zip"
    one.git("archive", "--prefix=widget/", "-o", archive, "HEAD")
    for target, more in ((home / "widget", ["--anonymous"]), (archive, [])):
        for form in FORMATS:
            status, out, err = bench.run("audit", target, *more, "--profile", "anonymity", "--all", "--paper", "v1.0",
                                         "-f", form, "--as-of", "2026-01-01") if more else \
                bench.run("audit", target, "--profile", "anonymity", "--all", "-f", form, "--as-of", "2026-01-01")
            bench.check(f"{target.name}, {form}: nothing that was planted", f"{status}: {err}" if status else "",
                        leaks(out + err) and f"{leaks(out + err)}: " + "\n".join(
                            line[:300] for line in (out + err).splitlines() if leaks(line))[:1500])
    status, out, err = bench.run("audit", archive, "--names", "-f", "json", "-q")
    bench.check("--names names them", "" if "quixley" in out.lower() else out[:300])
    status, out, err = bench.run("audit", home / "gone.zip", "--anonymous")
    bench.check("an error names no home", leaks(err) and err, status != 3 and status)
    report = bench.audit(archive, "--profile", "anonymity")
    failed = {f["rule"] for f in report["findings"] if f["area"] == "anonymity" and f["outcome"] == "fail"}
    bench.check("the profile finds what was planted", "" if failed == {
        "anonymity.names", "anonymity.emails", "anonymity.home-folders", "anonymity.remotes"} else failed)
    bench.check("the profile is asked for alone", "" if not any(
        f["area"] == "anonymity" for f in bench.audit(archive)["findings"]) else "asked unasked")


def packets(bench):
    one = Repository(bench.folder / "packed")
    one.commit(FILES, "2020-01-01")
    one.git("tag", "paper")
    one.commit({"model.py": "x = 2\n"}, "2021-01-01")
    clone = bench.folder / "elsewhere"
    status, out, err = bench.run("audit", "packed", "--packet", "packet", "-q", "--as-of", "2026-01-01")
    names = {path.name for path in (bench.folder / "packet").iterdir()}
    bench.check("what a packet holds", err if status else "", "" if names == {
        "COMMAND", "packet.json", "report.html", "report.json", "report.txt", "SHA256SUMS"} else names)
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=bench.folder / "packet",
                          capture_output=True, text=True)
    bench.check("sha256sum agrees", done.stdout + done.stderr if done.returncode else "")
    one.git("clone", "-q", one.folder, clone)
    subprocess.run(["git", "-C", clone, "remote", "set-url", "origin", "git@github.com:zquixley/widget.git"],
                   check=True)
    one.commit({"README.md": "# Other\n"}, "2022-01-01")
    faketime = shutil.which("faketime")
    home = {"HOME": str(bench.folder / "nobody"), "XDG_CACHE_HOME": str(bench.folder / "cache2"), "TZ": "Asia/Tokyo"}
    for target in ([], [clone]):
        status, out, err = bench.run("replay", "packet", *target, "--offline", **home)
        bench.check(f"the same bytes, {'the clone' if target else 'later commits'}", err,
                    "" if status == 0 and out.count("the same bytes") == 3 else out)
    if faketime:
        done = subprocess.run([faketime, "2031-05-05", bench.program, "replay", "packet", "--offline"],
                              capture_output=True, text=True, cwd=bench.folder)
        bench.check("the same bytes on another day", "" if done.stdout.count("the same bytes") == 3
                    else done.stdout + done.stderr)
    extra = bench.folder / "extra.yml"
    extra.write_text("rules: []\n")
    status, out, err = bench.run("replay", "packet", "--rules", "extra.yml")
    bench.check("other rules are named", "" if status in (1, 2) and "extra.yml" in out + err else out + err)
    archive = bench.folder / "packed.tar.gz"
    one.git("archive", "-o", archive, "HEAD~1")
    bench.run("audit", archive, "--packet", "packet2", "-q", "--as-of", "2026-01-01")
    text = "".join(path.read_text() for path in (bench.folder / "packet2").iterdir())
    bench.check("an anonymous packet holds nothing that was planted", leaks(text))
    status, out, err = bench.run("replay", "packet2")
    bench.check("and has to be told the target", "" if status == 2 and "TARGET" in err else err)
    moved = bench.folder / "other" / "packed.tar.gz"
    moved.parent.mkdir()
    shutil.copy(archive, moved)
    status, out, err = bench.run("replay", "packet2", moved, **home)
    bench.check("the same bytes of the archive", err, "" if out.count("the same bytes") == 3 else out)
    one.git("archive", "-o", archive, "HEAD")
    status, out, err = bench.run("replay", "packet2", archive)
    bench.check("another archive is told", "" if status == 3 and "not what the packet" in err else err + out)
    (bench.folder / "packet" / "report.txt").write_text("x")
    status, out, err = bench.run("replay", "packet")
    bench.check("a changed packet is told", "" if status == 2 and "report.txt is not what" in err else err)


def many(bench):
    status, out, err = bench.run("audit", "by-tag", "by-date", "none-such", "--as-of", "2026-01-01", "-f", "json:many",
                                 "-f", "html:many")
    names = {path.name for path in (bench.folder / "many").iterdir()} if status == 3 else err
    bench.check("several: each its report, and an index", "" if names == {
        "01-by-tag.json", "02-by-date.json", "01-by-tag.html", "02-by-date.html", "index.txt"} else names,
        "" if "could not be read" in out else out)


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(program, pathlib.Path(folder))
        for part in (paper_states, settings, anonymous, packets, many):
            part(bench)
    print(f"1..{bench.count}")
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
