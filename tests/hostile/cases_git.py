"""Broken objects, packs and indexes; a .git folder that leads elsewhere or waits for ever."""

import os
import socket
import struct
import zlib

from cases import case, has_commit, no_commit, outside, refused, scanned, source
from objects import (OFS_DELTA, README, REF_DELTA, Pack, Repository, delta, object_id, ordinary)

MIB = 1 << 20


def zeros(size, head=b""):
    """`head` and `size` zero bytes, packed: one piece over and over, and the sum reckoned."""
    packer = zlib.compressobj(9)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b"\0" * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    low, high = zlib.adler32(head) & 0xFFFF, zlib.adler32(head) >> 16
    high = (high + size * low) % 65521
    return start + piece * (size // MIB) + packer.flush()[:-4] + struct.pack(">HH", high, low)


def with_pack(folder, fill, **wrong):
    """A commit with README.md and whatever `fill` puts into the pack: it returns tree entries."""
    repository = Repository(folder)
    pack = Pack()
    readme = pack.put("blob", README.encode())
    entries = [(b"README.md", readme), *fill(pack)]
    tree = b"".join(b"100644 " + name + b"\0" + oid for name, oid in sorted(entries))
    commit = pack.put("commit", Repository.commit_text(pack.put("tree", tree)))
    pack.write(repository.git, **wrong)
    repository.ref("refs/heads/main", commit)
    return repository


# Loose objects.

@case(scanned(has_commit))
def loose_object_cut_short(folder):
    repository = ordinary(folder)
    data = b"blob 1000\0" + os.urandom(1000)
    oid = object_id("blob", data[10:])
    repository.put_raw(oid, zlib.compress(data)[:20])
    repository.commit(repository.tree(("README.md", oid), ("run.py", oid)))


@case(refused("commit"))
def head_commit_cut_short(folder):
    repository = ordinary(folder)
    text = Repository.commit_text(repository.tree(("a", repository.blob("a"))))
    oid = object_id("commit", text)
    repository.put_raw(oid, zlib.compress(b"commit %d\0" % len(text) + text)[:30])
    repository.ref("refs/heads/main", oid)


@case(scanned(has_commit))
def loose_objects_are_garbage(folder):
    repository = ordinary(folder)
    oids = [bytes([number]) * 20 for number in range(1, 8)]
    for oid, packed in zip(oids, (b"", b"garbage", b"\0" * 100, zlib.compress(b"blob 5"),
                                  zlib.compress(b"blob -1\0x"), zlib.compress(b"blub 1\0x"),
                                  zlib.compress(b"blob 99999999999999999999999\0x"))):
        repository.put_raw(oid, packed)
    repository.commit(repository.tree(*((f"{number}.md", oid) for number, oid in enumerate(oids)),
                                      ("README.md", oids[6])))


@case(scanned(has_commit))
def header_lies_about_its_size(folder):
    repository = ordinary(folder)
    rows = []
    for number, size in enumerate((1 << 31, 1 << 34, 1 << 62, 3)):
        oid = bytes([0x10 + number]) * 20
        repository.put_raw(oid, zlib.compress(b"blob %d\0short" % size))
        rows.append((f"{number}.py", oid))
    repository.commit(repository.tree(("README.md", rows[0][1]), *rows))


@case(scanned(has_commit))
def blob_of_a_gibibyte(folder):
    repository = ordinary(folder)
    oid = b"\x77" * 20
    repository.put_raw(oid, zeros(1 << 30, b"blob %d\0" % (1 << 30)))
    repository.commit(repository.tree(*((name, oid) for name in
                                        ("README.md", "LICENSE", "setup.py", "a.py", "b.ipynb"))))


@case(scanned(has_commit))
def tree_is_missing_in_part(folder):
    repository = ordinary(folder)
    repository.commit(repository.tree(("README.md", repository.blob(README)),
                                      ("src", b"\x11" * 20, b"40000"),
                                      ("data.csv", b"\x12" * 20)))


@case(scanned(lambda report: source(report, "files") == "partial"))
def root_tree_is_missing(folder):
    Repository(folder).commit(b"\x13" * 20)


@case(scanned(lambda report: source(report, "files") == "partial"))
def root_tree_is_malformed(folder):
    repository = ordinary(folder)
    repository.commit(repository.put("tree", b"100644 README.md"))


@case(scanned(has_commit))
def trees_are_malformed(folder):
    repository = ordinary(folder)
    bad = (b"", b"100644 a\0short", b"\0" * 50, b"999999999999999999 a\0" + b"\1" * 20,
           b"100644 \0" + b"\1" * 20, b"a" * 1000)
    repository.commit(repository.tree(
        ("README.md", repository.blob(README)),
        *((f"d{number}", repository.put("tree", data), b"40000")
          for number, data in enumerate(bad))))


@case(refused("commit"))
def head_is_a_blob(folder):
    repository = ordinary(folder)
    repository.ref("refs/heads/main", repository.blob("no commit"))


@case(refused("commit|tree"))
def commit_says_nothing(folder):
    repository = ordinary(folder)
    repository.ref("refs/heads/main", repository.put("commit", b"\n"))


# Packs and their indexes.

@case(refused("could not be scanned|objects"))
def index_counts_four_billion(folder):
    with_pack(folder, lambda pack: [], fanout=b"\xff" * 1024)


@case(refused("commit|objects|could not be scanned"))
def index_counts_backwards(folder):
    with_pack(folder, lambda pack: [], fanout=struct.pack(">256I", *range(256, 0, -1)))


@case(refused("commit|objects|could not be scanned"))
def pack_is_cut_short(folder):
    with_pack(folder, lambda pack: [], cut=40)


@case(refused("commit|objects|could not be scanned"))
def pack_is_empty(folder):
    with_pack(folder, lambda pack: [], cut=0)


@case(scanned(has_commit))
def index_without_a_pack(folder):
    repository = ordinary(folder)
    name = Pack().write(repository.git)
    os.remove(name + ".pack")
    repository.write("objects/pack/pack-" + "1" * 40 + ".idx", b"\xfftOc")
    repository.write("objects/pack/pack-" + "2" * 40 + ".pack", b"PACK")
    repository.write("objects/pack/multi-pack-index", b"MIDX" + b"\xff" * 100)
    repository.write("objects/info/commit-graph", b"CGPH" + b"\xff" * 100)


@case(refused("could not be scanned: an object in it has no end"))
def deltas_on_themselves(folder):
    def fill(pack):
        one, other, third = b"\x21" * 20, b"\x22" * 20, b"\x23" * 20
        change = delta(10, [(0, 10)])
        pack.add(REF_DELTA, change, one, base=one)
        pack.add(REF_DELTA, change, other, base=third)
        pack.add(REF_DELTA, change, third, base=other)
        return [(b"one.py", one), (b"other.py", other), (b"third.md", third)]
    with_pack(folder, fill)


@case(refused("could not be scanned: an object in it has no end"))
def head_is_a_delta_on_itself(folder):
    repository = Repository(folder)
    pack = Pack()
    pack.add(REF_DELTA, delta(10, [(0, 10)]), b"\x24" * 20, base=b"\x24" * 20)
    pack.write(repository.git)
    repository.ref("refs/heads/main", b"\x24" * 20)


@case(scanned(has_commit))
def delta_bomb(folder):
    """1 GiB from ten deltas that double a mebibyte."""
    def fill(pack):
        data = b"\0" * MIB
        oid, size = pack.put("blob", data), MIB
        for step in range(10):
            pieces = [(offset, 0xFF0000) for offset in range(0, size - 0xFF0000 + 1, 0xFF0000)]
            done = len(pieces) * 0xFF0000
            if done < size:
                pieces.append((done, size - done))
            change = delta(size, pieces * 2)
            base, oid, size = oid, bytes([0x40 + step]) * 20, size * 2
            pack.add(REF_DELTA, change, oid, base=base)
        return [(b"LICENSE", oid), (b"big.py", oid)]
    with_pack(folder, fill)


@case(scanned(has_commit))
def delta_chain_of_20000(folder):
    def fill(pack):
        previous = pack.offset
        oid = pack.put("blob", b"x" * 100)
        for step in range(20_000):
            distance, base = pack.offset - previous, b""
            base = bytes([distance & 0x7F])
            while distance := distance >> 7:
                distance -= 1
                base = bytes([0x80 | distance & 0x7F]) + base
            oid = struct.pack(">I16x", step + 1)
            previous = pack.add(OFS_DELTA, delta(100, [(0, 100)]), oid, base=base)
        return [(b"long.py", oid)]
    with_pack(folder, fill)


@case(scanned(has_commit))
def delta_bases_before_the_pack(folder):
    def fill(pack):
        oid = b"\x31" * 20
        pack.add(OFS_DELTA, delta(10, [(0, 10)]), oid, base=b"\xff\xff\xff\xff\x7f")
        other = b"\x32" * 20
        pack.add(OFS_DELTA, delta(1 << 40, [(0, 10)], size=1 << 40), other, base=b"\x01")
        third = b"\x33" * 20
        pack.add(5, b"", third)
        fourth = b"\x34" * 20
        pack.add("blob", b"", fourth, size=1 << 40, packed=b"not zlib")
        return [(b"a.py", oid), (b"b.py", other), (b"c.py", third), (b"d.py", fourth)]
    with_pack(folder, fill)


@case(scanned(has_commit))
def packed_blob_of_a_gibibyte(folder):
    def fill(pack):
        oid = b"\x35" * 20
        packed = zeros(1 << 30)
        pack.add("blob", b"", oid, size=1 << 30, packed=packed)
        liar = b"\x36" * 20
        pack.add("blob", b"", liar, size=100, packed=packed)
        return [(b"LICENSE", oid), (b"pyproject.toml", liar), (b"big.py", oid)]
    with_pack(folder, fill)


# HEAD and references.

@case(refused("its HEAD is damaged"))
def head_is_garbage(folder):
    ordinary(folder).write("HEAD", b"\x1b[2J\0\xff" * 100)


@case(refused("its HEAD is damaged"))
def head_is_a_ring(folder):
    repository = ordinary(folder)
    repository.write("HEAD", "ref: refs/heads/a\n")
    repository.write("refs/heads/a", "ref: refs/heads/b\n")
    repository.write("refs/heads/b", "ref: refs/heads/a\n")


@case(refused("its HEAD is damaged"))
def head_leads_outside(folder):
    repository = ordinary(folder)
    repository.write("HEAD", "ref: refs/heads/../../../../outside/secret.txt\n")


@case(scanned(no_commit))
def head_is_unborn(folder):
    repository = Repository(folder, work=True)
    repository.write("HEAD", "ref: refs/heads/new\n")
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as out:
        out.write(README)


@case(refused("commit"))
def head_is_a_commit_that_is_not_here(folder):
    ordinary(folder).write("HEAD", "1" * 40 + "\n")


@case(scanned(has_commit))
def references_200000(folder):
    repository = ordinary(folder)
    oid = open(repository.path("refs/heads/main"), encoding="ascii").read().strip()
    repository.write("packed-refs", "".join(f"{oid} refs/tags/v{number}\n"
                                            for number in range(200_000)))


@case(scanned(has_commit))
def references_are_garbage(folder):
    repository = ordinary(folder)
    oid = open(repository.path("refs/heads/main"), encoding="ascii").read().strip()
    repository.write("packed-refs", b"# pack-refs with: \x1b[31m\n" + b"\xff\0\n" * 1000
                     + oid.encode() + b" refs/tags/\x1b]0;evil\x07\n" + oid.encode()
                     + b" refs/tags/../../../x\n" + b"^" + b"9" * 40 + b"\n" + b"x" * 100_000)
    repository.write("refs/tags/empty", b"")
    repository.write("refs/tags/long", b"a" * 100_000)
    os.mkfifo(repository.path("refs/tags/fifo"))
    os.symlink(outside(folder), repository.path("refs/tags/link"))
    os.symlink("../tags", repository.path("refs/tags/round"))


@case(scanned(has_commit))
def tags_on_tags(folder):
    repository = ordinary(folder)
    oid = open(repository.path("refs/heads/main"), encoding="ascii").read().strip()
    kind = b"commit"
    for step in range(2_000):
        text = (b"object " + (oid if isinstance(oid, bytes) else oid.encode()) + b"\ntype " + kind
                + b"\ntag v%d\ntagger T <t@example.org> 99999999999999999999 +9999\n\n" % step)
        oid, kind = repository.put("tag", text).hex(), b"tag"
    repository.write("refs/tags/deep", oid + "\n")
    repository.ref("refs/tags/blob", repository.blob("x"))
    repository.ref("refs/tags/gone", b"\x51" * 20)


# The small files of .git: what hangs, what leads out, what runs.

def control_file(name, make, expectation):
    def maker(folder):
        repository = ordinary(folder, work=True)
        path = repository.path(name)
        if os.path.lexists(path):
            os.remove(path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        make(path)
    maker.__name__ = make.__name__ + "_as_" + name.replace("/", "_").replace("-", "_")
    case(expectation)(maker)


def fifo(path):
    os.mkfifo(path)


def zero_device(path):
    os.symlink("/dev/zero", path)


def huge(path):
    with open(path, "wb") as out:
        out.truncate(1 << 40)


# What is only a help may be left out; without HEAD, config or references there is no answer.
for make_ in (fifo, zero_device, huge):
    for name_ in ("HEAD", "config", "packed-refs", "shallow"):
        control_file(name_, make_, refused("."))
    for name_ in ("index", "info/exclude", "objects/info/alternates", "info/attributes",
                  "objects/info/commit-graph", "description"):
        control_file(name_, make_, scanned(has_commit) if "alternates" not in name_
                     else refused("."))


@case(refused("core.worktree"))
def worktree_outside(folder):
    ordinary(folder, work=True).config(f"\tworktree = {os.path.dirname(outside(folder))}\n")


@case(refused("commondir"))
def commondir_outside(folder):
    repository = ordinary(folder, work=True)
    Repository(os.path.join(os.path.dirname(outside(folder)), "repository"))
    repository.write("commondir", "../../outside/repository\n")


@case(refused("alternates"))
def alternates_outside(folder):
    repository = ordinary(folder, work=True)
    other = ordinary(os.path.join(os.path.dirname(outside(folder)), "repository"))
    repository.write("objects/info/alternates", other.path("objects") + "\n")


@case(refused("its .git leads outside"))
def git_file_leads_outside(folder):
    ordinary(os.path.join(os.path.dirname(outside(folder)), "repository"))
    with open(os.path.join(folder, ".git"), "w", encoding="ascii") as out:
        out.write("gitdir: ../outside/repository\n")


@case(refused("its .git leads outside"))
def git_folder_is_a_link(folder):
    ordinary(os.path.join(os.path.dirname(outside(folder)), "repository"))
    os.symlink("../outside/repository", os.path.join(folder, ".git"))


@case(refused("objects folder leads outside"))
def objects_are_a_link(folder):
    repository = ordinary(folder, work=True)
    os.rename(repository.path("objects"), os.path.join(os.path.dirname(outside(folder)), "objects"))
    os.symlink("../../outside/objects", repository.path("objects"))


@case(scanned())
def git_is_a_fifo(folder):
    os.mkfifo(os.path.join(folder, ".git"))
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as out:
        out.write(README)


@case(scanned(has_commit))
def configured_commands_do_not_run(folder):
    touch = f"touch {os.path.join(os.path.dirname(folder), 'touched')}"
    repository = ordinary(folder, work=True)
    repository.config(f"""\tfsmonitor = {touch}1
\tsshCommand = {touch}2
\tpager = {touch}3
\thooksPath = {folder}/hooks
\teditor = {touch}4
\taskPass = {touch}5
[diff]
\texternal = {touch}6
[filter "x"]
\tclean = {touch}7
\tsmudge = {touch}8
\tprocess = {touch}9
\trequired = true
[include]
\tpath = {outside(folder)}
[credential]
\thelper = !{touch}10
[remote "origin"]
\turl = ext::sh -c "{touch}11"
\tpromisor = true
\tuploadpack = {touch}12
[alias]
\tls-files = !{touch}13
""")
    for name in ("post-checkout", "post-index-change", "fsmonitor-watchman"):
        path = os.path.join(folder, "hooks", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as out:
            out.write(f"#!/bin/sh\n{touch}14\n")
        os.chmod(path, 0o755)
    with open(os.path.join(folder, ".gitattributes"), "w", encoding="ascii") as out:
        out.write("* filter=x diff=x\n")


@case(scanned(lambda report: "canary" not in str(report["target"])))
def origin_holds_a_password(folder):
    ordinary(folder, work=True).config(
        '[remote "origin"]\n\turl = https://me:c4naryc4nary@example.org/o/n\n')


@case(scanned(has_commit))
def origin_holds_escapes(folder):
    ordinary(folder, work=True).config(
        '[remote "origin"]\n\turl = "https://example.org/\x1b[31m/\\n::error::x##[error]"\n')


@case(scanned(has_commit))
def config_is_garbage(folder):
    repository = ordinary(folder, work=True)
    repository.write("config", b"[core\n\xff\0[[[\n" + b"[a" * 100_000)


@case(scanned(has_commit))
def config_is_long(folder):
    repository = ordinary(folder, work=True)
    repository.config("".join(f"[branch \"b{number}\"]\n\tremote = origin\n"
                              for number in range(100_000)))


# What other versions of git write.

@case(refused("SHA-256|objectformat"))
def sha256(folder):
    ordinary(folder).config("[extensions]\n\tobjectformat = sha256\n", version=1)


@case(refused("reftable|refstorage"))
def reftable(folder):
    repository = ordinary(folder)
    repository.config("[extensions]\n\trefstorage = reftable\n", version=1)
    repository.write("HEAD", "ref: refs/heads/.invalid\n")
    os.remove(repository.path("refs/heads/main"))
    repository.write("reftable/tables.list", "x.ref\n")


@case(refused("version|extension"))
def version_from_the_future(folder):
    ordinary(folder).config("[extensions]\n\tteleport = true\n", version=99)


@case(scanned(has_commit))
def partial_clone(folder):
    repository = ordinary(folder)
    repository.config('[extensions]\n\tpartialclone = origin\n[remote "origin"]\n'
                      "\turl = https://example.org/o/n\n\tpromisor = true\n"
                      "\tpartialclonefilter = blob:none\n", version=1)
    repository.commit(repository.tree(("README.md", b"\x61" * 20), ("a.py", b"\x62" * 20)))


@case(scanned(lambda report: source(report, "history") == "partial"))
def shallow(folder):
    repository = ordinary(folder)
    oid = repository.commit(repository.tree(("README.md", repository.blob(README))), b"\x63" * 20)
    repository.write("shallow", oid.hex() + "\n")


@case(scanned(has_commit))
def shallow_is_garbage(folder):
    repository = ordinary(folder)
    repository.write("shallow", b"\xff\0\x1b" * 1000 + b"\n" + b"1" * 39 + b"\n")


def socket_file(path):
    listener = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(os.path.dirname(path))
    listener.bind(os.path.basename(path))
    os.chdir(here)
    listener.close()


# The index.

def with_index(name, data, expectation):
    def maker(folder):
        ordinary(folder, work=True).write("index", data)
    maker.__name__ = "work_index_" + name
    case(expectation)(maker)


with_index("is_garbage", os.urandom(5000), scanned(has_commit))
with_index("counts_four_billion", b"DIRC" + struct.pack(">II", 2, 0xFFFFFFFF) + b"\0" * 500,
           scanned(has_commit))
with_index("is_cut_short", b"DIRC" + struct.pack(">II", 2, 1), scanned(has_commit))
with_index("is_of_the_future", b"DIRC" + struct.pack(">II", 9, 0) + b"\0" * 20,
           scanned(has_commit))
with_index("compresses_endlessly",
           b"DIRC" + struct.pack(">II", 4, 3) + (b"\0" * 62 + b"\xff\xff\xff\xff\x7f") * 3,
           scanned(has_commit))
