#!/usr/bin/env python3
"""Targets that are fetched: real clones from a real git server on loopback.

transport.py TOOL [NAME...]. Prints TAP: one test a function whose name starts with "test_".
"""

import base64
import concurrent.futures
import getpass
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import server

GIT = ["git", "-c", "user.name=A. Author", "-c", "user.email=a@example.org", "-c",
       "init.defaultBranch=trunk", "-c", "protocol.file.allow=always"]


class Bench:
    """A folder with a server's repositories, a work tree to push from, a cache, and the tool."""

    def __init__(self, tool, tls=None):
        self.tool = tool
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="transport."))
        self.root = self.folder / "srv"
        self.cache = self.folder / "cache"
        self.work = self.folder / "work"
        self.root.mkdir()
        self.server = server.Server(self.root, tls)
        self.url = f"{self.server.url}/some/thing.git"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def git(self, *arguments, folder=None, text=None):
        # Its own time for each commit, or two of them could be one.
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder),
                       "GIT_CONFIG_NOSYSTEM": "1"}
        result = subprocess.run([*GIT, *arguments], cwd=folder or self.work, env=environment,
                                input=text, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"git {' '.join(arguments)}: {result.stderr}"
        return result.stdout.strip()

    def publish(self, size=0):
        """A repository with a commit, a branch and two tags; `size` bytes that do not compress."""
        self.work.mkdir()
        self.git("init", "-q")
        (self.work / "README.md").write_text("# A thing\n\nIt is here.\n")
        if size:
            (self.work / "data.bin").write_bytes(os.urandom(size))
        self.git("add", ".")
        self.git("commit", "-qm", "first")
        self.git("tag", "v1")
        self.git("tag", "-am", "the second", "v2")
        self.git("branch", "side")
        bare = self.root / "some/thing.git"
        self.git("clone", "-q", "--bare", str(self.work), str(bare))
        self.git("remote", "add", "origin", str(bare))
        return self.head()

    def head(self, name="HEAD"):
        return self.git("rev-parse", name)

    def commit(self, name, text="more\n"):
        (self.work / name).write_text(text)
        self.git("add", ".")
        self.git("commit", "-qm", f"add {name}")
        self.git("push", "-q", "origin", "HEAD")
        return self.head()

    def command(self, *arguments):
        return [self.tool, *arguments, "--cache-dir", str(self.cache)]

    def environment(self, **more):
        return {**{name: value for name, value in os.environ.items()
                   if not name.startswith(("GH_", "GITHUB_", "SSL_"))}, **more}

    def run(self, *arguments, timeout=50, **more):
        return subprocess.run(self.command(*arguments), capture_output=True, text=True,
                              env=self.environment(**more), timeout=timeout, check=False)

    def scan(self, *arguments, url=None, **more):
        result = self.run("scan", url or self.url, "--format", "json", *arguments, **more)
        assert result.returncode == 0, f"exit {result.returncode}: {result.stderr}"
        return json.loads(result.stdout)

    def slack(self):
        """Seconds that a machine as busy as this one may be late: ten times a start and an end."""
        start = time.monotonic()
        self.run("--version")
        return 10 * (time.monotonic() - start)

    def refused(self, pattern, *arguments, url=None, **more):
        result = self.run("scan", url or self.url, *arguments, **more)
        assert result.returncode == 3, f"exit {result.returncode}: {result.stderr}"
        assert result.stderr.count("\n") == 1, result.stderr
        assert re.search(pattern, result.stderr), result.stderr
        return result

    def cached(self):
        """The cached repository."""
        found = [entry for entry in (self.cache / "git").iterdir() if entry.name.endswith(".git")]
        assert len(found) == 1, found
        return found[0]

    def references(self):
        lines = self.git("for-each-ref", "--format=%(refname:short)", folder=self.cached())
        return lines.split()

    def whole(self):
        """What the cache holds is a good repository, and nothing else lies about."""
        self.git("fsck", "--strict", folder=self.cached())
        names = sorted(entry.name for entry in (self.cache / "git").iterdir())
        assert [name.rsplit(".", 1)[1] for name in names] == ["git", "lock"], names
        packs = [entry.name for entry in (self.cached() / "objects/pack").iterdir()]
        assert all(re.fullmatch(r"pack-[0-9a-f]{40}\.(pack|idx)", name) for name in packs), packs


def test_a_clone(bench):
    head = bench.publish()
    target = bench.scan()["target"]
    assert target["commit"] == head, target
    assert target["input"] == bench.url, target
    assert bench.references() == ["side", "trunk", "v1", "v2"], bench.references()
    assert bench.git("symbolic-ref", "HEAD", folder=bench.cached()) == "refs/heads/trunk"
    assert (bench.cached().stat().st_mode & 0o777) == 0o700
    bench.whole()


def test_a_second_fetch_brings_what_is_new(bench):
    bench.publish(size=300_000)
    bench.scan()
    first, bench.server.sent = bench.server.sent, 0
    head = bench.commit("new.txt")
    bench.git("push", "-q", "origin", ":side")
    bench.git("tag", "v3")
    bench.git("push", "-q", "origin", "v3")
    assert bench.scan()["target"]["commit"] == head
    assert first > 300_000 and bench.server.sent < 5_000, (first, bench.server.sent)
    assert bench.references() == ["trunk", "v1", "v2", "v3"], bench.references()
    bench.server.clear()
    bench.scan()
    assert [request[0] for request in bench.server.requests] == ["GET"], bench.server.requests
    bench.whole()


def test_history_that_was_rewritten(bench):
    bench.publish()
    bench.commit("a.txt")
    bench.git("push", "-q", "origin", "HEAD:deep")
    bench.scan()
    bench.git("reset", "-q", "--hard", "HEAD~1")
    bench.git("push", "-q", "origin", ":deep")
    bench.git("push", "-q", "origin", "HEAD:deep/er")
    bench.git("commit", "-q", "--amend", "-m", "another first")
    bench.git("push", "-qf", "origin", "HEAD")
    bench.git("tag", "-f", "v1")
    bench.git("push", "-qf", "origin", "v1")
    assert bench.scan()["target"]["commit"] == bench.head()
    assert bench.references() == ["deep/er", "side", "trunk", "v1", "v2"], bench.references()
    assert bench.git("rev-parse", "v1", folder=bench.cached()) == bench.head()


def test_the_default_branch_may_change(bench):
    bench.publish()
    bench.scan()
    bench.git("checkout", "-q", "-b", "other")
    head = bench.commit("b.txt")
    bare = bench.root / "some/thing.git"
    bench.git("symbolic-ref", "HEAD", "refs/heads/other", folder=bare)
    assert bench.scan()["target"]["commit"] == head
    bench.git("update-ref", "--no-deref", "HEAD", bench.head("trunk"), folder=bare)
    assert bench.scan()["target"]["commit"] == bench.head("trunk")


def test_rev(bench):
    first = bench.publish()
    second = bench.commit("c.txt")
    for rev, commit in (("v1", first), ("v2", first), ("side", first), ("trunk", second),
                        (first, first), (first[:12], first), ("trunk~1", first),
                        ("HEAD^", first), ("v2^{}", first)):
        assert bench.scan("--rev", rev)["target"]["commit"] == commit, rev
    bench.server.clear()
    bench.scan("--rev", first)
    assert not bench.server.requests, "a commit that is there need not be asked for"
    bench.refused("nowhere", "--rev", "nowhere")
    bench.refused("before the first commit", "--rev", "trunk~2")


def test_a_commit_that_no_branch_reaches(bench):
    bench.publish()
    bench.git("checkout", "-q", "-b", "gone")
    lost = bench.commit("d.txt")
    bench.git("checkout", "-q", "trunk")
    bench.git("push", "-q", "origin", ":gone")
    bench.refused(lost, "--rev", lost)
    bare = bench.root / "some/thing.git"
    bench.git("config", "uploadpack.allowAnySHA1InWant", "true", folder=bare)
    assert bench.scan("--rev", lost)["target"]["commit"] == lost


def test_an_empty_repository_that_fills(bench):
    bare = bench.root / "some/thing.git"
    bench.work.mkdir()
    bench.git("init", "-q", "--bare", str(bare))
    assert bench.scan()["target"]["commit"] is None
    bench.git("init", "-q")
    bench.git("remote", "add", "origin", str(bare))
    assert bench.scan()["target"]["commit"] is None
    head = bench.commit("README.md")
    bench.git("symbolic-ref", "HEAD", "refs/heads/trunk", folder=bare)
    assert bench.scan()["target"]["commit"] == head


def test_head_names_a_branch_that_is_not_there(bench):
    bench.publish()
    bench.git("symbolic-ref", "HEAD", "refs/heads/nowhere", folder=bench.root / "some/thing.git")
    assert bench.scan()["target"]["commit"] is None
    assert bench.references() == ["side", "trunk", "v1", "v2"]
    assert bench.scan("--rev", "trunk")["target"]["commit"] == bench.head()


def test_many_references(bench):
    head = bench.publish()
    packed = bench.root / "some/thing.git/packed-refs"
    lines = [f"{head} refs/tags/x{number:05}\n" for number in range(30_000)]
    with packed.open("a") as more:
        more.writelines(lines)
    process = subprocess.Popen(bench.command("scan", bench.url, "-f", "json"),
                               env=bench.environment(), stdout=subprocess.PIPE)
    report = json.load(process.stdout)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0 and report["target"]["commit"] == head, process.returncode
    # the processor's time, to which a busy machine adds little
    assert usage.ru_utime + usage.ru_stime < 10, usage
    assert len(bench.references()) > 30_000


def test_a_server_that_dies_half_way(bench):
    bench.publish(size=300_000)
    for cut in (0, 1, 10, 100, 5_000, 200_000):
        bench.server.cut = cut
        bench.refused("'http://127.0.0.1:[0-9]+/some/thing' could not be fetched: "
                      "the connection ended half way; try again$")
        assert not list((bench.cache / "git").iterdir()), "nothing is left of it"
    bench.server.clear()
    bench.scan()
    head = bench.commit("e.bin", "x" + base64.b64encode(os.urandom(300_000)).decode())
    for cut in (10, 100_000):
        bench.server.cut = cut
        bench.refused("half way")
        bench.whole()
    bench.server.clear()
    assert bench.scan()["target"]["commit"] == head
    bench.whole()


def test_servers_that_fail(bench):
    bench.publish()
    for status, pattern in ((403, "refuses access"), (404, "there is no repository"),
                            (410, "any more"), (429, "too many requests"),
                            (500, "has a fault"), (503, "has a fault")):
        bench.server.faults = [lambda handler, path, status=status:
                               handler.reply(status, [], b"\x1b[31mno") or True]
        result = bench.refused(pattern)
        assert "\x1b" not in result.stderr
    garbage = (b"<html>hello</html>", b"", b"0000", b"zzzz", b"001e# service=git-upload-pack\n",
               b"001e# service=git-upload-pack\n0000" + b"fff0" + b"\xff" * 70_000,
               b"001e# service=git-upload-pack\n0000003dERR \x1b]0;title\x07 you are not welcome"
               b" here, stranger\n0000")
    for content in garbage:
        bench.server.faults = [lambda handler, path, content=content: handler.reply(
            200, [("Content-Type", "application/x-git-upload-pack-advertisement")],
            content) or True]
        result = bench.refused("could not be fetched: ")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", result.stderr), ascii(result.stderr)


def test_names_that_lead_elsewhere(bench):
    head = bench.publish()
    names = ("refs/heads/../../../../evil", "refs/heads/a\nb", "refs/heads/x.lock", "refs/heads/",
             "refs/heads/\x1b[2J", "refs/heads/good", "refs/heads/a b", "refs/tags//x",
             "refs/elsewhere/x", "../x", "refs/heads/a..b", "refs/heads/" + "n" * 3000)

    def advertise(handler, path):
        if not path.endswith("/info/refs"):
            return False
        lines = [b"# service=git-upload-pack\n", None,
                 f"{head} HEAD\0symref=HEAD:refs/heads/good side-band-64k ofs-delta\n".encode()]
        lines += [f"{head} {name}\n".encode() for name in names] + [None]
        content = b"".join(b"0000" if line is None else b"%04x" % (len(line) + 4) + line
                           for line in lines)
        handler.reply(200, [("Content-Type", "application/x-git-upload-pack-advertisement")],
                      content)
        return True

    bench.server.faults = [advertise]
    result = bench.run("scan", bench.url, "--format", "json")
    assert result.returncode in (0, 3), result.stderr
    if result.returncode == 0:
        assert "good" in bench.references(), bench.references()
        assert not [name for name in bench.references() if re.search(r"\.\.|[\x00-\x20]", name)]
    assert not list(bench.folder.rglob("*evil*"))


def test_another_host_is_not_followed(bench):
    bench.publish()
    port = bench.server.server_port

    def redirect(where):
        def fault(handler, path):
            if not path.startswith("/old/"):
                return False
            handler.reply(301, [("Location", where + handler.path.replace("/old/", "/some/"))], b"")
            return True
        return fault

    bench.server.faults = [redirect(f"http://localhost:{port}")]
    old = f"{bench.server.url}/old/thing.git"
    bench.refused("it sends us to another host", url=old)
    assert not [request for request in bench.server.requests if "/some/" in request[1]]
    bench.server.faults = [redirect("")]
    bench.scan(url=old)
    bench.server.faults = [redirect("file:///etc")]
    bench.refused("could not be fetched", url=f"{bench.server.url}/old/other.git")
    bench.server.faults = [lambda handler, path: handler.reply(
        302, [("Location", handler.path)], b"") or True]
    bench.refused("could not be fetched", url=f"{bench.server.url}/round/thing.git")


def test_nobody_answers(bench):
    bench.publish()
    bench.refused("the host does not answer", url="http://127.0.0.1:1/some/thing.git")
    bench.refused("no such host, or no network", url="http://nowhere.invalid/some/thing.git")
    held = threading.Event()
    bench.server.faults = [lambda handler, path: held.wait(60) or True]
    slack = bench.slack()
    start = time.monotonic()
    bench.refused("could not be fetched: it took more than 2 s", "--timeout", "2")
    assert time.monotonic() - start < 4 + slack
    held.set()


def test_eight_at_once(bench):
    head = bench.publish(size=2_000_000)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(lambda _: bench.scan(), range(8)))
    assert {report["target"]["commit"] for report in reports} == {head}
    posts = [request for request in bench.server.requests if request[0] == "POST"]
    assert len(posts) == 1, f"{len(posts)} clones"
    bench.whole()
    head = bench.commit("f.txt")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(lambda _: bench.scan(), range(8)))
    assert {report["target"]["commit"] for report in reports} == {head}
    bench.whole()


def test_killed_at_any_moment(bench):
    head = bench.publish(size=400_000)
    for round_ in range(12):
        if round_ == 6:
            assert bench.scan()["target"]["commit"] == head
            head = bench.commit("g.bin", base64.b64encode(os.urandom(300_000)).decode())
        bench.server.slow = threading.Event()
        process = subprocess.Popen(bench.command("scan", bench.url), env=bench.environment(),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.1 + 0.1 * (round_ % 6))
        process.kill()
        process.wait()
        bench.server.slow.set()
    bench.server.clear()
    assert bench.scan()["target"]["commit"] == head
    bench.whole()


def test_signals_end_it_at_once(bench):
    bench.publish(size=4_000_000)  # half a minute and more, as slowly as it is sent
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        bench.server.slow = threading.Event()
        # the tests may run under nohup, which the tool obeys
        process = subprocess.Popen(["env", f"--default-signal={number.name[3:]}",
                                    *bench.command("scan", bench.url)], env=bench.environment(),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        soon = time.monotonic() + 60
        while not list((bench.cache / "git").glob("*.tmp-*/objects/pack/*")):
            assert process.poll() is None and time.monotonic() < soon, "it was never at it"
            time.sleep(0.01)
        slack = bench.slack()
        start = time.monotonic()
        process.send_signal(number)
        process.wait(30)
        took = time.monotonic() - start
        assert took < 1 + slack, (took, slack)
        assert process.returncode == -number, process.returncode
        assert not process.stdout.read()
        assert not list((bench.cache / "git").glob("*.tmp-*"))
        bench.server.slow.set()


def test_offline(bench):
    head = bench.publish()
    bench.refused("'http://[^ ]+/some/thing' is not in the cache '[^ ]+', and --offline forbids",
                  "--offline")
    assert not bench.cache.exists(), "nothing is made"
    bench.scan()
    bench.commit("h.txt")
    bench.server.clear()
    assert bench.scan("--offline")["target"]["commit"] == head
    assert not bench.server.requests


def test_a_repository_that_vanishes(bench):
    head = bench.publish()
    bench.scan()
    shutil.rmtree(bench.root / "some")
    bench.refused("there is no repository")
    assert bench.scan("--offline")["target"]["commit"] == head
    bench.whole()


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def demand(accepted):
    def fault(handler, path):
        if handler.headers.get("Authorization") == accepted:
            return False
        handler.reply(401, [("WWW-Authenticate", 'Basic realm="here"')], b"")
        return True
    return fault


def anywhere(bench, secret):
    return [path for path in bench.cache.rglob("*")
            if path.is_file() and secret.encode() in path.read_bytes()] if bench.cache.exists() \
        else []


def test_a_password_is_never_shown(bench):
    bench.publish()
    secret = "c4n4ry"
    host = f"127.0.0.1:{bench.server.server_port}"
    bench.server.faults = [demand(basic("me", secret))]
    with_password = f"http://me:{secret}@{host}/some/thing.git"
    result = bench.run("scan", with_password, "--format", "json", "--all")
    assert result.returncode == 0, result.stderr
    assert secret not in result.stdout + result.stderr
    assert not anywhere(bench, secret)
    assert bench.run("scan", with_password, "--format", "json").returncode == 0
    bench.refused("it asks for a name and a password", url=bench.url)
    for wrong in (f"http://me:{secret}@{host}/other/thing.git",
                  f"http://me:{secret}@{host}:99/some/thing.git",
                  f"http://me:{secret}@nowhere.invalid/some/thing.git",
                  f"ftp://me:{secret}@{host}/x", f"http://me:{secret}@{host}",
                  f"me:{secret}@{host}/x", f"http://me:{secret}/x@{host}/x"):
        result = bench.run("scan", wrong, "--offline")
        assert result.returncode in (2, 3), wrong
        assert secret not in result.stdout + result.stderr, (wrong, result.stderr)
    result = bench.refused("it does not accept the password",
                           url=f"http://me:{secret}x@{host}/some/thing.git")
    assert secret not in result.stderr


def test_a_token_goes_to_its_host_alone(bench):
    bench.publish()
    bench.server.faults = [demand(basic("x-access-token", "t0ken"))]
    tokens = {"GH_TOKEN": "t0ken", "GITHUB_TOKEN": "t0ken"}
    bench.refused("it asks for a name", GH_HOST="127.0.0.1", **tokens)  # http, so no
    assert not [1 for request in bench.server.requests if "Authorization" in request[2]]


def test_who_is_asked_about_issues(bench):
    """Of a URL the place that --api-url names, by itself; and nobody else."""
    bench.publish()

    def source(*arguments, **more):
        bench.server.requests.clear()
        report = bench.scan(*arguments, **more)
        asked = [path for _, path, _ in bench.server.requests if not path.startswith("/some/")]
        return asked, next(row for row in report["sources"] if row["name"] == "forge")

    asked, said = source()
    assert not asked and "no GitHub that we know of" in said["why"], (asked, said)
    asked, said = source("--api-url", bench.server.url)
    assert asked == ["/repos/some/thing"], asked
    assert "has no repository some/thing" in said["why"], said
    asked, said = source("--api-url", bench.server.url, GITHUB_AUTH_TOKEN="t0ken")
    assert asked == ["/graphql"], asked
    assert not anywhere(bench, "t0ken")
    asked, said = source("--api-url", bench.server.url, "--issues", "never")
    assert not asked and "--issues never" in said["why"], (asked, said)


def certificate(folder, name):
    key, cert = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-keyout", key, "-out", cert, "-subj", f"/CN={name}", "-addext",
                    f"subjectAltName=DNS:{name}"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, str(cert)


def children_of_the_tool():
    """(name, text) of all that can be seen from outside of processes that the tool started."""
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parent = process.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if pathlib.Path("/proc", parent, "comm").read_text().strip() == "repohealth":
                for name in ("environ", "cmdline"):
                    yield f"{process}/{name}", process.joinpath(name).read_text()
        except OSError:
            continue


def test_https(bench):
    if not shutil.which("openssl"):
        return "no openssl"
    context, cert = certificate(bench.folder, "localhost")
    secure = Bench(bench.tool, context)
    try:
        head = secure.publish()
        secure.refused("its certificate is not one that this system trusts")
        assert not secure.server.requests
        assert secure.scan(SSL_CERT_FILE=cert)["target"]["commit"] == head
        secure.server.faults = [demand(basic("x-access-token", "t0ken"))]
        secure.refused("it asks for a name", GH_TOKEN="t0ken", SSL_CERT_FILE=cert)
        secure.refused("in GH_TOKEN opens it", GH_HOST="localhost", SSL_CERT_FILE=cert)
        seen = []

        def look(handler, path):
            seen.extend(children_of_the_tool())
            return False

        secure.server.faults.insert(0, look)
        report = secure.run("scan", secure.url, "--format", "json", GH_TOKEN="t0ken",
                            GH_HOST="localhost", SSL_CERT_FILE=cert)
        assert report.returncode == 0, report.stderr
        assert any(name.endswith("cmdline") and text for name, text in seen)
        assert not [name for name, text in seen if "t0ken" in text]
        secure.server.faults.pop(0)
        assert "t0ken" not in report.stdout + report.stderr
        assert not anywhere(secure, "t0ken")
        secure.refused("does not accept the token", GITHUB_TOKEN="wrong", GH_HOST="localhost",
                       SSL_CERT_FILE=cert)
    finally:
        secure.close()
    return None


def test_the_cache_is_listed_and_cleaned(bench):
    head = bench.publish(size=800_000)
    assert bench.run("cache", "list").stdout == "0 repositories, 0.0 MiB\n"
    assert not bench.cache.exists()
    bench.scan()
    other = f"{bench.server.url}/other/thing.git"
    shutil.copytree(bench.root / "some/thing.git", bench.root / "other/thing.git")
    bench.scan(url=other)
    lock = next((bench.cache / "git").glob("*other*.lock"))
    os.utime(lock, (1_000_000_000, 1_000_000_000))
    result = bench.run("cache", "list")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert len(lines) == 3 and head[:10] in lines[0] and "/some/thing " in lines[0], lines
    assert "/other/thing " in lines[1] and "2001-09-09" in lines[1], lines
    assert re.fullmatch(r"2 repositories, 1\.\d MiB", lines[2]), lines
    left = bench.cache / "git" / (lock.stem + ".tmp-killed")
    shutil.copytree(bench.root / "some/thing.git", left)
    result = bench.run("cache", "clean", "--keep", "1")
    assert result.returncode == 0, result.stderr
    assert "removed" in result.stdout and "/other/thing" in result.stdout, result.stdout
    assert "1 repository left" in result.stdout, result.stdout
    assert not left.exists()
    bench.whole()
    bench.run("cache", "clean", "--keep", "0")
    assert not list((bench.cache / "git").iterdir())
    assert bench.scan()["target"]["commit"] == head


def test_a_cache_that_cannot_be(bench):
    bench.publish()
    bench.cache.write_text("a file")
    bench.refused("cannot make the cache folder '[^']+': Not a directory; --cache-dir chooses")
    if os.path.exists("/dev/full"):
        bench.cache.unlink()
        bench.cache.symlink_to("/proc/nowhere")
        bench.refused("cannot make the cache folder")


def test_other_schemes(bench):
    head = bench.publish()
    local = f"file://{bench.root}/some/thing.git"
    assert bench.scan(url=local)["target"]["commit"] == head
    assert not bench.cache.exists(), "file:// is read where it is"
    for scheme in ("ext::sh -c touch% x", "ftp://host/n", "rsync://host/n"):
        result = bench.run("scan", scheme)
        assert result.returncode == 2 and result.stderr.count("\n") == 1, result.stderr
    result = bench.run("scan", "ssh://git@127.0.0.1:1/some/thing.git")
    assert result.returncode == 3 and "does not answer" in result.stderr, result.stderr


def test_the_git_protocol(bench):
    head = bench.publish()
    listener = server.InetdServer(["git", "daemon", "--export-all", "--inetd",
                                   f"--base-path={bench.root}", str(bench.root)])
    try:
        url = f"git://127.0.0.1:{listener.port}/some/thing.git"
        assert bench.scan(url=url)["target"]["commit"] == head
        bench.whole()
    finally:
        listener.close()


def keygen(folder, name):
    """A new key; what its public half says."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name],
                   check=True, capture_output=True)
    return (folder / f"{name}.pub").read_text()


class Agent:
    """An ssh agent of the test's own, without a key."""

    def __init__(self, folder):
        self.socket = str(folder / "agent")
        self.process = subprocess.Popen(["ssh-agent", "-D", "-a", self.socket],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not os.path.exists(self.socket) and self.process.poll() is None:
            time.sleep(0.01)

    def add(self, key):
        subprocess.run(["ssh-add", "-q", key], check=True, capture_output=True,
                       env={"PATH": os.environ["PATH"], "SSH_AUTH_SOCK": self.socket})

    def close(self):
        self.process.kill()
        self.process.wait()


def ssh_server(folder):
    """A server that lets in who has the key `mine`, or why there is none."""
    program = shutil.which("sshd", path="/usr/sbin:" + os.environ["PATH"])
    if not program or not shutil.which("ssh-agent"):
        return None, "no sshd"
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)  # where it drops its rights
    host_key = keygen(folder, "host")
    (folder / "authorized").write_text(keygen(folder, "mine"))
    (folder / "sshd_config").write_text(
        f"HostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\nStrictModes no\n"
        "UsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\n")
    listener = server.InetdServer([program, "-i", "-f", str(folder / "sshd_config")])
    (folder / ".ssh").mkdir(mode=0o700)
    (folder / "known").write_text(f"[127.0.0.1]:{listener.port} {host_key}")
    return listener, None


def test_ssh(bench):
    head = bench.publish()
    listener, why_not = ssh_server(bench.folder)
    if not listener:
        return why_not
    agent = Agent(bench.folder)
    url = f"ssh://{getpass.getuser()}@127.0.0.1:{listener.port}{bench.root}/some/thing.git"
    home = {"HOME": str(bench.folder), "SSH_AUTH_SOCK": agent.socket}
    known = bench.folder / ".ssh/known_hosts"
    try:
        bench.refused("its ssh key is not in ~/.ssh/known_hosts", url=url, **home)
        shutil.copy(bench.folder / "known", known)
        bench.refused("the ssh agent has no key that it accepts", url=url, **home)
        bench.refused("there is no ssh agent", url=url, HOME=home["HOME"], SSH_AUTH_SOCK="")
        keygen(bench.folder, "stranger")
        agent.add(bench.folder / "stranger")
        bench.refused("the ssh agent has no key that it accepts", url=url, **home)
        agent.add(bench.folder / "mine")
        assert bench.scan(url=url, **home)["target"]["commit"] == head
        head = bench.commit("new.txt")
        assert bench.scan(url=url, **home)["target"]["commit"] == head
        bench.whole()
        host = known.read_text().split()
        host[2] = (bench.folder / "mine.pub").read_text().split()[1]
        known.write_text(" ".join(host) + "\n")
        bench.refused("its ssh key is not in ~/.ssh/known_hosts", url=url, **home)
        shutil.copy(bench.folder / "known", known)
        bench.refused("there is no repository", url=url.replace("thing", "nothing"), **home)
        agent.close()
        bench.refused("the ssh agent does not answer", url=url, **home)
    finally:
        agent.close()
        listener.close()
    return None


def on_a_terminal(bench, term, *arguments):
    """What a terminal of 60 columns is sent on standard error."""
    parent, child = pty.openpty()
    subprocess.run(["stty", "cols", "60"], stdin=child, check=True)
    process = subprocess.Popen(bench.command(*arguments), stdout=subprocess.DEVNULL, stderr=child,
                               env=bench.environment(TERM=term))
    os.close(child)
    seen = b""
    while select.select([parent], [], [], 20)[0]:
        try:
            seen += os.read(parent, 65536)
        except OSError:
            break
    os.close(parent)
    return process.wait(), seen.decode()


def test_progress_is_drawn_and_erased(bench):
    bench.publish(size=200_000)
    bench.server.slow = threading.Event()
    status, seen = on_a_terminal(bench, "xterm", "scan", bench.url)
    assert status == 0, seen
    assert re.search(r"receiving .*%", seen), ascii(seen)
    assert seen.endswith("\r\x1b[K"), ascii(seen[-80:])
    drawn = [line for line in seen.split("\r\x1b[K") if line]
    assert all(len(line) < 60 and line.isprintable() for line in drawn), drawn
    stream = "".join(f"commit refs/heads/long\ncommitter A <a@b> {1_700_000_000 + number} +0000\n"
                     f"data 1\nx\n" for number in range(30_000))
    bench.git("fast-import", "--quiet", folder=bench.root / "some/thing.git", text=stream)
    bench.server.slow = None
    status, seen = on_a_terminal(bench, "xterm", "scan", bench.url, "--rev", "long")
    assert status == 0 and re.search(r"reading commits \d+", seen), (status, ascii(seen))
    assert seen.endswith("\r\x1b[K"), ascii(seen[-80:])
    bench.commit("i.txt")
    for term in ("dumb", ""):
        status, seen = on_a_terminal(bench, term, "scan", bench.url)
        assert (status, seen) == (0, ""), (term, ascii(seen))
    result = bench.run("scan", bench.url)
    assert result.returncode == 0 and not result.stderr, result.stderr


def test_closed_streams(bench):
    bench.publish()
    bench.scan()
    for streams in ("<&-", ">&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"):
        command = " ".join(f"'{part}'" for part in bench.command("scan", bench.url)) + " " + streams
        result = subprocess.run(["sh", "-c", command], capture_output=True, text=True,
                                env=bench.environment(), timeout=20, check=False)
        assert result.returncode in (0, 4) if ">&-" in streams else result.returncode == 0, \
            (streams, result)
    bench.whole()


TESTS = {name[5:]: function for name, function in globals().items() if name.startswith("test_")}


def judge(tool, name):
    """What is printed of one test, and whether it failed."""
    bench, start, skipped, problem = Bench(tool), time.monotonic(), None, None
    try:
        skipped = TESTS[name](bench)
    except (AssertionError, OSError, ValueError, KeyError, subprocess.SubprocessError):
        problem = traceback.format_exc()
    finally:
        bench.close()
    return problem, f" # SKIP {skipped}" if skipped else f" ({time.monotonic() - start:.1f} s)"


def main(arguments):
    tool, *names = arguments
    tool = str(pathlib.Path(tool).resolve())
    names = names or list(TESTS)
    failed = 0
    print(f"1..{len(names)}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda name: judge(tool, name), names)
        for number, (name, (problem, note)) in enumerate(zip(names, results), 1):
            print(f"{'not ok' if problem else 'ok'} {number} - {name}{note}", flush=True)
            for line in (problem or "").splitlines():
                print(f"# {line}", flush=True)
            failed += bool(problem)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
