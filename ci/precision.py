"""A card for each rule from the judged accusations.

LIST has a line for each accusation: repository, commit, rule, place, outcome, verdict, reason;
with tabs between, under a line of titles. FOLDER holds reports: OWNER+NAME.json."""

import argparse
import collections
import json
import pathlib
import sys

# Rules whose findings are many accusations, each at its place; of any other, the finding is one.
BY_PLACE = {
    "community.maintained", "examples.cluster-only", "examples.command-flags",
    "examples.command-target", "examples.named-files", "examples.names",
    "examples.names-of-pages", "examples.notebook-errors", "examples.notebook-kernel",
    "examples.notebook-order", "examples.notebook-outputs", "examples.page-commands",
    "examples.page-flags", "examples.page-named-files", "hygiene.junk", "hygiene.odd-paths",
    "install.conda-export", "install.contradictions", "install.environment-dump",
    "install.local-source", "install.local-version", "install.personal-path", "install.ssh-clone",
    "install.dead-links", "install.fixed-gpu", "install.keys", "install.path-case",
    "install.reaches-out",
    "install.steps", "install.submodules", "install.system-needs", "readme.consistent",
    "readme.fences", "readme.link-syntax", "readme.links", "readme.page-links",
    "readme.picture-links", "readme.template", "release.promises", "release.withheld", "users.not-blocked",
}
VERDICTS = ("true", "false", "debatable")


def place_of(evidence):
    return evidence["path"] + (f":{evidence['line']}" if evidence["line"] else "")


def accusations_of(report):
    """(rule, place, outcome) of all that a report finds fault with."""
    for finding in report["findings"]:
        if finding["outcome"] not in ("fail", "partial"):
            continue
        places = [place_of(evidence) for evidence in finding["evidence"]] or ["."]
        if finding["rule"] not in BY_PLACE:
            places = places[:1] if finding["outcome"] == "fail" else ["."]
        for place in places:
            yield finding["rule"], place, finding["outcome"]


def judgements(path):
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    titles = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(titles):
            sys.exit(f"{path}:{number}: {len(cells)} cells, {len(titles)} are needed")
        row = dict(zip(titles, cells))
        if row["verdict"] not in VERDICTS:
            sys.exit(f"{path}:{number}: '{row['verdict']}' is none of {', '.join(VERDICTS)}")
        yield row


def key_of(row, by_place):
    """A finding that is one accusation is the same one wherever its evidence stands by now."""
    return row["repository"], row["commit"], row["rule"], row["place"] if by_place else ""


def compare(rows, folder):
    """The judged rows that the reports still hold, those that they do not, and what is not judged."""
    judged = collections.defaultdict(list)
    commits = {}
    for row in rows:
        judged[key_of(row, row["rule"] in BY_PLACE)].append(row)
        commits[row["repository"]] = row["commit"]
    kept, unknown, seen = [], [], set()
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        name = path.stem.replace("+", "/", 1)
        report = json.loads(path.read_text(encoding="utf-8"))
        commit = report["target"]["commit"]
        seen.add((name, commit))
        for rule, place, outcome in accusations_of(report):
            row = {"repository": name, "commit": commit, "rule": rule, "place": place,
                   "outcome": outcome}
            known = judged[key_of(row, rule in BY_PLACE)]
            if known:
                kept.append(known.pop(0))
            else:
                unknown.append(row)
    gone = [row for rest in judged.values() for row in rest
            if (row["repository"], row["commit"]) in seen]
    return kept, gone, unknown


def print_card(rows):
    counts = collections.defaultdict(collections.Counter)
    for row in rows:
        counts[row["rule"]][row["verdict"]] += 1
        counts["all"][row["verdict"]] += 1
    print(f"{'rule':30} {'hits':>5} {'true':>5} {'false':>5} {'debatable':>9} {'precision':>9}")
    for rule in sorted(counts, key=lambda rule: (rule == "all", rule)):
        true, false, debatable = (counts[rule][verdict] for verdict in VERDICTS)
        precision = f"{true / (true + false):.3f}" if true + false else "-"
        print(f"{rule:30} {true + false + debatable:5} {true:5} {false:5} {debatable:9}"
              f" {precision:>9}")


def write_cards(rows, repositories):
    """The table that the program carries and `explain` shows."""
    counts = collections.defaultdict(collections.Counter)
    for row in rows:
        counts[row["rule"]][row["verdict"]] += 1
    print("rule", "right", "wrong", "debatable", "repositories", sep="\t")
    for rule in sorted(counts):
        print(rule, *(counts[rule][verdict] for verdict in VERDICTS), repositories, sep="\t")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("listed", help="the judged accusations")
    parser.add_argument("reports", nargs="?", help="a folder of what the tool says now")
    parser.add_argument("--cards", action="store_true", help="print rules/precision.tsv")
    options = parser.parse_intermixed_args()
    rows = list(judgements(options.listed))
    kept, gone, unknown = compare(rows, options.reports) if options.reports else (rows, [], [])
    if options.cards:
        write_cards(kept, len({row["repository"] for row in rows}))
        return 0
    print_card(kept)
    if not options.reports:
        return 0
    for row in unknown:
        print(f"not judged: {row['repository']} {row['rule']} {row['place']} {row['outcome']}")
    lost = [row for row in gone if row["verdict"] == "true"]
    for row in lost:
        print(f"true, and vanished: {row['repository']} {row['rule']} {row['place']}")
    print(f"{len(kept)} judged, {len(unknown)} not judged yet; {len(gone)} judged ones vanished,"
          f" of them {len(lost)} true ones")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
