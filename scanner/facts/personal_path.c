/* Paths that exist on one machine: a home, a cluster's file system, a drive. What a path is
 * called tells little, since every cluster has names of its own; so a path counts where its first
 * part is no folder of the system and the line uses it as a file's name. */
#include "facts/code.h"
#include "util/limits.h"
#include "util/phrase.h"

#include <string.h>

enum { FOUND_MOST = 200 };

struct state {
    size_t found;
};

/* First parts that every machine of a kind has: the system's, a container's, a hosted notebook's;
 * and those that stand for a name to fill in. */
static const char *const common_roots[] = {"usr",
                                           "bin",
                                           "sbin",
                                           "lib",
                                           "lib64",
                                           "lib32",
                                           "etc",
                                           "dev",
                                           "proc",
                                           "sys",
                                           "tmp",
                                           "var",
                                           "run",
                                           "opt",
                                           "boot",
                                           "srv",
                                           "root",
                                           "nix",
                                           "mingw64",
                                           "mingw32",
                                           "ucrt64",
                                           "Applications",
                                           "Library",
                                           "System",
                                           "cygdrive",
                                           "snap",
                                           "content",
                                           "kaggle",
                                           "workspace",
                                           "workspaces",
                                           "workdir",
                                           "app",
                                           "github",
                                           "dbfs",
                                           "databricks",
                                           "code",
                                           "src",
                                           "repo",
                                           "build",
                                           "builds",
                                           "conda",
                                           "miniconda3",
                                           "databricks-datasets",
                                           "pytorch",
                                           "path",
                                           "PATH",
                                           "your",
                                           "some",
                                           "foo",
                                           "bar",
                                           "dir",
                                           "folder",
                                           "absolute",
                                           "full",
                                           "my",
                                           "abs",
                                           "example",
                                           "examples",
                                           "a",
                                           "x",
                                           "docker",
                                           "container",
                                           "host",
                                           "mount",
                                           "input",
                                           "output",
                                           "tf",
                                           "out",
                                           "in",
                                           "api",
                                           "v1",
                                           "v2",
                                           "static",
                                           "images",
                                           "img",
                                           "assets",
                                           "pkg",
                                           "testbed",
                                           "sd",
                                           "private",
                                           "dataset_path",
                                           "model_path",
                                           "somewhere",
                                           "specific",
                                           NULL};

/* First parts that say on their own that a person or a cluster is behind them. */
static const char *const home_roots[] = {"home", "Users", NULL};
static const char *const mount_roots[] = {"mnt",    "media",  "scratch", "data", "nfs",     "gpfs",
                                          "lustre", "export", "afs",     "net",  "Volumes", NULL};

/* What stands for a name that the reader is to fill in. */
static const char *const placeholders[] = {
    "<",         ">",       "...",   "xxx",     "XX",       "path/to",  "path_to",
    "PATH_TO",   "Path/To", "your",  "YOUR",    "username", "USERNAME", "user_name",
    "somewhere", "/foo/",   "/bar/", "example", NULL};

/* Homes of nobody: of containers and hosted runners, and of people in examples. */
static const char *const nobody[] = {
    "user",    "USER",    "me",        "name",    "someone",   "somebody", "myuser",    "myname",
    "alice",   "bob",     "joe",       "john",    "jane",      "docs",     "xyz",       "foo",
    "bar",     "vsts",    "runner",    "vagrant", "ubuntu",    "ec2-user", "jovyan",    "node",
    "appuser", "gitpod",  "circleci",  "travis",  "docker",    "vscode",   "linuxbrew", "Shared",
    "Public",  "sandbox", "admin",     "root",    "app",       "dev",      "developer", "work",
    "builder", "conda",   "mambauser", "coder",   "codespace", "XQuartz",  "x",         "u",
    "a",       NULL};

/* Words of a line that uses a path, and of one that means another kind of thing. */
static const char *const file_words[] = {
    "path",    "dir",  "folder", "root",  "file",  "ckpt",   "checkpoint", "weight",  "load",
    "save",    "open", "read",   "write", "cache", "setwd",  "addpath",    "include", "source",
    "default", "data", "home",   "base",  "chdir", "output", "input",      "model",   NULL};
static const char *const other_words[] = {
    "route",     "url",      "uri",      "http",         "endpoint", "api",      "request",
    "href",      "fetch(",   "re.",      "regex",        "match",    "xpath",    "topic",
    "namespace", "group",    "h5",       "hdf",          "router",   "redirect", "selector",
    "assert",    "ftp",      "s3:",      "gs:",          "hdfs",     "viewfs",   "docker",
    "volume",    "registry", "mime",     "content-type", "key",      "tag",      "scope",
    "label",     "xml",      ".get(\"/", ".post(\"/",    ".get('/",  ".post('/", NULL};

/* Languages whose strings are names in a web page or a service more often than files. */
static bool is_web(enum language language)
{
    return language == LANGUAGE_JAVASCRIPT || language == LANGUAGE_TYPESCRIPT ||
           language == LANGUAGE_PHP || language == LANGUAGE_RUBY || language == LANGUAGE_GO ||
           language == LANGUAGE_JAVA || language == LANGUAGE_KOTLIN || language == LANGUAGE_SWIFT ||
           language == LANGUAGE_CSHARP;
}

static bool contains_any(struct str text, const char *const *words)
{
    for (; *words; words++)
        if (str_contains(text, *words))
            return true;
    return false;
}

static bool contains_any_nocase(struct str text, const char *const *words)
{
    for (; *words; words++)
        if (str_contains_nocase(text, *words))
            return true;
    return false;
}

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++)
        if (str_equal(word, *words))
            return true;
    return false;
}

/* "data1", "disk02", "ssd0": a mount by number. */
static bool is_numbered(struct str root)
{
    return root.len > 2 && root.ptr[root.len - 1] >= '0' && root.ptr[root.len - 1] <= '9';
}

struct parts {
    struct str first, second, last;
    size_t count;
};

static struct parts split(struct str path)
{
    struct parts parts = {0};

    for (size_t at = 0; at < path.len;) {
        size_t end = at;

        while (end < path.len && path.ptr[end] != '/' && path.ptr[end] != '\\')
            end++;
        if (end > at) {
            parts.last = str_slice(path, at, end);
            if (!parts.count)
                parts.first = parts.last;
            else if (parts.count == 1)
                parts.second = parts.last;
            parts.count++;
        }
        at = end + 1;
    }
    return parts;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80 ||
           (byte && strchr("_-.+@=,~ ", byte));
}

/* Every part has a name that a file may have. */
static bool is_plain(struct str path, bool drive)
{
    bool named = true;

    for (size_t i = 0; i < path.len; i++) {
        char byte = path.ptr[i];

        if (byte == '/' || (drive && byte == '\\')) {
            /* two backslashes are one separator, two slashes are none */
            if (!named && i && !(drive && byte == '\\'))
                return false;
            named = false;
        } else if (!is_name_byte(byte)) {
            return false;
        } else {
            named = true;
        }
    }
    return true;
}

/* "/x/y": whether the line means a file of somebody's own machine. */
static bool is_own_absolute(const struct source *source, struct str line, struct str path)
{
    struct parts parts = split(path);
    bool dotted = memchr(parts.last.ptr ? parts.last.ptr : "", '.', parts.last.len) != NULL;

    if (parts.count < 2 || is_one_of(parts.first, common_roots) ||
        memchr(parts.first.ptr, '.', parts.first.len))
        return false;
    if (is_one_of(parts.first, home_roots))
        return !is_one_of(parts.second, nobody) &&
               !contains_any_nocase(line, (const char *const[]){"http", "url", "href", NULL}) &&
               !(parts.count == 2 && dotted && is_web(source->language));
    if (is_web(source->language) || contains_any_nocase(line, other_words) ||
        !contains_any_nocase(line, file_words))
        return false;
    if (is_one_of(parts.first, mount_roots) || is_numbered(parts.first))
        return parts.count >= 2;
    return parts.count >= 4 || (parts.count >= 3 && (dotted || str_ends(path, "/")));
}

/* "~/x/y" of somebody's own layout; "~/.cache/x" is everybody's. */
static bool is_own_home(struct str path)
{
    static const char *const shared[] = {"data",      "Downloads",  "datasets",    "Desktop",
                                         "Documents", "miniconda3", "anaconda3",   "bin",
                                         "local",     "tmp",        "Data",        "Library",
                                         "miniconda", "anaconda",   "catkin_ws",   "venv",
                                         "env",       "python_env", "virtualenvs", NULL};
    struct parts parts = split(path);

    return parts.count >= 3 && parts.second.len && parts.second.ptr[0] != '.' &&
           !is_one_of(parts.second, shared);
}

static struct str third_of(struct str path)
{
    struct parts parts = split(path);

    return split(str_slice(path, (size_t)(parts.second.ptr - path.ptr), path.len)).second;
}

/* "C:\x\y", "d:/x/y", but not what every Windows has. */
static bool is_own_drive(struct str path)
{
    static const char *const system[] = {"Program Files",
                                         "Program Files (x86)",
                                         "Windows",
                                         "ProgramData",
                                         "WINDOWS",
                                         "Python27",
                                         "path",
                                         "Users",
                                         "windows",
                                         "tools",
                                         "msys64",
                                         "cygwin",
                                         "Temp",
                                         "temp",
                                         "tmp",
                                         "hostedtoolcache",
                                         "vcpkg",
                                         "mingw64",
                                         NULL};
    struct parts parts = split(path);

    if (parts.count < 3 || parts.first.len != 2)
        return false;
    return !(is_one_of(parts.second, system) || str_equal_nocase(parts.second, "users")) ||
           (str_equal_nocase(parts.second, "Users") && parts.count >= 4 &&
            !is_one_of(third_of(path), nobody));
}

static bool is_drive(struct str text)
{
    char letter = text.len > 3 ? (char)(text.ptr[0] | 32) : ' ';

    return letter >= 'a' && letter <= 'z' && text.ptr[1] == ':' &&
           (text.ptr[2] == '\\' || text.ptr[2] == '/') && text.ptr[3] != '/';
}

/* What a name is put into ends what can be judged: "/x/y/{version}/z" is judged as "/x/y/". */
static struct str without_blanks_to_fill(struct str path)
{
    for (size_t i = 0; i < path.len; i++)
        if (strchr("{%$*", path.ptr[i]))
            return str_slice(path, 0, i);
    return path;
}

static bool is_own(const struct source *source, struct str line, struct str path)
{
    bool home = str_starts(path, "~/"), drive = is_drive(path);

    if (path.len < 4 || path.len > 300 || !(path.ptr[0] == '/' || home || drive))
        return false;
    if (contains_any(path, placeholders))
        return false;
    path = without_blanks_to_fill(path);
    if (!is_plain(str_slice(path, drive ? 2 : 0, path.len), drive))
        return false;
    return drive  ? is_own_drive(path)
           : home ? is_own_home(path)
                  : is_own_absolute(source, line, path);
}

/* A string that continues what stands before it is no path of its own: base + '/x/y',
 * paste0(base, '/x'), [base '/x/y']. */
static bool is_fragment(const struct source *source, struct str line, size_t quote)
{
    static const char *const joins[] = {"join(",    "paste",   "file.path(", "fullfile(", "strcat",
                                        "sprintf",  "concat(", "joinpath(",  "append(",   "string(",
                                        "horzcat(", "path(",   "here(",      "glue(",     NULL};
    size_t at = quote;

    while (at && (line.ptr[at - 1] == ' ' || strchr("rRuUbBfFL", line.ptr[at - 1])))
        at--;
    if (!at)
        return source->language != LANGUAGE_MATLAB || quote != 0;
    switch (line.ptr[at - 1]) {
    case '=':
    case '(':
    case '[':
    case '{':
    case ':':
        return false;
    case ',':
        return contains_any(str_slice(line, 0, at), joins) ||
               (source->language == LANGUAGE_MATLAB && memchr(line.ptr, '[', at));
    default:
        break;
    }
    /* "return '/x/y'", "in '/x'", "<- '/x'" */
    return !(str_ends(str_slice(line, 0, at), "return") || str_ends(str_slice(line, 0, at), "<-") ||
             str_ends(str_slice(line, 0, at), "in") ||
             str_ends(str_slice(line, 0, at), "include") ||
             str_ends(str_slice(line, 0, at), "or") || str_ends(str_slice(line, 0, at), "else"));
}

static const char *status_of(const struct source *source, struct str line)
{
    if (source->entry)
        return "entry";
    /* an example or a benchmark is off the way of most readers */
    if (source->file->roles & ROLE_EXAMPLE || text_starts(source->file->file->path, "bench"))
        return "elsewhere";
    if (source->settings || phrase_in(line, "default"))
        return "default";
    return "elsewhere";
}

static void report(struct facts *facts, struct state *state, const struct source *source,
                   const struct source_line *line, struct str path)
{
    if (state->found++ < FOUND_MOST)
        facts_observe(facts, OBSERVATION_PERSONAL_PATH, status_of(source, line->text),
                      source->file->file->path, line->number, path);
}

/* A string literal: the whole of it is a path, or (in a command) a home stands among its words. */
static bool look_at_string(struct facts *facts, struct state *state, const struct source *source,
                           const struct source_line *line, size_t quote, size_t end)
{
    struct str text = str_slice(line->code, quote + 1, end);
    struct str rest = text, word;

    if (text.len < 4)
        return false;
    if (text.ptr[0] == '/' || text.ptr[0] == '~' || is_drive(text)) {
        if (is_fragment(source, line->code, quote) || !is_own(source, line->code, text))
            return false;
        report(facts, state, source, line, text);
        return true;
    }
    while (str_next_word(&rest, &word)) {
        const char *equals = memchr(word.ptr, '=', word.len);

        if (equals)
            word = str_slice(word, (size_t)(equals - word.ptr) + 1, word.len);
        if ((str_starts(word, "/home/") || str_starts(word, "/Users/")) &&
            is_own(source, line->code, word)) {
            report(facts, state, source, line, word);
            return true;
        }
    }
    return false;
}

static void look_at_strings(struct facts *facts, struct state *state, const struct source *source,
                            const struct source_line *line)
{
    struct str code = line->code;

    for (size_t at = 0; at < code.len; at++) {
        char quote = code.ptr[at];
        size_t end = at + 1;

        if (quote != '"' && quote != '\'' && quote != '`')
            continue;
        while (end < code.len && code.ptr[end] != quote)
            end +=
                code.ptr[end] == '\\' && end + 1 < code.len && code.ptr[end + 1] == quote ? 2 : 1;
        if (end >= code.len)
            return;
        /* a key of a mapping is a name, whatever it looks like */
        if (!(source->settings && end + 1 < code.len && code.ptr[end + 1] == ':') &&
            look_at_string(facts, state, source, line, at, end))
            return; /* one a line is enough to open it */
        at = end;
    }
}

/* Whether a path may begin behind this separator: it does not go on from "${x}", "$(pwd)", "<x>", a
 * quoted beginning, a scheme ("gs:") or a drive ("C:"). */
static bool begins_path(struct str line, size_t at)
{
    if (!at)
        return true;
    switch (line.ptr[at - 1]) {
    case '}':
    case ')':
    case ']':
    case '>': /* "<your-data>/train.tsv" */
        return false;
    case '"':
    case '\'':
    case '`':
        return at == 1 || strchr(" \t=:([{,", line.ptr[at - 2]);
    case ':':
        return !(at == 2 || (at > 2 && strchr(" =\"'", line.ptr[at - 3]))) &&
               !(at < line.len - 1 && line.ptr[at + 1] == '/');
    default:
        return true;
    }
}

/* Shells and settings have paths without quotes. */
static void look_at_words(struct facts *facts, struct state *state, const struct source *source,
                          const struct source_line *line)
{
    static const char separators[] = " \t=:;\"'`()[]{},|&<>";
    struct str code = line->code;
    bool item = str_starts(str_trim(code), "- /");

    for (size_t at = 0; at < code.len;) {
        size_t end = at;
        struct str word;

        while (end < code.len && !strchr(separators, code.ptr[end]))
            end++;
        word = str_slice(code, at, end);
        /* what a ':' follows is a key; an item of a list may be a group of settings */
        if (word.len > 3 && begins_path(code, at) && is_own(source, code, word) &&
            !(source->settings && (item || (end < code.len && code.ptr[end] == ':')) &&
              !str_starts(word, "/home/") && !str_starts(word, "/Users/"))) {
            report(facts, state, source, line, word);
            return;
        }
        at = end + 1;
    }
}

static void look_at_line(struct facts *facts, void *state, const struct source *source,
                         const struct source_line *line)
{
    struct str code = line->code;

    if (source->file->roles & ROLE_TEST || code.len < 5 || code.len > LIMIT_LINE_BYTES - 1 ||
        (!memchr(code.ptr, '/', code.len) && !memchr(code.ptr, '\\', code.len)))
        return;
    if (source->settings || source->language == LANGUAGE_SHELL)
        look_at_words(facts, state, source, line);
    else
        look_at_strings(facts, state, source, line);
}

/* How a path begins within a line: behind a quote in code, behind any separator elsewhere. */
static bool word_of(size_t index, struct str *ret_word)
{
    static const char *const words[] = {
        "~/", ":\\", "/home/", "/Users/", " /", "\t/", "=/", ":/", ";/", "\"/", "'/", "`/",
        "(/", ")/",  "[/",     "]/",      "{/", "}/",  ",/", "|/", "&/", "</",  ">/",
    };

    if (index >= sizeof(words) / sizeof(*words))
        return false;
    *ret_word = str_of(words[index]);
    return true;
}

static void finish(struct facts *facts, void *state, const struct code_seen *seen)
{
    const struct state *paths = state;

    code_bool(facts, METRIC_INSTALL_PERSONAL_PATH, paths->found != 0, seen);
    if (seen->unread)
        facts_unknown(facts, METRIC_INSTALL_PERSONAL_PATHS, seen->why);
    else
        facts_integer(facts, METRIC_INSTALL_PERSONAL_PATHS, (int64_t)paths->found);
}

const struct line_scanner personal_path_scanner = {
    .state_size = sizeof(struct state),
    .word = word_of,
    .line = look_at_line,
    .finish = finish,
};
