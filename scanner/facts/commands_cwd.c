/* Which folder a reader is in when a command of a page runs: `cd` followed from the top of each
 * section on. */
#include "facts/commands.h"

#include "facts/tree.h"
#include "util/arena.h"
#include "util/shell.h"

#include <string.h>
#include <strings.h>

enum { DEPTH = 8 /* subshells within each other */ };

struct place {
    struct str path; /* from the repository's root; ".." or "../x" lies above it */
    bool elsewhere;
};

struct walk {
    struct arena *arena;             /* for what is needed on the way */
    const struct snapshot *snapshot; /* NULL: not known */
    const struct tree *tree;         /* NULL: not known */
    struct place here, before;       /* `cd -` goes to before */
    struct place outer[DEPTH];       /* where each open subshell began */
    unsigned depth;
    struct str clone; /* folder of this repository's clone that nobody entered yet; empty: none */
    struct str own;   /* that folder's name, once a clone was shown */
    struct str made;  /* the last folder that mkdir made */
};

static struct str join(struct arena *arena, struct str folder, struct str name)
{
    if (!folder.len)
        return name;
    return str_of(
        arena_printf(arena, "%.*s/%.*s", (int)folder.len, folder.ptr, (int)name.len, name.ptr));
}

static struct str last_part(struct str path)
{
    size_t at = path.len;

    while (at && path.ptr[at - 1] != '/')
        at--;
    return str_slice(path, at, path.len);
}

/* The folder that git clone makes of an address: its last part without ".git". */
static struct str clone_folder(struct str url)
{
    struct str name;

    while (str_ends(url, "/"))
        url.len--;
    name = last_part(url);
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == ':') /* host:name */
            name = str_slice(name, i + 1, name.len);
    if (str_ends(name, ".git"))
        name.len -= 4;
    return name;
}

static bool same_nocase(struct str a, struct str b)
{
    return a.len == b.len && (!a.len || !strncasecmp(a.ptr, b.ptr, a.len));
}

/* The repository's own name, without its owner; empty: not known. */
static struct str own_name(const struct walk *walk)
{
    struct str name = {NULL, 0};

    if (walk->snapshot && walk->snapshot->url)
        name = clone_folder(str_of(walk->snapshot->url));
    else if (walk->snapshot && walk->snapshot->name)
        name = last_part(str_of(walk->snapshot->name));
    return (struct str){str_dup(walk->arena, name), name.len};
}

static bool has_folder(const struct walk *walk, struct str path)
{
    return walk->tree && tree_has_folder(walk->tree, str_dup(walk->arena, path));
}

/* `git clone ADDRESS [FOLDER]`: remembers the folder where it is this repository's. Without a
 * name to compare, the first clone of a page is taken for it. */
static void note_clone(struct walk *walk, const struct shell_word *words, size_t count)
{
    struct str url = {NULL, 0}, folder = {NULL, 0}, name = own_name(walk);

    for (size_t i = 2; i < count && !words[i].redirection; i++) {
        if (str_starts(words[i].text, "-")) {
            i += str_equal(words[i].text, "-b") || str_equal(words[i].text, "--branch") ||
                 str_equal(words[i].text, "--depth") || str_equal(words[i].text, "-c");
            continue;
        }
        if (!url.len)
            url = words[i].text;
        else if (!folder.len)
            folder = words[i].text;
    }
    if (!url.len)
        return;
    if (!folder.len)
        folder = clone_folder(url);
    if (name.len ? !same_nocase(clone_folder(url), name) && !same_nocase(folder, name)
                 : walk->own.len > 0 && !same_nocase(folder, walk->own))
        return;
    walk->clone = walk->own = (struct str){str_dup(walk->arena, folder), folder.len};
    walk->here = (struct place){0};
}

/* A folder as archives of a forge name it: "name", "name-main", "name-master". */
static bool is_own_folder(const struct walk *walk, struct str folder)
{
    struct str name = own_name(walk);

    if (walk->own.len && same_nocase(folder, walk->own))
        return true;
    if (str_ends(folder, "-main"))
        folder.len -= strlen("-main");
    else if (str_ends(folder, "-master"))
        folder.len -= strlen("-master");
    return name.len && same_nocase(folder, name);
}

static bool cannot_be_told(struct str path)
{
    for (size_t i = 0; i < path.len; i++)
        if (strchr("$<>{}*`~", path.ptr[i]))
            return true;
    return str_starts(path, "/") || str_contains_nocase(path, "path/to") ||
           str_contains_nocase(path, "your") || (path.len > 1 && path.ptr[1] == ':');
}

/* One step of a path: a folder's name. */
static void enter(struct walk *walk, struct str part)
{
    struct place *here = &walk->here;
    struct str inner, name = {str_dup(walk->arena, part), part.len};

    if (!part.len || str_equal(part, "."))
        return;
    if (str_equal(part, "..")) {
        struct str last = last_part(here->path);

        if (!here->path.len || str_equal(last, "..")) {
            here->path = join(walk->arena, here->path, STR(".."));
            here->elsewhere = true;
            return;
        }
        here->path.len -= last.len;
        if (here->path.len)
            here->path.len--;
        here->elsewhere = str_starts(here->path, "..");
        return;
    }
    /* The clone's folder is the root: from where it was made, or back from above. */
    if ((!here->path.len && walk->clone.len && same_nocase(part, walk->clone)) ||
        (str_equal(here->path, "..") && is_own_folder(walk, part))) {
        walk->clone.len = 0;
        *here = (struct place){0};
        return;
    }
    inner = join(walk->arena, here->path, name);
    if (walk->made.len && same_nocase(walk->made, part)) {
        here->path = inner;
        return;
    }
    if (!walk->tree || has_folder(walk, inner)) {
        here->path = inner;
        return;
    }
    if (!here->path.len && is_own_folder(walk, part))
        return;
    /* Sections often begin at the root again without saying so. */
    if (has_folder(walk, name)) {
        *here = (struct place){.path = name};
        return;
    }
    here->path = inner;
    here->elsewhere = true;
}

static void change(struct walk *walk, struct str path)
{
    struct place before = walk->here;

    if (str_equal(path, "-")) {
        walk->here = walk->before;
    } else if (!path.len || cannot_be_told(path)) {
        walk->here = (struct place){.path = (struct str){str_dup(walk->arena, path), path.len},
                                    .elsewhere = true};
        walk->clone.len = 0;
    } else {
        while (path.len) {
            const char *slash = memchr(path.ptr, '/', path.len);
            size_t length = slash ? (size_t)(slash - path.ptr) : path.len;

            if (walk->here.path.len > 1000)
                break;
            enter(walk, str_slice(path, 0, length));
            path = str_slice(path, length + 1, path.len);
        }
    }
    walk->before = before;
}

/* `mkdir build` within build: the section began at the root again without saying so. */
static void note_mkdir(struct walk *walk, const struct shell_word *words, size_t count)
{
    struct str name = {NULL, 0}, last = last_part(walk->here.path);

    for (size_t i = 1; i < count && !words[i].redirection; i++)
        if (!str_starts(words[i].text, "-"))
            name = words[i].text;
    while (str_ends(name, "/"))
        name.len--;
    if (walk->made.len && same_nocase(name, walk->made) && same_nocase(name, last)) {
        walk->here.path.len -= last.len;
        if (walk->here.path.len)
            walk->here.path.len--;
    }
    walk->made = name;
}

static void follow(struct walk *walk, struct command *command)
{
    const struct shell_word *words;
    size_t count;

    while (walk->depth > command->depth)
        walk->here = walk->outer[--walk->depth];
    while (walk->depth < command->depth && walk->depth < DEPTH)
        walk->outer[walk->depth++] = walk->here;
    command->cwd = walk->here.path;
    command->elsewhere = walk->here.elsewhere;
    if (!str_starts(command->words, "cd") && !str_starts(command->words, "git ") &&
        !str_starts(command->words, "pushd") && !str_starts(command->words, "popd") &&
        !str_starts(command->words, "mkdir "))
        return;
    words = shell_words(walk->arena, command->words, &count);
    if (!count)
        return;
    if (str_equal(words[0].text, "cd") || str_equal(words[0].text, "pushd"))
        change(walk, count > 1 ? words[1].text : (struct str){NULL, 0});
    else if (str_equal(words[0].text, "popd"))
        change(walk, STR("-"));
    else if (str_equal(words[0].text, "mkdir"))
        note_mkdir(walk, words, count);
    else if (str_equal(words[0].text, "git") && count > 1 && str_equal(words[1].text, "clone"))
        note_clone(walk, words, count);
}

/* The level of the headings that begin a section of their own: that of the title where there are
 * several on it, else the next one that is used. */
static unsigned top_level(const struct document *document)
{
    unsigned counts[8] = {0}, level = 1;

    for (size_t i = 0; i < document->blocks.count; i++)
        if (document->blocks.items[i].kind == BLOCK_HEADING && document->blocks.items[i].level < 8)
            counts[document->blocks.items[i].level]++;
    while (level < 7 && !counts[level])
        level++;
    if (level < 7 && counts[level] == 1)
        do
            level++;
        while (level < 7 && !counts[level]);
    return level;
}

void commands_follow(struct arena *arena, struct document *document,
                     const struct snapshot *snapshot, const struct tree *tree)
{
    struct arena *scratch = arena_new();
    struct walk walk = {.arena = scratch, .snapshot = snapshot, .tree = tree};
    struct str kept = {NULL, 0};
    unsigned top = top_level(document);
    size_t block = 0;

    for (size_t i = 0; i < document->commands.count; i++) {
        struct command *command = &document->commands.items[i];
        bool fresh = false;

        for (; block <= command->block && block < document->blocks.count; block++)
            if (document->blocks.items[block].kind == BLOCK_HEADING &&
                document->blocks.items[block].level <= top)
                fresh = true;
        if (fresh) {
            walk.here = walk.before = (struct place){0};
            walk.depth = 0;
        }
        follow(&walk, command);
        if (command->cwd.len != kept.len ||
            (kept.len && memcmp(command->cwd.ptr, kept.ptr, kept.len)))
            kept = (struct str){str_dup(arena, command->cwd), command->cwd.len};
        command->cwd = kept;
    }
    arena_free(scratch);
}
