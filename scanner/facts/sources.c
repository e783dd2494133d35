/* Where the facts came from, and what cut them. */
#include "facts/facts.h"
#include "util/arena.h"

static void add(struct facts *facts, const char *name, const char *status, const char *why)
{
    *ARENA_PUSH(facts->arena, &facts->sources) =
        (struct rh_source){.name = name, .status = status, .why = why};
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
    add(facts, "forge",
        !facts->forge           ? "absent"
        : facts->forge->partial ? "partial"
                                : "complete",
        facts->forge ? facts->forge->partial : facts->forge_unknown);
}
