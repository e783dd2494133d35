#include "facts/python_names.h"

#include <stdlib.h>
#include <string.h>

/* sys.stdlib_module_names of Python 3.11 without private names, and what 3.6 had beside it. Sorted
 * by bytes. */
static const char *const standard[] = {
    "abc",
    "aifc",
    "argparse",
    "array",
    "ast",
    "asynchat",
    "asyncio",
    "asyncore",
    "atexit",
    "audioop",
    "base64",
    "bdb",
    "binascii",
    "binhex",
    "bisect",
    "builtins",
    "bz2",
    "cProfile",
    "calendar",
    "cgi",
    "cgitb",
    "chunk",
    "cmath",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "compileall",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "crypt",
    "csv",
    "ctypes",
    "curses",
    "dataclasses",
    "datetime",
    "dbm",
    "decimal",
    "difflib",
    "dis",
    "distutils",
    "doctest",
    "dummy_threading",
    "email",
    "encodings",
    "ensurepip",
    "enum",
    "errno",
    "faulthandler",
    "fcntl",
    "filecmp",
    "fileinput",
    "fnmatch",
    "formatter",
    "fractions",
    "ftplib",
    "functools",
    "gc",
    "genericpath",
    "getopt",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "grp",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "imaplib",
    "imghdr",
    "imp",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "keyword",
    "lib2to3",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "macpath",
    "macurl2path",
    "mailbox",
    "mailcap",
    "marshal",
    "math",
    "mimetypes",
    "mmap",
    "modulefinder",
    "msilib",
    "msvcrt",
    "multiprocessing",
    "netrc",
    "nis",
    "nntplib",
    "nt",
    "ntpath",
    "nturl2path",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "ossaudiodev",
    "parser",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "pipes",
    "pkgutil",
    "platform",
    "plistlib",
    "poplib",
    "posix",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "pty",
    "pwd",
    "py_compile",
    "pyclbr",
    "pydoc",
    "pydoc_data",
    "pyexpat",
    "queue",
    "quopri",
    "random",
    "re",
    "readline",
    "reprlib",
    "resource",
    "rlcompleter",
    "runpy",
    "sched",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtpd",
    "smtplib",
    "sndhdr",
    "socket",
    "socketserver",
    "spwd",
    "sqlite3",
    "sre_compile",
    "sre_constants",
    "sre_parse",
    "ssl",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "sunau",
    "symbol",
    "symtable",
    "sys",
    "sysconfig",
    "syslog",
    "tabnanny",
    "tarfile",
    "telnetlib",
    "tempfile",
    "termios",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "tkinter",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "tracemalloc",
    "tty",
    "turtle",
    "turtledemo",
    "types",
    "typing",
    "unicodedata",
    "unittest",
    "urllib",
    "uu",
    "uuid",
    "venv",
    "warnings",
    "wave",
    "weakref",
    "webbrowser",
    "winreg",
    "winsound",
    "wsgiref",
    "xdrlib",
    "xml",
    "xmlrpc",
    "zipapp",
    "zipfile",
    "zipimport",
    "zlib",
    "zoneinfo",
};

/* Standard modules that the Python Package Index also has, as a backport to older Pythons; they
 * install. */
static const char *const backports[] = {
    "argparse",    "configparser", "contextvars", "dataclasses", "enum",
    "functools32", "importlib",    "ipaddress",   "selectors",   "statistics",
    "tomllib",     "typing",       "zoneinfo",    "distutils",   "graphlib",
};

/* Names that one imports but that are no package, a deprecated one, or somebody else's. */
static const struct alias {
    const char *key, *package;
} aliases[] = {
    {"sklearn", "scikit-learn"}, /* refuses to install since December 2023 */
    {"skimage", "scikit-image"}, /* an empty package that says so */
    {"cv2", "opencv-python"},    /* no such package */
    {"pil", "pillow"},           /* a package of 2010 without files that installers accept */
    {"dotenv", "python-dotenv"}, /* another package, whose installation fails */
    {"bs4", "beautifulsoup4"},   /* a dummy that depends on it */
    {"yaml", "pyyaml"},          /* no such package */
};

static int compare(const void *key, const void *entry)
{
    const struct str *name = key;
    const char *other = *(const char *const *)entry;
    size_t length = strlen(other);
    int order = memcmp(name->ptr, other, name->len < length ? name->len : length);

    return order ? order : (name->len > length) - (name->len < length);
}

bool python_is_standard(struct str module)
{
    return module.len && bsearch(&module, standard, sizeof(standard) / sizeof(*standard),
                                 sizeof(*standard), compare);
}

bool python_is_backport(struct str module)
{
    for (size_t i = 0; i < sizeof(backports) / sizeof(*backports); i++)
        if (str_equal(module, backports[i]))
            return true;
    return false;
}

const char *python_alias_of(const char *key)
{
    for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++)
        if (!strcmp(key, aliases[i].key))
            return aliases[i].package;
    return NULL;
}
