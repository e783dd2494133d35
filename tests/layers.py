#!/usr/bin/env python3
"""Who may include whom, and which file may know which outside library: one table, checked.

layers.py [ROOT]. Prints TAP: one test a source file.
"""

import pathlib
import re
import sys

# A stage (a folder of scanner/, or a file at its top) and what it may include of the project.
# "rh/error.h" is one file; "util" is everything in that folder.
MAY_INCLUDE = {
    "include/rh": {"rh"},
    "util": {"util", "rh/error.h"},
    "target": {"target", "util"},
    "snapshot": {"snapshot", "target", "util", "worker"},
    "forge": {"forge", "snapshot", "target", "util", "worker"},
    "linkcheck": {"linkcheck", "snapshot/cache.h", "snapshot/link_record.h", "util", "worker"},
    "facts": {"facts", "snapshot", "util", "rh/report.h", "rh/finding.h"},
    "checks": {"checks", "facts", "util", "rh/finding.h"},
    "ruleset": {"ruleset", "checks", "facts", "snapshot", "target", "util", "rh"},
    "score": {"score", "ruleset/settings.h", "util", "rh"},
    "report": {"report", "util", "rh"},
    "worker": {"worker", "util", "rh/error.h"},
    "scan.c": {"rh", "audit.h", "examine.h", "facts/identity.h", "facts/paper.h",
               "forge/obtain.h", "linkcheck/obtain.h", "report/mask.h", "report/writer.h", "ruleset", "snapshot", "target",
               "util", "worker"},
    "audit.c": {"rh", "audit.h", "facts", "ruleset", "util"},
    "audit.h": {"rh"},
    "check.c": {"rh", "examine.h", "report", "ruleset", "snapshot", "target", "util", "worker"},
    "examine.c": {"rh", "examine.h", "facts/facts.h", "ruleset", "score", "util"},
    "examine.h": {"rh"},
    # the program: the files at the top of scanner/ and its verbs
    "main": {"main", "verbs", "rh", "report", "ruleset/ruleset.h", "util", "worker/worker.h"},
    "verbs": {"main", "verbs", "rh", "report", "ruleset", "checks/check.h", "facts/facts.h",
              "snapshot/fetch.h", "util"},
}

# Files at the top of scanner/ that are the program, not the library.
MAIN = "main"

# The headers of outside libraries, and the files that may know them. A name that ends with "/"
# is a folder.
LIBRARIES = {
    "libgit2": (r"git2(/|\.h)", {"snapshot/"}),
    "libcurl": (r"curl/", {"forge/http.c", "linkcheck/web.c", "target/target.c"}),
    "jansson": (r"jansson\.h", {"util/json.c", "util/json.h", "report/json.c", "report/",
                              "snapshot/forge_read.c", "snapshot/forge_write.c",
                              "ruleset/schema.c", "verbs/packet.c"}),
    "PCRE2": (r"pcre2\.h", {"util/pattern.c", "util/slug.c"}),
    "md4c": (r"md4c", {"facts/markdown.c"}),
    "libxml2": (r"libxml/", {"util/html.c"}),
    "nettle": (r"nettle/", {"ruleset/digest.c"}),
    "libyaml": (r"yaml\.h", {"util/yaml.c"}),
    "toml++": (r"toml\+\+/", {"util/toml.cpp"}),
    "libarchive": (r"archive(_entry)?\.h", {"snapshot/archive.c"}),
    "getopt": (r"getopt\.h", {"options.c", "main.c"}),
}

# Facts and everything after them are pure: no disk, no network, no clock, no processes.
PURE = {"util", "target", "facts", "checks", "ruleset", "score"}
IMPURE_HEADERS = re.compile(
    r"(unistd|fcntl|dirent|glob|ftw|spawn|poll|netdb|pthread|threads"
    r"|sys/(socket|stat|mman|wait|types|resource|ioctl|prctl)|netinet/.*|arpa/.*)\.h")
# ... but for these, each with its reason.
IMPURE_ALLOWED = {
    "target/target.c": "an existing path wins over owner/name",
    "ruleset/load.c": "reads the rule files that the user names",
    "ruleset/settings.c": "reads the settings file that the user names",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.MULTILINE)


def stage_of(path):
    """The row of the table for a path relative to scanner/."""
    if len(path.parts) > 1:
        return path.parts[0]
    return path.name if path.name in MAY_INCLUDE else MAIN


def allowed(included, rights):
    folder = included.split("/")[0] if "/" in included else MAIN
    return included in rights or folder in rights


def complaints(name, stage, text):
    for kind, included in INCLUDE.findall(text):
        if kind == '"':
            if not allowed(included, MAY_INCLUDE[stage]):
                yield f"{stage} may not include {included}"
            continue
        for library, (pattern, files) in LIBRARIES.items():
            if re.match(pattern, included) and name not in files \
                    and not any(f.endswith("/") and name.startswith(f) for f in files):
                yield f"only {', '.join(sorted(files))} may know {library}"
        if stage in PURE and IMPURE_HEADERS.fullmatch(included) and name not in IMPURE_ALLOWED:
            yield f"{stage} is pure: no <{included}>"
        if stage == "include/rh" and not re.fullmatch(r"[a-z]+\.h", included):
            yield f"public headers need libc alone: <{included}>"


def main(root):
    files = [(path, path.relative_to(root / "scanner"), None)
             for path in sorted((root / "scanner").rglob("*")) if path.suffix in (".c", ".h", ".cpp")]
    files += [(path, path.relative_to(root), "include/rh")
              for path in sorted((root / "include/rh").glob("*.h"))]
    failed = 0
    print(f"1..{len(files)}")
    for number, (path, name, stage) in enumerate(files, 1):
        stage = stage or stage_of(name)
        if stage not in MAY_INCLUDE:
            problems = [f"no row for {stage} in MAY_INCLUDE"]
        else:
            problems = list(complaints(name.as_posix(), stage, path.read_text(encoding="utf-8")))
        print(f"{'not ok' if problems else 'ok'} {number} - {name.as_posix()}")
        for problem in problems:
            print(f"# {name.as_posix()}: {problem}")
        failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
