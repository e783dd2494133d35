#include "facts/documented.h"

#include "facts/facts.h"
#include "facts/python_import.h"
#include "util/arena.h"

#include <ctype.h>
#include <string.h>

/* What names mean from block to block of a page: imports of the repository's own modules, and what
 * is made with their classes. A name that gets another value means nothing any more. */

enum { MOST_BOUND = 2000, MOST_OBSERVED = 1000 };

enum bound_as { BOUND_NOT, BOUND_AS_IS, BOUND_INSTANCE };

struct bound {
    enum bound_as as;
    struct python_thing thing;
};

struct documented_names {
    struct facts *facts;
    const struct document *page;
    struct str cwd; /* the page's folder */
    struct map index;
    struct {
        struct bound *items;
        size_t count, capacity;
    } bound;
    size_t observed;
    /* of the block that is read */
    const struct documented *documented;
    const struct python_module *module;
    size_t next_import;
};

struct documented_names *documented_names_new(struct facts *facts, const struct document *page)
{
    struct documented_names *names = arena_alloc(facts->arena, sizeof(*names));
    size_t folder = (size_t)(path_base(page->path) - page->path);

    names->facts = facts;
    names->page = page;
    names->cwd = (struct str){page->path, folder ? folder - 1 : 0};
    map_init(&names->index, facts->arena);
    return names;
}

static void bind(struct documented_names *names, struct str name, struct bound bound)
{
    size_t at = map_put(&names->index, name, names->bound.count);

    if (at < names->bound.count)
        names->bound.items[at] = bound;
    else
        *ARENA_PUSH(names->facts->arena, &names->bound) = bound;
}

static void forget(struct documented_names *names, struct str name)
{
    size_t at = map_get(&names->index, name);

    if (at != MAP_NONE)
        names->bound.items[at].as = BOUND_NOT;
}

static struct bound *find(struct documented_names *names, struct str name)
{
    size_t at = map_get(&names->index, name);

    return at == MAP_NONE || names->bound.items[at].as == BOUND_NOT ? NULL
                                                                    : &names->bound.items[at];
}

static unsigned line_of(const struct documented_names *names, unsigned line)
{
    return names->documented->line + line - 1;
}

static struct observation *observe(struct documented_names *names, enum observation_kind kind,
                                   const char *status, unsigned line, const char *text)
{
    if (names->observed++ >= MOST_OBSERVED)
        return arena_alloc(names->facts->arena, sizeof(struct observation));
    return facts_observe(names->facts, kind, status, names->page->path, line_of(names, line),
                         str_of(text));
}

static const char *place(const struct documented_names *names, const struct python_module *module,
                         unsigned line)
{
    if (!module) /* a thing without a file of its own */
        return "its package";
    return line ? arena_printf(names->facts->arena, "%s:%u", module->path, line) : module->path;
}

/* --- imports --- */

static const char *written(const struct documented_names *names, const struct python_import *import)
{
    struct arena *arena = names->facts->arena;

    if (!import->name.len)
        return arena_printf(arena, "import %.*s", (int)import->module.len, import->module.ptr);
    return arena_printf(arena, "from %.*s import %.*s", (int)import->module.len, import->module.ptr,
                        (int)import->name.len, import->name.ptr);
}

/* The same import with the one module of that name in the tree, from the package on. */
static const char *moved_import(const struct documented_names *names,
                                const struct python_import *import,
                                const struct import_found *found, const char **ret_path)
{
    const struct facts *facts = names->facts;
    struct str last = import->module;
    const struct tree_file *file = NULL, *only = NULL;
    const char *top = import->module.ptr, *dot = memchr(top, '.', import->module.len);
    size_t top_length = dot ? (size_t)(dot - top) : import->module.len,
           from = strlen(found->folder);
    char *dotted;

    for (size_t i = last.len; i-- > 0;)
        if (last.ptr[i] == '.') {
            last = str_slice(last, i + 1, last.len);
            break;
        }
    while ((file = tree_next_named(&facts->tree,
                                   arena_printf(facts->arena, "%.*s.py", (int)last.len, last.ptr),
                                   file))) {
        const char *path = file->file->path;

        if (strncmp(path, found->folder, from) || (from && path[from] != '/') ||
            strncmp(path + from + (from > 0), top, top_length) ||
            path[from + (from > 0) + top_length] != '/')
            continue;
        if (only)
            return NULL;
        only = file;
    }
    if (!only)
        return NULL;
    *ret_path = only->file->path;
    dotted = arena_strndup(facts->arena, *ret_path + from + (from > 0),
                           strlen(*ret_path) - from - (from > 0) - 3);
    for (char *c = dotted; *c; c++)
        if (*c == '/')
            *c = '.';
    if (!import->name.len)
        return arena_printf(facts->arena, "import %s", dotted);
    return arena_printf(facts->arena, "from %s import %.*s", dotted, (int)import->name.len,
                        import->name.ptr);
}

/* Says where the module ends; false where it is none of the repository's. */
static bool look_at_module(struct documented_names *names, const struct python_import *import,
                           const struct import_found *found)
{
    struct arena *arena = names->facts->arena;
    struct observation *observation;
    const char *path;

    switch (found->status) {
    case IMPORT_FILE:
    case IMPORT_FOLDER:
        return true;
    case IMPORT_CASE:
        observation = observe(names, OBSERVATION_DOCUMENTED_NAME, "case", import->line,
                              written(names, import));
        observation->hint = arena_printf(arena, "is %s", found->path);
        return false;
    case IMPORT_ABSENT:
        observation = observe(names, OBSERVATION_DOCUMENTED_NAME, "missing", import->line,
                              written(names, import));
        observation->replacement = moved_import(names, import, found, &path);
        if (observation->replacement)
            observation->hint = arena_printf(arena, "is %s", path);
        else if (!found->there)
            observation->hint = arena_printf(arena, "no folder of that name is in the tree");
        else
            observation->hint =
                arena_printf(arena, "%s has no %.*s", *found->there ? found->there : "the root",
                             (int)found->absent.len, found->absent.ptr);
        return false;
    default:
        return false;
    }
}

static bool has_word(struct str text, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = text.ptr;
         at && (at = memmem(at, (size_t)(str_end(text) - at), word, length)); at += length) {
        bool before = at == text.ptr || (!isalnum((unsigned char)at[-1]) && at[-1] != '_'),
             after = at + length == str_end(text) ||
                     (!isalnum((unsigned char)at[length]) && at[length] != '_');

        if (before && after)
            return true;
    }
    return false;
}

/* The README's code needs a module from a folder that no word of the README speaks of, as no path
 * is set. The module has the name that is imported: it is the one that is meant. */
static bool is_out_of_reach(const struct documented_names *names, const struct import_found *found,
                            const struct python_import *import)
{
    const struct facts *facts = names->facts;
    struct str text = names->page->text;
    struct python_thing module;

    if (names->page != facts->documents.readme || !import->name.len || !*found->folder ||
        str_contains(text, "PYTHONPATH") || str_contains(text, "sys.path") ||
        has_word(text, path_base(found->folder)) || entry_page_brings_files(names->page))
        return false;
    module = thing_of_path(facts, found->path);
    module = thing_attribute(facts, &module, import->name);
    return module.kind == THING_FUNCTION || module.kind == THING_CLASS;
}

/* "loader" for loader_v2.py or data_loader.py beside it, which has the name that is imported. */
static bool is_longer(struct str stem, struct str name)
{
    if (stem.len < name.len + 2 || name.len < 3)
        return false;
    return (!memcmp(stem.ptr, name.ptr, name.len) && stem.ptr[name.len] == '_') ||
           (!memcmp(stem.ptr + stem.len - name.len, name.ptr, name.len) &&
            stem.ptr[stem.len - name.len - 1] == '_');
}

static void look_for_renamed(struct documented_names *names, const struct python_import *import)
{
    const struct facts *facts = names->facts;
    const struct tree_folder *root = tree_find_folder(&facts->tree, "");
    const char *found = NULL;

    if (!import->name.len || str_equal(import->name, "*") ||
        memchr(import->module.ptr, '.', import->module.len) ||
        names->page != facts->documents.readme)
        return;
    for (size_t i = root->first; i < root->end; i++) {
        const struct tree_file *file = &facts->tree.files[i];
        const char *path = file->file->path;
        struct python_thing module;

        if (file->folder != 0 || file->language != LANGUAGE_PYTHON ||
            !is_longer((struct str){path, strlen(path) - strlen(path_extension(path))},
                       import->module))
            continue;
        module = thing_of_path(facts, path);
        module = thing_attribute(facts, &module, import->name);
        if (module.kind != THING_FUNCTION && module.kind != THING_CLASS)
            continue;
        if (found)
            return;
        found = path;
    }
    if (!found)
        return;
    struct observation *observation = observe(names, OBSERVATION_DOCUMENTED_NAME, "missing",
                                              import->line, written(names, import));

    observation->hint = arena_printf(facts->arena, "is %s", found);
    observation->replacement =
        arena_printf(facts->arena, "from %.*s import %.*s", (int)(strlen(found) - 3), found,
                     (int)import->name.len, import->name.ptr);
}

static void look_at_import(struct documented_names *names, const struct python_import *import)
{
    struct facts *facts = names->facts;
    struct import_site site = {.cwd = names->cwd};
    struct import_found found;
    struct str name = import->as.len ? import->as : import->name, top = import->module;
    const char *dot = memchr(top.ptr, '.', top.len);
    struct python_thing module, thing;
    struct observation *observation;

    if (dot)
        top.len = (size_t)(dot - top.ptr);
    if (!import->name.len && !import->as.len)
        name = top;
    if (name.len && *name.ptr != '*')
        forget(names, name);
    if (import->level || import->tried)
        return;
    found = import_find(facts, &site, import->module, 0);
    if (found.status == IMPORT_UNDECLARED)
        look_for_renamed(names, import);
    if (!look_at_module(names, import, &found))
        return;
    if (found.elsewhere && !dot && !import->name.len)
        return; /* a lone file elsewhere in the tree may have another one's name */
    if (found.elsewhere && is_out_of_reach(names, &found, import)) {
        observation = observe(names, OBSERVATION_DOCUMENTED_NAME, "moved", import->line,
                              written(names, import));
        observation->hint = arena_printf(facts->arena, "is %s", found.path);
        return;
    }
    module = thing_of_path(facts, found.path);
    if (!import->name.len) {
        (void)observe(names, OBSERVATION_DOCUMENTED_NAME, "found", import->line,
                      written(names, import));
        if (!import->as.len && dot) {
            found = import_find(facts, &site, top, 0);
            if (found.status != IMPORT_FILE && found.status != IMPORT_FOLDER)
                return;
            module = thing_of_path(facts, found.path);
        }
        bind(names, name, (struct bound){BOUND_AS_IS, module});
        return;
    }
    if (str_equal(import->name, "*"))
        return;
    thing = thing_attribute(facts, &module, import->name);
    /* A lone file elsewhere in the tree may have another one's name. */
    if (thing.kind == THING_ABSENT && (found.elsewhere || (found.status == IMPORT_FOLDER && !dot)))
        thing.kind = THING_UNKNOWN;
    observation = observe(names, OBSERVATION_DOCUMENTED_NAME,
                          thing.kind == THING_ABSENT    ? "missing"
                          : thing.kind == THING_UNKNOWN ? "unknown"
                                                        : "found",
                          import->line, written(names, import));
    if (thing.kind == THING_ABSENT) {
        observation->hint = arena_printf(facts->arena, "%s defines no %.*s", found.path,
                                         (int)import->name.len, import->name.ptr);
        if (thing.near) {
            observation->hint =
                arena_printf(facts->arena, "%s, but %s", observation->hint, thing.near);
            observation->replacement =
                arena_printf(facts->arena, "from %.*s import %s", (int)import->module.len,
                             import->module.ptr, thing.near);
        }
        return;
    }
    if (thing.kind != THING_UNKNOWN && thing.line)
        observation->hint =
            arena_printf(facts->arena, "is at %s", place(names, thing.module, thing.line));
    bind(names, name, (struct bound){BOUND_AS_IS, thing});
}

/* --- uses --- */

static struct str chain_text(const struct documented *documented, size_t from, size_t to)
{
    const struct python_token *tokens = documented->tokens;

    return (struct str){tokens[from].text.ptr,
                        (size_t)(str_end(tokens[to].text) - tokens[from].text.ptr)};
}

static void look_at_call(struct documented_names *names, size_t from, size_t at,
                         const struct python_signature *signature,
                         const struct python_module *module, unsigned line)
{
    const struct documented *documented = names->documented;
    struct arena *arena = names->facts->arena;
    struct call_verdict verdict =
        call_check(arena, documented->tokens, documented->token_count, at, signature);
    static const char *const statuses[] = {"found", "unknown", "unknown_argument",
                                           "missing_argument", "too_many_arguments"};
    struct str name = verdict.name, text = chain_text(documented, from, at - 1);
    const char *where = place(names, module, line);
    struct observation *observation = observe(
        names, OBSERVATION_DOCUMENTED_CALL, statuses[verdict.status], verdict.line,
        verdict.status == CALL_NO_SUCH ? arena_printf(arena, "%.*s(%.*s=...)", (int)text.len,
                                                      text.ptr, (int)name.len, name.ptr)
                                       : arena_printf(arena, "%.*s(...)", (int)text.len, text.ptr));

    switch (verdict.status) {
    case CALL_NO_SUCH:
        observation->hint =
            verdict.near ? arena_printf(arena, "%s takes no %.*s, but %s", where, (int)name.len,
                                        name.ptr, verdict.near)
                         : arena_printf(arena, "%s takes no %.*s", where, (int)name.len, name.ptr);
        if (verdict.near)
            observation->replacement = arena_printf(arena, "%s=", verdict.near);
        break;
    case CALL_LACKS:
        observation->hint =
            arena_printf(arena, "%s needs %.*s as well", where, (int)name.len, name.ptr);
        break;
    case CALL_TOO_MANY:
        observation->hint = arena_printf(arena, "%s takes %zu by position", where, verdict.most);
        break;
    case CALL_FITS:
    case CALL_UNKNOWN:
        observation->hint = arena_printf(arena, "is at %s", where);
        break;
    }
}

/* Without the parameter that the object itself is given for; false where that is not plain. */
static bool without_self(const struct python_signature *signature, enum python_binding binding,
                         bool instance, struct python_signature *ret_signature)
{
    bool drop = binding == BINDING_CLASS || (binding == BINDING_INSTANCE && instance);

    if (binding == BINDING_PROPERTY || (binding == BINDING_INSTANCE && !instance) ||
        !signature->certain)
        return false;
    *ret_signature = *signature;
    if (drop && !signature->parameters.count)
        return false;
    if (drop) {
        ret_signature->parameters.items++;
        ret_signature->parameters.count--;
    }
    return true;
}

static size_t closing(const struct documented *documented, size_t at)
{
    unsigned depth = documented->tokens[at].depth;

    for (at++; at < documented->token_count; at++)
        if (documented->tokens[at].kind == PYTHON_END || documented->tokens[at].depth <= depth)
            return at;
    return documented->token_count - 1;
}

/* What is called, and what comes of it; false: the chain ends here. */
static bool follow_call(struct documented_names *names, size_t from, size_t at,
                        struct bound *current)
{
    struct python_signature signature;
    const struct python_thing *thing = &current->thing;
    const struct python_module *module;
    unsigned line;

    if (thing->kind == THING_CLASS && current->as == BOUND_AS_IS) {
        if (thing_constructor(names->facts, thing, &signature, &line, &module))
            look_at_call(names, from, at, &signature, module, line);
        current->as = BOUND_INSTANCE;
        return true;
    }
    if (thing->kind == THING_FUNCTION && thing->class) {
        if (without_self(&thing->function->signature, thing->function->binding,
                         current->as == BOUND_INSTANCE, &signature))
            look_at_call(names, from, at, &signature, thing->module, thing->function->line);
    } else if (thing->kind == THING_FUNCTION) {
        if (thing->function->signature.certain)
            look_at_call(names, from, at, &thing->function->signature, thing->module,
                         thing->function->line);
    }
    return false;
}

/* ".name" behind a module, class or instance; false: it cannot be followed. */
static bool follow_name(struct documented_names *names, size_t from, size_t at,
                        struct bound *current)
{
    const struct documented *documented = names->documented;
    const struct python_token *token = &documented->tokens[at];
    struct python_thing *thing = &current->thing, next;
    const char *owner;
    struct observation *observation;
    struct str text;

    if (thing->kind == THING_MODULE)
        next = thing_attribute(names->facts, thing, token->text);
    else if (thing->kind == THING_CLASS)
        next = thing_member(names->facts, thing, token->text);
    else
        return false;
    if (next.kind == THING_UNKNOWN)
        return false;
    /* "mod.name = x" makes it */
    if (next.kind == THING_ABSENT && at + 1 < documented->token_count &&
        python_is(&documented->tokens[at + 1], "=")) {
        forget(names, documented->tokens[from].text);
        return false;
    }
    text = chain_text(documented, from, at);
    if (thing->kind == THING_MODULE && !thing->module && next.kind == THING_ABSENT)
        owner = thing->folder;
    else
        owner = thing->module ? thing->module->path : thing->folder;
    observation =
        observe(names, OBSERVATION_DOCUMENTED_NAME, next.kind == THING_ABSENT ? "missing" : "found",
                token->line, str_dup(names->facts->arena, text));
    if (next.kind == THING_ABSENT) {
        if (thing->kind == THING_CLASS)
            observation->hint = arena_printf(names->facts->arena, "%s defines no %.*s",
                                             place(names, thing->module, thing->class->line),
                                             (int)token->text.len, token->text.ptr);
        else
            observation->hint = arena_printf(names->facts->arena, "%s defines no %.*s%s%s", owner,
                                             (int)token->text.len, token->text.ptr,
                                             next.near ? ", but " : "", next.near ? next.near : "");
        return false;
    }
    if (next.line && next.module)
        observation->hint =
            arena_printf(names->facts->arena, "is at %s", place(names, next.module, next.line));
    /* a method keeps whose it is; what is an instance stays one until it is called */
    if (thing->kind != THING_CLASS)
        current->as = BOUND_AS_IS;
    *thing = next;
    return next.kind != THING_VALUE;
}

/* A name and what hangs on it, from tokens[at] on. *ret_end: behind all that was followed. */
static struct bound follow_chain(struct documented_names *names, size_t at, size_t *ret_end)
{
    const struct documented *documented = names->documented;
    struct bound current = *find(names, documented->tokens[at].text);
    size_t from = at++;

    while (at < documented->token_count) {
        if (python_is(&documented->tokens[at], ".") &&
            documented->tokens[at + 1].kind == PYTHON_NAME) {
            if (!follow_name(names, from, at + 1, &current)) {
                current.as = BOUND_NOT;
                break;
            }
            at += 2;
        } else if (python_is(&documented->tokens[at], "(")) {
            if (!follow_call(names, from, at, &current)) {
                current.as = BOUND_NOT;
                break;
            }
            at = closing(documented, at) + 1;
        } else {
            break;
        }
    }
    *ret_end = at;
    return current;
}

/* --- statements --- */

static bool is_keyword_argument(const struct python_token *tokens, size_t at, size_t from)
{
    return tokens[at].depth > tokens[from].depth && python_is(&tokens[at + 1], "=");
}

/* Names that a statement itself binds: parameters, loop variables, "as" names. */
static void forget_inner(struct documented_names *names, size_t from, size_t to)
{
    const struct python_token *tokens = names->documented->tokens;
    bool definition = python_is(&tokens[from], "def") || python_is(&tokens[from], "async") ||
                      python_is(&tokens[from], "class");
    bool loop = false, lambda = false;

    for (size_t i = from; i < to; i++) {
        if (python_is(&tokens[i], "for"))
            loop = true;
        else if (python_is(&tokens[i], "in"))
            loop = false;
        else if (python_is(&tokens[i], "lambda"))
            lambda = true;
        else if (python_is(&tokens[i], ":"))
            lambda = false;
        else if (tokens[i].kind == PYTHON_NAME &&
                 (loop || lambda || (definition && i == from + 1) ||
                  (definition && tokens[i].depth > tokens[from].depth &&
                   (python_is(&tokens[i - 1], "(") || python_is(&tokens[i - 1], ",")) &&
                   !python_is(&tokens[from], "class")) ||
                  (i > from && python_is(&tokens[i - 1], "as"))))
            forget(names, tokens[i].text);
    }
}

/* The last "=" of an assignment at the statement's own depth; `from`: there is none. */
static size_t equals_of(const struct python_token *tokens, size_t from, size_t to)
{
    size_t equals = from;

    for (size_t i = from + 1; i < to; i++)
        if (tokens[i].depth == tokens[from].depth && python_is(&tokens[i], "="))
            equals = i;
    return equals;
}

static void read_statement(struct documented_names *names, size_t from, size_t to)
{
    const struct python_token *tokens = names->documented->tokens;
    size_t equals = equals_of(tokens, from, to), end;
    struct bound value = {BOUND_NOT};

    forget_inner(names, from, to);
    for (size_t i = from; i < to; i++) {
        struct bound result;

        if (tokens[i].kind != PYTHON_NAME || (i > from && python_is(&tokens[i - 1], ".")) ||
            is_keyword_argument(tokens, i, from) || !find(names, tokens[i].text) ||
            (i < equals && !python_is(&tokens[i + 1], ".")))
            continue;
        result = follow_chain(names, i, &end);
        if (equals > from && i == equals + 1 && end == to)
            value = result;
    }
    for (size_t i = from; i < equals; i++)
        if (tokens[i].kind == PYTHON_NAME && tokens[i].depth == tokens[from].depth &&
            !(i > from && python_is(&tokens[i - 1], ".")) && !python_is(&tokens[i + 1], ".") &&
            !python_is(&tokens[i + 1], "["))
            forget(names, tokens[i].text);
    if (equals == from + 1 && tokens[from].kind == PYTHON_NAME && value.as != BOUND_NOT)
        bind(names, tokens[from].text, value);
}

void documented_names_read(struct documented_names *names, const struct documented *documented)
{
    const struct python_token *tokens = documented->tokens;
    size_t from = 0;

    names->documented = documented;
    names->module = module_parse(names->facts->arena, names->page->path, documented->text);
    names->next_import = 0;
    while (from < documented->token_count && tokens[from].kind != PYTHON_END &&
           names->bound.count < MOST_BOUND) {
        size_t to = from;

        while (tokens[to].kind != PYTHON_NEWLINE && tokens[to].kind != PYTHON_END &&
               !(python_is(&tokens[to], ";") && tokens[to].depth == tokens[from].depth))
            to++;
        if (to > from && (python_is(&tokens[from], "import") || python_is(&tokens[from], "from"))) {
            while (names->next_import < names->module->imports.count &&
                   names->module->imports.items[names->next_import].line <= tokens[from].line)
                look_at_import(names, &names->module->imports.items[names->next_import++]);
        } else if (to > from) {
            read_statement(names, from, to);
        }
        from = to + (tokens[to].kind != PYTHON_END);
    }
}
