/* Where the facts came from, and what cut them. */
#include "facts/facts.h"
#include "snapshot/forge.h"
#include "util/arena.h"

static void add(struct facts *facts, const char *name, const char *status, const char *why)
{
    *ARENA_PUSH(facts->arena, &facts->sources) =
        (struct rh_source){.name = name, .status = status, .why = why};
}

static void add_forge(struct facts *facts)
{
    const struct forge *forge = facts->snapshot->forge;
    const char *unknown = facts->snapshot->forge_unknown;

    if (forge)
        add(facts, "forge", forge->partial ? "partial" : "complete", forge->partial);
    else
        add(facts, "forge", "absent", unknown ? unknown : forge_not_asked);
}

void sources_collect(struct facts *facts)
{
    const struct snapshot *snapshot = facts->snapshot;
    const struct history *history = &facts->history;
    const char *files = snapshot->files_partial ? snapshot->files_partial : snapshot->files_note;

    add(facts, "files", files ? "partial" : "complete", files);
    add(facts, "history",
        history->end == HISTORY_NONE ? "absent"
        : history->partial           ? "partial"
                                     : "complete",
        history->partial);
    if (facts->documents.partial)
        add(facts, "pages", "partial", facts->documents.partial);
    add(facts, "tags", snapshot->tags_unknown ? "absent" : "complete", snapshot->tags_unknown);
    add_forge(facts);
}
