"""Git repositories written byte by byte, so that each byte can be wrong."""

import hashlib
import os
import struct
import zlib

KINDS = {"commit": 1, "tree": 2, "blob": 3, "tag": 4}
OFS_DELTA, REF_DELTA = 6, 7
WHO = b"A. Author <a@example.org>"


def object_id(kind, data):
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data).digest()


def varint(number):
    out = b""
    while True:
        number, low = number >> 7, number & 0x7F
        if not number:
            return out + bytes([low])
        out += bytes([low | 0x80])


def delta(base_size, copies, size=None):
    """A delta that is the copies, each (offset, length), or bytes to insert."""
    out, total = b"", 0
    for step in copies:
        if isinstance(step, bytes):
            out += bytes([len(step)]) + step
            total += len(step)
            continue
        offset, length = step
        total += length
        flags, arguments = 0x80, b""
        for bit, byte in enumerate(struct.pack("<I", offset)):
            if byte:
                flags |= 1 << bit
                arguments += bytes([byte])
        for bit, byte in enumerate(struct.pack("<I", length)[:3]):
            if byte:
                flags |= 0x10 << bit
                arguments += bytes([byte])
        out += bytes([flags]) + arguments
    return varint(base_size) + varint(total if size is None else size) + out


class Pack:
    """A pack and its index. add() says where the entry is; the index says what it is told."""

    def __init__(self):
        self.chunks = []
        self.known = set()
        self.offset = 12
        self.entries = []  # id, offset, crc

    def add(self, kind, data, oid, base=b"", size=None, packed=None):
        """kind is a number of the pack format, or a name; base what stands before a delta."""
        number = KINDS.get(kind, kind)
        length = len(data) if size is None else size
        head, rest = (number << 4) | (length & 15), length >> 4
        header = b""
        while rest:
            header += bytes([head | 0x80])
            head, rest = rest & 0x7F, rest >> 7
        header += bytes([head])
        entry = header + base + (zlib.compress(data, 1) if packed is None else packed)
        offset = self.offset
        self.chunks.append(entry)
        self.entries.append((oid, offset, zlib.crc32(entry)))
        self.known.add(oid)
        self.offset += len(entry)
        return offset

    def put(self, kind, data):
        oid = object_id(kind, data)
        self.add(kind, data, oid)
        return oid

    def write(self, folder, count=None, fanout=None, cut=None):
        body = b"PACK" + struct.pack(">II", 2, len(self.entries) if count is None else count)
        body += b"".join(self.chunks)
        checksum = hashlib.sha1(body).digest()
        entries = sorted(self.entries)
        table = [0] * 256
        for oid, _, _ in entries:
            table[oid[0]] += 1
        total = 0
        for byte in range(256):
            total += table[byte]
            table[byte] = total
        index = b"\xfftOc" + struct.pack(">I", 2)
        index += fanout if fanout is not None else struct.pack(">256I", *table)
        index += b"".join(oid for oid, _, _ in entries)
        index += b"".join(struct.pack(">I", crc) for _, _, crc in entries)
        index += b"".join(struct.pack(">I", offset) for _, offset, _ in entries)
        index += checksum
        index += hashlib.sha1(index).digest()
        name = os.path.join(folder, "objects/pack/pack-" + checksum.hex())
        with open(name + ".pack", "wb") as out:
            out.write((body + checksum)[:cut])
        with open(name + ".idx", "wb") as out:
            out.write(index)
        return name


class Repository:
    """A repository on disk with loose objects. `work`: the folder has a .git and may have files."""

    def __init__(self, folder, work=False):
        self.folder, self.packing = folder, None
        self.git = os.path.join(folder, ".git") if work else folder
        for name in ("objects/info", "objects/pack", "refs/heads", "refs/tags", "info"):
            os.makedirs(os.path.join(self.git, name))
        self.write("HEAD", "ref: refs/heads/main\n")
        self.config()

    def config(self, text="", version=0, bare=None):
        self.write("config", f"[core]\n\trepositoryformatversion = {version}\n\tbare = "
                   + ("true" if self.git == self.folder else "false") + "\n" + text)

    def path(self, name):
        return os.path.join(self.git, name)

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(data.encode() if isinstance(data, str) else data)

    def put(self, kind, data):
        oid = object_id(kind, data)
        if self.packing:
            if oid not in self.packing.known:
                self.packing.put(kind, data)
            return oid
        self.put_raw(oid, zlib.compress(b"%s %d\0" % (kind.encode(), len(data)) + data, 1))
        return oid

    def put_raw(self, oid, packed):
        self.write(f"objects/{oid.hex()[:2]}/{oid.hex()[2:]}", packed)

    def blob(self, data):
        return self.put("blob", data.encode() if isinstance(data, str) else data)

    def tree(self, *entries):
        """entries: (name, oid) for a file, (name, oid, mode) for others; in git's order."""
        rows = [(name.encode() if isinstance(name, str) else name, oid,
                 mode[0] if mode else b"100644") for name, oid, *mode in entries]
        rows.sort(key=lambda row: row[0] + (b"/" if row[2] == b"40000" else b""))
        return self.put("tree", b"".join(mode + b" " + name + b"\0" + oid
                                         for name, oid, mode in rows))

    @staticmethod
    def commit_text(tree, parents=(), message=b"a commit\n", who=WHO, when=b"1700000000 +0000"):
        return (b"tree " + tree.hex().encode() + b"\n"
                + b"".join(b"parent " + parent.hex().encode() + b"\n" for parent in parents)
                + b"author " + who + b" " + when + b"\ncommitter " + who + b" " + when + b"\n\n"
                + message)

    def commit(self, tree, *parents, **more):
        oid = self.put("commit", self.commit_text(tree, parents, **more))
        self.ref("refs/heads/main", oid)
        return oid

    def ref(self, name, oid):
        self.write(name, oid.hex() + "\n")

    def pack(self):
        """From here on objects go into a pack, which write_pack() writes."""
        self.packing = Pack()

    def write_pack(self):
        self.packing.write(self.git)
        self.packing = None

    def files(self, **names):
        """A commit with files; a name's '__' is a '.'."""
        return self.commit(self.tree(*((name.replace("__", "."), self.blob(text))
                                       for name, text in names.items())))


README = "# A thing\n\nIt computes.\n\n```\npip install thing\n```\n"


def ordinary(folder, work=False):
    """What a case starts from: a repository with a README and a script."""
    repository = Repository(folder, work)
    repository.files(README__md=README, run__py="print('hello')\n")
    if work:
        for name, text in (("README.md", README), ("run.py", "print('hello')\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write(text)
    return repository
