#!/usr/bin/env python3
"""Asks a server on this machine about links: links_web.py TOOL. Prints TAP.

The server is rude in all the ways that servers are; its hosts are names below "localhost", which
the tool resolves to this machine, and may ask only since the environment says that it is a test."""

import collections
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

asked = collections.defaultdict(list)  # path -> [(method, when, host)]
under_way = collections.Counter()
most_at_once = collections.Counter()
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def ask(self):
        host = self.headers["Host"].split(":")[0]
        path, port = self.path, self.server.server_port
        with lock:
            asked[path].append((self.command, time.monotonic(), host))
            under_way[host] += path != "/slow"  # whoever asked has gone before it is answered
            most_at_once[host] = max(most_at_once[host], under_way[host])
            times = len(asked[path])
            gets = sum(method == "GET" for method, *_ in asked[path])
        try:
            if path == "/gone":
                self.answer(404)
            elif path == "/removed":
                self.answer(410)
            elif path == "/back":  # 404 to HEAD and to the first GET, then there
                self.answer(404 if self.command == "HEAD" or gets < 2 else 200)
            elif path == "/no-head":
                self.answer(405 if self.command == "HEAD" else 200)
            elif path == "/busy":
                self.answer(429, Retry_After="60")
            elif path == "/forbidden":
                self.answer(403)
            elif path == "/broken":
                self.answer(500)
            elif path == "/recovers":
                self.answer(503 if self.command == "HEAD" or gets < 2 else 200)
            elif path == "/slow":
                time.sleep(3)
                self.answer(200)
            elif path == "/moved":
                self.answer(301, Location="/here")
            elif path == "/moved-to-gone":
                self.answer(302, Location=f"http://b.localhost:{port}/gone-there")
            elif path == "/gone-there":
                self.answer(404)
            elif path == "/to-private":
                self.answer(302, Location="http://10.1.2.3/secret")
            elif path == "/to-metadata":
                self.answer(302, Location="http://169.254.169.254/latest/meta-data/")
            elif path == "/to-file":
                self.answer(302, Location="file:///etc/passwd")
            elif path == "/round":
                self.answer(302, Location=f"/round?{times}")
            elif path.startswith("/round?"):
                self.answer(302, Location=f"/round?{path}")
            elif path.startswith("/pause"):
                time.sleep(0.1)
                self.answer(200)
            else:
                self.answer(200)
        finally:
            with lock:
                under_way[host] -= path != "/slow"

    do_GET = do_HEAD = ask


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


WANTED = {
    "/fine": ("alive", None),
    "/gone": ("dead", "404"),
    "/removed": ("dead", "410"),
    "/back": ("alive", None),
    "/no-head": ("alive", None),
    "/busy": ("unknown", "429"),
    "/forbidden": ("unknown", "403"),
    "/broken": ("unknown", "500"),
    "/recovers": ("alive", None),
    "/slow": ("unknown", "it takes too long"),
    "/moved": ("alive", None),
    "/moved-to-gone": ("dead", "404"),
    "/to-private": ("unknown", "its address is private"),
    "/to-metadata": ("unknown", "its address is private"),
    "/to-file": ("unknown", "it leads nowhere that could be asked"),
    "/round": ("unknown", "it leads on and on"),
}


class Tap:
    count = failed = 0

    def check(self, good, name, note=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        if not good and note:
            print("\n".join(f"# {line}" for line in str(note).splitlines()))


def scan(tool, folder, cache, *options, test="1"):
    done = subprocess.run([tool, "scan", "--as-of", "2025-01-01", "--cache-dir", cache, "-f", "json",
                           *options, folder], capture_output=True, text=True, check=False,
                          env={**os.environ, "REPOHEALTH_LINKS_TEST": test})
    report = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    seen = {entry["text"]: entry for entry in report.get("observations", [])
            if entry["kind"] in ("external_link", "dead_link")}
    for entry in seen.values():
        if entry["kind"] == "dead_link":
            entry["status"] = "dead"
    return done, report, seen


def main(tool):
    tool = str(pathlib.Path(tool).resolve())
    tap = Tap()
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://a.localhost:{server.server_port}"
    with tempfile.TemporaryDirectory() as work:
        folder, cache = pathlib.Path(work, "loom"), pathlib.Path(work, "cache")
        folder.mkdir()
        names = [*WANTED, *(f"/pause{number}" for number in range(4))]
        lines = ["# Loom", *(f"- [{name}]({base}{name}#part)" for name in names),
                 "- [nobody](http://nobody.invalid-host-of-loom.test-links/x)",
                 "- [meta](http://169.254.169.254/latest)", "```", f"wget {base}/data.zip", "```"]
        (folder / "README.md").write_text("\n".join(lines) + "\n")
        done, report, seen = scan(tool, folder, cache, "--links")
        tap.check(done.returncode == 0, "the scan ends well", done.stderr)
        for number, name in enumerate(names, 2):
            life, why = WANTED.get(name, ("alive", None))
            found = seen.get(base + name, {})
            tap.check((found.get("status"), found.get("hint"), found.get("line")) ==
                      (life, why, number), f"{name} is {life}", found)
        found = seen.get("http://nobody.invalid-host-of-loom.test-links/x", {})
        tap.check((found.get("status"), found.get("hint")) == ("dead", "no such host"),
                  "a host that nobody has is dead", found)
        found = seen.get("http://169.254.169.254/latest", {})
        tap.check(found.get("status") == "unknown", "a link-local address is not asked", found)
        tap.check(seen.get(base + "/data.zip", {}).get("status") == "alive",
                  "what a command fetches is asked")
        tap.check([method for method, *_ in asked["/fine"]] == ["HEAD"], "HEAD is enough",
                  asked["/fine"])
        tap.check([method for method, *_ in asked["/gone"]] == ["HEAD", "GET", "GET"],
                  "404 is asked twice", asked["/gone"])
        tap.check(max(most_at_once.values()) == 1, "one at a time to a host", most_at_once)
        times = sorted(when for name in asked.values() for _, when, host in name
                       if host == "a.localhost")
        gaps = [after - before for before, after in zip(times, times[1:])]
        tap.check(min(gaps) > 0.08, "a pause between two questions to a host", min(gaps))
        finding = next((entry for entry in report.get("findings", [])
                        if entry["rule"] == "install.dead-links"), {})
        tap.check(finding.get("outcome") == "fail" and any(
            entry.get("line") == 3 for entry in finding.get("evidence", [])),
            "the dead ones are findings with their line", finding)
        counts = {entry["name"]: entry.get("value") for entry in report["metrics"]} \
            if isinstance(report["metrics"], list) else report["metrics"]
        tap.check(sum(1 for entry in seen.values() if entry["status"] == "dead") ==
                  counts.get("readme.external_links_dead"), "the dead are counted", counts)

        before = {name: len(asked[name]) for name in ("/fine", "/gone", "/forbidden")}
        _, _, again = scan(tool, folder, cache, "--links")
        tap.check(again.get(base + "/fine", {}).get("status") == "alive" and
                  len(asked["/fine"]) == before["/fine"], "a kept answer is not asked again")
        tap.check(len(asked["/forbidden"]) > before["/forbidden"],
                  "what was not known is asked again")
        _, _, offline = scan(tool, folder, cache, "--links", "--offline")
        tap.check(offline.get(base + "/gone", {}).get("status") == "dead" and
                  base + "/forbidden" not in offline, "offline the kept answers are used", offline)
        kept = cache / "links/answers"
        text = kept.read_text()
        today = time.strftime("%Y-%m-%d", time.gmtime())
        kept.write_text(text.replace(today, time.strftime(
            "%Y-%m-%d", time.gmtime(time.time() - 3 * 86400))))
        scan(tool, folder, cache, "--links")
        tap.check(len(asked["/fine"]) == before["/fine"] and len(asked["/gone"]) > before["/gone"],
                  "the dead are asked again after a day, the living after a week")
        kept.write_text("repohealth links-v1\n\x00\x01 rubbish\nalive\t\t\t\n")
        done, _, seen = scan(tool, folder, cache, "--links")
        tap.check(done.returncode == 0 and seen.get(base + "/fine", {}).get("status") == "alive",
                  "damaged answers are passed over", done.stderr)

        count = sum(map(len, asked.values()))
        _, _, seen = scan(tool, folder, str(cache) + "-2", "--links", test="0")
        tap.check(sum(map(len, asked.values())) == count and
                  seen.get(base + "/fine", {}).get("status") == "unknown",
                  "this machine is asked in tests alone", seen.get(base + "/fine"))
        _, report, seen = scan(tool, folder, str(cache) + "-3")
        tap.check(not seen and sum(map(len, asked.values())) == count,
                  "without --links nobody is asked")
    print(f"1..{tap.count}")
    return tap.failed != 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
