/* Where a scan gets what the forge said. */
#include "forge/obtain.h"

#include "forge/ask.h"
#include "forge/http.h"
#include "snapshot/forge_file.h"
#include "snapshot/place.h"
#include "util/arena.h"
#include "worker/worker.h"

/* In a child: git's configuration is the repository's own file. */
static bool find_origin(void *context, FILE *progress, struct buf *out, struct rh_error *err)
{
    struct arena *arena = arena_new();
    const char *folder = context;
    struct place place;
    bool found = place_find(arena, folder, false, &place, err);

    (void)progress;
    if (found && place.url)
        buf_puts(out, place.url);
    arena_free(arena);
    return found;
}

/* The URL of a local repository's origin; NULL: it has none that could be asked. */
static const char *origin_of(struct arena *arena, const char *folder)
{
    const struct worker_limits limits = {.readable = {folder}};
    struct rh_error ignored = {0};
    struct target target;
    struct str url;

    if (!worker_run(arena, &limits, false, find_origin, (void *)folder, &url, &ignored) ||
        !url.len || !target_parse(arena, str_dup(arena, url), &target, &ignored) ||
        target.kind != TARGET_REMOTE)
        return NULL;
    return target.url;
}

/* Why the forge is not asked at all, a clause; NULL: it is. */
static const char *why_not(const struct target *target, const struct forge_options *options)
{
    if (options->offline)
        return "--offline forbids to ask about them";
    if (options->asking == ASK_NEVER)
        return "--issues never forbids to ask about them";
    if (target->kind == TARGET_ARCHIVE)
        return "an archive does not say where it is developed";
    if (options->asking == ASK_AUTO && target->kind == TARGET_LOCAL)
        return "GitHub was not asked; --issues always asks it";
    return NULL;
}

static void ask(struct arena *arena, const struct target *target, const char *folder,
                const struct forge_options *options, struct forge_bytes *got)
{
    const struct address *address;
    struct token token;

    got->unknown = why_not(target, options);
    if (got->unknown)
        return;
    address =
        address_find(arena, target->kind == TARGET_LOCAL ? origin_of(arena, folder) : target->url,
                     options->api_url, &got->unknown);
    if (!address)
        return;
    if (token_find(address->host, &token))
        (void)ask_forge(arena, address, &token, options, &got->bytes, &got->unknown);
    else
        got->unknown = arena_printf(arena, "what stands in %s cannot be a token", token.from);
    token_forget(&token);
}

static bool save(struct arena *arena, const struct forge_bytes *got, const char *path,
                 struct rh_error *err)
{
    struct str text;

    if (!got->bytes.len)
        return error_set(err, RH_ERROR_TARGET, "there is nothing to keep in %s: %s", path,
                         got->unknown);
    return forge_file_unpack(arena, got->bytes, &text, err) && forge_file_write(path, text, err);
}

bool forge_obtain(struct arena *arena, const struct target *target, const char *folder,
                  const struct forge_options *options, struct forge_bytes *ret_bytes,
                  struct rh_error *err)
{
    struct forge_bytes got = {.source = options->file};

    if (options->api_url && !http_may_ask(options->api_url))
        return error_set(err, RH_ERROR_USAGE,
                         "--api-url takes an https address, or http on this machine, not '%s'",
                         text_clean(arena, str_of(options->api_url), 100));
    if (options->file && !forge_file_read(arena, options->file, &got.bytes, err))
        return false;
    if (!options->file && options->unknown)
        got.unknown = options->unknown;
    else if (!options->file)
        ask(arena, target, folder, options, &got);
    if (options->keep && got.bytes.len && !save(arena, &got, options->keep, err))
        return false;
    if (options->save && !save(arena, &got, options->save, err))
        return false;
    *ret_bytes = got;
    return true;
}
