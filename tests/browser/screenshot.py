#!/usr/bin/env python3
"""The picture of the README: the HTML report of a made-up repository.

screenshot.py TOOL FOLDER [PICTURE]. FOLDER is where npm's packages are, see run.py. PICTURE is
docs/screenshot.png unless given. Whoever changes the look of the report runs it and looks at it.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import run

WIDTH, HEIGHT = 1180, 1120
PROGRAM = """
import {{ chromium }} from 'playwright-core'
const browser = await chromium.launch({{ executablePath: {chromium}, args: ['--no-sandbox', '--disable-gpu'] }})
const page = await browser.newPage({{ viewport: {{ width: {width}, height: {height} }} }})
await page.goto({url})
await page.screenshot({{ path: {picture} }})
await browser.close()
"""


def main(tool, folder, picture=run.HERE.parents[1] / "docs/screenshot.png"):
    folder = pathlib.Path(folder).resolve()
    for problem in run.missing(folder):
        sys.exit(problem)
    with tempfile.TemporaryDirectory() as scratch:
        pages = run.Pages(str(pathlib.Path(tool).resolve()), pathlib.Path(scratch))
        licence = (run.HERE.parents[1] / "LICENSE").read_text(encoding="utf-8")
        repo, record = run.demo.make(pathlib.Path(scratch), licence)["spindle"]
        pages.scan("spindle", repo, "--forge", record)
        script = folder / "screenshot.mjs"
        script.write_text(PROGRAM.format(
            chromium=json.dumps(run.find("chromium", "chromium-browser", "google-chrome")),
            width=WIDTH, height=HEIGHT, picture=json.dumps(str(pathlib.Path(picture).resolve())),
            url=json.dumps((pages.out / "spindle.html").as_uri())), encoding="utf-8")
        subprocess.run(["node", str(script)], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
