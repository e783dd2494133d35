#include "facts/supply.h"

#include "facts/facts.h"
#include "facts/link_path.h"
#include "util/arena.h"
#include "util/shell.h"

#include <string.h>

enum {
    MOST_COMMANDS = 500, /* of a page, that are asked */
    MOST_ITEMS = 1000,
    MOST_FOLDERS = 16,
    MOST_VARIABLES = 200,
    LONGEST = 400,
};

struct walk {
    const struct facts *facts;
    const struct document *page;
    const struct command *command;
    size_t at; /* its index */
    struct supply *supply;
};

/* Notes that the command makes or brings a path, which is written as from where the command runs.
 */
static void note(struct walk *walk, enum supply_kind kind, struct str path, bool below)
{
    struct arena *arena = walk->facts->arena;
    struct str cwd = walk->command->elsewhere ? (struct str){NULL, 0} : walk->command->cwd;
    struct str expanded;
    const char *settled;

    if (!path.len || path.len > LONGEST || walk->supply->items.count >= MOST_ITEMS ||
        str_starts(path, "-"))
        return;
    if (!supply_expand(arena, walk->supply, path, &expanded) || *expanded.ptr == '/' ||
        *expanded.ptr == '~')
        return;
    settled = path_join(arena, cwd, expanded);
    if (text_starts(settled, ".."))
        return;
    *ARENA_PUSH(arena, &walk->supply->items) = (struct supply_item){
        .kind = kind,
        .path = settled,
        .below = below || str_ends(path, "/"),
        .known = tree_has_folder(&walk->facts->tree, settled),
        .command = walk->at,
    };
}

bool supply_is_output(struct str name)
{
    static const char *const parts[] = {
        "out",        "save",   "log",     "export",  "dump",     "dest",           "result",
        "work",       "report", "run.dir", "exp_dir", "ckpt_dir", "checkpoint_dir", "tgt",
        "target_dir", "write",  "cache",   "exp-dir", "store"};

    while (str_starts(name, "-"))
        name = str_slice(name, 1, name.len);
    if (str_equal(name, "o") || str_equal(name, "O"))
        return true;
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        if (str_contains_nocase(name, parts[i]))
            return true;
    return false;
}

/* Whether the last part of a path has an ending, so that it names a file. */
static bool names_file(struct str path)
{
    for (size_t i = path.len; i--;) {
        if (path.ptr[i] == '/')
            return false;
        if (path.ptr[i] == '.')
            return i && path.ptr[i - 1] != '/' && i + 1 < path.len;
    }
    return false;
}

/* Options and redirections of any command. */
static void note_outputs(struct walk *walk, const struct shell_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str word = words[i].text;
        const char *equals = word.len ? memchr(word.ptr, '=', word.len) : NULL;
        struct str name = str_slice(word, 0, equals ? (size_t)(equals - word.ptr) : word.len);

        if (words[i].redirection) {
            if (i + 1 < count && str_contains(word, ">"))
                note(walk, SUPPLY_OUTPUT, words[i + 1].text, false);
            continue;
        }
        if (!i || (*word.ptr != '-' && !equals) || !supply_is_output(name))
            continue;
        if (equals) {
            struct str value = str_slice(word, name.len + 1, word.len);

            note(walk, SUPPLY_OUTPUT, value, !names_file(value));
        } else if (i + 1 < count && !words[i + 1].redirection) {
            note(walk, SUPPLY_OUTPUT, words[i + 1].text, !names_file(words[i + 1].text));
        }
    }
}

/* The words that are neither options nor behind a redirection. */
static size_t plain_words(const struct shell_word *words, size_t count, const char *valued,
                          struct str *plain, size_t most)
{
    size_t found = 0;

    for (size_t i = 0; i < count && found < most; i++) {
        struct str word = words[i].text;

        if (words[i].redirection) {
            i++;
        } else if (str_starts(word, "-") && word.len > 1) {
            struct str rest = str_of(valued), option;

            while (str_next_word(&rest, &option))
                if (word.len == option.len && !memcmp(word.ptr, option.ptr, word.len)) {
                    i++;
                    break;
                }
        } else {
            plain[found++] = word;
        }
    }
    return found;
}

/* The value of the first of some options; empty: none is given. */
static struct str option_value(const struct shell_word *words, size_t count, const char *options)
{
    struct str rest = str_of(options), option;

    while (str_next_word(&rest, &option))
        for (size_t i = 1; i < count; i++) {
            struct str word = words[i].text;

            if (word.len < option.len || memcmp(word.ptr, option.ptr, option.len))
                continue;
            if (word.len == option.len && i + 1 < count)
                return words[i + 1].text;
            if (word.len > option.len && word.ptr[option.len] == '=')
                return str_slice(word, option.len + 1, word.len);
            if (option.len == 2 && word.len > 2 && str_equal(option, "-o"))
                return str_slice(word, 2, word.len); /* 7z's -oFOLDER */
        }
    return (struct str){NULL, 0};
}

static struct str base_of(struct str path)
{
    size_t end = path.len, from;

    while (end && path.ptr[end - 1] == '/')
        end--;
    for (from = end; from && path.ptr[from - 1] != '/';)
        from--;
    return str_slice(path, from, end);
}

/* "data" of "x/data.tar.gz". */
static struct str archive_stem(struct str path)
{
    struct str name = base_of(path);

    for (size_t i = 1; i < name.len; i++)
        if (name.ptr[i] == '.' && (str_starts(str_slice(name, i, name.len), ".tar") ||
                                   !memchr(name.ptr + i + 1, '.', name.len - i - 1)))
            return str_slice(name, 0, i);
    return name;
}

static struct str in_folder(const struct walk *walk, struct str folder, struct str name)
{
    if (!folder.len)
        return name;
    return str_of(arena_printf(walk->facts->arena, "%.*s/%.*s", (int)folder.len, folder.ptr,
                               (int)name.len, name.ptr));
}

enum { MOST_WORDS = 32 };

static void note_download(struct walk *walk, const struct shell_word *words, size_t count,
                          const char *file_options, const char *folder_options)
{
    struct str file = option_value(words, count, file_options);
    struct str folder = option_value(words, count, folder_options);
    struct str plain[MOST_WORDS];
    size_t found = plain_words(words + 1, count - 1, "-O -o -P -d -H -u", plain, MOST_WORDS);

    if (file.len) {
        note(walk, SUPPLY_DOWNLOAD, in_folder(walk, folder, file), !names_file(file));
        return;
    }
    for (size_t i = 0; i < found; i++) {
        struct str url = plain[i];
        const char *query = url.len ? memchr(url.ptr, '?', url.len) : NULL;

        if (query)
            url.len = (size_t)(query - url.ptr);
        if (names_file(url) && str_contains(url, "/"))
            note(walk, SUPPLY_DOWNLOAD, in_folder(walk, folder, base_of(url)), false);
        else
            note(walk, SUPPLY_DOWNLOAD, folder.len ? folder : STR("."), true);
    }
}

static void note_archive(struct walk *walk, const struct shell_word *words, size_t count)
{
    struct str folder = option_value(words, count, "-C -d --directory -o");
    struct str plain[MOST_WORDS];
    size_t found = plain_words(words + 1, count - 1, "-C -d", plain, MOST_WORDS);

    note(walk, SUPPLY_UNPACKED, folder.len ? folder : STR("."), true);
    for (size_t i = 0; i < found; i++)
        if (names_file(plain[i]))
            note(walk, SUPPLY_UNPACKED, in_folder(walk, folder, archive_stem(plain[i])), true);
}

/* cp, mv, ln: what the last word names, as a file or as the folder that the others go into. */
static void note_copy(struct walk *walk, const struct shell_word *words, size_t count)
{
    struct str plain[MOST_WORDS];
    size_t found = plain_words(words + 1, count - 1, "", plain, MOST_WORDS);
    struct str last;

    if (found < 2)
        return;
    last = plain[found - 1];
    for (size_t i = 0; i + 1 < found; i++)
        note(walk, SUPPLY_OUTPUT, in_folder(walk, last, base_of(plain[i])), true);
    note(walk, SUPPLY_OUTPUT, last, true);
}

static void note_clone(struct walk *walk, const struct shell_word *words, size_t count)
{
    struct str plain[4], own = str_of(walk->facts->snapshot->name), folder;
    size_t found = plain_words(words + 2, count - 2, "-b --branch --depth -c -j", plain, 4);

    if (!found)
        return;
    folder = base_of(plain[0]);
    if (str_ends(folder, ".git"))
        folder.len -= 4;
    own = base_of(own);
    if (!own.len || !str_equal_nocase(folder, str_dup(walk->facts->arena, own)))
        note(walk, SUPPLY_CLONE, found > 1 ? plain[1] : folder, true);
}

static void note_all(struct walk *walk, enum supply_kind kind, const struct shell_word *words,
                     size_t count, bool below)
{
    struct str plain[MOST_WORDS];
    size_t found = plain_words(words + 1, count - 1, "", plain, MOST_WORDS);

    for (size_t i = 0; i < found; i++)
        note(walk, kind, plain[i], below);
}

static void note_last(struct walk *walk, const struct shell_word *words, size_t count)
{
    struct str folder = option_value(words, count, "--local-dir --local_dir -p --path -d -O");
    struct str plain[MOST_WORDS];
    size_t found = plain_words(words + 1, count - 1, "-p --path -d -O", plain, MOST_WORDS);

    if (folder.len)
        note(walk, SUPPLY_DOWNLOAD, folder, true);
    else if (found > 1 && !str_contains(plain[found - 1], ":"))
        note(walk, SUPPLY_DOWNLOAD, plain[found - 1], true);
    else
        note(walk, SUPPLY_DOWNLOAD, STR("."), true);
}

/* What a tool makes or brings, by its name and, where that is given, its second word. */
enum way {
    WAY_WRITES,  /* all that it names: touch, tee, an editor */
    WAY_FOLDERS, /* mkdir, a generator of projects behind `new` or `init` */
    WAY_COPIES,
    WAY_WGET,
    WAY_CURL,
    WAY_FETCHES, /* into the folder that comes last or behind an option */
    WAY_UNPACKS,
    WAY_CLONES,
};

static const struct {
    const char *tool, *second; /* NULL: any */
    enum way way;
} ways[] = {
    {"touch", NULL, WAY_WRITES},       {"tee", NULL, WAY_WRITES},
    {"vim", NULL, WAY_WRITES},         {"vi", NULL, WAY_WRITES},
    {"nano", NULL, WAY_WRITES},        {"emacs", NULL, WAY_WRITES},
    {"gedit", NULL, WAY_WRITES},       {"code", NULL, WAY_WRITES},
    {"mkdir", NULL, WAY_FOLDERS},      {"virtualenv", NULL, WAY_FOLDERS},
    {"cp", NULL, WAY_COPIES},          {"mv", NULL, WAY_COPIES},
    {"ln", NULL, WAY_COPIES},          {"rsync", NULL, WAY_COPIES},
    {"install", NULL, WAY_COPIES},     {"wget", NULL, WAY_WGET},
    {"aria2c", NULL, WAY_WGET},        {"axel", NULL, WAY_WGET},
    {"gdown", NULL, WAY_WGET},         {"curl", NULL, WAY_CURL},
    {"scp", NULL, WAY_FETCHES},        {"gsutil", NULL, WAY_FETCHES},
    {"aws", NULL, WAY_FETCHES},        {"kaggle", NULL, WAY_FETCHES},
    {"gcloud", NULL, WAY_FETCHES},     {"azcopy", NULL, WAY_FETCHES},
    {"rclone", NULL, WAY_FETCHES},     {"huggingface-cli", NULL, WAY_FETCHES},
    {"hf", NULL, WAY_FETCHES},         {"modelscope", NULL, WAY_FETCHES},
    {"zenodo_get", NULL, WAY_FETCHES}, {"dvc", "pull", WAY_FETCHES},
    {"svn", NULL, WAY_FETCHES},        {"docker", "cp", WAY_FETCHES},
    {"unzip", NULL, WAY_UNPACKS},      {"tar", NULL, WAY_UNPACKS},
    {"7z", NULL, WAY_UNPACKS},         {"7za", NULL, WAY_UNPACKS},
    {"unrar", NULL, WAY_UNPACKS},      {"gunzip", NULL, WAY_UNPACKS},
    {"gzip", NULL, WAY_UNPACKS},       {"bunzip2", NULL, WAY_UNPACKS},
    {"unxz", NULL, WAY_UNPACKS},       {"unar", NULL, WAY_UNPACKS},
    {"git", "clone", WAY_CLONES},      {"gh", NULL, WAY_CLONES},
    {"hg", "clone", WAY_CLONES},
};

/* "something new NAME": most generators of projects are called so. */
static bool makes_project(struct str word)
{
    static const char *const verbs[] = {"new",      "init",     "create",   "startproject",
                                        "startapp", "scaffold", "generate", "create-app"};

    return STR_IS_ONE_OF(word, verbs);
}

static void go(struct walk *walk, enum way way, const struct shell_word *words, size_t count)
{
    switch (way) {
    case WAY_WRITES:
        note_all(walk, SUPPLY_OUTPUT, words, count, false);
        break;
    case WAY_FOLDERS:
        note_all(walk, SUPPLY_OUTPUT, words, count, true);
        break;
    case WAY_COPIES:
        note_copy(walk, words, count);
        break;
    case WAY_WGET:
        note_download(walk, words, count, "-O --output-document --out -o",
                      "-P --directory-prefix -d --dir");
        break;
    case WAY_CURL:
        note_download(walk, words, count, "-o --output", "--output-dir");
        break;
    case WAY_FETCHES:
        note_last(walk, words, count);
        break;
    case WAY_UNPACKS:
        note_archive(walk, words, count);
        break;
    case WAY_CLONES:
        note_clone(walk, words, count);
        break;
    }
}

static void note_variable(struct walk *walk, struct str assignment)
{
    const char *equals = memchr(assignment.ptr, '=', assignment.len);
    size_t length = (size_t)(equals - assignment.ptr);

    if (walk->supply->variables.count < MOST_VARIABLES)
        *ARENA_PUSH(walk->facts->arena, &walk->supply->variables) = (struct supply_variable){
            .name = str_slice(assignment, 0, length),
            .value = str_slice(assignment, length + 1, assignment.len),
            .command = walk->at,
        };
}

static void look_at(struct walk *walk)
{
    size_t count;
    const struct shell_word *words = shell_words(walk->facts->arena, walk->command->text, &count);

    while (count && shell_is_assignment(words->text)) {
        note_variable(walk, words->text);
        words++;
        count--;
    }
    if (!count)
        return;
    if (str_equal(words[0].text, "export") || str_equal(words[0].text, "set") ||
        str_equal(words[0].text, "setenv"))
        for (size_t i = 1; i < count; i++)
            if (shell_is_assignment(words[i].text))
                note_variable(walk, words[i].text);
    if (str_equal(words[0].text, "sudo") && count > 1) {
        words++;
        count--;
    }
    note_outputs(walk, words, count);
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
        if (str_equal(base_of(words[0].text), ways[i].tool) && count > 1 &&
            (!ways[i].second || str_equal(words[1].text, ways[i].second)))
            go(walk, ways[i].way, words, count);
    if (count > 2 && makes_project(words[1].text) && !str_equal(words[0].text, "conda"))
        note_all(walk, SUPPLY_OUTPUT, words + 1, count - 1, true);
}

/* The folders that the commands of a page go into: a reader may still be there later on. */
static void find_folders(struct walk *walk)
{
    for (size_t i = 0; i < walk->page->commands.count && i < MOST_COMMANDS; i++) {
        const struct command *command = &walk->page->commands.items[i];
        struct str folder = command->cwd;
        bool known = false;

        if (str_starts(command->words, "cd ") && !folder.len)
            folder = str_trim(str_slice(command->words, 3, command->words.len));
        while (str_ends(folder, "/"))
            folder.len--;
        for (size_t f = 0; f < walk->supply->folders.count; f++)
            known |= walk->supply->folders.items[f].len == folder.len &&
                     !memcmp(walk->supply->folders.items[f].ptr, folder.ptr, folder.len);
        if (folder.len && !known && walk->supply->folders.count < MOST_FOLDERS)
            *ARENA_PUSH(walk->facts->arena, &walk->supply->folders) = folder;
    }
}

void supply_collect(const struct facts *facts, const struct document *page,
                    struct supply *ret_supply)
{
    struct walk walk = {.facts = facts, .page = page, .supply = ret_supply};

    *ret_supply = (struct supply){0};
    find_folders(&walk);
    for (size_t i = 0; i < page->commands.count && i < MOST_COMMANDS; i++) {
        walk.command = &page->commands.items[i];
        walk.at = i;
        look_at(&walk);
    }
}

const struct supply_item *supply_find(const struct supply *supply, const char *path, bool is_code)
{
    for (size_t i = 0; i < supply->items.count; i++) {
        const struct supply_item *item = &supply->items.items[i];
        size_t length = strlen(item->path);

        if (!strcmp(item->path, path))
            return item;
        if (!item->below || (length && (strncmp(path, item->path, length) || path[length] != '/')))
            continue;
        /* A folder of the tree holds what the repository gave it; what else comes is data. */
        if (!item->known || (!is_code && item->kind != SUPPLY_OUTPUT) || (!is_code && length))
            return item;
    }
    return NULL;
}

/* What a variable stands for; false: it was never set, or to several things. */
static bool value_of(const struct supply *supply, struct str name, struct str *ret_value)
{
    const struct supply_variable *only = NULL;

    if (str_equal(name, "PWD")) {
        *ret_value = STR(".");
        return true;
    }
    for (size_t i = 0; i < supply->variables.count; i++) {
        const struct supply_variable *variable = &supply->variables.items[i];

        if (variable->name.len != name.len || memcmp(variable->name.ptr, name.ptr, name.len))
            continue;
        if (only && (only->value.len != variable->value.len ||
                     memcmp(only->value.ptr, variable->value.ptr, variable->value.len)))
            return false;
        only = variable;
    }
    if (only)
        *ret_value = only->value;
    return only != NULL;
}

static size_t name_length(struct str text)
{
    size_t length = 0;

    while (length < text.len &&
           ((text.ptr[length] >= 'a' && text.ptr[length] <= 'z') ||
            (text.ptr[length] >= 'A' && text.ptr[length] <= 'Z') || text.ptr[length] == '_' ||
            (length && text.ptr[length] >= '0' && text.ptr[length] <= '9')))
        length++;
    return length;
}

bool supply_expand(struct arena *arena, const struct supply *supply, struct str text,
                   struct str *ret_text)
{
    unsigned left = 8; /* a variable may stand for others */

    while (text.len && memchr(text.ptr, '$', text.len)) {
        size_t at = (size_t)((const char *)memchr(text.ptr, '$', text.len) - text.ptr);
        struct str rest = str_slice(text, at + 1, text.len), value;
        bool braces = str_starts(rest, "{");
        size_t length = name_length(braces ? str_slice(rest, 1, rest.len) : rest), taken = length;
        struct str name = str_slice(rest, braces, braces + length);

        if (str_starts(rest, "(pwd)")) {
            value = STR(".");
            taken = 5;
        } else {
            if (braces && (length + 1 >= rest.len || rest.ptr[length + 1] != '}'))
                return false;
            taken += braces ? 2 : 0;
            if (!length || !left || !value_of(supply, name, &value))
                return false;
        }
        if (!left-- || text.len + value.len > 4 * LONGEST)
            return false;
        text = str_of(arena_printf(arena, "%.*s%.*s%.*s", (int)at, text.ptr, (int)value.len,
                                   value.ptr ? value.ptr : "", (int)(rest.len - taken),
                                   rest.ptr + taken));
    }
    *ret_text = text;
    return text.len > 0;
}
