"""What parsers choke on: Markdown, markup, YAML, JSON, TOML, patterns. All of it in one commit."""

import json

from cases import CASES, case, has_commit, misused, scanned
from objects import README, Repository

MIB = 1 << 20


def files(name, expectation=scanned(has_commit), /, **more):
    """A case whose commit has these files: a value is text, or a function that makes it."""
    def maker(folder):
        repository = Repository(folder)
        tree = {}
        for path, text in {"README.md": README, **more["files"]}.items():
            text = text() if callable(text) else text
            *folders, last = path.split("/")
            here = tree
            for part in folders:
                here = here.setdefault(part, {})
            here[last] = text

        def store(here):
            return repository.tree(*((key, store(value), b"40000") if isinstance(value, dict)
                                     else (key, repository.blob(value))
                                     for key, value in here.items()))
        repository.pack()
        repository.commit(store(tree))
        repository.write_pack()
        return more.get("arguments")
    maker.__name__ = name
    case(expectation)(maker)


# A README of each kind.

READMES = {
    "brackets": lambda: "[" * 200_000,
    "links_that_open": lambda: "[a](" * 200_000,
    "images_that_open": lambda: "![l" * 200_000,
    "emphasis": lambda: "*a **a " * 100_000 + "_a __a " * 50_000,
    "quotes_deep": lambda: ">" * 50_000 + " x\n" + "> " * 50_000 + "x\n",
    "lists_deep": lambda: "".join("  " * depth + "- x\n" for depth in range(900)) + "- " * 40_000,
    "instructions": lambda: "x " + "<?" * 100_000,
    "cdata": lambda: "x <![CDATA[" * 50_000,
    "declarations": lambda: "<!A " * 100_000,
    "comments": lambda: "<!--" * 100_000 + "-->" * 3,
    "tags_deep": lambda: "<div>" * 100_000,
    "tables_in_markup": lambda: "<table><td>" * 20_000,
    "attributes": lambda: "<a " + "href='x' " * 50_000 + ">\n" + "<a b=\"" * 50_000,
    "details": lambda: "<details><summary>" * 20_000 + "\n```\npip install x\n```\n",
    "entities": lambda: "&#0;&#x1b;&#27;&#x202e;&#xD800;&lt;" * 50_000,
    "columns": lambda: "|a" * 2_000 + "\n" + "|---" * 2_000 + "\n" + "|\n" * 2_000,
    "rows": lambda: "|a|b|\n|---|---|\n" + "|x|y|\n" * 100_000,
    "definitions": lambda: "[a]: /" + "u" * 1_000 + "\n\n" + "[a]" * 200_000,
    "definitions_many": lambda: "".join(f"[{n}]: /u\n" for n in range(40_000))
                                + "".join(f"[{n}] " for n in range(40_000)),
    "line_of_a_mebibyte": lambda: "a" * MIB,
    "spaces_of_a_mebibyte": lambda: "x" + " " * MIB,
    "size": lambda: (README * 100_000)[:8 * MIB],
    "headings": lambda: "# same\n" * 60_000,
    "headings_and_anchors": lambda: "".join(f"# h{n}\n[x](#h{n}-1)\n" for n in range(30_000)),
    "links": lambda: "".join(f"[x](a/{n}.md)\n" for n in range(40_000)),
    "images": lambda: "![x](https://img.shields.io/x)" * 30_000,
    "fence_unclosed": lambda: "```sh\n" + "pip install x\n" * 60_000,
    "fences": lambda: "```sh\npython x.py\n```\n" * 30_000,
    "fence_of_backticks": lambda: "`" * 500_000,
    "code_spans": lambda: "".join("`" * (n % 900 + 1) + "a" for n in range(2_000)),
    "shell": lambda: "```sh\n" + "a | b && c; " * 60_000 + "\n" + "\"$(" * 60_000 + "\n"
                     + "cat <<EOF\n" * 20_000 + "\\\n" * 100_000 + "```\n",
    "cd": lambda: "```sh\n" + "cd ../a\n" * 60_000 + "cd /" + "../" * 60_000 + "\n```\n",
    "nul": lambda: "# x\0\n" + "\0" * 100_000 + "\npip install x\n",
    "escapes": lambda: "# \x1b[2J\x1b]0;own\x07\n::error::x\n##[error]x\n[\x1b[31m](\x9b)\n"
                       "```\n\x1b[2J pip install x\n::set-output name=a::b\n```\n",
    "directions": lambda: "# \u202e\u2066\u2028\u200f\ufeff\n`pip install \u202egnp`\n",
    "surrogates": lambda: b"# \xed\xa0\x80 \xff\xfe \xc0\x80 \xf8\x88\x80\x80\x80\n`pip \xff`\n",
    "utf16": lambda: README.encode("utf-16"),
    "binary": lambda: bytes(range(256)) * 2_000,
    "autolinks": lambda: "www." * 100_000 + "http://" * 50_000 + "a@" * 50_000,
    "hidden": lambda: "\u200b" * 300_000 + "\u0301" * 300_000,
    "urls": lambda: "[x](javascript:alert(1))\n[y](data:text/html;base64,AAAA)\n[z](//evil/x)\n"
                    "[f](file:///etc/passwd)\n[w](..%2f..%2f..%2foutside/secret.txt)\n"
                    "[p](../../../../outside/secret.txt)\n[n](%00%0a%1b[31m)\n[h](http://127.0.0.1)\n",
}
for label_, text_ in READMES.items():
    files(f"readme_{label_}", files={"README.md": text_, "a/1.md": "x\n"})

files("readme_rst", files={"README.rst": lambda: "=" * MIB + "\n" + "A\n=\n" * 50_000
                           + ".. code::\n\n   pip install x\n" * 10_000 + "`" * 100_000
                           + "|" * 100_000 + "\n.. include:: ../outside/secret.txt\n",
                           "README.md": ""})
files("readme_org", files={"README.org": lambda: "*" * 500_000 + "\n" + "* x\n" * 50_000
                           + "#+begin_src sh\npip install x\n" * 10_000 + "[[" * 100_000
                           + "\n#+include: ../outside/secret.txt\n", "README.md": ""})
files("readmes_500", files={f"d{number}/README.md": README + "[x](../README.md)\n" * 200
                            for number in range(500)})

# Data files.

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]\n"
                                   for n in range(1, 12))
SETTINGS = misused(r"\.repohealth\.yml:(\d+: | the file is too large)")
YAMLS = {
    "aliases": lambda: BOMB,
    "alias_of_itself": lambda: "a: &a [*a, *a]\nb: &b {c: *b}\n",
    "merges": lambda: "x: &x {a: 1}\n" + "".join(f"y{n}: &y{n} {{<<: *x}}\n" for n in range(5_000)),
    "brackets": lambda: "[" * 100_000,
    "braces": lambda: "{a: " * 60_000,
    "indents": lambda: "".join(" " * depth + "a:\n" for depth in range(600)),
    "dashes": lambda: "- " * 100_000,
    "documents": lambda: "---\na\n" * 60_000,
    "keys": lambda: "".join(f"k{n % 10}: v\n" for n in range(30_000)),
    "anchors": lambda: "".join(f"- &a{n} x\n" for n in range(30_000)),
    "tags": lambda: "!!python/object/apply:os.system ['touch touched']\n" + "!<x> y: !" * 20_000,
    "binary": lambda: bytes(range(256)) * 500,
    "escapes": lambda: "title: \"\\e[2J\\x1b]0;x\\a\\u202e\\n::error::x\"\nlicense: \"##[x]\"\n",
    "numbers": lambda: "version: " + "9" * 100_000 + "\ndate-released: 99999999-99-99\n",
}
for label_, text_ in YAMLS.items():
    files(f"yaml_{label_}", files={
        "CITATION.cff": text_, "environment.yml": text_, ".github/workflows/ci.yml": text_,
        ".pre-commit-config.yaml": text_, "mkdocs.yml": text_})
    files(f"settings_of_{label_}", SETTINGS, files={".repohealth.yml": text_})

files("settings_ask_for_too_much", SETTINGS, files={".repohealth.yml": lambda: (
    "extends: /etc/passwd\nrules: ../outside/secret.txt\noutput: /tmp/touched\n"
    "patterns: ['(a+)+$']\n\x1b[2J: ::error::x\n")})
files("settings_hold_patterns", SETTINGS, files={".repohealth.yml": lambda: (
    "- id: x.y\n  check: text\n  with: {pass: '(a+)+$', paths: ['/etc/*']}\n")})

JSONS = {
    "brackets": lambda: "[" * 1_000_000,
    "objects": lambda: '{"a":' * 200_000,
    "numbers": lambda: "[" + "1," * 400_000 + "1]",
    "keys": lambda: "{" + ",".join(f'"k{n}":{n}' for n in range(80_000)) + "}",
    "twins": lambda: '{"name":"a","name":"\\u001b[2J","name":null}',
    "escapes": lambda: json.dumps({"name": "\x1b[2J\u202e::error::x##[error]", "license": "\x07",
                                   "scripts": {"test": "touch touched"}}),
    "surrogates": lambda: '{"name":"\\ud800","version":"\\u0000","license":"\\udfff\\ud800"}',
    "infinite": lambda: '{"version":1e999999,"a":-1e999999,"b":99999999999999999999999}',
    "types": lambda: '{"name":[],"scripts":7,"dependencies":"x","cells":{},"metadata":[],'
                     '"nbformat":"4"}',
    "binary": lambda: bytes(range(256)) * 1_000,
}
for label_, text_ in JSONS.items():
    files(f"json_{label_}", files={"package.json": text_, "a.ipynb": text_, "codemeta.json": text_,
                                   ".zenodo.json": text_, "Manifest.json": text_})


def notebook(source, outputs=0):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
        {"cell_type": "code", "source": source, "metadata": {}, "execution_count": 1,
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * outputs}]}] * 3})


files("notebooks", files={
    "big.ipynb": lambda: notebook(["import os\n"], 3 * MIB),
    "huge.ipynb": lambda: notebook(["import os\n"], 10 * MIB),
    "lines.ipynb": lambda: notebook(["import os\n"] * 30_000),
    "line.ipynb": lambda: notebook("import " + "a" * MIB),
    "odd.ipynb": lambda: notebook({"a": [1]}),
    "escape.ipynb": lambda: notebook(["\x1b[2J!pip install \u202ex\n", "::error::x\n"])})

TOMLS = {
    "arrays": lambda: "a = " + "[" * 100_000,
    "tables": lambda: "a = " + "{b = " * 100_000,
    "dots": lambda: ".".join("a" * 60_000) + " = 1\n",
    "headers": lambda: "".join(f"[a.b{n}]\n" for n in range(15_000)),
    "keys": lambda: "".join(f"k{n} = 1\n" for n in range(20_000)),
    "twins": lambda: "[project]\nname = 'a'\nname = 'b'\n[project]\n",
    "escapes": lambda: '[project]\nname = "\\u001b[2J\\u202e"\ndescription = "::error::x\\n##[x]"\n'
                       'dependencies = ["\\u0007", "a\\nb", 7, [], {}]\n',
    "string": lambda: '[project]\nname = """' + "a" * 200_000,
    "binary": lambda: bytes(range(256)) * 500,
    "dates": lambda: "a = 9999-99-99\nb = 1979-05-27T99:99:99\nc = 1e99999\n",
}
for label_, text_ in TOMLS.items():
    files(f"toml_{label_}", files={"pyproject.toml": text_, "Cargo.toml": text_,
                                   "Project.toml": text_, "Manifest.toml": text_})

# Lines that a pattern could go back and forth on.

LINES = {
    "letters": "a" * 200_000,
    "spaces": " " * 200_000 + "x",
    "words": "word " * 40_000,
    "dots": "a." * 100_000 + "!",
    "equals": "x=" * 100_000,
    "slashes": "a/" * 100_000,
    "quotes": "\"'`" * 60_000,
    "parens": "(" * 100_000 + ")" * 100_000,
    "digits": "1" * 200_000,
    "hyphens": "-" * 200_000,
    "imports": "import " * 30_000,
}
for label_, text_ in LINES.items():
    files(f"lines_of_{label_}", files={
        "README.md": README + text_ + "\n\n```\n" + text_ + "\n```\n",
        "a.py": (text_ + "\n") * 3, "b.R": text_, "c.jl": text_, "LICENSE": text_,
        "requirements.txt": text_, "setup.py": text_, "setup.cfg": text_, "Makefile": text_,
        "Dockerfile": text_, "CHANGELOG.md": text_, "CONTRIBUTING.md": text_, "d.cpp": text_,
        "DESCRIPTION": text_, ".github/workflows/x.yml": text_, ".mailmap": text_})

files("requirements_that_require_themselves", files={
    "requirements.txt": "-r requirements.txt\n-r other.txt\n-c ../outside/secret.txt\n"
                        "-e git+ext::sh\n" * 5_000,
    "other.txt": "-r requirements.txt\n" * 1_000})
files("licences", files={
    "LICENSE": lambda: "Permission is hereby granted, free of charge, " * 80_000,
    "COPYING": lambda: "\x1b[2J" + "GNU GENERAL PUBLIC LICENSE " * 30_000,
    **{f"LICENSE.{number}": "MIT License\n" * 500 for number in range(300)}})
files("sources_of_100_mebibytes", files={f"s{number}.py": lambda: "import os\n" * 200_000
                                         for number in range(50)})
files("source_files_20000", files={f"d{number % 100}/f{number}.py": f"import m{number}\n"
                                   for number in range(20_000)})
files("markers", files={"README.md": "version https://git-lfs.github.com/spec/v1\n"
                        "oid sha256:" + "0" * 64 + "\nsize 99999999999999\n",
                        "data.bin": "version https://git-lfs.github.com/spec/v1\n" * 10_000})
assert len(CASES) > 40
