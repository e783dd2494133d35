/* The steps that say why a path need not be in the tree. Declared in resolve_step.h. */
#include "facts/candidate.h"
#include "facts/facts.h"
#include "facts/ignored.h"
#include "facts/link_path.h"
#include "facts/path_token.h"
#include "facts/resolve_step.h"
#include "facts/supply.h"
#include "util/arena.h"
#include "util/nearest.h"

#include <string.h>
#include <strings.h>

enum {
    NEAR = 80,       /* bytes of a sentence around a name that say what it is */
    BLOCK_COST = 64, /* of looking at a block, in bytes of its text */
    TITLE_WITHIN = 20,
};

bool step_placeholder(struct attempt *attempt)
{
    if (token_is_placeholder(attempt->path))
        return attempt_settle(attempt, RESOLVE_PLACEHOLDER, NULL,
                              "the reader is to put something of their own there");
    return false;
}

/* "Coverage.py": a name with a dot, and no file. */
static bool is_title(const struct document *page, struct str name)
{
    for (size_t i = 0; i < page->blocks.count && i < TITLE_WITHIN; i++)
        if (page->blocks.items[i].kind == BLOCK_HEADING) {
            struct str title = str_trim(page->blocks.items[i].text);

            return title.len == name.len && !strncasecmp(title.ptr, name.ptr, name.len);
        }
    return false;
}

bool step_made_up(struct attempt *attempt)
{
    struct str stem = attempt->path;

    while (stem.len && stem.ptr[stem.len - 1] != '.')
        stem.len--;
    if (stem.len > 1 && !memchr(stem.ptr, '/', stem.len) &&
        manifests_own_package(&attempt->facts->manifests, str_slice(stem, 0, stem.len - 1)))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL, "it is the project's own name");
    if (is_title(attempt->context->page, attempt->path))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL, "it is the page's title");
    if (token_is_made_up(attempt->path))
        return attempt_settle(attempt, RESOLVE_PLACEHOLDER, NULL,
                              "the name sounds made up, to be replaced");
    return false;
}

bool step_variable(struct attempt *attempt)
{
    struct str expanded;

    if (!str_contains(attempt->path, "$"))
        return false;
    if (!supply_expand(attempt->arena, resolver_supply(attempt->facts, attempt->context->page),
                       attempt->path, &expanded) ||
        token_is_placeholder(expanded))
        return attempt_settle(
            attempt, RESOLVE_PLACEHOLDER, NULL,
            "it holds a variable that the page does not set, or to several values");
    attempt_set_path(attempt, expanded);
    return attempt_pass(attempt, "the page sets it to %.*s", (int)expanded.len, expanded.ptr);
}

bool step_outside(struct attempt *attempt)
{
    struct str path = attempt->path;

    if (*path.ptr == '/' || *path.ptr == '~' || str_contains(path, ":") || str_contains(path, "$("))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "it is a place of the reader's machine, or an address");
    return false;
}

bool step_elsewhere(struct attempt *attempt)
{
    struct str cwd = attempt->context->cwd;

    if (cwd.len && !tree_has_folder(attempt->tree, str_dup(attempt->arena, cwd)))
        return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL,
                              "it is used in %.*s, which is no folder of this repository",
                              (int)cwd.len, cwd.ptr);
    if (!attempt->here || !attempt->root || !*attempt->root)
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL, "it leads out of the repository");
    return false;
}

/* A folder that .gitmodules declares, where the tree has no entry for it. */
static const char *declared_submodule(const struct attempt *attempt, const char *path)
{
    struct str rest = resolver_submodules(attempt->facts), line;

    if (!rest.len || !resolver_spend(attempt->facts, rest.len))
        return NULL;
    while (str_next_line(&rest, &line)) {
        struct str name = str_trim(line);

        if (!str_starts(name, "path"))
            continue;
        name = str_trim(str_slice(name, 4, name.len));
        if (!str_starts(name, "="))
            continue;
        name = str_trim(str_slice(name, 1, name.len));
        if (name.len && !strncmp(path, name.ptr, name.len) && path[name.len] == '/')
            return str_dup(attempt->arena, name);
    }
    return NULL;
}

/* What lies behind a submodule or a symbolic link is not in this tree. */
bool step_beyond(struct attempt *attempt)
{
    const char *both[2] = {attempt->here, attempt->root};

    for (size_t i = 0; i < 2; i++)
        if (declared_submodule(attempt, both[i]))
            return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL, "%s is a submodule",
                                  declared_submodule(attempt, both[i]));
    for (size_t i = 0; i < 2; i++)
        for (const char *slash = strchr(both[i], '/'); slash; slash = strchr(slash + 1, '/')) {
            const struct tree_file *file = tree_find(
                attempt->tree, arena_strndup(attempt->arena, both[i], (size_t)(slash - both[i])));

            if (file && (file->file->kind == FILE_GITLINK || file->file->kind == FILE_SYMLINK))
                return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL, "%s is a %s",
                                      file->file->path,
                                      file->file->kind == FILE_GITLINK ? "submodule" : "link");
        }
    return false;
}

static bool supplied(struct attempt *attempt, bool made)
{
    const struct document *page = attempt->context->page;
    const struct supply *supply = resolver_supply(attempt->facts, page);
    bool is_code = token_kind(attempt->path) == TOKEN_CODE;
    const struct supply_item *item = supply_find(supply, attempt->here, is_code);
    const struct command *command;

    if (!item)
        item = supply_find(supply, attempt->root, is_code);
    if (!item || (item->kind == SUPPLY_OUTPUT) != made)
        return false;
    command = &page->commands.items[item->command];
    return attempt_settle(attempt, made ? RESOLVE_GENERATED : RESOLVE_EXTERNAL, NULL,
                          "%s by line %u: %.*s", made ? "made" : "brought", command->line,
                          command->text.len > 80 ? 80 : (int)command->text.len, command->text.ptr);
}

bool step_made(struct attempt *attempt)
{
    /* A compiler of interfaces writes these. */
    if (str_ends(attempt->path, "_pb2.py") || str_ends(attempt->path, "_pb2_grpc.py"))
        return attempt_settle(attempt, RESOLVE_GENERATED, NULL,
                              "protoc writes files of such names");
    return supplied(attempt, true) || attempt_pass(attempt, "no command of the page writes it");
}

bool step_brought(struct attempt *attempt)
{
    const char *pointer = arena_printf(attempt->arena, "%s.dvc", attempt->root);

    if (tree_find(attempt->tree, pointer))
        return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL, "%s says where it is kept", pointer);
    return supplied(attempt, false) ||
           attempt_pass(attempt, "no command of the page downloads, unpacks or clones it");
}

bool step_ignored(struct attempt *attempt)
{
    const char *both[2] = {attempt->here, attempt->root};
    struct ignored_by by;

    for (size_t i = 0; i < 2; i++)
        if (ignored_match(resolver_ignored(attempt->facts), both[i], &by))
            return attempt_settle(attempt, RESOLVE_GENERATED, NULL, "%s:%u keeps it out: %s",
                                  by.file, by.line, by.text);
    return attempt_pass(attempt, "no .gitignore speaks of it");
}

/* The last place in a text, not behind `end`, where one of the words stands; -1: nowhere. */
static long last_of(struct str text, const char *const *words, size_t count)
{
    long last = -1;

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);

        for (size_t at = 0; at + length <= text.len; at++)
            if ((long)at > last && !strncasecmp(text.ptr + at, words[i], length) &&
                (!at || !strchr("abcdefghijklmnopqrstuvwxyz_-/", text.ptr[at - 1] | 32)))
                last = (long)at;
    }
    return last;
}

#define LAST_OF(text, words) last_of((text), (words), sizeof(words) / sizeof(*(words)))

static struct str sentence_before(struct str text, size_t at)
{
    size_t from = at;

    while (from && at - from < NEAR &&
           !(text.ptr[from - 1] == '.' && (from >= text.len || text.ptr[from] == ' ')))
        from--;
    return str_slice(text, from, at);
}

static struct str sentence_after(struct str text, size_t at)
{
    size_t to = at;

    while (to < text.len && to - at < NEAR &&
           !(text.ptr[to] == '.' && (to + 1 == text.len || strchr(" \n", text.ptr[to + 1]))))
        to++;
    return str_slice(text, at, to);
}

/* Whether the words around a name say that somebody is to write it, or that a run does. What runs
 * it, or is looked at, is there already: "to generate the tables, run make.py". */
static bool is_yet_to_be(struct str text, size_t at, size_t length)
{
    static const char *const makes[] = {
        "create",     "creating",   "add a",  "adding a", "write",     "writes",    "writing",
        "save",       "saving",     "store",  "output",   "generates", "generated", "produce",
        "export",     "dump",       "called", "named",    "name it",   "new file",  "rename",
        "download",   "copy",       "put",    "place",    "make a",    "your own",  "paste",
        "results in", "new script", "symlink"};
    static const char *const uses[] = {
        "run ", "running", "execut", "use ",  "using", "via",   "with ", "launch",   "call ",
        "see ", "by ",     "edit",   "modif", "look",  "from ", "check", "provided", "implemented"};
    static const char *const later[] = {
        "will be creat",  "will be generat", "will be sav",   "will be writ", "will be produc",
        "will be releas", "will be add",     "will be avail", "is created",   "is generated",
        "is produced",    "is written",      "are generated", "are created",  "is saved",
        "are saved",      "will contain",    "to be releas",  "coming soon",  "not included",
        "not provided",   "not released",    "that you",      "you create",   "you wrote",
        "of your",        "gets created",    "could look",    "might look",   "look similar",
        "will appear",    "not yet",         "is not part of"};
    struct str before = sentence_before(text, at), after = sentence_after(text, at + length);
    long made = LAST_OF(before, makes);

    if (made >= 0 && made > LAST_OF(before, uses))
        return true;
    return LAST_OF(after, later) >= 0;
}

/* Every place where a text has the name, as a word of its own. */
static bool tells_to_write(struct attempt *attempt, struct str text, const char *name)
{
    size_t length = strlen(name);

    if (!length || text.len < length || !resolver_spend(attempt->facts, text.len))
        return false;
    for (size_t at = 0; at + length <= text.len; at++) {
        const char *next = memmem(text.ptr + at, text.len - at, name, length);

        if (!next)
            return false;
        at = (size_t)(next - text.ptr);
        if (is_yet_to_be(text, at, length))
            return true;
    }
    return false;
}

/* Names that a reader's own first script has. */
static bool is_anybodys(const char *base)
{
    static const char *const names[] = {
        "script.py",   "main.py",  "app.py",      "example.py", "test.py",     "demo.py",
        "train.py",    "hello.py", "run.py",      "server.py",  "client.py",   "file.py",
        "program.py",  "code.py",  "bar.py",      "module.py",  "script.sh",   "test.sh",
        "job.sh",      "run.sh",   "script.R",    "script.jl",  "analysis.py", "train_script.py",
        "training.py", "infer.py", "inference.py"};

    return STR_IS_ONE_OF(str_of(base), names);
}

/* Whether a block of code says on its first line or label that it is the file. */
static bool shows_file(const struct block *block, const char *base)
{
    struct str text = block->text, line;

    if (str_contains(block->label, base))
        return true;
    return str_next_line(&text, &line) && line.len < 120 && str_contains(line, base) &&
           (str_starts(str_trim(line), "#") || str_starts(str_trim(line), "//") ||
            str_starts(str_trim(line), "%"));
}

/* A paragraph that is nothing but the name, before a block of code: what the file holds. */
static bool is_title_of_code(const struct document *page, size_t index, const char *base)
{
    const struct block *block = &page->blocks.items[index], *next = block + 1;
    struct str text = str_trim(block->text);

    while (text.len && strchr(":`*", text.ptr[text.len - 1]))
        text.len--;
    return index + 1 < page->blocks.count && next->kind == BLOCK_CODE && next->label.len &&
           !str_contains_nocase(next->label, "sh") &&
           !str_contains_nocase(next->label, "console") && str_ends(text, base) &&
           text.len <= strlen(base) + 40 && !memchr(text.ptr, ' ', text.len);
}

bool step_told_to_write(struct attempt *attempt)
{
    const struct resolve_context *context = attempt->context;
    const struct document *page = context->page;
    const char *base = path_base(attempt->root);
    bool shown = false;

    if (tells_to_write(attempt, context->passage, base))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "the text tells to write it, or that a run does");
    for (size_t i = 0; i < page->blocks.count; i++) {
        const struct block *block = &page->blocks.items[i];

        if (!resolver_spend(attempt->facts, block->text.len + BLOCK_COST))
            return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                                  "there is too much text that may tell to write it");
        if (block->kind == BLOCK_CODE
                ? shows_file(block, base)
                : is_title_of_code(page, i, base) || tells_to_write(attempt, block->text, base))
            return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                                  "line %u shows it as a file to write", block->line);
        shown |= block->kind == BLOCK_CODE && str_contains(block->text, "import ") &&
                 (!context->has_block || i < context->block);
    }
    if (!strchr(attempt->root, '/') && context->command && shown && is_anybodys(base))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "it may be the reader's own file with the code that is shown above");
    return attempt_pass(attempt, "nothing tells to write it");
}

static bool is_outside(const struct attempt *attempt, struct str url)
{
    const char *name = attempt->facts->snapshot->name;

    if (!str_starts(url, "http") && !str_starts(url, "//"))
        return false;
    return !(name && strchr(name, '/') && str_contains_nocase(url, name));
}

/* An address of a place that holds files like ours. */
static bool is_forge(struct str url)
{
    static const char *const hosts[] = {"github.com/",     "gitlab",        "bitbucket.org/",
                                        "huggingface.co/", "gist.",         "githubusercontent",
                                        "sourceforge",     "codeberg.org/", "osf.io/",
                                        "zenodo.org/",     "drive.google"};

    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
        if (str_contains(url, hosts[i]))
            return true;
    return false;
}

/* Whether a link leads to another place that may hold the file. */
static bool explains(const struct attempt *attempt, const struct link *link)
{
    struct str rest = str_of(attempt->root), first = path_next_part(&rest);

    if (!is_outside(attempt, link->url) || link->image)
        return false;
    if (str_contains(link->url, path_base(attempt->root)) ||
        (rest.len && first.len > 3 &&
         str_contains_nocase(link->url, str_dup(attempt->arena, first))))
        return true;
    return is_forge(link->url);
}

/* "x.py of [theirs](...)", "from [their repository](...)": the sentence says whose it is. */
static bool says_whose(const struct attempt *attempt, const struct link *link)
{
    static const char *const owners[] = {"of", "from", "in", "by", "at"};
    static const char *const fillers[] = {"the", "their", "official", "original", "a", "this"};
    struct str passage = attempt->context->passage, sentence, word;
    const char *base = path_base(attempt->root);
    const char *at = passage.len ? memmem(passage.ptr, passage.len, base, strlen(base)) : NULL;
    bool owner = false;

    if (!at || !link->text.len || !is_outside(attempt, link->url))
        return false;
    sentence = sentence_after(passage, (size_t)(at - passage.ptr) + strlen(base));
    while (str_next_word(&sentence, &word)) {
        const char *from = word.ptr;
        size_t left = (size_t)(str_end(passage) - from);

        if (owner && left >= link->text.len && !memcmp(from, link->text.ptr, link->text.len))
            return true;
        owner = STR_IS_ONE_OF(word, owners) || (owner && STR_IS_ONE_OF(word, fillers));
    }
    return false;
}

static const struct link *block_explains(const struct attempt *attempt, unsigned block, bool whose)
{
    const struct document *page = attempt->context->page;
    size_t low = 0, high = page->links.count;

    while (low < high) { /* links stand in the order of their blocks */
        size_t middle = low + (high - low) / 2;

        if (page->links.items[middle].block < block)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < page->links.count && page->links.items[low].block == block; low++)
        if (whose ? says_whose(attempt, &page->links.items[low])
                  : explains(attempt, &page->links.items[low]))
            return &page->links.items[low];
    return NULL;
}

/* "libri-light's `eval.py`", but not "the repository's". */
static bool is_possessed(const struct attempt *attempt)
{
    static const char *const ours[] = {"repository", "repo", "project", "paper", "package", "let",
                                       "it",         "that", "here",    "there", "what"};
    struct str passage = attempt->context->passage;
    const char *base = path_base(attempt->root);
    const char *at = passage.len ? memmem(passage.ptr, passage.len, base, strlen(base)) : NULL;
    struct str before, word, last = {NULL, 0};

    if (!at)
        return false;
    before = sentence_before(passage, (size_t)(at - passage.ptr));
    while (str_next_word(&before, &word))
        last = word;
    while (last.len && strchr("`\"(", last.ptr[last.len - 1]))
        last.len--;
    if (str_ends(last, "'s"))
        last.len -= 2;
    else if (str_ends(last, "\xe2\x80\x99s"))
        last.len -= 4;
    else
        return false;
    return !STR_IS_ONE_OF(last, ours);
}

/* A link of the page to this very path in another repository. */
static const struct link *linked_path(const struct attempt *attempt)
{
    const struct document *page = attempt->context->page;
    const char *ending = arena_printf(attempt->arena, "/%s", attempt->root);

    if (!strchr(attempt->root, '/') ||
        !resolver_spend(attempt->facts, page->links.count * strlen(ending)))
        return NULL;
    for (size_t i = 0; i < page->links.count; i++)
        if (str_ends(page->links.items[i].url, ending) &&
            is_outside(attempt, page->links.items[i].url))
            return &page->links.items[i];
    return NULL;
}

/* The passage, or what introduces it, leads to another repository. */
bool step_linked(struct attempt *attempt)
{
    const struct resolve_context *context = attempt->context;
    const struct document *page = context->page;
    const char *slash = strchr(attempt->root, '/');
    const struct link *link = NULL;
    bool folder_here =
        slash && tree_has_folder(attempt->tree, arena_strndup(attempt->arena, attempt->root,
                                                              (size_t)(slash - attempt->root)));

    if (!context->command && is_possessed(attempt))
        return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL, "the sentence says whose it is");
    if (!context->has_block || context->block >= page->blocks.count) {
        if (context->passage_links && !folder_here)
            return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL,
                                  "the passage links another place");
        return false;
    }
    link = linked_path(attempt);
    if (link)
        return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL, "line %u links it elsewhere",
                              link->line);
    link = block_explains(attempt, context->block, true);
    if (link)
        return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL,
                              "the sentence says that it is of %.*s",
                              link->url.len > 100 ? 100 : (int)link->url.len, link->url.ptr);
    link = block_explains(attempt, context->block, false);
    for (size_t i = context->block, tried = 0; !link && i-- && tried < 12; tried++) {
        const struct block *block = &page->blocks.items[i];

        if (block->kind == BLOCK_HEADING || block->kind == BLOCK_CODE || block->kind == BLOCK_TABLE)
            break;
        if (block->kind == BLOCK_LIST_ITEM && !context->command)
            continue;
        link = block_explains(attempt, (unsigned)i, false);
        if (block->kind == BLOCK_PARAGRAPH &&
            !str_contains(block->text, path_base(attempt->root))) /* it goes on about the file */
            break;
    }
    if (!link)
        return attempt_pass(attempt, "no link beside it leads to another repository");
    if (folder_here && (context->command || context->argument ||
                        !str_contains(link->url, path_base(attempt->root))))
        return attempt_pass(attempt, "a link beside it leads to another repository, but its "
                                     "folder is one of this one");
    return attempt_settle(attempt, RESOLVE_EXTERNAL, NULL, "line %u links %.*s beside it",
                          link->line, link->url.len > 100 ? 100 : (int)link->url.len,
                          link->url.ptr);
}

/* A page that tells of the past names what is no more. */
static bool is_chronicle(const char *path)
{
    static const char *const names[] = {"change", "history",  "news",       "release", "migrat",
                                        "upgrad", "whatsnew", "what_s_new", "blog"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (str_contains_nocase(str_of(path_base(path)), names[i]))
            return true;
    return str_contains_nocase(str_of(path), "blog/") ||
           str_contains_nocase(str_of(path), "news/") ||
           str_contains_nocase(str_of(path), "release-notes") ||
           str_contains_nocase(str_of(path), "changelog");
}

/* "was built at commit X with the following command": what somebody ran elsewhere. */
static bool tells_how_made(struct str text)
{
    static const char *const made[] = {"was built",    "was generated",  "was created",
                                       "were built",   "were generated", "were created",
                                       "was produced", "were produced",  "generated 20"};

    for (size_t w = 0; w < sizeof(made) / sizeof(*made); w++)
        if (str_contains_nocase(text, made[w]))
            return true;
    return false;
}

/* It is said before the command; or at once, of all that a page beside the README holds. */
static bool is_provenance(const struct resolve_context *context)
{
    const struct document *page = context->page;
    size_t first = 0;

    for (size_t i = context->block, tried = 0; i-- && tried < 4; tried++) {
        const struct block *block = &page->blocks.items[i];

        if (block->kind == BLOCK_HEADING)
            break;
        if (block->kind != BLOCK_CODE && tells_how_made(block->text))
            return true;
    }
    while (first < page->blocks.count && page->blocks.items[first].kind == BLOCK_HEADING)
        first++;
    return page != context->facts->documents.readme && first < page->blocks.count &&
           tells_how_made(page->blocks.items[first].text);
}

bool step_past(struct attempt *attempt)
{
    static const char *const words[] = {
        "removed",        "deprecated",     "replaced",        "used to be",  "renamed",
        "formerly",       "no longer",      "previously",      "obsolete",    "superseded",
        "was moved",      "has been moved", "have been moved", "old version", "instead of",
        "does not exist", "dropped",        "deleted",         "got rid"};
    const struct resolve_context *context = attempt->context;
    struct str passage = context->passage;
    const char *base = path_base(attempt->root), *at;

    if (is_chronicle(context->page->path))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL, "the page tells of the past");
    if (context->has_block && context->block < context->page->blocks.count) {
        const struct block *section = document_section(context->page, context->block);

        for (unsigned i = 0; section && i < 4; i++) {
            if (str_contains_nocase(section->text, "news") ||
                str_contains_nocase(section->text, "change") ||
                str_contains_nocase(section->text, "update") ||
                str_contains_nocase(section->text, "history") ||
                str_contains_nocase(section->text, "new in") ||
                str_contains_nocase(section->text, "release notes"))
                return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                                      "the section tells of the past");
            break;
        }
    }
    if (context->command && context->has_block && is_provenance(context))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "it tells how something was made, not what to do");
    at = passage.len && *base ? memmem(passage.ptr, passage.len, base, strlen(base)) : NULL;
    if (at && !context->command) {
        size_t from = (size_t)(at - passage.ptr);

        if (LAST_OF(sentence_before(passage, from), words) >= 0 ||
            LAST_OF(sentence_after(passage, from + strlen(base)), words) >= 0)
            return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL, "the sentence tells of the past");
    }
    return false;
}

/* "looks for `train.py`, `main.py` or `run.py`": where none of several names is here, they are
 * names of such files anywhere. */
bool step_general(struct attempt *attempt)
{
    const struct resolve_context *context = attempt->context;
    const struct document *page = context->page;
    size_t low = 0, high = page->spans.count, seen = 0;

    if (context->command || context->argument || !context->has_block ||
        (strchr(attempt->root, '/') &&
         tree_has_folder(attempt->tree, str_dup(attempt->arena, path_folder(attempt->root)))))
        return false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (page->spans.items[middle].block < context->block)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < page->spans.count && page->spans.items[low].block == context->block && seen < 50;
         low++) {
        struct str name = page->spans.items[low].text;
        struct str base = name;
        const char *slash;

        if (!token_is_path(name) || token_kind(name) == TOKEN_OTHER)
            continue;
        while (base.len && (slash = memchr(base.ptr, '/', base.len)))
            base = str_slice(base, (size_t)(slash - base.ptr) + 1, base.len);
        if (tree_next_named(attempt->tree, str_dup(attempt->arena, base), NULL))
            return false;
        seen++;
    }
    if (seen < 3)
        return false;
    return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                          "the passage names %zu files, none of which is here", seen);
}

/* A sentence may mean another repository's file by a folder that this one has nowhere. */
bool step_strange_folder(struct attempt *attempt)
{
    struct str rest = attempt->path, first = path_next_part(&rest);

    while (str_equal(first, ".") || str_equal(first, ".."))
        first = path_next_part(&rest);
    if (attempt->context->command || attempt->context->argument || !rest.len)
        return false;
    for (size_t i = 1; i < attempt->tree->folder_count; i++) {
        struct str path = attempt->tree->folders[i].path;

        if (str_ends(path, str_dup(attempt->arena, first)) &&
            (path.len == first.len || path.ptr[path.len - first.len - 1] == '/'))
            return false;
    }
    return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                          "no folder of this repository is called %.*s", (int)first.len, first.ptr);
}

/* "for example `results/run_3.json`" */
static bool is_an_example(const struct attempt *attempt)
{
    static const char *const words[] = {"for example", "e.g.", "such as", "for instance", "like"};
    struct str passage = attempt->context->passage;
    const char *base = path_base(attempt->root);
    const char *at = passage.len ? memmem(passage.ptr, passage.len, base, strlen(base)) : NULL;

    return at && LAST_OF(sentence_before(passage, (size_t)(at - passage.ptr)), words) >= 0;
}

/* Data, models and settings are often the reader's own, or made by a run: one that is not there is
 * a fault only where its folder is, and others like it. */
/* The folder that a path lies in, from where it may be meant; NULL: none of them is there. */
static const struct tree_folder *folder_of(const struct attempt *attempt)
{
    struct str beside = path_folder(attempt->context->page->path);
    const char *tries[3] = {attempt->here, attempt->root, NULL};

    if (beside.len && memchr(attempt->path.ptr, '/', attempt->path.len))
        tries[2] = path_join(attempt->arena, beside, attempt->path);
    for (size_t i = 0; i < 3; i++) {
        const struct tree_folder *folder =
            tries[i] && strchr(tries[i], '/')
                ? tree_find_folder(attempt->tree, str_dup(attempt->arena, path_folder(tries[i])))
                : NULL;

        if (folder)
            return folder;
    }
    return NULL;
}

/* Whether a folder holds files with an ending; of the root, those that stand right in it. */
static bool has_likes(const struct attempt *attempt, const struct tree_folder *folder,
                      const char *ending)
{
    for (size_t i = folder->first; i < folder->end && i < folder->first + 2000; i++) {
        const char *path = attempt->tree->files[i].file->path;

        if (!strcmp(path_extension(path_base(path)), ending) &&
            (folder->path.len ||
             (!strchr(path, '/') && *path != '.' && !text_starts(path, "requirements"))))
            return true;
    }
    return false;
}

bool step_data_file(struct attempt *attempt)
{
    enum token_kind kind = token_kind(attempt->path);
    bool bare = !memchr(attempt->path.ptr, '/', attempt->path.len);
    const char *ending = path_extension(path_base(attempt->root));
    const struct tree_folder *folder = folder_of(attempt);

    if (kind == TOKEN_CODE || kind == TOKEN_OTHER)
        return false;
    if (str_starts(attempt->path, ".") && !str_starts(attempt->path, "./") &&
        !str_starts(attempt->path, "../"))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "settings of a service, which the page may speak of in general");
    if (is_an_example(attempt))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "an example of such files, as a run may make them");
    if (!folder && bare && attempt->context->argument &&
        attempt->context->page == attempt->facts->documents.readme)
        folder = &attempt->tree->folders[0];
    if (!folder)
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "a file of data or settings, in no folder of the repository: it may "
                              "be the reader's own");
    if (kind == TOKEN_CONFIG && !bare)
        return false;
    if (has_likes(attempt, folder, ending))
        return attempt_pass(attempt, "%s beside it are part of the repository", ending);
    return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                          "a file of data, and the repository has none like it there");
}

/* Pages that tell how to add something name files that are yet to be written. */
static bool tells_how_to_add(const char *path)
{
    static const char *const words[] = {
        "contribut", "add",     "new",      "creat",  "writ",   "develop", "extend",
        "custom",    "templat", "tutorial", "propos", "agent",  "claude",  "threat",
        "howto",     "how-to",  "how_to",   "guide",  "first",  "example", "plan",
        "design",    "roadmap", "todo",     "bugs",   "review", "issue"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_contains_nocase(str_of(path_base(path)), words[i]))
            return true;
    return false;
}

static bool is_one_letter_off(const char *a, const char *b)
{
    struct nearest nearest = nearest_to(a);

    nearest_offer(&nearest, b);
    return nearest.best && nearest.distance == 1 && strlen(a) > 6;
}

/* A README speaks of what is there; other pages also of what their readers are to write. */
bool step_guide(struct attempt *attempt)
{
    const struct document *page = attempt->context->page;
    struct candidate candidate = {0};

    if (attempt_on_readme(attempt))
        return false;
    if (tells_how_to_add(page->path))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "the page tells how to do something, with files of the reader's own");
    if (strchr(attempt->root, '/'))
        return attempt_pass(attempt, "a folder is written, so it is no file of the reader's own");
    if (attempt->context->suggestions && *attempt->context->suggestions) {
        --*attempt->context->suggestions;
        candidate = candidate_find(attempt->context, attempt->here, attempt->root);
    }
    if (candidate.sure && is_one_letter_off(path_base(candidate.path), path_base(attempt->root)))
        return attempt_pass(attempt, "%s is too near to be another file", candidate.path);
    return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                          "a page of documentation may speak of a reader's own file");
}

bool step_partial(struct attempt *attempt)
{
    if (!resolver_spend(attempt->facts, 1))
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL,
                              "there is too much text to look for what explains it");
    if (attempt->facts->snapshot->files_partial)
        return attempt_settle(attempt, RESOLVE_UNKNOWN, NULL, "not all files are known: %s",
                              attempt->facts->snapshot->files_partial);
    return false;
}
