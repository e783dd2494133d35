"""What lies about in a work tree or a plain folder."""

import os

from cases import case, has_commit, misused, no_commit, outside, scanned, source
from cases_git import socket_file
from objects import README, ordinary


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data.encode() if isinstance(data, str) else data)


def plain_with(name, make, looks=no_commit):
    def maker(folder):
        write(folder, "run.py", "print('hello')\n")
        make(folder)
    maker.__name__ = name
    case(scanned(looks))(maker)


def at(folder, name):
    return os.path.join(folder, name)


plain_with("readme_is_a_link_outside",
           lambda folder: os.symlink("../outside/secret.txt", at(folder, "README.md")))
plain_with("readme_is_an_absolute_link",
           lambda folder: os.symlink(outside(folder), at(folder, "README.md")))
plain_with("readme_is_the_environment",
           lambda folder: os.symlink("/proc/self/environ", at(folder, "README.md")))
plain_with("readme_is_a_device",
           lambda folder: os.symlink("/dev/zero", at(folder, "README.md")))
plain_with("readme_is_a_fifo", lambda folder: os.mkfifo(at(folder, "README.md")))
plain_with("readme_is_a_socket", lambda folder: socket_file(at(folder, "README.md")))
plain_with("readme_is_a_folder", lambda folder: os.makedirs(at(folder, "README.md/README.md")))
plain_with("readme_is_a_link_to_itself",
           lambda folder: os.symlink("README.md", at(folder, "README.md")))


@case(scanned(no_commit))
def readme_of_a_tebibyte(folder):
    for name in ("README.md", "LICENSE", "setup.py", "requirements.txt"):
        with open(at(folder, name), "wb") as out:
            out.truncate(1 << 40)


@case(scanned(no_commit))
def folders_are_links(folder):
    write(folder, "README.md", README + "[more](docs/secret.txt)\n")
    os.symlink("../outside", at(folder, "docs"))
    os.symlink("..", at(folder, "up"))
    os.symlink(".", at(folder, "round"))
    os.symlink("/", at(folder, "root"))
    os.symlink("a", at(folder, "b"))
    os.symlink("b", at(folder, "a"))


@case(scanned(has_commit))
def tracked_files_became_links(folder):
    repository = ordinary(folder, work=True)
    repository.commit(repository.tree(("README.md", repository.blob(README)),
                                      ("LICENSE", repository.blob("MIT")),
                                      ("docs", repository.tree(("secret.txt",
                                                                repository.blob("x"))), b"40000")))
    os.remove(at(folder, "README.md"))
    os.symlink(outside(folder), at(folder, "README.md"))
    os.mkfifo(at(folder, "LICENSE"))
    os.symlink("../outside", at(folder, "docs"))


@case(scanned(has_commit))
def committed_links(folder):
    repository = ordinary(folder)
    rows = (("README.md", outside(folder)), ("LICENSE", "../../../../../../../../etc/passwd"),
            ("environ", "/proc/self/environ"), ("self", "self"), ("empty", ""),
            ("long", "x/" * 100_000), ("escape", "\x1b[2J\n::error::x"))
    repository.commit(repository.tree(*((name, repository.blob(target), b"120000")
                                        for name, target in rows)))


@case(scanned(no_commit))
def folders_deeper_than_a_path(folder):
    write(folder, "README.md", README)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


@case(scanned(no_commit))
def files_20000(folder):
    for number in range(20_000):
        os.mknod(at(folder, f"{number}.py"))


@case(scanned(no_commit))
def names_on_disk(folder):
    write(folder, "README.md", README)
    for name in (b"\x1b[2J.py", b"a\nb.py", b"\xff\xfe.md", "\u202egnp.exe".encode(), b"::error::x",
                 b"##[error]x", b"\r", b"-rf", b" ", b"'\"`$(reboot)", b"<script>.md",
                 "\ufeff\u2028".encode(), b"n" * 255):
        with open(os.path.join(os.fsencode(folder), name), "wb") as out:
            out.write(b"x\n")


@case(scanned(has_commit))
def ignore_file_is_a_bomb(folder):
    repository = ordinary(folder, work=True)
    bomb = "*a" * 200 + "b\n" + "**/" * 500 + "x\n" + "[" * 10_000 + "\n" + "\\" * 10_001 + "\n"
    repository.write("info/exclude", bomb)
    write(folder, ".gitignore", bomb + "a/" * 5_000 + "\n" + "!*\n" * 50_000)
    write(folder, "a" * 200 + ".txt", "x")
    write(folder, "a" * 200 + "/" + "a" * 200 + "/" + "a" * 200, "x")


@case(scanned(has_commit))
def ignore_file_is_a_fifo(folder):
    ordinary(folder, work=True)
    os.mkfifo(at(folder, ".gitignore"))
    os.mkfifo(at(folder, ".mailmap"))
    os.mkfifo(at(folder, ".repohealth.yml"))
    os.mkfifo(at(folder, ".gitattributes"))
    os.mkfifo(at(folder, ".gitmodules"))


@case(scanned(lambda report: has_commit(report) and source(report, "settings") == "absent"))
def settings_file_is_a_link(folder):
    ordinary(folder, work=True)
    os.symlink(outside(folder), at(folder, ".repohealth.yml"))


@case(misused("repohealth.yml: the file is too large"))
def settings_file_is_a_tebibyte(folder):
    ordinary(folder, work=True)
    write(folder, ".repohealth.yml", "aim: release\n")
    os.truncate(at(folder, ".repohealth.yml"), 1 << 40)


@case(scanned(has_commit))
def submodules_are_not_fetched(folder):
    repository = ordinary(folder, work=True)
    modules = ('[submodule "x"]\n\tpath = ../../outside\n\turl = --upload-pack=touch touched\n'
               '\tupdate = !touch touched\n[submodule "../../y"]\n\tpath = y\n\turl = ext::sh\n')
    repository.commit(repository.tree(("README.md", repository.blob(README)),
                                      (".gitmodules", repository.blob(modules)),
                                      ("x", b"\x71" * 20, b"160000"),
                                      ("y", b"\x72" * 20, b"160000")))
    write(folder, ".gitmodules", modules)
    write(folder, "y/.git", "gitdir: ../../outside\n")
