/* The ladder: where a path that a page names may lie, and why it may not be there. */
#include "facts/resolve.h"

#include "facts/facts.h"
#include "facts/ignored.h"
#include "facts/link_path.h"
#include "facts/path_token.h"
#include "facts/resolve_step.h"
#include "facts/supply.h"
#include "facts/trace.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

enum { LONGEST = 400, BUDGET = 64 * MIB /* of text that is searched for names, in a scan */ };

/* From top to bottom; the first step that knows decides. */
static const struct {
    const char *name;
    resolve_step *try;
} ladder[] = {
    {"placeholder", step_placeholder},       /* <name>, YOUR_DATA, /path/to */
    {"variable", step_variable},             /* $DATA, set earlier on the page or not */
    {"outside", step_outside},               /* /etc, ~, C: */
    {"working folder", step_here},           /* where `cd` has led to */
    {"root", step_root},                     /* of the repository */
    {"page's folder", step_page_folder},     /* and those above it */
    {"folder in prose", step_prose_folder},  /* "in the `src` folder" */
    {"visited folder", step_visited_folder}, /* that a command of the page went into */
    {"clone's folder", step_clone_folder},   /* the repository's own name in front */
    {"pattern", step_pattern},               /* *.py */
    {"another tree", step_elsewhere},        /* it runs where the repository is not */
    {"beyond", step_beyond},                 /* behind a submodule or a link */
    {"case twin", step_case_twin},
    {"understood", step_understood}, /* a bare name in a sentence, of a file in some folder */
    {"made up", step_made_up},       /* my_script.py, foo.yaml */
    {"made", step_made},             /* by an earlier command */
    {"brought", step_brought},       /* downloaded, unpacked, cloned */
    {"ignored", step_ignored},       /* by .gitignore */
    {"told to write", step_told_to_write},
    {"linked", step_linked},      /* the passage is about another repository */
    {"past", step_past},          /* a change log, "was removed" */
    {"in general", step_general}, /* a list of names, none of which is here */
    {"data", step_data_file},
    {"partial", step_partial}, /* not all files are known */
    {"guide", step_guide},     /* a page of documentation speaks of a reader's files */
    {"moved", step_moved},
    {"strange folder", step_strange_folder},
    {"missing", step_missing},
};

struct resolver {
    const struct facts *facts;
    struct ignored *ignored;
    struct map pages; /* a page's path -> index in supplies */
    struct {
        struct supply **items;
        size_t count, capacity;
    } supplies;
    size_t budget;
    struct str submodules;
    bool has_submodules; /* .gitmodules was read, or is not there */
};

const char *resolve_status_name(enum resolve_status status)
{
    static const char *const names[] = {"found",    "case",        "moved",   "generated",
                                        "external", "placeholder", "unknown", "missing"};

    return names[status];
}

struct resolver *resolver_new(const struct facts *facts)
{
    struct resolver *resolver = arena_alloc(facts->arena, sizeof(*resolver));

    *resolver = (struct resolver){.facts = facts, .ignored = ignored_new(facts), .budget = BUDGET};
    map_init(&resolver->pages, facts->arena);
    return resolver;
}

const struct supply *resolver_supply(const struct facts *facts, const struct document *page)
{
    struct resolver *resolver = facts->resolver;
    size_t known = map_get(&resolver->pages, str_of(page->path));
    struct supply *supply;

    if (known != MAP_NONE)
        return resolver->supplies.items[known];
    supply = arena_alloc(facts->arena, sizeof(*supply));
    supply_collect(facts, page, supply);
    map_set(&resolver->pages, str_of(page->path), resolver->supplies.count);
    *ARENA_PUSH(facts->arena, &resolver->supplies) = supply;
    return supply;
}

struct ignored *resolver_ignored(const struct facts *facts) { return facts->resolver->ignored; }

struct str resolver_submodules(const struct facts *facts)
{
    struct resolver *resolver = facts->resolver;
    const struct file *file = NULL;
    struct str text;

    if (!resolver->has_submodules)
        file = snapshot_find(facts->snapshot, ".gitmodules");
    resolver->has_submodules = true;
    if (file &&
        file_read(facts->snapshot, facts->arena, file, LIMIT_CONFIG_BYTES, &text) == READ_OK)
        resolver->submodules = text;
    return resolver->submodules;
}

bool resolver_spend(const struct facts *facts, size_t bytes)
{
    bool enough = facts->resolver->budget >= bytes;

    facts->resolver->budget -= enough ? bytes : facts->resolver->budget;
    return enough;
}

bool attempt_on_readme(const struct attempt *attempt)
{
    return str_equal_nocase(str_slice(str_of(path_base(attempt->context->page->path)), 0, 6),
                            "readme");
}

bool attempt_is_there(const struct attempt *attempt, const char *path)
{
    return path && (tree_find(attempt->tree, path) || tree_has_folder(attempt->tree, path));
}

bool attempt_settle(struct attempt *attempt, enum resolve_status status, const char *path,
                    const char *format, ...)
{
    va_list args;

    va_start(args, format);
    attempt->said = arena_vprintf(attempt->arena, format, args);
    va_end(args);
    attempt->resolved.status = status;
    attempt->resolved.path = path;
    attempt->resolved.reason = attempt->said;
    return true;
}

bool attempt_pass(struct attempt *attempt, const char *format, ...)
{
    va_list args;

    if (!attempt->context->trace)
        return false;
    va_start(args, format);
    attempt->said = arena_vprintf(attempt->arena, format, args);
    va_end(args);
    return false;
}

/* A path that leads above the root is NULL. */
static const char *settle(struct arena *arena, struct str folder, struct str path)
{
    const char *settled = path_join(arena, folder, path);

    return text_starts(settled, "..") ? NULL : settled;
}

void attempt_set_path(struct attempt *attempt, struct str path)
{
    attempt->path = path;
    attempt->here = settle(attempt->arena, attempt->context->cwd, path);
    attempt->root = settle(attempt->arena, (struct str){"", 0}, path);
}

struct resolved resolve_path(const struct resolve_context *context, struct str path)
{
    struct attempt attempt = {.context = context,
                              .facts = context->facts,
                              .arena = context->facts->arena,
                              .tree = &context->facts->tree,
                              .written = path};
    struct trace *trace = context->trace;

    if (!path.len || path.len > LONGEST)
        return (struct resolved){.status = RESOLVE_PLACEHOLDER,
                                 .step = "placeholder",
                                 .reason = "it is empty, or too long for a path"};
    trace_subject(trace, "path", path);
    attempt_set_path(&attempt, path);
    for (size_t i = 0; i < sizeof(ladder) / sizeof(*ladder); i++) {
        bool known;

        attempt.said = NULL;
        known = ladder[i].try(&attempt);
        if (attempt.said)
            trace_step(trace, ladder[i].name, "%s", attempt.said);
        if (known) {
            attempt.resolved.step = ladder[i].name;
            break;
        }
    }
    trace_step(trace, "so", "%s%s%s", resolve_status_name(attempt.resolved.status),
               attempt.resolved.hint ? ": " : "",
               attempt.resolved.hint ? attempt.resolved.hint : "");
    return attempt.resolved;
}
