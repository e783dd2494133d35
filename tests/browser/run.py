#!/usr/bin/env python3
"""The HTML report before a validator and in a real browser: prints TAP.

run.py TOOL PRINT_SAMPLE FOLDER [PICTURES]. FOLDER is where npm's packages go; it may be deleted at
any time. PICTURES is a folder for screenshots of every view.

screenshot.py makes the picture of the README with what is here.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "formats"), str(HERE)]
import demo  # noqa: E402
import golden  # noqa: E402  (a sibling folder's)

INSTALL = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
AS_OF = "2026-06-01"

# What no page may act on; it stands in the hostile repository and must stand in its page as text.
HOSTILE = """# <img src=x onerror=alert(1)> </style><script>alert(1)</script>

Run `python "<b>bold</b>|`x`.py"` and [a](missing-<i>.md) and ![](javascript:alert\\(1\\).png)
and [x](javascript:alert(2)) and [y](https://exa<mple/"onmouseover=alert(3)) and [z](http://%zz/\\).

```
python <b>bold</b>.py
python &lt;b&gt;.py --x '"></details><details open onto>'
python ##[error]run.py
python \ufdd0\ufffe\U0001ffff.py
python """ + "a" * 300 + """.py
python \u05d0\u05d1\u05d2\u202e.py
python z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a.py
```
"""
HOSTILE_SAYS = ['"<b>bold</b>', "<b>bold</b>.py"]


def find(*names):
    return next((path for path in map(shutil.which, names) if path), None)


def install(folder):
    """Why there are no packages, or None."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_bytes() == lock:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}"
    stamp.write_bytes(lock)
    return None


def missing(folder):
    """What is not there, in words that say how to get it."""
    for names, package in ((("chromium", "chromium-browser", "google-chrome"), "chromium"),
                           (("java",), "default-jre-headless"), (("pdftotext",), "poppler-utils"),
                           (("node",), "nodejs"), (("npm",), "npm")):
        if not find(*names):
            yield f"there is no {names[0]}: ci/test installs it (apt-get install {package})"
            return
    problem = install(folder)
    if problem:
        yield problem


def hostile(folder):
    repo = folder / "hostile"
    repo.mkdir()
    (repo / "README.md").write_text(HOSTILE, encoding="utf-8")
    (repo / "train.py").write_text("open('/home/##[x]/<b>/a')\nopen('/home/::error::/b')\n")
    (repo / "a b#c?d%e[f].ipynb").write_text("{")
    demo.git(repo, "init", "-q")
    demo.git(repo, "remote", "add", "origin", "https://github.com/loom/loom.git")
    demo.git(repo, "add", "-A")
    demo.git(repo, "commit", "-qm", "x", date="2026-05-01")
    return repo


class Pages:
    """Writes reports below a folder; each becomes a page that is looked at."""

    def __init__(self, tool, folder):
        self.tool, self.folder, self.pages = tool, folder, []
        self.out = folder / "out"
        self.out.mkdir()

    def run(self, *words):
        environment = dict(os.environ, HOME=str(self.folder), LC_ALL="C.UTF-8", TZ="UTC")
        done = subprocess.run([self.tool, *map(str, words)], env=environment, capture_output=True,
                              timeout=120, check=False)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr.decode('utf-8', 'replace')}")

    def add(self, name, findings, views="few", says=()):
        self.pages.append({"name": name, "file": str(self.out / f"{name}.html"), "views": views,
                           "findings": findings, "says": list(says)})

    def scan(self, name, repo, *options, **page):
        form = f"html:{self.out / name}.html"
        self.run("scan", "--as-of", AS_OF, *options, repo, "-f", form, "-f",
                 f"json:{self.out / name}.json")
        report = json.loads((self.out / f"{name}.json").read_text(encoding="utf-8"))
        self.add(name, [f["title"] for f in report["findings"]], **page)

    def compare(self, name, names, **page):
        self.run("compare", *(self.out / f"{one}.json" for one in names), "-f",
                 f"html:{self.out / name}.html")
        self.add(name, [], **page)


def write_pages(tool, sample, folder):
    pages = Pages(tool, folder)
    (pages.out / "sample.html").write_bytes(
        subprocess.run([sample, "html"], check=True, capture_output=True).stdout)
    pages.add("sample", [], views="all")
    licence = (HERE.parents[1] / "LICENSE").read_text(encoding="utf-8")
    for name, (repo, record) in demo.make(folder, licence).items():
        pages.scan(name, repo, "--forge", record, views="all" if name == "spindle" else "few")
    pages.scan("hostile", hostile(folder), views="all", says=HOSTILE_SAYS)
    for name in ("hostile-names", "paper-code", "placeholder", "no-readme"):
        golden.run(tool, golden.CASES / name, folder) # makes the repository
        pages.scan(name, folder / name)
    pages.compare("two", ["spindle", "loomkit"], views="all")
    pages.compare("hostile-two", ["hostile", "paper-code"], says=HOSTILE_SAYS)
    pages.compare("many", ["loomkit", "spindle", "paper-code", "hostile", "placeholder",
                           "hostile-names"], views="all", says=HOSTILE_SAYS[:1])
    return pages


def check_markup(folder, pages):
    """What the Nu HTML checker calls an error, in one line."""
    files = [page["file"] for page in pages]
    jar = folder / "node_modules/vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(["java", "-Xss16m", "-XX:TieredStopAtLevel=1", "-jar", str(jar),
                           "--stdout", "--errors-only", *files], capture_output=True, text=True,
                          check=False)
    lines = done.stdout.splitlines()
    for page in pages:
        yield (f"{page['name']}: the Nu HTML checker finds nothing",
               [line for line in lines if page["file"] in line])
    if done.returncode and not lines:
        yield "the Nu HTML checker runs", done.stderr.splitlines()[-3:]


def checker_is_awake(folder):
    bad = folder / "bad.html"
    bad.write_text("<!doctype html><title>x</title><p></div>", encoding="utf-8")
    jar = folder / "node_modules/vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(["java", "-jar", str(jar), "--stdout", str(bad)], capture_output=True,
                          text=True, check=False)
    return [] if done.returncode and "error" in done.stdout else ["it lets a stray end tag pass"]


def squeezed(text):
    """Letters and figures alone: paper breaks lines, and sets some pairs of letters as one."""
    return re.sub(r"[^a-z0-9]", "", text.lower().replace("\ufb01", "fi").replace("\ufb02", "fl")
                  .replace("\ufb00", "ff").replace("\ufb03", "ffi"))


def check_paper(folder, pages):
    for page in pages:
        if not page["findings"]:
            continue
        done = subprocess.run(["pdftotext", "-raw", str(folder / f"{page['name']}.pdf"), "-"],
                              capture_output=True, check=False)
        text = squeezed(done.stdout.decode("utf-8", "replace"))
        yield (f"{page['name']}: all {len(page['findings'])} findings are on paper",
               [title for title in page["findings"] if squeezed(title) not in text])


class Tap:
    def __init__(self):
        self.number = self.failed = 0

    def say(self, what, problems):
        self.number += 1
        self.failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.number} - {what}")
        for problem in problems[:12]:
            print(f"# {problem}")

    def repeat(self, text):
        for line in text.splitlines():
            result = re.match(r"(not )?ok - (.*)", line)
            self.number += bool(result)
            self.failed += bool(result and result[1])
            print(f"{result[1] or ''}ok {self.number} - {result[2]}" if result else line)


def main(tool, sample, folder, pictures=None):
    start = time.monotonic()
    tap, folder = Tap(), pathlib.Path(folder).resolve()
    problems = list(missing(folder))
    if problems:
        tap.say("what looks at the pages", problems)
        print("1..1")
        return 1
    shutil.copy(HERE / "browser.mjs", folder)
    with tempfile.TemporaryDirectory() as scratch:
        pages = write_pages(str(pathlib.Path(tool).resolve()), sample, pathlib.Path(scratch)).pages
        plan = folder / "plan.json"
        plan.write_text(json.dumps({
            "chromium": find("chromium", "chromium-browser", "google-chrome"), "pages": pages,
            "pictures": str(pathlib.Path(pictures).resolve()) if pictures else None}))
        browser = subprocess.Popen(["node", str(folder / "browser.mjs"), str(folder), str(plan)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        tap.say("the Nu HTML checker is awake", checker_is_awake(folder))
        for what, wrong in check_markup(folder, pages):
            tap.say(what, wrong)
        said, complaint = browser.communicate()
        tap.repeat(said)
        tap.say("the browser came to the end",
                complaint.strip().splitlines()[-6:] if browser.returncode else [])
        for what, wrong in check_paper(folder, pages):
            tap.say(what, wrong)
    print(f"1..{tap.number}")
    print(f"# {time.monotonic() - start:.1f} s in all")
    return tap.failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
