#!/usr/bin/env python3
"""What docs/rules.md shows works: its rule passes its own examples, its commands print what stands
under them, and its settings are read.

rules_doc.py REPOHEALTH RULES.md. Prints TAP.
"""

import pathlib
import re
import subprocess
import sys
import tempfile


def blocks(text, label):
    return re.findall(rf"^```{label}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run(program, folder, command):
    """What a command of the page prints, on either stream."""
    done = subprocess.run(["sh", "-c", command.replace("repohealth", str(program), 1)],
                          cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    return done.stdout


def sessions(text):
    """(command, what it prints) of every console block."""
    for block in blocks(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def main(program, page):
    program = pathlib.Path(program).resolve()
    text = pathlib.Path(page).read_text(encoding="utf-8")
    rules, reports, settings = [], [], []
    for block in blocks(text, "yaml"):
        (rules if "\nrules:\n  - id:" in "\n" + block else
         reports if block.startswith("reports:") else settings).append(block)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "lab.yml").write_text(rules[0], encoding="utf-8")
        for command, expected in sessions(text):
            printed = run(program, folder, command)
            results.append((printed == expected, command, printed))
        (folder / "lab.yml").write_text(rules[0], encoding="utf-8")
        (folder / "README.md").write_text("# A tool\n", encoding="utf-8")
        for number, block in enumerate(reports, 1):
            (folder / "reports.yml").write_text(block, encoding="utf-8")
            printed = run(program, folder, "repohealth scan . --rules reports.yml --quiet")
            results.append((printed == "", f"topics {number} are read", printed))
        for number, block in enumerate(settings, 1):
            (folder / "settings.yml").write_text(block, encoding="utf-8")
            printed = run(program, folder, "repohealth scan . --config settings.yml --quiet")
            results.append((printed == "", f"settings {number} are read", printed))
    print(f"1..{len(results)}")
    for number, (good, name, printed) in enumerate(results, 1):
        print(f"{'' if good else 'not '}ok {number} - {name}".replace("#", ""))
        if not good:
            print("".join(f"# {line}\n" for line in printed.splitlines()), end="")
    return not all(good for good, _, _ in results)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
