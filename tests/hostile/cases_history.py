"""Names that act, dates that never were, and amounts that nobody has: trees, commits, authors."""

import zlib

from cases import case, has_commit, misused, refused, scanned, source
from objects import README, Pack, Repository, object_id, ordinary

ACTING = (b"\x1b[2J\x1b]0;owned\x07", b"a\rb", b"\xff\xfe\x80", "\u202egnp.exe".encode(),
          b"::error file=x::y", b"##[error]x", b"##vso[task.setvariable]x", b"\x7f\xc2\x9b31m",
          "\u2066\u2069\u200f\u061c".encode(), "\u2028\u2029\ufeff".encode(),
          "\U000e0041\U000e0042".encode(), b"<img src=x onerror=alert(1)>", b"|=cmd|' /C calc'!A0",
          b"`$(touch touched)`", b"%s%n%p")


def many(folder, fill):
    """A repository whose objects are in one pack; fill(pack) returns HEAD's commit."""
    repository = Repository(folder)
    pack = Pack()
    head = fill(pack)
    pack.write(repository.git)
    repository.ref("refs/heads/main", head)
    return repository


def tree_bytes(rows):
    return b"".join(mode + b" " + name + b"\0" + oid for mode, name, oid in rows)


# Names.

@case(scanned(has_commit))
def names_of_files(folder):
    repository = Repository(folder)
    rows = [(name, repository.blob("x")) for name in ACTING if b"/" not in name]
    repository.commit(repository.tree(("README.md", repository.blob(README)), *rows,
                                      (b"d\x1b[m", repository.tree(*rows), b"40000")))


@case(scanned(has_commit))
def names_that_lead_elsewhere(folder):
    repository = ordinary(folder)
    blob = repository.blob("x")
    names = (b".git", b".GIT", b"git~1", b".g\xe2\x80\x8cit", b"..", b".", b"a/b", b"/etc/passwd",
             b"..\\..\\x", b"C:\\x", b"CON", b"x" * 100_000, b"README.md", b"README.md",
             b"readme.MD", b" ", b"-rf", b"a\nb", b"", b"../../outside/secret.txt")
    rows = [(b"100644", name, blob) for name in names]
    rows.append((b"40000", b"loop", repository.put("tree", tree_bytes(rows))))
    repository.commit(repository.put("tree", tree_bytes(rows)))


@case(scanned(has_commit))
def names_of_people(folder):
    repository = ordinary(folder)
    tree = repository.tree(("README.md", repository.blob(README)),
                           (".mailmap", repository.blob(b"\n".join(
                               name + b" <x@y> " + name + b" <" + name + b">"
                               for name in ACTING))))
    head = None
    for number in range(3):
        for name in ACTING:
            name = name.replace(b"\n", b"").replace(b"<", b"").replace(b">", b"")
            head = repository.commit(tree, *([head] if head else []), message=b"%d" % number,
                                     who=name + b" <" + name + b">")
    for who in (b"", b"<>", b">>> <<<", b"no mail", b" <" + b"a" * 100_000 + b"@b>",
                b"n" * 100_000 + b" <x>"):
        head = repository.commit(tree, head, who=who)


@case(scanned(has_commit))
def names_of_references(folder):
    repository = ordinary(folder)
    head = repository.commit(repository.tree(("README.md", repository.blob(README))))
    lines = b"".join(head.hex().encode() + b" refs/" + kind + b"/" + name + b"\n"
                     for kind in (b"tags", b"heads") for name in (*ACTING, b"v1.0", b"n" * 4000)
                     if b"\r" not in name)
    repository.write("packed-refs", lines)
    for name in ACTING:
        if b"/" not in name:
            with open(repository.path("refs/tags/").encode() + name, "wb") as out:
                out.write(head.hex().encode() + b"\n")


@case(scanned(has_commit))
def words_of_commits(folder):
    repository = ordinary(folder)
    tree = repository.tree(("README.md", repository.blob(README)))
    head = None
    for message in (*ACTING, b"\0" * 1000, b"", b"Merge pull request #1 from \x1b[31m/x",
                    b"Co-authored-by: " * 10_000, b"\n" * 100_000):
        head = repository.commit(tree, *([head] if head else []), message=message)


@case(misused("--rev takes a branch"))
def revision_is_asked_for_in_vain(folder):
    ordinary(folder)
    return ["--rev", "\x1b[2J::error::x"]


@case(misused("leads out of the repository"))
def subfolder_is_asked_for_in_vain(folder):
    ordinary(folder)
    return ["--path", "../outside\x1b[2J"]


# Dates.

@case(scanned(has_commit))
def dates_that_never_were(folder):
    repository = ordinary(folder)
    tree = repository.tree(("README.md", repository.blob(README)))
    head = None
    for when in (b"-1 +0000", b"0 +0000", b"99999999999999 +9999", b"9223372036854775807 -9999",
                 b"18446744073709551616 +0000", b"x y", b"", b"1700000000 +99999999999", b"1e9 +0",
                 b"2147483648 +0000", b"1700000000", b"253402300800 +0000"):
        head = repository.commit(tree, *([head] if head else []), when=when)


@case(scanned(has_commit))
def newest_commit_is_of_the_year_292277026596(folder):
    repository = ordinary(folder)
    repository.commit(repository.tree(("README.md", repository.blob(README))),
                      when=b"9223372036854775807 +0000")


# Amounts.

@case(scanned(lambda report: source(report, "files") == "partial"))
def git_bomb(folder):
    repository = Repository(folder)
    blob = repository.blob("x" * 1000)
    level = repository.tree(*((f"f{number}", blob) for number in range(10)))
    for _ in range(10):
        level = repository.tree(*((f"d{number}", level, b"40000") for number in range(10)))
    repository.commit(repository.tree(("README.md", repository.blob(README)),
                                      ("d", level, b"40000")))


@case(scanned(lambda report: source(report, "files") == "partial"))
def folders_20000_deep(folder):
    def fill(pack):
        level = pack.put("tree", tree_bytes([(b"100644", b"x.py", pack.put("blob", b"x"))]))
        for _ in range(20_000):
            level = pack.put("tree", tree_bytes([(b"40000", b"d", level)]))
        level = pack.put("tree", tree_bytes([(b"100644", b"README.md",
                                              pack.put("blob", README.encode())),
                                             (b"40000", b"d", level)]))
        return pack.put("commit", Repository.commit_text(level))
    many(folder, fill)


@case(scanned(lambda report: source(report, "files") == "partial"))
def files_300000_in_a_folder(folder):
    repository = ordinary(folder)
    blob = repository.blob("import os\n")
    repository.commit(repository.put("tree", tree_bytes(
        [(b"100644", b"README.md", repository.blob(README))]
        + [(b"100644", b"f%06d.py" % number, blob) for number in range(300_000)])))


@case(scanned(has_commit))
def tree_of_40_mebibytes(folder):
    repository = ordinary(folder)
    blob = repository.blob("x")
    big = repository.put("tree", tree_bytes([(b"100644", b"n" * 4000 + b"%05d" % number, blob)
                                             for number in range(10_000)]))
    repository.commit(repository.tree(("README.md", repository.blob(README)),
                                      ("big", big, b"40000")))


@case(scanned(has_commit))
def commits_100000(folder):
    def fill(pack):
        tree = pack.put("tree", tree_bytes([(b"100644", b"README.md",
                                             pack.put("blob", README.encode()))]))
        head = None
        for number in range(100_000):
            text = Repository.commit_text(tree, [head] if head else [], b"%d" % number)
            head = object_id("commit", text)
            pack.add("commit", text, head)
        return head
    many(folder, fill)


@case(scanned(has_commit))
def people_30000_with_much_the_same_name(folder):
    def fill(pack):
        tree = pack.put("tree", tree_bytes([(b"100644", b"README.md",
                                             pack.put("blob", README.encode()))]))
        head = None
        for number in range(30_000):
            name = b"Alexandra Maximiliana Bartholomew %05d" % number
            text = Repository.commit_text(tree, [head] if head else [], b"x",
                                          who=name + b" <a%d@example.org>" % number)
            head = object_id("commit", text)
            pack.add("commit", text, head)
        return head
    many(folder, fill)


@case(refused("commit|MiB"))
def message_of_64_mebibytes_at_head(folder):
    repository = ordinary(folder)
    text = Repository.commit_text(repository.tree(("README.md", repository.blob(README))), (),
                                  b"m" * (64 << 20))
    oid = object_id("commit", text)
    repository.put_raw(oid, zlib.compress(b"commit %d\0" % len(text) + text))
    repository.ref("refs/heads/main", oid)


@case(scanned(lambda report: source(report, "history") == "partial"))
def message_of_64_mebibytes_before(folder):
    repository = ordinary(folder)
    tree = repository.tree(("README.md", repository.blob(README)))
    text = Repository.commit_text(tree, (), b"m" * (64 << 20))
    oid = object_id("commit", text)
    repository.put_raw(oid, zlib.compress(b"commit %d\0" % len(text) + text))
    repository.commit(tree, oid)


@case(refused("commit|MiB"))
def parents_100000(folder):
    repository = ordinary(folder)
    repository.commit(repository.tree(("README.md", repository.blob(README))),
                      *(number.to_bytes(20, "big") for number in range(1, 100_001)))


@case(scanned(has_commit))
def parents_15000_and_all_are_the_same(folder):
    repository = ordinary(folder)
    tree = repository.tree(("README.md", repository.blob(README)))
    head = repository.commit(tree)
    for _ in range(20):
        head = repository.commit(tree, *[head] * 15_000)


@case(scanned(has_commit))
def merges_that_double_the_paths_to_the_root(folder):
    repository = ordinary(folder)
    tree = repository.tree(("README.md", repository.blob(README)))
    one = other = repository.commit(tree)
    for number in range(200):
        one, other = (repository.commit(tree, one, other, message=b"a%d" % number),
                      repository.commit(tree, one, other, message=b"b%d" % number))


@case(scanned(has_commit))
def readme_with_3000_versions(folder):
    def fill(pack):
        head = None
        for number in range(3_000):
            text = (README + f"{number}\n" * 1000).encode()
            tree = pack.put("tree", tree_bytes([(b"100644", b"README.md",
                                                 pack.put("blob", text))]))
            commit = Repository.commit_text(tree, [head] if head else [], b"%d" % number)
            head = object_id("commit", commit)
            pack.add("commit", commit, head)
        return head
    many(folder, fill)
