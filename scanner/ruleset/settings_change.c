/* A change to the settings file itself, which must not excuse what else the change does. */
#include "ruleset/settings.h"

#include "snapshot/snapshot.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

static bool read_own(struct arena *arena, const struct snapshot *snapshot, struct str *ret_text)
{
    const struct file *file = snapshot_find(snapshot, SETTINGS_NAME);

    return file && (file->kind == FILE_REGULAR || file->kind == FILE_EXECUTABLE) &&
           file_read(snapshot, arena, file, LIMIT_CONFIG_BYTES, ret_text) == READ_OK;
}

static bool extends_nothing(void *context, const char *path, struct str *ret_text,
                            struct rh_error *err)
{
    (void)context;
    (void)path;
    *ret_text = (struct str){0};
    err->code = RH_ERROR_NONE;
    return true;
}

const char *settings_change(struct arena *arena, const struct snapshot *before,
                            const struct snapshot *after, enum settings_trust trust,
                            const struct rh_ruleset *ruleset, bool *ret_broken)
{
    const struct settings_reader reader = {extends_nothing, NULL};
    struct str old = {0}, new = {0};
    bool had = read_own(arena, before, &old), has = read_own(arena, after, &new);
    struct settings unused;
    struct rh_error mistake;

    *ret_broken = false;
    if (had == has && old.len == new.len && (!old.len || !memcmp(old.ptr, new.ptr, old.len)))
        return NULL;
    if (!has)
        return "is removed";
    if (settings_parse(arena, SETTINGS_NAME, new, trust, ruleset, &reader, &unused, &mistake))
        return had ? "is changed" : "is added";
    *ret_broken = true;
    return arena_printf(arena, "%s and cannot be read: %s", had ? "is changed" : "is added",
                        text_clean(arena, str_of(mistake.text), LIMIT_QUOTE_BYTES));
}
