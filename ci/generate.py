"""Makes bare git repositories, the same every time: generate.py SHAPE FOLDER, where the shape is
history (40,000 commits), tree (60,000 files in 3,000 folders), flat (60,000 in one, and a README
that names 4,000 others) or deep (200 folders within each other)."""

import subprocess
import sys

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


# One file in so many of a tree has this ending and text; the rest is data.
KINDS = (
    (41, "ipynb", '{{"cells": [{{"cell_type": "code", "source": ["print({n})"], "outputs": [], '
                  '"metadata": {{}}, "execution_count": {n}}}], "metadata": {{}}, "nbformat": 4, '
                  '"nbformat_minor": 5}}'),
    (25, "cpp", "// part {n}\nint part_{n}(int value) {{ return value + {n}; }}\n"),
    (9, "md", "# Page {n}\n\nIt says how part {n} is used.\n\n```bash\npython part_{n}.py\n```\n"),
    (2, "py", "import os\n\n\ndef step_{n}(value):\n    return value + {n}\n\n\n" * 3),
    (1, "json", '{{"value": {n}}}\n'),
)


def file_of(number):
    return next((ending, text) for every, ending, text in KINDS if number % every == 0)


def names(shape, count):
    for number in range(count):
        if shape == "flat":
            folder = "all"
        elif shape == "deep":
            folder = "/".join(f"level{depth}" for depth in range(number % 200 + 1))
        else:
            folder = f"part{number % 30}/group{number // 30 % 10}/item{number // 300 % 10}"
        yield number, f"{folder}/file_{number}"


def tree(shape, count):
    who = b"Author <author@example.org> %d +0000\n" % START
    yield b"commit refs/heads/main\nauthor %scommitter %s" % (who, who) + data(b"All of it")
    readme = README
    if shape == "flat":
        readme += b"\n" + b" ".join(b"`file_%d_.py`" % number for number in range(4000))
        readme += b"\n\n```bash\n" + b"".join(b"python all/file_%d_.py\n" % number
                                             for number in range(4000)) + b"```\n"
    yield b"M 100644 inline README.md\n" + data(readme)
    for number, name in names(shape, count):
        ending, text = file_of(number)
        yield b"M 100644 inline %s.%s\n" % (name.encode(), ending.encode())
        yield data(text.format(n=number).encode())


SHAPES = {
    "history": lambda: stream(40000),
    "tree": lambda: tree("tree", 60000),
    "flat": lambda: tree("flat", 60000),
    "deep": lambda: tree("deep", 400),
}


def repository(folder, shape):
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    importer = subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"],
                                stdin=subprocess.PIPE)
    for part in SHAPES[shape]():
        importer.stdin.write(part)
    importer.stdin.close()
    if importer.wait():
        raise SystemExit("git fast-import failed")
    subprocess.run(["git", "-C", str(folder), "repack", "-q", "-a", "-d"], check=True)
    return folder


if __name__ == "__main__":
    repository(sys.argv[2], sys.argv[1])
