"""Makes a git repository from a few lines of text: the `history` file of a case.

    commit 2023-01-05 Ada Lovelace <ada@example.org> First version
      add README.md src            these files and folders of repo/ ("." is all of it)
      write notes.txt one\\ntwo\\n  a file with this text
      delete src/old.py
      link latest README.md        a symbolic link
      submodule third_party/x 1234567890123456789012345678901234567890
    commit 2023-02-01 Ada Lovelace <ada@example.org> Work, one commit a day
      repeat 30
    tag v1.0                       lightweight; with more words it is annotated
    branch feature                 starts a branch here and goes to it
    switch main
    merge feature 2023-03-01 Ada Lovelace <ada@example.org> Merge pull request #1 from x/feature
                                   (the files stay those of main, but for the lines below it)

After the last commit, what happens to the clone of it on disk:

    edit README.md text            the work tree differs from the commit
    remove README.md
    forget data/big.bin            the object of this path is not there (a partial clone)
    shallow 2                      only the newest two commits are there
    bare
    unborn                         no commit yet, and the files of repo/ untracked

In paths and texts \\n is a new line, \\t a tab, \\xff a byte, \\\\ a backslash; a path with blanks stands
in double quotes. The first commit without lines adds everything, a later one changes nothing.
"""

import calendar
import os
import pathlib
import re
import shutil
import subprocess
import time

COMMIT = re.compile(r"(\d{4}-\d\d-\d\d) (.*?) ?<(.*?)> (.*)")
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C.UTF-8",
}


class HistoryError(Exception):
    pass


def git(folder, *arguments, data=None):
    run = subprocess.run(["git", "-C", str(folder), *arguments], input=data, check=False,
                         capture_output=True, env=ENVIRONMENT)
    if run.returncode:
        raise HistoryError(f"git {' '.join(arguments)}: {run.stderr.decode(errors='replace')}")
    return run.stdout


ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|.)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r"}


def unquote(text):
    """A word or text as bytes, with its quotes and escapes gone."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return ESCAPE.sub(lambda m: ESCAPED.get(m[1]) or (bytes([int(m[1][1:], 16)])
                                                      if len(m[1]) == 3 else m[1]),
                      text.encode("utf-8"))


def split(text):
    """The words of a line; one in double quotes may hold blanks."""
    return re.findall(r'"(?:[^"\\]|\\.)*"|\S+', text)


def quote_path(path):
    """A path as fast-import reads it."""
    special = {0x22: b'\\"', 0x5C: b"\\\\", 0x0A: b"\\n"}
    return b'"' + b"".join(special.get(c, bytes([c])) for c in path) + b'"'


class Writer:
    """Turns the lines into a stream for git fast-import."""

    def __init__(self, files):
        self.files = files
        self.stream = []
        self.branch = "main"
        self.started = set()
        self.after = []

    def data(self, content):
        self.stream.append(b"data %d\n%s\n" % (len(content), content))

    def put(self, path, content, mode=b"100644"):
        self.stream.append(b"M %s inline %s\n" % (mode, quote_path(path)))
        self.data(content)

    def add(self, start):
        found = False
        for path in sorted(self.files.rglob("*")):
            name = path.relative_to(self.files).as_posix()
            if path.is_dir() or not (start == "." or name == start or name.startswith(start + "/")):
                continue
            found = True
            mode = b"100755" if os.access(path, os.X_OK) else b"100644"
            self.put(os.fsencode(name), path.read_bytes(), mode)
        if not found:
            raise HistoryError(f"add {start}: no such file or folder in repo/")

    def change(self, verb, rest):
        words = split(rest)
        if verb == "add":
            for word in words:
                self.add(word.rstrip("/") or ".")
        elif verb == "write":
            text = rest[len(words[0]):].lstrip(" ") if words else ""
            self.put(unquote(words[0]), unquote(text))
        elif verb == "delete":
            self.stream.append(b"D %s\n" % quote_path(unquote(words[0])))
        elif verb == "link":
            self.put(unquote(words[0]), unquote(words[1]), b"120000")
        elif verb == "submodule":
            self.stream.append(b"M 160000 %s %s\n" % (words[1].encode(),
                                                      quote_path(unquote(words[0]))))
        else:
            raise HistoryError(f"unknown line: {verb} {rest}")

    def commit(self, rest, changes, merged=None):
        match = COMMIT.fullmatch(rest)
        if not match:
            raise HistoryError(f"not DATE NAME <MAIL> MESSAGE: {rest}")
        when = calendar.timegm(time.strptime(match[1], "%Y-%m-%d")) + 12 * 3600
        who, mail, message = (part.encode("utf-8") for part in match.groups()[1:])
        times = 1
        for verb, text in changes:
            times = int(text) if verb == "repeat" else times
        changes = [c for c in changes if c[0] != "repeat"]
        if not self.started and not changes:
            changes = [("add", ".")]
        for count in range(times):
            ref = f"refs/heads/{self.branch}".encode()
            self.stream.append(b"commit %s\n" % ref)
            for role in (b"author", b"committer"):
                self.stream.append(b"%s %s <%s> %d +0000\n" % (role, who, mail,
                                                               when + count * 86400))
            self.data(message)
            if merged:
                self.stream.append(b"merge refs/heads/%s\n" % merged.encode())
            for verb, text in changes if count == 0 else ():
                self.change(verb, text)
            self.stream.append(b"\n")
            self.started.add(self.branch)

    def line(self, verb, rest, changes):
        ref = b"refs/heads/" + self.branch.encode()
        if verb == "commit":
            self.commit(rest, changes)
        elif verb == "merge":
            branch, rest = rest.split(" ", 1)
            self.commit(rest, changes, branch)
        elif verb == "tag":
            name, _, message = rest.partition(" ")
            if message:
                self.stream.append(b"tag %s\nfrom %s\ntagger T <t@example.org> 1700000000 +0000\n"
                                   % (name.encode(), ref))
                self.data(message.encode())
            else:
                self.stream.append(b"reset refs/tags/%s\nfrom %s\n\n" % (name.encode(), ref))
        elif verb == "branch":
            self.stream.append(b"reset refs/heads/%s\nfrom %s\n\n" % (rest.encode(), ref))
            self.branch = rest
        elif verb == "switch":
            self.branch = rest
        elif verb in ("edit", "remove", "forget", "shallow", "bare", "unborn"):
            self.after.append((verb, rest))
        else:
            raise HistoryError(f"unknown line: {verb} {rest}")


def read(text, files):
    writer = Writer(files)
    pending = None
    for line in text.splitlines() + ["end"]:
        if not line.strip() or line.startswith("#"):
            continue
        verb, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        if line[0] == " ":
            if not pending:
                raise HistoryError(f"belongs to no commit: {line}")
            pending[2].append((verb, rest))
            continue
        if pending:
            writer.line(*pending)
        pending = (verb, rest, [])
    return writer


def forget(folder, path):
    name = git(folder, "rev-parse", f"HEAD:{path}").decode().strip()
    (folder / ".git/objects" / name[:2] / name[2:]).unlink()


def build(text, files, folder):
    """Makes the repository that `text` describes, with the files of `files`, in `folder`."""
    writer = read(text, files)
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main", ".")
    if writer.stream:
        # loose objects, so that one can be forgotten
        git(folder, "-c", "fastimport.unpackLimit=1000000", "fast-import", "--quiet",
            data=b"".join(writer.stream))
    bare = any(verb == "bare" for verb, _ in writer.after)
    if writer.started and not bare:
        git(folder, "reset", "-q", "--hard")
    for verb, rest in writer.after:
        path = split(rest)[0] if rest else ""
        if verb == "edit":
            target = pathlib.Path(os.fsdecode(os.fsencode(folder) + b"/" + unquote(path)))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(unquote(rest[len(path):].lstrip(" ")))
        elif verb == "remove":
            (folder / path).unlink()
        elif verb == "forget":
            forget(folder, path)
        elif verb == "unborn":
            shutil.copytree(files, folder, dirs_exist_ok=True, symlinks=True)
        elif verb == "shallow":
            full = folder.with_name(folder.name + ".full")
            folder.rename(full)
            git(full, "clone", "-q", "--depth", rest, f"file://{full}", str(folder))
            git(folder, "remote", "remove", "origin")
            shutil.rmtree(full)
    if bare:
        git(folder, "config", "core.bare", "true")
        for path in folder.iterdir():
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in (folder / ".git").iterdir():
            path.rename(folder / path.name)
        (folder / ".git").rmdir()
