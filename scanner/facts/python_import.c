#include "facts/python_import.h"

#include "facts/facts.h"
#include "facts/python_names.h"
#include "facts/python_roots.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"

#include <ctype.h>
#include <string.h>

enum { MOST_PARTS = 16, MOST_DOTTED = 200, MOST_CANDIDATES = 400 };

struct imports {
    bool ready;
    struct python_roots roots;
    bool *has_python;        /* for each folder of the tree */
    struct map dependencies; /* keys of packages that manifests name */
    size_t manifests;        /* how many of them have been read into it */
};

struct imports *imports_new(const struct facts *facts)
{
    return arena_alloc(facts->arena, sizeof(struct imports));
}

/* What a name is followed through. */
struct walk {
    const struct facts *facts;
    struct str parts[MOST_PARTS];
    size_t count;
    char path[LIMIT_PATH_BYTES];
    size_t length;
    size_t done; /* parts that are there */
    bool case_twin;
    bool file;    /* it ends at a file */
    bool package; /* what the first part led to is more than a folder of other things */
    bool foreign; /* it leads into a submodule or over a link */
};

static void make_ready(const struct facts *facts, struct imports *imports)
{
    const struct tree *tree = &facts->tree;

    imports->ready = true;
    python_roots_collect(facts, &imports->roots);
    imports->has_python = arena_alloc(facts->arena, tree->folder_count * sizeof(bool));
    for (size_t i = 0; i < tree->count; i++) {
        unsigned folder = tree->files[i].folder;

        if (tree->files[i].language != LANGUAGE_PYTHON)
            continue;
        for (; !imports->has_python[folder]; folder = tree->folders[folder].parent)
            imports->has_python[folder] = true;
    }
    map_init(&imports->dependencies, facts->arena);
}

static struct imports *get(const struct facts *facts)
{
    if (!facts->imports->ready)
        make_ready(facts, facts->imports);
    return facts->imports;
}

bool import_has_python(const struct facts *facts, const char *folder)
{
    const struct tree_folder *found = tree_find_folder(&facts->tree, folder);

    return found && get(facts)->has_python[found - facts->tree.folders];
}

static const struct file *file_at(const struct walk *walk)
{
    const struct tree_file *file = tree_find(&walk->facts->tree, walk->path);

    return file ? file->file : NULL;
}

/* Puts "/" name ending behind the path; false where that is too long. */
static bool append(struct walk *walk, struct str name, const char *ending)
{
    size_t more = name.len + strlen(ending) + 1;

    if (walk->length + more + 1 > sizeof(walk->path))
        return false;
    if (walk->length)
        walk->path[walk->length++] = '/';
    memcpy(walk->path + walk->length, name.ptr, name.len);
    walk->length += name.len;
    memcpy(walk->path + walk->length, ending, strlen(ending) + 1);
    walk->length += strlen(ending);
    return true;
}

static void cut(struct walk *walk, size_t length)
{
    walk->length = length;
    walk->path[length] = '\0';
}

/* A link or a submodule stands where the name leads; what is behind is not seen from here. */
static bool is_foreign(const struct walk *walk)
{
    const struct file *file = file_at(walk);

    return file && (file->kind == FILE_GITLINK || file->kind == FILE_SYMLINK);
}

static bool take_twin(struct walk *walk, size_t before, struct str part, bool python)
{
    const char *twin;

    cut(walk, before);
    if (!append(walk, part, python ? ".py" : ""))
        return false;
    twin = tree_find_case_twin(&walk->facts->tree, walk->path);
    /* the folders above are as they were written: only the last part differs */
    if (!twin || strncmp(twin, walk->path, before) ||
        (!python && !import_has_python(walk->facts, twin)))
        return false;
    memcpy(walk->path, twin, walk->length);
    walk->case_twin = true;
    walk->file = python;
    return true;
}

/* One part further: a package, a module, a folder with Python in it, in Python's order. */
static bool step(struct walk *walk, struct str part, bool twins)
{
    size_t before = walk->length;
    bool folder;

    if (!append(walk, part, ""))
        return false;
    if (is_foreign(walk))
        return walk->foreign = true;
    folder = import_has_python(walk->facts, walk->path);
    if (folder) {
        size_t length = walk->length;
        bool package = append(walk, STR("__init__.py"), "") && file_at(walk);

        cut(walk, length);
        if (package)
            return true;
    }
    cut(walk, before);
    if (!append(walk, part, ".py"))
        return false;
    if (file_at(walk))
        return walk->file = true;
    cut(walk, before);
    if (folder)
        return append(walk, part, "");
    if (twins && (take_twin(walk, before, part, true) || take_twin(walk, before, part, false)))
        return true;
    cut(walk, before);
    return false;
}

/* From a folder along the parts, from the one numbered `from`. */
static void follow(struct walk *walk, struct str folder, size_t from, bool twins)
{
    walk->done = from;
    walk->file = walk->case_twin = walk->foreign = false;
    cut(walk, 0);
    if (folder.len && !append(walk, folder, ""))
        return;
    while (walk->done < walk->count && !walk->file && !walk->foreign) {
        if (!step(walk, walk->parts[walk->done], twins))
            return;
        walk->done++;
    }
}

static bool arrived(const struct walk *walk) { return walk->done == walk->count || walk->foreign; }

static struct import_found result(struct walk *walk, struct str folder, bool elsewhere)
{
    struct arena *arena = walk->facts->arena;
    struct import_found found = {.folder = str_dup(arena, folder), .elsewhere = elsewhere};

    if (walk->foreign) {
        found.status = IMPORT_UNKNOWN;
        return found;
    }
    if (!walk->file) {
        size_t length = walk->length;

        found.status = IMPORT_FOLDER;
        if (append(walk, STR("__init__.py"), "") && file_at(walk))
            found.status = IMPORT_FILE;
        else
            cut(walk, length);
    } else {
        found.status = IMPORT_FILE;
    }
    if (walk->case_twin)
        found.status = IMPORT_CASE;
    found.path = arena_strdup(arena, walk->path);
    return found;
}

/* --- the folders that are looked in --- */

struct places {
    struct str items[80];
    size_t count;
};

static void add_place(struct places *places, struct str folder)
{
    for (size_t i = 0; i < places->count; i++)
        if (str_same(places->items[i], folder))
            return;
    if (places->count < sizeof(places->items) / sizeof(*places->items))
        places->items[places->count++] = folder;
}

static struct str folder_of(const char *path)
{
    size_t length = (size_t)(path_base(path) - path);

    return (struct str){path, length ? length - 1 : 0};
}

static void find_places(const struct imports *imports, const struct import_site *site,
                        struct places *places)
{
    places->count = 0;
    add_place(places, site->cwd.ptr ? site->cwd : (struct str){"", 0});
    if (site->file)
        add_place(places, folder_of(site->file));
    for (size_t i = 0; i < site->folder_count; i++)
        add_place(places, site->folders[i]);
    for (size_t i = 0; i < imports->roots.folders.count; i++)
        add_place(places, imports->roots.folders.items[i]);
}

/* The folder from which the whole name is found, wherever in the tree; several: count > 1. */
static size_t find_elsewhere(struct walk *walk, struct str *ret_folder)
{
    const struct tree *tree = &walk->facts->tree;
    struct str last = walk->parts[walk->count - 1];
    const char *names[2] = {arena_printf(walk->facts->arena, "%.*s.py", (int)last.len, last.ptr),
                            "__init__.py"};
    size_t count = 0, looked = 0;

    for (size_t n = 0; n < 2; n++) {
        const struct tree_file *file = NULL;

        while ((file = tree_next_named(tree, names[n], file)) && looked++ < MOST_CANDIDATES) {
            struct str rest = folder_of(file->file->path);
            size_t left = n ? walk->count : walk->count - 1;

            while (left) {
                struct str part = walk->parts[left - 1];

                if (rest.len < part.len ||
                    memcmp(rest.ptr + rest.len - part.len, part.ptr, part.len) ||
                    (rest.len > part.len && rest.ptr[rest.len - part.len - 1] != '/'))
                    break;
                rest.len -= part.len + (rest.len > part.len);
                left--;
            }
            if (left)
                continue;
            if (!count || !str_same(*ret_folder, rest))
                count++;
            *ret_folder = rest;
        }
    }
    return count;
}

/* A module of a package is found from the package's folder by nobody but a script beside it. */
static bool in_package(const struct facts *facts, struct str folder)
{
    const char *init = arena_printf(facts->arena, "%.*s%s__init__.py", (int)folder.len, folder.ptr,
                                    folder.len ? "/" : "");

    return tree_find(&facts->tree, init) != NULL;
}

/* Of its kind the first that Python finds counts, which a plain folder is not. */
static bool is_package(const struct facts *facts, struct str folder, size_t done, struct str name)
{
    return done &&
           in_package(facts,
                      str_of(arena_printf(facts->arena, "%.*s%s%.*s", (int)folder.len, folder.ptr,
                                          folder.len ? "/" : "", (int)name.len, name.ptr)));
}

/* --- what is not here --- */

/* Modules of Python 2 that 3 has not, or has in lower case. */
static bool is_python2_standard(struct str name)
{
    static const char *const names[] = {"BaseHTTPServer",
                                        "ConfigParser",
                                        "Cookie",
                                        "HTMLParser",
                                        "Queue",
                                        "SimpleHTTPServer",
                                        "SocketServer",
                                        "StringIO",
                                        "Tkinter",
                                        "UserDict",
                                        "__builtin__",
                                        "__future__",
                                        "__main__",
                                        "cPickle",
                                        "cStringIO",
                                        "commands",
                                        "cookielib",
                                        "copy_reg",
                                        "exceptions",
                                        "httplib",
                                        "md5",
                                        "sets",
                                        "sha",
                                        "thread",
                                        "tkMessageBox",
                                        "urllib2",
                                        "urlparse",
                                        "xmlrpclib",
                                        "tkFileDialog",
                                        "anydbm",
                                        "new",
                                        "robotparser",
                                        "htmlentitydefs",
                                        "dummy_thread",
                                        "mutex"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (str_equal(name, names[i]))
            return true;
    return false;
}

bool import_is_declared(const struct facts *facts, struct str module)
{
    struct imports *imports = get(facts);
    struct arena *arena = facts->arena;
    const char *key = package_key(arena, module);
    const char *alias = python_alias_of(key);

    for (; imports->manifests < facts->manifests.all.count; imports->manifests++) {
        const struct manifest *manifest = &facts->manifests.all.items[imports->manifests];

        for (size_t i = 0; i < manifest->dependencies.count; i++) {
            struct str rest = str_of(manifest->dependencies.items[i].key);

            /* each word of the name, and all behind it: opencv-python, python-dotenv, faiss-gpu */
            (void)map_put(&imports->dependencies, rest, 1);
            for (size_t at = 0; at < rest.len; at++) {
                size_t end = at;

                if (at && rest.ptr[at - 1] != '-')
                    continue;
                while (end < rest.len && rest.ptr[end] != '-')
                    end++;
                (void)map_put(&imports->dependencies, str_slice(rest, at, end), 1);
                (void)map_put(&imports->dependencies, str_slice(rest, at, rest.len), 1);
                (void)map_put(&imports->dependencies, str_slice(rest, 0, end), 1);
            }
        }
    }
    return map_get(&imports->dependencies, str_of(key)) != MAP_NONE ||
           (alias && map_get(&imports->dependencies, str_of(alias)) != MAP_NONE);
}

/* Names that a build writes. */
static bool is_generated(struct str name)
{
    return str_ends(name, "_pb2") || str_ends(name, "_pb2_grpc") || str_contains(name, "version") ||
           str_ends(name, "_cuda") || str_ends(name, "_ext") || str_equal(name, "_C") ||
           str_starts(name, "_cpp") || str_equal(name, "_ext");
}

bool import_is_compiled(const struct facts *facts, struct str name)
{
    static const char *const endings[] = {".pyx", ".pyi", ".so",  ".pyd", ".cpp", ".cc", ".c",
                                          ".cu",  ".rs",  ".f90", ".f",   ".pyf", ".i",  ".proto"};
    const struct imports *imports = get(facts);

    if (!name.len || name.len > MOST_DOTTED)
        return false;
    if (is_generated(name))
        return true;
    for (size_t i = 0; i < imports->roots.compiled.count; i++)
        if (str_same(imports->roots.compiled.items[i], name))
            return true;
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        char base[MOST_DOTTED + 8];

        memcpy(base, name.ptr, name.len);
        memcpy(base + name.len, endings[i], strlen(endings[i]) + 1);
        if (tree_next_named(&facts->tree, base, NULL))
            return true;
    }
    return false;
}

/* A package that is built from another language may have a name that no folder has. */
static bool is_built(const struct facts *facts)
{
    static const enum language languages[] = {LANGUAGE_C,       LANGUAGE_CPP,  LANGUAGE_CUDA,
                                              LANGUAGE_FORTRAN, LANGUAGE_RUST, LANGUAGE_JAVA,
                                              LANGUAGE_GO,      LANGUAGE_JULIA};

    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
        if (facts->tree.languages[languages[i]])
            return true;
    return false;
}

static bool in_submodule(const struct imports *imports, struct str name)
{
    for (size_t i = 0; i < imports->roots.submodules.count; i++) {
        struct str path = imports->roots.submodules.items[i];

        if (path.len >= name.len &&
            !strncasecmp(path.ptr + path.len - name.len, name.ptr, name.len))
            return true;
    }
    return false;
}

static struct import_found absent(const struct walk *walk, const struct walk *deepest,
                                  struct str folder)
{
    struct arena *arena = walk->facts->arena;
    struct str part = deepest->parts[deepest->done];
    struct import_found found = {.status = IMPORT_ABSENT,
                                 .folder = str_dup(arena, folder),
                                 .absent = str_of(str_dup(arena, part))};

    if (deepest->done)
        found.there = arena_strdup(arena, deepest->path);
    if (import_is_compiled(walk->facts, part) || walk->facts->snapshot->files_partial)
        found.status = IMPORT_UNKNOWN;
    return found;
}

/* --- the question --- */

static bool split(struct walk *walk, struct str dotted)
{
    if (dotted.len > MOST_DOTTED)
        return false;
    while (dotted.len) {
        const char *dot = memchr(dotted.ptr, '.', dotted.len);
        size_t length = dot ? (size_t)(dot - dotted.ptr) : dotted.len;

        if (walk->count == MOST_PARTS || !length)
            return false;
        walk->parts[walk->count++] = str_slice(dotted, 0, length);
        dotted = str_slice(dotted, length + 1, dotted.len);
    }
    return true;
}

static struct import_found find_relative(struct walk *walk, const struct import_site *site,
                                         unsigned level)
{
    struct str folder = site->file ? folder_of(site->file) : (struct str){0};

    if (!site->file)
        return (struct import_found){.status = IMPORT_UNKNOWN};
    while (--level) {
        if (!folder.len)
            return (struct import_found){.status = IMPORT_UNKNOWN};
        while (folder.len && folder.ptr[folder.len - 1] != '/')
            folder.len--;
        folder.len -= folder.len > 0;
    }
    follow(walk, folder, 0, true);
    if (arrived(walk))
        return result(walk, folder, false);
    if (in_submodule(get(walk->facts), walk->parts[walk->done]))
        return (struct import_found){.status = IMPORT_UNKNOWN};
    if (!walk->done) { /* beside the importing file: its folder is what is there */
        struct import_found found = absent(walk, walk, folder);

        found.there = str_dup(walk->facts->arena, folder);
        return found;
    }
    return absent(walk, walk, folder);
}

static struct import_found find_absolute(struct walk *walk, const struct import_site *site)
{
    const struct facts *facts = walk->facts;
    const struct imports *imports = get(facts);
    struct places places;
    struct walk deepest = {0};
    struct str folder = {0}, deepest_folder = {0};
    size_t others;

    for (size_t i = 0; i < imports->roots.mappings.count; i++)
        if (str_same(imports->roots.mappings.items[i].package, walk->parts[0])) {
            follow(walk, imports->roots.mappings.items[i].folder, 1, false);
            if (arrived(walk))
                return result(walk, imports->roots.mappings.items[i].folder, false);
            return (struct import_found){.status = IMPORT_UNKNOWN};
        }
    find_places(imports, site, &places);
    for (size_t i = 0; i < places.count; i++) {
        follow(walk, places.items[i], 0, false);
        if (arrived(walk)) {
            struct import_found found = result(walk, places.items[i], false);

            /* an installed package comes before a folder that is none */
            if (found.status == IMPORT_FOLDER && import_is_declared(facts, walk->parts[0]) &&
                !manifests_own_package(&facts->manifests, walk->parts[0]))
                return (struct import_found){.status = IMPORT_DECLARED};
            return found;
        }
        if (walk->done > deepest.done) {
            deepest = *walk;
            deepest_folder = places.items[i];
        }
    }
    if (!deepest.done &&
        (python_is_standard(walk->parts[0]) || is_python2_standard(walk->parts[0])))
        return (struct import_found){.status = IMPORT_STANDARD};
    others = find_elsewhere(walk, &folder);
    if (others == 1 && !in_package(facts, folder)) {
        follow(walk, folder, 0, false);
        if (arrived(walk))
            return result(walk, folder, true);
    }
    if (others && import_is_declared(facts, walk->parts[0]) && !deepest.done)
        return (struct import_found){.status = IMPORT_DECLARED};
    if (others || (in_submodule(imports, walk->parts[0]) &&
                   !is_package(facts, deepest_folder, deepest.done, walk->parts[0])))
        return (struct import_found){.status = IMPORT_UNKNOWN};
    if (python_is_standard(walk->parts[0]) || is_python2_standard(walk->parts[0]))
        return (struct import_found){.status = IMPORT_STANDARD};
    if (import_is_declared(facts, walk->parts[0]) &&
        !manifests_own_package(&facts->manifests, walk->parts[0]))
        return (struct import_found){.status = deepest.done ? IMPORT_UNKNOWN : IMPORT_DECLARED};
    for (size_t i = 0; i < places.count; i++) {
        follow(walk, places.items[i], 0, true);
        if (arrived(walk))
            return result(walk, places.items[i], false);
    }
    if (!deepest.done && !manifests_own_package(&facts->manifests, walk->parts[0]))
        return (struct import_found){.status = import_is_compiled(facts, walk->parts[0])
                                                   ? IMPORT_UNKNOWN
                                                   : IMPORT_UNDECLARED};
    if (!deepest.done) {
        if (is_built(facts))
            return (struct import_found){.status = IMPORT_UNKNOWN};
        walk->done = 0;
        deepest = *walk;
    }
    return absent(walk, &deepest, deepest_folder);
}

struct import_found import_find(const struct facts *facts, const struct import_site *site,
                                struct str dotted, unsigned level)
{
    struct walk walk = {.facts = facts};

    if (!split(&walk, dotted))
        return (struct import_found){.status = IMPORT_UNKNOWN};
    if (level)
        return find_relative(&walk, site, level);
    if (!walk.count)
        return (struct import_found){.status = IMPORT_UNKNOWN};
    return find_absolute(&walk, site);
}
