#!/usr/bin/env python3
"""Runs ci/action as a runner would, without one, and has action.yml validated: prints TAP.

run.py TOOL ROOT FOLDER. FOLDER is where npm's packages go; it may be deleted at any time.
"""

import hashlib
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import check  # noqa: E402  (a sibling folder's)

INSTALL = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
NEW = "python tools/show.py"


class Run:
    """One job: what ci/action printed and left behind."""

    def __init__(self, place, folder, **inputs):
        temp = place.folder / "temp"
        temp.mkdir(exist_ok=True)
        files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        env = check.environment({**{name: str(path) for name, path in files.items()},
                                 "RUNNER_TEMP": str(temp), "IN_TARGET": str(folder),
                                 "IN_BUNDLE": str(place.bundle), **place.env, **inputs})
        done = subprocess.run([place.root / "ci/action"], env=env, capture_output=True, text=True,
                              timeout=120, check=False, cwd=place.folder)
        self.status, self.log, self.error = done.returncode, done.stdout, done.stderr
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text()
        self.outputs = dict(line.split("=", 1)
                            for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        self.temp = temp

    def commands(self):
        """The lines that the runner would obey."""
        token, obeyed = None, []
        for line in self.log.splitlines():
            text = line.strip()
            if token:
                token = None if text == f"::{token}::" else token
            elif text.startswith("::stop-commands::"):
                token = text.removeprefix("::stop-commands::")
            elif text.startswith("::") or "##[" in text:
                obeyed.append(text)
        assert token is None, "commands are never obeyed again"
        return obeyed


class Place:
    """A pull request that breaks one command, as GitHub checks it out: one commit deep."""

    def __init__(self, tool, root, folder):
        self.root, self.folder = root, folder
        self.bundle = folder / "bundle"
        (self.bundle / "bin").mkdir(parents=True)
        (self.bundle / "bin/repohealth").symlink_to(tool)
        self.repo = check.Repo(folder / "origin", check.FILES)
        self.repo.branch()
        for number in range(4):
            self.repo.write({f"tools/more{number}.py": "print('more')\n"})
            self.repo.commit("A tool")
        self.repo.git("rm", "-q", "tools/show.py")
        self.repo.commit("Delete what shows")
        self.repo.git("checkout", "-q", "--detach", "main")
        self.repo.git("merge", "-q", "--no-ff", "-m", "Trial merge", "change")
        self.merge = self.repo.git("rev-parse", "HEAD")
        self.repo.git("update-ref", "refs/pull/7/merge", self.merge)
        event = folder / "event.json"
        event.write_text(json.dumps({"pull_request": {
            "number": 7, "base": {"sha": self.repo.git("rev-parse", "main")}}}))
        self.env = {"GITHUB_BASE_REF": "main", "GITHUB_SHA": self.merge,
                    "GITHUB_REF": "refs/pull/7/merge", "GITHUB_EVENT_PATH": str(event),
                    "GITHUB_REPOSITORY": "loom/loom", "GITHUB_ACTIONS": "true"}

    def checkout(self, name="work"):
        runner = check.Repo(self.folder / name)
        runner.folder.mkdir()
        runner.git("init", "-q")
        runner.git("remote", "add", "origin", f"file://{self.repo.folder}")
        runner.git("fetch", "-q", "--depth=1", "origin",
                   "+refs/pull/7/merge:refs/remotes/pull/7/merge")
        runner.git("checkout", "-q", "--detach", "refs/remotes/pull/7/merge")
        return runner


class Forge(http.server.BaseHTTPRequestHandler):
    """The comments of one issue."""

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer(200, self.server.comments)

    def write(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        if self.server.read_only:
            return self.answer(403, {"message": "Resource not accessible by integration"})
        if self.command == "POST":
            self.server.comments.append({"id": 100 + len(self.server.comments), "body": body})
        else:
            number = int(self.path.rsplit("/", 1)[1])
            next(c for c in self.server.comments if c["id"] == number)["body"] = body
        return self.answer(200, {})

    do_POST = do_PATCH = write

    def log_message(self, *words):
        pass


def deepens(place):
    """a clone of one commit is deepened, and the change is told in log, summary and outputs"""
    work = place.checkout()
    run = Run(place, work.folder)
    assert run.status == 1, (run.status, run.log, run.error)
    assert run.outputs["exit-code"] == "1" and run.outputs["new"] == "1", run.outputs
    assert {"worse", "fixed", "unchanged", "report", "markdown"} <= set(run.outputs), run.outputs
    assert json.loads(pathlib.Path(run.outputs["report"]).read_text())["counts"]["new"] == 1
    assert NEW in run.summary and run.summary.startswith("## :x:"), run.summary
    assert any(c.startswith("::error file=README.md,line=") for c in run.commands()), run.log
    assert "The clone is shallow: git fetch" in run.log
    assert not work.git("status", "--porcelain")
    again = Run(place, work.folder)
    assert again.status == 1 and "shallow" not in again.log


def passes(place):
    """inputs arrive: what is not asked for does not fail, and SARIF is written"""
    work = place.checkout()
    sarif = place.folder / "out.sarif"
    run = Run(place, work.folder, IN_FAIL_ON="never", IN_SARIF=str(sarif), IN_SUMMARY="false")
    assert run.status == 0 and run.outputs["new"] == "1" and not run.summary, run.outputs
    results = json.loads(sarif.read_text())["runs"][0]["results"]
    assert [r["baselineState"] for r in results] == ["new"], results
    assert run.outputs["sarif"] == str(sarif)


def hostile(place):
    """neither inputs nor files of the repository are run or obeyed"""
    place.repo.git("checkout", "-q", "change")
    place.repo.edit("README.md", "The [guide]",
                    "[a](##[error]three.md) and [b](::error::four.md)\n\nThe [guide]")
    place.repo.commit("Hostile commands")
    place.repo.git("checkout", "-q", "--detach", "main")
    place.repo.git("merge", "-q", "--no-ff", "-m", "Trial merge", "change")
    place.env["GITHUB_SHA"] = place.repo.git("rev-parse", "HEAD")
    place.repo.git("update-ref", "refs/pull/7/merge", "HEAD")
    work = place.checkout()
    run = Run(place, work.folder)
    assert run.status == 1 and int(run.outputs["new"]) >= 2, (run.outputs, run.log)
    for command in run.commands():
        assert command.startswith(("::error file=README.md,line=", "::warning file=",
                                   "::notice file=")) and "##[" not in command, command
    for value in ("$(touch pwned)", "`touch pwned`", "; touch pwned", "--upload-pack=touch pwned",
                  "x\n::error::y"):
        run = Run(place, work.folder, IN_BASE=value)
        assert run.status in (2, 3), (value, run.status)
        assert not list(place.folder.rglob("pwned")), value
        assert all(c.startswith("::error title=repohealth::") for c in run.commands())
    place.env["GITHUB_BASE_REF"] = "main;touch${IFS}pwned"
    Run(place, place.checkout("other").folder)
    assert not list(place.folder.rglob("pwned"))


def comments(place):
    """one comment that is written anew; a token that may only read is no failure"""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    server.comments, server.read_only = [{"id": 1, "body": "Nice work!"}], False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    inputs = {"IN_COMMENT": "true", "IN_TOKEN": "t0ken",
              "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}"}
    work = place.checkout()
    for _ in range(2):
        run = Run(place, work.folder, **inputs)
        assert run.status == 1 and "t0ken" not in run.log + run.error, run.log
        assert len(server.comments) == 2 and NEW in server.comments[1]["body"], server.comments
    server.read_only = True
    run = Run(place, work.folder, **inputs)
    assert run.status == 1 and any("No comment was written" in c for c in run.commands()), run.log
    server.shutdown()


def bundles(place):
    """an archive is taken only with the right sum, and unpacked once"""
    archive = place.folder / "repohealth-0.tar.gz"
    tool = (place.bundle / "bin/repohealth").resolve()
    launcher = place.folder / "launcher"
    launcher.write_text(f"#!/bin/sh\nexec {tool} \"$@\"\n")
    launcher.chmod(0o755)
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(launcher, "repohealth-0/bin/repohealth")
    work = place.checkout()
    run = Run(place, work.folder, IN_BUNDLE=str(archive))
    assert run.status == 4 and "SHA-256" in run.error, (run.status, run.error)
    right = hashlib.sha256(archive.read_bytes()).hexdigest()
    run = Run(place, work.folder, IN_BUNDLE=str(archive), SHA256="0" * 64)
    assert run.status == 4 and any(c.startswith("::error") for c in run.commands()), run.log
    for _ in range(2):
        run = Run(place, work.folder, IN_BUNDLE=str(archive), SHA256=right)
        assert run.status == 1, (run.status, run.error)
    archive.with_name(archive.name + ".sha256").write_text(f"{right}  {archive.name}\n")
    run = Run(place, work.folder, IN_BUNDLE=str(archive))
    assert run.status == 1, (run.status, run.error)


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
    stamp.write_bytes(lock)
    return None


def validate(root, packages):
    """action.yml and the workflows are accepted by a validator that knows their schemas"""
    validator = packages / "node_modules/.bin/action-validator"

    def accepts(path):
        return subprocess.run([validator, path], capture_output=True, text=True, check=False,
                              cwd=root)

    for path in (root / "action.yml", *sorted((root / ".github/workflows").glob("*.yml"))):
        done = accepts(path)
        assert done.returncode == 0, (path, done.stdout, done.stderr)
    with tempfile.TemporaryDirectory() as folder: # it does find mistakes
        wrong = pathlib.Path(folder) / "action.yml"
        wrong.write_text((root / "action.yml").read_text().replace("using: composite",
                                                                  "using: compositee"))
        assert accepts(wrong).returncode != 0


CASES = (deepens, passes, hostile, comments, bundles)


def attempt(function, *arguments):
    try:
        function(*arguments)
    except (AssertionError, subprocess.CalledProcessError, KeyError, OSError) as error:
        return "".join(traceback.format_exception(error)[-2:])
    return ""


def main(tool, root, packages):
    failed = 0
    print(f"1..{len(CASES) + 1}")
    for number, case in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            problem = attempt(case, Place(tool, root, pathlib.Path(folder)))
        print(f"{'not ok' if problem else 'ok'} {number} - {case.__name__}: {case.__doc__}",
              flush=True)
        for line in problem.splitlines():
            print(f"# {line}")
        failed += bool(problem)
    missing = install(packages)
    problem = "" if missing else attempt(validate, root, packages)
    skip = f" # SKIP {missing}" if missing else ""
    print(f"{'not ok' if problem else 'ok'} {len(CASES) + 1} - validate: {validate.__doc__}{skip}")
    for line in problem.splitlines():
        print(f"# {line}")
    return 1 if failed or problem else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(),
                  pathlib.Path(sys.argv[3]).resolve()))
