#!/usr/bin/env python3
"""Writes every format for a few repositories and has others read them: prints TAP.

run.py TOOL FOLDER. FOLDER is where npm's packages go; it may be deleted at any time. Here is what
Python's readers say (XML, JUnit); formats.mjs asks those of Node.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import jsonschema
import junitparser

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import golden  # noqa: E402  (a sibling folder's)

CASES = ("good-library", "paper-code", "hostile-names", "no-readme", "notebooks", "settings-exempt",
         "placeholder", "personal-path", "monorepo-folder")
FORMATS = {"json": "json", "sarif": "sarif", "junit": "xml", "markdown": "md", "github": "gh",
           "badge": "badge.json", "badge-svg": "svg", "html": "html"}
INSTALL = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
# What a terminal, a browser, a runner, a reader of XML or Markdown would act on.
HOSTILE = """# <img src=x onerror=alert(1)> @octocat

::error file=x::one
##[error]two ]]> <script>alert(1)</script> \x1b[31mred\x1b[0m \u202egnp.exe

Run `python "<b>bold</b>|`x`.py"` and [a](missing-<i>.md) and ![](javascript:alert\\(1\\).png)
and [##[error]](##[error]three.md) and [e](::error::four.md) and <a href="x&quot;>y.md">z</a>.

```
python <b>bold</b>.py
python __init__|pipe.py
python ##[error]run.py
```
"""


def install(folder):
    """Why there are no packages, or None."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_bytes() == lock:
        return None
    if not shutil.which("npm") or not shutil.which("node"):
        return "there is no node or npm"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}"
    multitool = folder / "node_modules/@microsoft/sarif-multitool-linux"
    for path in multitool.iterdir(): # of a hundred megabytes the schema is what is wanted
        if path.name not in ("package.json", "sarif-2.1.0.json"):
            path.unlink() if path.is_file() else shutil.rmtree(path)
    stamp.write_bytes(lock)
    return None


def write_all(tool, name, target, out, *options):
    command = [tool, "scan", "--as-of", "2025-06-01", *options, str(target)]
    for form, suffix in FORMATS.items():
        command += ["--format", f"{form}:{out / f'{name}.{suffix}'}"]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    subprocess.run([tool, "scan", "--as-of", "2025-06-01", "--all", *options, str(target),
                    "--format", f"sarif:{out / f'{name}.all.sarif'}"], check=True, timeout=60,
                   capture_output=True)


def hostile(folder):
    """A git repository with a forge's address, so that links are made as well."""
    repo = folder / "hostile"
    repo.mkdir()
    (repo / "README.md").write_text(HOSTILE, encoding="utf-8")
    (repo / "train.py").write_text("open('/home/##[x]/<b>/a')\nopen('/home/::error::/b')\n")
    (repo / "a b#c?d%e[f].ipynb").write_text("{")
    for words in (["init", "-q"], ["remote", "add", "origin", "https://github.com/loom/loom.git"],
                  ["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit",
                                  "-qm", "x"]):
        subprocess.run(["git", *words], cwd=repo, check=True)
    return repo


def write_reports(tool, folder, out):
    for name in CASES:
        case = golden.CASES / name
        golden.run(tool, case, folder) # makes the repository
        words = ["--path", "beta"] if name == "monorepo-folder" else []
        write_all(tool, name, folder / name, out, *words)
    write_all(tool, "hostile", hostile(folder), out)
    return [*CASES, "hostile"]


def closed(schema):
    """The same schema, with every object closed."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        schema = [closed(value) for value in schema]
    return schema


def follows(schema, answer):
    schema = json.loads((HERE.parents[1] / "docs" / schema).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(closed(schema)).is_valid(json.loads(answer))


def side_by_side(tool, folder, out):
    """Yields what holds of comparisons and trends, of repositories and of saved reports."""
    def said(*words):
        return subprocess.run([tool, *words], cwd=folder, check=True, timeout=120,
                              capture_output=True, text=True).stdout

    pair = ["good-library", "hostile"]
    saved = [str(out / f"{name}.json") for name in pair]
    date = ["--as-of", "2025-06-01"]
    whole = said("compare", *date, "--format", "json", *pair)
    yield "a comparison follows its schema", follows("compare-v1.schema.json", whole)
    yield "so does one of saved reports, and it finds the same", \
        json.loads(said("compare", "--format", "json", *saved))["rules"] == \
        json.loads(whole)["rules"]
    rules = json.loads(whole)["rules"]
    differ = [rule["differs"] for rule in rules]
    yield "what differs stands first", any(differ) and differ == sorted(differ, reverse=True)
    yield "only what all are asked is compared", all(
        finding["outcome"] in ("pass", "partial", "fail")
        for rule in rules for finding in rule["findings"])
    three = [*pair, "no-readme"]
    for words in (pair, three):
        for form in ("text", "markdown", "json"):
            text = said("compare", *date, "--format", form, "--all", *words)
            yield f"{len(words)} as {form}: nothing is a command", not golden.CONTROL.search(text)
            yield "and in text no line is longer than 80 columns", form != "text" or all(
                len(line) <= 80 for line in text.splitlines())
    yield "a trend follows its schema", follows(
        "trend-v1.schema.json", said("trend", *date, "--format", "json", "good-library"))


def findings_of(out, name):
    return json.loads((out / f"{name}.json").read_text(encoding="utf-8"))


def junit_counts(report):
    """(tests, failures, skipped) as JUnit should have them."""
    aims = {milestone["id"]: milestone["in_aim"] for milestone in report["milestones"]}
    fails = skipped = 0
    for finding in report["findings"]:
        exempted = finding["exempted"] is not None
        if finding["outcome"] == "fail" and not exempted and aims.get(finding["milestone"], True):
            fails += 1
        elif finding["outcome"] != "pass" and (finding["outcome"] != "partial" or exempted):
            skipped += 1
    return len(report["findings"]), fails, skipped


def python_checks(out, name):
    """Yields (what, whether it is so)."""
    report = findings_of(out, name)
    counted = junit_counts(report)
    xml = junitparser.JUnitXml.fromfile(str(out / f"{name}.xml"))
    suites = [case for suite in xml for case in suite]
    results = [type(case.result[0]).__name__ if case.result else "" for case in suites]
    yield "junitparser counts what failed", counted == (
        len(suites), results.count("Failure"), results.count("Skipped"))
    yield "and reads the sums of the file", counted == (xml.tests, xml.failures, xml.skipped)
    picture = xml_root(out / f"{name}.svg")
    words = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    badge = json.loads((out / f"{name}.badge.json").read_text(encoding="utf-8"))
    yield "the picture says what the data say", words == [badge["label"], badge["message"]]
    for suffix in [*FORMATS.values(), "all.sarif"]:
        text = (out / f"{name}.{suffix}").read_text(encoding="utf-8")
        yield f"nothing in .{suffix} is a command", not golden.CONTROL.search(text)
    lines = (out / f"{name}.gh").read_text(encoding="utf-8").splitlines()
    yield "annotations are well formed", all(
        re.fullmatch(r"::(error|warning|notice) ((file|line|title)=[^,:\r\n]+,?)+::[^\r\n]*"
                     r"|repohealth: and \d+ more .*", line) for line in lines)
    yield "and at most ten of a kind", all(
        sum(line.startswith(f"::{kind} ") for line in lines) <= 10
        for kind in ("error", "warning", "notice"))


def xml_root(path):
    return xml.etree.ElementTree.parse(path).getroot()


def main(tool, folder):
    tool, folder = str(pathlib.Path(tool).resolve()), pathlib.Path(folder).resolve()
    problem = install(folder)
    if problem:
        print(f"1..1\nnot ok 1 - the packages that read the formats\n# {problem}")
        return 1
    shutil.copy(HERE / "formats.mjs", folder)
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "out"
        out.mkdir()
        names = write_reports(tool, pathlib.Path(scratch), out)
        number = failed = 0
        for name in names:
            for what, good in python_checks(out, name):
                number += 1
                failed += not good
                print(f"{'' if good else 'not '}ok {number} - {name}: {what}")
        for what, good in side_by_side(tool, pathlib.Path(scratch), out):
            number += 1
            failed += not good
            print(f"{'' if good else 'not '}ok {number} - side by side: {what}")
        done = subprocess.run(["node", str(folder / "formats.mjs"), str(out), *names], check=False,
                              capture_output=True, text=True)
        for line in done.stdout.splitlines():
            number += 1
            failed += line.startswith("not ")
            print(re.sub(r"^((not )?ok)", rf"\1 {number}", line))
        if done.returncode:
            number += 1
            failed += 1
            print(f"not ok {number} - formats.mjs ran to its end\n# {done.stderr.strip()[-2000:]}")
    print(f"1..{number}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
