"""Makes a bare git repository of a given number of commits, the same every time."""

import subprocess

AUTHORS = 300
FILES = 400
START = 1420070400  # 2015-01-01
STEP = 7200

README = b"""# Generated

A package that does nothing, for measurements.

## Installation

```bash
pip install generated
```

## Usage

```python
import generated
generated.run()
```
"""


def data(text):
    return b"data %d\n%s\n" % (len(text), text)


def stream(commits):
    state = 12345
    for number in range(commits):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        author = (state >> 8) % AUTHORS * ((state >> 4) % 4) // 3  # few do much, many a little
        when = START + number * STEP
        who = b"Author %d <author%d@example.org> %d +0000\n" % (author, author, when)
        merge = number % 10 == 9
        yield b"commit refs/heads/%s\n" % (b"side" if number % 10 == 8 else b"main")
        yield b"mark :%d\nauthor %scommitter %s" % (number + 1, who, who)
        yield data(b"Merge pull request #%d from author%d/side" % (number, author) if merge
                   else b"Change number %d" % number)
        if number:
            yield b"from :%d\n" % (number - 1 if merge else number)
        if merge:
            yield b"merge :%d\n" % number
        if number == 0:
            yield b"M 100644 inline README.md\n" + data(README)
            yield b"M 100644 inline pyproject.toml\n" + data(b'[project]\nname = "generated"\n')
        path = b"generated/part%d/file%d.py" % (state % 20, (state >> 5) % FILES)
        lines = b"".join(b"value_%d = %d  # of change %d\n" % (line, line * state % 997, number)
                         for line in range(20 + state % 30))
        yield b"M 100644 inline %s\n" % path + data(lines)
        if number % 1000 == 999:
            yield b"reset refs/tags/v%d\nfrom :%d\n\n" % (number // 1000, number + 1)


def repository(folder, commits):
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    importer = subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"],
                                stdin=subprocess.PIPE)
    for part in stream(commits):
        importer.stdin.write(part)
    importer.stdin.close()
    if importer.wait():
        raise SystemExit("git fast-import failed")
    subprocess.run(["git", "-C", str(folder), "repack", "-q", "-a", "-d"], check=True)
    return folder
