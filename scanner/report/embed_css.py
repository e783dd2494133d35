#!/usr/bin/env python3
"""embed_css.py FILE.css OUT.c: the style sheet as a C string, without comments and indentation."""

import json
import pathlib
import re
import sys

source, out = map(pathlib.Path, sys.argv[1:])
text = re.sub(r"/\*.*?\*/", "", source.read_text(encoding="ascii"), flags=re.DOTALL)
lines = [line.strip() for line in text.splitlines()]
body = "\n".join(f"    {json.dumps(line + chr(10))}" for line in lines if line)
out.write_text(f"extern const char html_css[];\nconst char html_css[] =\n{body};\n",
               encoding="ascii")
