#!/usr/bin/env python3
"""Archives as targets: good ones say what the same folder says, hostile ones end in one clear line.

archives.py PROGRAM. Prints TAP.
"""

import io
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

FILES = {
    "README.md": "# Widget\n\nRun `python train.py`, then `python gone.py`.\n\n    pip install -r requirements.txt\n",
    "requirements.txt": "numpy==1.26.0\n",
    "train.py": "import numpy\nprint('x')\n",
    "src/übung.py": "y = 1\n",
}
TOO_MANY = 100_000


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder = pathlib.Path(program).resolve(), folder
        self.count, self.failed = 0, False

    def scan(self, path, *more):
        """Exit status, the report or None, what was said; nothing else may appear beside the archive."""
        before = sorted(self.folder.rglob("*"))
        start = time.monotonic()
        done = subprocess.run([self.program, "scan", path, "--format", "json", "--as-of", "2026-01-01",
                               "-q", *more], capture_output=True, timeout=120, cwd=self.folder)
        self.seconds = time.monotonic() - start
        assert sorted(self.folder.rglob("*")) == before, "something was unpacked"
        report = json.loads(done.stdout) if done.returncode == 0 else None
        return done.returncode, report, done.stderr.decode()

    def check(self, name, *problems):
        self.count += 1
        problems = [problem for problem in problems if problem]
        self.failed |= bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.count} - {name}")
        for problem in problems:
            print(f"# {problem}")


def make_tar(path, files, mode="w", top="", extra=()):
    with tarfile.open(path, mode) as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(top + name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
        for info, data in extra:
            tar.addfile(info, io.BytesIO(data) if data is not None else None)
    return path


def make_zip(path, files, top="", extra=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
        for name, data in extra:
            archive.writestr(name, data)
    return path


def special(name, kind, link="", size=0):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


def files_source(report):
    return next((source["why"] or "") for source in report["sources"] if source["name"] == "files")


def outcome(report, rule):
    return next(finding for finding in report["findings"] if finding["rule"] == rule)


def same(bench, folder):
    """Every form gives the findings of the plain folder."""
    plain = folder / "plain"
    for name, text in FILES.items():
        (plain / name).parent.mkdir(parents=True, exist_ok=True)
        (plain / name).write_text(text, encoding="utf-8")
    status, expected, said = bench.scan("plain", "--aim", "release")
    assert status == 0, said
    forms = {
        "zip": make_zip(folder / "a.zip", FILES),
        "zip with one top folder": make_zip(folder / "b.zip", FILES, "widget-main/"),
        "zip as macOS makes it": make_zip(folder / "c.ZIP", FILES, "widget/"),
        "tar": make_tar(folder / "a.tar", FILES),
        "tar.gz with one top folder": make_tar(folder / "a.tar.gz", FILES, "w:gz", "./widget/"),
        "tgz": make_tar(folder / "b.tgz", FILES, "w:gz"),
        "tar.xz": make_tar(folder / "a.tar.xz", FILES, "w:xz", "top/"),
        "tar.bz2": make_tar(folder / "a.tar.bz2", FILES, "w:bz2", "top/"),
    }
    if shutil.which("zstd"):
        subprocess.run(["zstd", "-q", "-f", folder / "a.tar", "-o", folder / "a.tar.zst"], check=True)
        forms["tar.zst"] = folder / "a.tar.zst"
    for form, path in forms.items():
        status, report, said = bench.scan(path.name)
        wanted = [(f["rule"], f["outcome"], f["evidence"]) for f in expected["findings"]]
        got = [(f["rule"], f["outcome"], f["evidence"]) for f in report["findings"]] if report else said
        bench.check(f"{form}: the findings of the folder", "" if got == wanted else f"{got}"[:2000])
    bench.check("an archive has no history, said once",
                "" if any(s["name"] == "history" and s["why"] == "an archive has no history"
                          and s["status"] == "absent" for s in report["sources"]) else report["sources"])
    bench.check("its aim is a release", "" if report["target"]["aim"] == "release" else report["target"])
    status, report, said = bench.scan("b.zip", "--path", "src")
    bench.check("--path within an archive", "" if status == 0 and report["target"]["path"] == "src" else said)
    status, _, said = bench.scan("b.zip", "--rev", "v1")
    bench.check("--rev of an archive", "" if status == 2 and "no revisions" in said else said)


def bounded(bench, name, path, words, most_seconds=30):
    """It is scanned, and the files source says these words."""
    status, report, said = bench.scan(path.name)
    why = files_source(report) if report else ""
    bench.check(f"{name}: {words}", f"status {status}: {said}" if status else "",
                f"files: {why!r}" if words not in why else "",
                f"{bench.seconds:.0f} s" if bench.seconds > most_seconds else "")
    return report


def refused(bench, name, path, words, most_seconds=30):
    status, _, said = bench.scan(path.name)
    bench.check(f"{name}: {words}", f"status {status}" if status != 3 else "",
                f"said: {said!r}" if words not in said or said.count("\n") != 1 else "",
                f"{bench.seconds:.0f} s" if bench.seconds > most_seconds else "")


def hostile(bench, folder):
    bounded(bench, "path traversal in a zip",
            make_zip(folder / "up.zip", FILES, extra=[("../../evil.txt", "x"), ("a/../../b", "x")]),
            "2 entries lead out of it and were left out (../../evil.txt)")
    bounded(bench, "an absolute path in a tar",
            make_tar(folder / "abs.tar", FILES, extra=[(special("/etc/cron.d/x", tarfile.REGTYPE), b"")]),
            "1 entry leads out of it and was left out (/etc/cron.d/x)")
    bounded(bench, "a drive's path",
            make_zip(folder / "drive.zip", FILES, extra=[("C:/evil.txt", "x")]), "leads out of it")
    secret = folder / "secret.md"
    secret.write_text("# canary-4711\n\nmailto:canary-4711@example.org\n")
    report = bounded(bench, "links outside",
                     make_tar(folder / "links.tar", FILES, extra=[
                         (special("docs.md", tarfile.SYMTYPE, "../secret.md"), None),
                         (special("CHANGELOG.md", tarfile.SYMTYPE, str(secret)), None),
                         (special("pw.md", tarfile.LNKTYPE, str(secret)), None),
                         (special("inside.md", tarfile.SYMTYPE, "README.md"), None)]),
                     "2 links lead out of it and were not followed (docs.md)")
    bench.check("what they lead to is read by nobody",
                "it is there" if "canary-4711@" in json.dumps(report) else "")
    bounded(bench, "devices", make_tar(folder / "dev.tar", FILES, extra=[
        (special("zero", tarfile.CHRTYPE), None), (special("pipe", tarfile.FIFOTYPE), None)]),
        "2 devices, pipes or sockets were left out (zero)")
    report = bounded(bench, "doubled names", make_tar(folder / "double.tar", FILES, extra=[
        (special("train.py", tarfile.REGTYPE, size=4), b"x=1\n")]),
        "1 name stands twice in it; the last was taken (train.py)")
    bounded(bench, "a .git inside", make_tar(folder / "git.tar", {**FILES, ".git/config": "[core]\n",
                                                                ".git/HEAD": "x"}, top="w/"),
            "its .git was ignored (2 entries)")
    bounded(bench, "too many entries",
            make_zip(folder / "many.zip", {f"f{i:06}": "" for i in range(TOO_MANY)}),
            "more than 65,535 entries")
    encrypted = make_zip(folder / "locked.zip", {"README.md": "x" * 40})
    data = bytearray(encrypted.read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    encrypted.write_bytes(data)
    refused(bench, "an encrypted zip", encrypted, "is encrypted")
    zeros = b"\0" * (1 << 20)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(300):
            archive.writestr(f"z{i}", zeros)
    refused(bench, "a bomb of many files", folder / "bomb.zip", "250 times its size")
    with tarfile.open(folder / "bomb.tar.gz", "w:gz") as tar:
        class Zeros(io.RawIOBase):
            def readable(self):
                return True

            def readinto(self, target):
                target[:] = bytes(len(target))
                return len(target)
        tar.addfile(special("zeros", tarfile.REGTYPE, size=400 << 20), io.BufferedReader(Zeros()))
    refused(bench, "a bomb of one file", folder / "bomb.tar.gz", "250 times its size")
    with zipfile.ZipFile(folder / "large.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("README.md", FILES["README.md"])
        with archive.open("weights.bin", "w") as member:
            for i in range(20):
                member.write(bytes([i]) * (1 << 20))
    status, report, said = bench.scan("large.zip")
    bench.check("a large file is known by its size", said if status else "",
                f"{bench.seconds:.0f} s" if bench.seconds > 10 else "")
    whole = (folder / "a.tar.gz").read_bytes()
    (folder / "cut.tar.gz").write_bytes(whole[:len(whole) // 2])
    refused(bench, "a cut archive", folder / "cut.tar.gz", "damaged")
    (folder / "text.zip").write_text("no archive\n")
    refused(bench, "no archive at all", folder / "text.zip", "no archive")
    (folder / "empty.tar").write_bytes(b"\0" * 10240)
    refused(bench, "an empty archive", folder / "empty.tar", "holds no file")
    report = bounded(bench, "escapes in names",
                     make_tar(folder / "esc.tar", {**FILES, "a\x1b]0;x\x07b.md": "# x\n"},
                              extra=[(special("../\x1b[31mred", tarfile.REGTYPE), b"")]), "leads out of it")
    bench.check("none of them raw", "raw" if "\x1b" in json.dumps(report, ensure_ascii=False) else "")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(program, pathlib.Path(folder))
        same(bench, bench.folder)
        hostile(bench, bench.folder)
    print(f"1..{bench.count}")
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
