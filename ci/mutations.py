"""The mutation test: mutations.py TOOL LIST [OPTION...]

Takes a target that the documentation of a real repository names, breaks it in one commit, and looks
whether a scan of that commit says so at the line that names it, where a scan of the repository as it
is (the twin) is silent. LIST has a line for each repository: owner/name, git folder, commit (or
HEAD); with tabs between.

The mutants are made in a bare repository of their own that borrows the objects of the original, so
that nothing is checked out, nothing is fetched and the original stays as it is."""

import argparse
import collections
import concurrent.futures
import dataclasses
import functools
import json
import os
import pathlib
import posixpath
import random
import re
import subprocess
import sys
import tempfile

import named

FILE_CONTEXTS = ("link", "image", "own-url", "code", "command", "argument", "import")
FILE_KINDS = ("delete", "move", "rename", "case")
# Where a moved file goes; what a renamed one is called.
FOLDERS = ("scripts", "tools", "legacy", "examples", "core", "misc")
RENAMED = ("run_{}", "{}_v2", "{}_main", "new_{}", "{}_old")
PAGE = re.compile(r"^(?:README[^/]*|[^/]+|docs?/.+|(?:[^/]+/){1,3}README)\.(?:md|markdown)$", re.I)
# Pages that tell of other times, of other people's projects, or other readers than people.
NO_PAGE = re.compile(r"(?:^|/)(?:third_?party|vendor|external|extern|node_modules|submodules|fixtures)/|"
                     r"(?:^|/)(?:changelog|changes|history|news|releases?|code_of_conduct|"
                     r"agents|claude)[^/]*$", re.I)
PAGES = 60
# What these rules say of a line is that something is not as the page has it; but how long the way
# is counts no target.
RULES = re.compile(r"^(?:readme|install|examples)\.(?!step-count|steps)")
WHO = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in
       (("NAME", "A Mutant"), ("EMAIL", "mutant@example.org"))}


class Repository:
    """One commit of an original, and the bare repository in which it is broken."""

    def __init__(self, name, origin, commit, bare):
        self.name, self.bare = name, bare
        self.env = {**os.environ, **WHO, "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
                    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
        common = pathlib.Path(origin, subprocess.run(
            ["git", "-C", origin, "rev-parse", "--git-common-dir"], check=True,
            capture_output=True, text=True, env=self.env).stdout.strip()).resolve()
        subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True, env=self.env)
        (bare / "objects/info/alternates").write_text(f"{common / 'objects'}\n")
        if (common / "shallow").exists():
            (bare / "shallow").write_text((common / "shallow").read_text())
        self.git("config", "remote.origin.url", f"https://github.com/{name}")
        if not commit or commit == "HEAD":
            commit = subprocess.run(["git", "-C", origin, "rev-parse", "HEAD"], check=True,
                                    capture_output=True, text=True, env=self.env).stdout.strip()
        self.commit = commit
        self.date = self.git("log", "-1", "--format=%cI", commit).strip()
        self.files, self.folders = {}, {""}
        for row in self.git("ls-tree", "-r", "-z", "--full-tree", commit).split("\0")[:-1]:
            about, path = row.split("\t", 1)
            mode, kind, blob = about.split()
            if kind == "blob" and mode != "120000":
                self.files[path] = (mode, blob)
            while path := posixpath.dirname(path):
                self.folders.add(path)
        self.lower = {path.lower() for path in self.files}
        self.pages = {}

    def git(self, *words, data=None, env=None):
        run = subprocess.run(["git", "--git-dir", str(self.bare), *words], env=env or self.env,
                             input=data if data is None else
                             data.encode("utf-8", "surrogateescape"),
                             capture_output=True, check=False)
        if run.returncode:
            raise OSError(f"git {words[0]}: {run.stderr.decode(errors='replace').strip()[:200]}")
        return run.stdout.decode("utf-8", "surrogateescape")

    @functools.lru_cache(maxsize=400)
    def read(self, path):
        """A file's text; None: not there, or a partial clone does not have it."""
        if path not in self.files:
            return None
        try:
            return self.git("cat-file", "blob", self.files[path][1])
        except OSError:
            return None

    def page(self, path):
        if path not in self.pages:
            text = self.read(path)
            self.pages[path] = None if text is None or len(text) > 1 << 20 else \
                named.Page(self, path, text)
        return self.pages[path]

    def ignored(self, path):
        """.gitignore speaks of it: then its absence would be explained."""
        words = (self.read(".gitignore") or "").split()
        return any(part in words or part + "/" in words or "/" + part in words or
                   "/" + part + "/" in words or "*" + posixpath.splitext(part)[1] in words
                   for part in [*path.split("/"), path])

    def targets(self):
        """All that is named, in order, each once."""
        paths = [path for path in self.files if PAGE.match(path) and not NO_PAGE.search(path)]
        paths.sort(key=lambda path: (path.count("/"), "readme" not in path.lower(), path))
        seen = {}
        for path in paths[:PAGES]:
            page = self.page(path)
            if page is not None:
                for target in page.named():
                    seen.setdefault((target.context, target.page, target.line, target.path,
                                     target.more), target)
        return list(seen.values())

    def with_changes(self, changes):
        """A commit in which paths have other content: {path: (mode, blob) or None}."""
        with tempfile.TemporaryDirectory() as folder:
            env = {**self.env, "GIT_INDEX_FILE": os.path.join(folder, "index"),
                   "GIT_AUTHOR_DATE": self.date, "GIT_COMMITTER_DATE": self.date}
            self.git("read-tree", self.commit, env=env)
            rows = "".join(f"0 {'0' * 40}\t{path}\0" if entry is None else
                           f"{entry[0]} {entry[1]}\t{path}\0" for path, entry in changes.items())
            self.git("update-index", "-z", "--index-info", data=rows, env=env)
            tree = self.git("write-tree", "--missing-ok", env=env).strip()
            return self.git("commit-tree", tree, "-p", self.commit, "-m", "Change", env=env).strip()

    def blob(self, text):
        return self.git("hash-object", "-w", "--stdin", data=text).strip()


@dataclasses.dataclass
class Mutation:
    kind: str
    target: named.Named
    repository: Repository
    commit: str = ""
    found: tuple = ()  # rules that say so
    what: str = ""  # what was done
    failed: str = ""  # why the mutant could not be scanned
    near: tuple = ()  # new findings that stand elsewhere
    seen: tuple = ()  # what the mutant's scan observed at the place: where a miss begins

    @property
    def group(self):
        return (self.kind, self.target.context if self.kind in FILE_KINDS else "")


def kinds_of(target):
    if target.context in FILE_CONTEXTS:
        return FILE_KINDS
    return (target.context,)


def replaced(repository, path, text):
    return {path: (repository.files[path][0], repository.blob(text))}


def change_file(kind, target, repository, rng):
    """Deletes, moves, renames or re-cases a file: changes, and what was done."""
    path = target.path
    folder, name = posixpath.split(path)
    stem, ending = posixpath.splitext(name)
    if repository.ignored(path):
        return None
    if kind == "delete":
        return {path: None}, "deleted"
    if kind == "move":
        places = [posixpath.join(other, name) for other in FOLDERS if other != folder]
    elif kind == "rename":
        places = [posixpath.join(folder, form.format(stem) + ending) for form in RENAMED]
    else:
        places = [posixpath.join(folder, other + ending) for other in
                  (stem[:1].swapcase() + stem[1:], stem.upper(), stem.lower())]
    rng.shuffle(places)
    places = [place for place in places if place != path and
              (kind == "case" or place.lower() not in repository.lower)
              and place not in repository.files]
    if not places:
        return None
    return {path: None, places[0]: repository.files[path]}, f"is {places[0]}"


def change_flag(_kind, target, repository, rng):
    """Renames a flag in its parser. The documented one is no abbreviation of the new one."""
    source = repository.read(target.path)
    flag = target.more
    new = rng.choice(("--opt_", "--use_", "--my-")) + flag[2:]
    text = re.sub(rf"([\"']){re.escape(flag)}([\"'])", rf"\g<1>{new}\g<2>", source)
    old, name = (word[2:].replace("-", "_") for word in (flag, new))
    text = re.sub(rf"\b(args|opt|opts|options|FLAGS)\.{old}\b", rf"\g<1>.{name}", text)
    return replaced(repository, target.path, text), f"is {new}"


def change_required(_kind, target, repository, rng):
    """A new argument that must be given."""
    source = repository.read(target.path)
    found = re.search(r"^([ \t]*)(\w+)\.add_argument\(", source, re.M)
    if not found or not re.search(rf"\b{found.group(2)}\s*=\s*(?:argparse\.)?ArgumentParser\(",
                                  source):
        return None
    flag = rng.choice(("--job-name", "--site", "--account", "--release_tag"))
    line = f"{found.group(1)}{found.group(2)}.add_argument(\"{flag}\", required=True)\n"
    return replaced(repository, target.path, source[:found.start()] + line +
                    source[found.start():]), f"needs {flag}"


def change_anchor(_kind, target, repository, rng):
    lines = repository.read(target.path).split("\n")
    at = int(target.more) - 1
    lines[at] = lines[at].rstrip("\r") + " " + rng.choice(("overview", "in short", "and notes"))
    return replaced(repository, target.path, "\n".join(lines)), f"is {lines[at].strip()}"


def change_name(_kind, target, repository, _rng):
    """Renames a function or class in all of the code."""
    name, top = target.more, target.path.split("/")[0]
    initial = repository.read(posixpath.join(posixpath.dirname(target.path), "__init__.py")) or ""
    own = repository.read(target.path) or ""
    if re.search(r"__getattr__|_LazyModule|lazy_loader", initial + own) or \
            posixpath.splitext(target.path)[0].replace("/__init__", "") + f"/{name}.py" \
            in repository.files:
        return None
    try:
        listed = repository.git("grep", "-l", "-z", "-w", "-F", name, repository.commit, "--",
                                "*.py")
    except OSError:
        return None
    paths = [row.split(":", 1)[1] for row in listed.split("\0")[:-1]]
    if len(paths) > 100 or target.path not in paths:
        return None
    changes, defined = {}, False
    for path in paths:
        source = repository.read(path)
        if source is None:
            return None
        defined = defined or path.startswith(top) and \
            re.search(rf"^(?:class|def|async def) {name}\b", source, re.M)
        changes.update(replaced(repository, path, re.sub(rf"\b{name}\b", name + "Impl", source)))
    return (changes, f"is {name}Impl") if defined else None


CHANGES = {"flag": change_flag, "required": change_flag, "new-required": change_required,
           "anchor": change_anchor, "name": change_name}


def choose(repositories, count, kinds, rng):
    """Kinds in turn, each from the repository that had the fewest, no file twice in a kind."""
    groups = collections.defaultdict(list)
    for repository in repositories:
        for target in repository.targets():
            for kind in kinds_of(target):
                if not kinds or kind in kinds or target.context in kinds:
                    groups[kind, target.context].append((repository, target))
    for group in groups.values():
        rng.shuffle(group)
    had, used, chosen = collections.Counter(), set(), []
    order = sorted(groups)
    while len(chosen) < count and order:
        for key in list(order):
            group = groups[key]
            mutation = None
            first = rng.random() < 0.6  # most readers see the first page alone
            while group and mutation is None:
                at = min(range(len(group)), key=lambda i: (
                    first and "/" in group[i][1].page, had[group[i][0].name, key[0]] * 4 +
                    had[group[i][0].name]))
                repository, target = group.pop(at)
                if (repository.name, key, target.path, target.more) in used:
                    continue
                made = CHANGES.get(key[0], change_file)(key[0], target, repository, rng)
                if made:
                    mutation = Mutation(key[0], target, repository, what=made[1])
                    mutation.commit = repository.with_changes(made[0])
                    used.add((repository.name, key, target.path, target.more))
                    had[repository.name] += 1
                    had[repository.name, key[0]] += 1
            if mutation is None:
                order.remove(key)
            elif len(chosen) < count:
                chosen.append(mutation)
    return chosen


def scan(tool, repository, commit, seconds):
    """The evidence of all that a scan finds fault with, [(rule, path, line, quote)], and what it
    observed."""
    try:
        run = subprocess.run([tool, "scan", str(repository.bare), "--rev", commit, "--trust-local",
                              "--as-of", repository.date[:10], "--format", "json"],
                             capture_output=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise OSError(f"no answer within {seconds} s") from None
    if run.returncode:
        raise OSError(run.stderr.decode(errors="replace").strip()[:200])
    report = json.loads(run.stdout)
    return [(finding["rule"], evidence["path"], evidence["line"], evidence["quote"])
            for finding in report["findings"]
            if finding["outcome"] in ("fail", "partial") and RULES.match(finding["rule"])
            for evidence in finding["evidence"]], report["observations"]


def at_place(target, path, line):
    return path == target.page and line is not None and \
        (abs(line - target.line) <= 1 or line in target.lines)


def judge(tool, mutation, twins, seconds):
    target = mutation.target
    twin = twins[mutation.repository.name]
    try:
        rows, observed = scan(tool, mutation.repository, mutation.commit, seconds)
    except OSError as problem:
        mutation.failed = str(problem)
        return
    new = collections.Counter(rows) - collections.Counter(twin)
    mutation.found = tuple(sorted({row[0] for row in new if at_place(target, *row[1:3])}))
    mutation.near = tuple(sorted({f"{row[0]} {row[1]}:{row[2]}" for row in new
                                  if not at_place(target, *row[1:3])}))
    mutation.seen = tuple(f"{o['kind']} {o['status']} {o['text'] or ''}"
                          f"{' (' + o['hint'] + ')' if o['hint'] else ''}"
                          for o in observed if o["path"] == target.page and
                          o["line"] == target.line)


def speaks_of(target, twin):
    """Rules by which the twin, where all is well, finds fault with this very target."""
    return sorted({row[0] for row in twin if row[1] == target.page and row[2] == target.line
                   and row[3] and row[3].strip("`\"' ") == target.text})


def table(mutations):
    rows = collections.defaultdict(list)
    for mutation in mutations:
        rows[mutation.group].append(mutation)
    yield f"{'kind':<22}{'mutations':>10}{'found':>8}{'share':>8}"
    for key in sorted(rows, key=lambda key: (key[0] not in FILE_KINDS, key)):
        yield line_of(" ".join(key).strip(), rows[key])
    for kind in FILE_KINDS:
        if some := [m for m in mutations if m.kind == kind]:
            yield line_of(f"all of {kind}", some)
    for context in FILE_CONTEXTS:
        if some := [m for m in mutations if m.target.context == context]:
            yield line_of(f"all of {context}", some)
    yield line_of("all", mutations)


def line_of(title, mutations):
    found = sum(bool(m.found) for m in mutations)
    return f"{title:<22}{len(mutations):>10}{found:>8}{found / max(1, len(mutations)):>8.2f}"


def cells(mutation):
    target = mutation.target
    return "\t".join([" ".join(mutation.group).strip(), mutation.repository.name,
                      f"{target.page}:{target.line}", target.text, target.path,
                      mutation.what, ",".join(mutation.found) or
                      (f"not scanned: {mutation.failed}" if mutation.failed else "missed"),
                      "; ".join(mutation.seen[:4]), "; ".join(mutation.near[:4])]).translate({10: " ", 13: " "}) \
        .encode("utf-8", "replace").decode()


def options():
    parser = argparse.ArgumentParser(prog="ci/mutations", description=__doc__.split("\n\n")[1],
                                     usage="%(prog)s LIST [OPTION...]")
    parser.add_argument("tool", help=argparse.SUPPRESS)
    parser.add_argument("repositories", metavar="LIST")
    parser.add_argument("--count", type=int, default=200, help="mutations in all (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another choice (%(default)s)")
    parser.add_argument("--kind", action="append", default=[],
                        help="only this kind or context (delete, flag, link, ...); may be repeated")
    parser.add_argument("--only", action="append", default=[], metavar="NAME",
                        help="only this repository of the list; may be repeated")
    parser.add_argument("--readme", action="store_true", help="only targets that READMEs name")
    parser.add_argument("--jobs", type=int, default=2, help="scans at a time (%(default)s)")
    parser.add_argument("--seconds", type=int, default=60, help="for a scan (%(default)s)")
    parser.add_argument("--list", action="store_true", help="list what was missed")
    parser.add_argument("--tsv", metavar="FILE", help="write all mutations and what became of them")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the broken repositories there")
    parser.add_argument("--least", type=float, metavar="SHARE",
                        help="exit with 1 where less than this was found")
    return parser.parse_args()


def main():
    choice = options()
    rng = random.Random(choice.seed)
    with tempfile.TemporaryDirectory(prefix="mutations.") as folder:
        folder = pathlib.Path(choice.keep or folder)
        folder.mkdir(parents=True, exist_ok=True)
        repositories = []
        for line in pathlib.Path(choice.repositories).read_text(encoding="utf-8").splitlines():
            cell = line.split("\t") + ["HEAD"]
            if line and not line.startswith("#") and (not choice.only or cell[0] in choice.only):
                try:
                    repositories.append(Repository(cell[0], cell[1], cell[2],
                                                   folder / cell[0].replace("/", "+")))
                except (OSError, subprocess.CalledProcessError) as problem:
                    print(f"{cell[0]}: {problem}", file=sys.stderr)
        return run(choice, repositories, rng)


def run(choice, repositories, rng):
    if choice.readme:
        for repository in repositories:
            every = repository.targets
            repository.targets = lambda every=every: [t for t in every()
                                                      if "readme" in t.page.lower()]
    mutations = choose(repositories, choice.count, set(choice.kind), rng)
    if not mutations:
        sys.exit("nothing to break: no target was found")
    with concurrent.futures.ThreadPoolExecutor(min(2, choice.jobs)) as pool:
        wanted = {m.repository.name: m.repository for m in mutations}
        twins, failed = {}, {}

        def twin_of(repository):
            try:
                twins[repository.name], _ = scan(choice.tool, repository, repository.commit,
                                                 choice.seconds)
            except OSError as problem:
                failed[repository.name] = str(problem)

        list(pool.map(twin_of, wanted.values()))
        for name, why in failed.items():
            print(f"{name}: not scanned: {why}", file=sys.stderr)
        mutations = [m for m in mutations if m.repository.name in twins]
        list(pool.map(lambda m: judge(choice.tool, m, twins, choice.seconds), mutations))
    for line in table(mutations):
        print(line)
    loud = [(m, rules) for m in mutations
            if (rules := speaks_of(m.target, twins[m.repository.name]))]
    print(f"twins: {len(mutations) - len(loud)} of {len(mutations)} silent at these places, "
          f"{len(twins)} repositories")
    for mutation, rules in loud:
        print(f"  twin: {mutation.repository.name} {mutation.target.page}:{mutation.target.line} "
              f"{mutation.target.text}: {', '.join(rules)}")
    if choice.list:
        for mutation in mutations:
            if not mutation.found:
                print(cells(mutation))
    if choice.tsv:
        with open(choice.tsv, "w", encoding="utf-8") as out:
            out.write("kind\trepository\tplace\ttarget\tpath\tdone\tfound\tseen\telsewhere\n")
            out.writelines(cells(mutation) + "\n" for mutation in mutations)
    share = sum(bool(m.found) for m in mutations) / max(1, len(mutations))
    return 1 if choice.least is not None and share < choice.least else 0


if __name__ == "__main__":
    sys.exit(main())
