"""What documentation names, found with plain regular expressions: the other side of the mutation
test. It shares nothing with the scanner on purpose: what the scanner does not see must count.

It takes only what is sure: a target that is in the tree at one place where a reader would look."""

import dataclasses
import posixpath
import re
import urllib.parse

SHELL = {"", "sh", "bash", "shell", "console", "zsh", "cmd", "commandline", "shell-session",
         "terminal", "text", "bat", "shellsession"}
PYTHON = {"python", "py", "python3", "pycon"}
LAUNCHERS = {"python", "python3", "bash", "sh", "source", "torchrun", "accelerate", "deepspeed",
             "Rscript", "julia", "uv", "poetry", "conda", "pipenv", "nohup", "time", "streamlit",
             "CUDA_VISIBLE_DEVICES", "mpirun", "srun", "sbatch"}
SCRIPT = re.compile(r"\.(?:py|sh|R|r|jl|bash)$")
# What inline code names to be opened or run; data, models and pictures come and go by runs.
NAMED = re.compile(r"\.(?:py|sh|md|rst|ya?ml|toml|cfg|ini|ipynb|R|jl|m|c|cc|cpp|h|hpp|cu|js|ts|lua|"
                   r"pl|java|go|rs|bash|json)$")
# A name that every project has: inline code may speak of such files in general.
GENERAL = re.compile(r"^(?:README\.\w+|setup\.(?:py|cfg)|pyproject\.toml|package\.json|conf\.py|"
                     r"__init__\.py|__main__\.py|index\.\w+|config\.\w+|main\.\w+)$", re.I)
PATH = re.compile(r"^(?:\./)?[\w.+-]+(?:/[\w.+-]+)*$")
OPEN = re.compile(r"^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(```+|~~~+)\s*\{?\.?([\w+-]*)[^`]*$")
PROMPT = re.compile(r"^\s*(?:(?:\([\w.-]+\)\s*)?[$%>!]\s+|!(?=\w)|\$(?=[a-z]))?")
IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s<>]+)")
LINK = re.compile(r"\]\(\s*<?([^)\s<>]+)")
SOURCE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)", re.I)
ADDRESS = re.compile(r"<a\b[^>]*?\bhref\s*=\s*[\"']([^\"']+)", re.I)
INLINE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*$")
FROM = re.compile(r"^\s*(?:>>> ?)?from\s+(\w+(?:\.\w+)*)\s+import\s+(\w+(?:\s*,\s*\w+)*)\s*(?:#.*)?$")
IMPORT = re.compile(r"^\s*(?:>>> ?)?import\s+(\w+(?:\.\w+)*)(?:\s+as\s+(\w+))?\s*(?:#.*)?$")


@dataclasses.dataclass(frozen=True)
class Named:
    """A target that a page names: `text` as it stands there, `path` in the tree, and where."""
    context: str  # link image own-url code command argument import flag required name anchor
    page: str
    line: int
    text: str
    path: str
    more: str = ""  # flag: the flag; name: the name; anchor: the heading's line number
    lines: tuple = ()  # other lines at which a finding is as good


@dataclasses.dataclass
class Line:
    number: int
    text: str
    label: str | None  # of the fence that it stands in; None outside


def lines_of(text):
    """A page's lines with comments blanked, each with the label of its fence."""
    text = re.sub(r"<!--.*?-->", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    fence, label = None, None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if fence is None:
            opened = OPEN.match(line)
            if opened:
                fence, label = opened.group(1), opened.group(2).lower()
            else:
                yield Line(number, line, None)
        elif re.match(rf"^[\s>]*{re.escape(fence[0])}{{{len(fence)},}}\s*$", line):
            fence, label = None, None
        else:
            yield Line(number, line, label)


def slug_of(heading):
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", heading)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "")
    text = re.sub(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)", "", text)
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


class Page:
    def __init__(self, repository, path, text):
        self.repository, self.path = repository, path
        self.folder = posixpath.dirname(path)
        self.lines = list(lines_of(text))

    def places(self, text, cwd=""):
        """The one file that a relative path means, or None: nothing, or more than one, may be."""
        found = {posixpath.normpath(posixpath.join(folder, text))
                 for folder in (self.folder, "", cwd)}
        found = [path for path in found if path in self.repository.files]
        return found[0] if len(found) == 1 else None

    def named(self):
        yield from self.links()
        yield from self.inline()
        yield from self.commands()
        yield from self.imports()

    def links(self):
        for line in self.lines:
            if line.label is not None:
                continue
            text = INLINE.sub("", line.text)
            images = {m.group(1) for pattern in (IMAGE, SOURCE) for m in pattern.finditer(text)}
            for target in sorted(images):
                yield from self.link("image", line.number, target)
            for target in sorted({m.group(1) for pattern in (LINK, ADDRESS)
                                  for m in pattern.finditer(text)} - images):
                yield from self.link("link", line.number, target)

    def link(self, context, number, target):
        address, _, anchor = target.partition("#")
        own = re.match(r"https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+)/(?:blob|raw)/"
                       r"(?:main|master|HEAD)/([^?]+)", address)
        if own:
            if own.group(1).lower() != self.repository.name.lower():
                return
            context, path = "own-url", urllib.parse.unquote(own.group(2))
        elif re.match(r"^(?:[\w+.-]+:|//)", address):
            return
        else:
            address = urllib.parse.unquote(address.split("?")[0])
            path = posixpath.normpath(posixpath.join(self.folder, address)) \
                if not address.startswith("/") else address[1:]
        if not address:
            path = self.path
        if path not in self.repository.files:
            return
        if address and path != self.path:
            yield Named(context, self.path, number, target, path)
        if anchor and path.lower().endswith((".md", ".markdown")):
            yield from self.anchor(number, target, path, urllib.parse.unquote(anchor))

    def anchor(self, number, target, path, anchor):
        other = self if path == self.path else self.repository.page(path)
        if other is None:
            return
        at = [(line.number, m.group(2)) for line in other.lines if line.label is None
              and (m := HEADING.match(line.text)) and slug_of(m.group(2)) == anchor]
        plain = re.escape(anchor)
        explicit = any(re.search(rf"(?:id|name)\s*=\s*[\"']?{plain}\b|\{{#{plain}\}}", line.text,
                                 re.I) for line in other.lines)
        if len(at) == 1 and not explicit and not at[0][1].endswith("#"):
            yield Named("anchor", self.path, number, target, path, str(at[0][0]))

    def inline(self):
        for line in self.lines:
            if line.label is not None:
                continue
            for match in INLINE.finditer(line.text):
                text = match.group(2).strip()
                if PATH.match(text) and NAMED.search(text) and not GENERAL.match(text):
                    path = self.places(text)
                    if path and path != self.path:
                        yield Named("code", self.path, line.number, text, path)

    def logical(self):
        """Shell lines: lists of (word, line number), continuations joined, a list a command."""
        words, label = [], object()
        for line in self.lines:
            shown = []
            if line.label is None:
                if re.match(r"^(?: {4,}|\t)\S", line.text):
                    shown = [line.text]
                else:
                    for match in INLINE.finditer(line.text):
                        yield [(word, line.number) for word in match.group(2).split()], False
            elif line.label in SHELL:
                shown = [line.text]
            for text in shown:
                if not words:
                    text = text[PROMPT.match(text).end():]
                text = re.sub(r"(?:^|\s)#\s.*$", "", text)
                goes_on = text.rstrip().endswith("\\")
                words += [(word, line.number) for word in
                          re.sub(r"(&&|;|\|)", r" \1 ", text.rstrip().rstrip("\\")).split()]
                if not goes_on:
                    yield words, True
                    words = []
            if words and (line.label != label and not shown):
                yield words, True
                words = []
            label = line.label

    def commands(self):
        cwd = ""
        for words, block in self.logical():
            command = []
            for word, number in words + [(";", 0)]:
                if word not in ("&&", ";", "|", "||"):
                    command.append((word, number))
                    continue
                if len(command) == 2 and command[0][0] == "cd" and block:
                    cwd = self.change(cwd, command[1][0])
                else:
                    yield from self.command(command, cwd, block)
                command = []

    def change(self, cwd, folder):
        place = posixpath.normpath(posixpath.join(cwd, folder.strip("\"'")))
        return place if place in self.repository.folders else \
            "" if folder == ".." or place == "." else cwd

    def command(self, words, cwd, block):
        while words and re.match(r"^\w+=\S*$", words[0][0]):
            words = words[1:]
        if not words:
            return
        first = words[0][0]
        if first not in LAUNCHERS and not first.startswith("./"):
            return
        script = None
        for at, (word, number) in enumerate(words):
            word = word.strip("\"'")
            value = word.split("=", 1)[1] if re.match(r"^--?[\w-]+=", word) else word
            if script is None and word == "-m" and first.startswith("python") and \
                    at + 1 < len(words):
                script = self.module(words[at + 1][0])
                if script:
                    yield Named("command", self.path, words[at + 1][1], words[at + 1][0], script)
                    yield from self.flags(words[at + 1:], script)
                return
            if word.startswith("-") and "=" not in word:
                continue
            path = self.places(value, cwd) if PATH.match(value) else None
            if path is None:
                continue
            if script is None and SCRIPT.search(value) and (at == 0 or first in LAUNCHERS):
                script = path
                yield Named("command", self.path, number, value, path)
                yield from self.flags(words[at:], path)
            elif script is not None and block and path != self.path:
                yield Named("argument", self.path, number, value, path)

    def module(self, name):
        path = name.replace(".", "/")
        found = [p for p in (path + ".py", f"src/{path}.py", path + "/__main__.py")
                 if p in self.repository.files]
        return found[0] if len(found) == 1 else None

    def flags(self, words, script):
        if not script.endswith(".py"):
            return
        source = self.repository.read(script)
        if source is None or re.search(r"parse_known_args|HfArgumentParser|fire\.Fire|parents\s*="
                                       r"|hydra|add_subparsers", source):
            return
        vague = any(re.search(r"\.\.\.|…|[<\[{]|^--?h(?:elp)?$|^--version$|\$[@*]", word)
                    for word, _ in words)
        for word, number in words[1:]:
            match = re.match(r"^--([A-Za-z][\w-]*)(?:=|$)", word)
            if not match:
                continue
            defined = list(re.finditer(
                rf"(?:add_argument|\boption)\(\s*(?:[\"']-\w+[\"']\s*,\s*)?[\"']--{match.group(1)}"
                rf"[\"']([^()]*(?:\([^()]*\)[^()]*)*)\)", source))
            if len(defined) == 1:
                required = "required=True" in defined[0].group(1).replace(" ", "")
                yield Named("required" if required else "flag", self.path, number, word, script,
                            "--" + match.group(1))
        if not vague and len(words) > 1 and re.search(
                r"^(\s*)(\w+)\.add_argument\(", source, re.M):
            yield Named("new-required", self.path, words[0][1], words[0][0], script,
                        lines=tuple(sorted({number for _, number in words})))

    def imports(self):
        modules = {}
        for line in self.lines:
            if line.label is None or line.label not in PYTHON | {""}:
                modules = {}
                continue
            found = FROM.match(line.text)
            if found:
                yield from self.imported(line.number, found.group(1),
                                         re.split(r"\s*,\s*", found.group(2)))
                continue
            found = IMPORT.match(line.text)
            if found:
                if found.group(2) or "." not in found.group(1):
                    modules[found.group(2) or found.group(1)] = found.group(1)
                yield from self.imported(line.number, found.group(1), [])
                continue
            for found in re.finditer(r"\b(\w+)\.(\w+)\(", line.text.split("#")[0]):
                if found.group(1) in modules:
                    yield from self.imported(line.number, modules[found.group(1)],
                                             [found.group(2)], False)

    def imported(self, number, module, names, is_import=True):
        path = module.replace(".", "/")
        own = [p for folder in ("", "src/", "python/") for p in
               (f"{folder}{path}.py", f"{folder}{path}/__init__.py") if p in self.repository.files]
        if len(own) != 1:
            return
        if is_import and not own[0].endswith("__init__.py"):
            yield Named("import", self.path, number, module, own[0])
        for name in names:
            # what is renamed everywhere must not be a word of another meaning
            if len(name) > 4 and (re.search(r"[A-Z_]", name[1:])) and \
                    not name.startswith("__"):
                yield Named("name", self.path, number, f"{module}.{name}", own[0], name)
