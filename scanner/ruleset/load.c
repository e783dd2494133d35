#include "ruleset/ruleset.h"

#include "ruleset/digest.h"
#include "ruleset/embedded.h"
#include "ruleset/reports.h"
#include "ruleset/rule_file.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/map.h"
#include "util/nearest.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct loader {
    struct arena *arena;
    struct rh_ruleset *ruleset;
    struct {
        struct rh_rule *items;
        size_t count, capacity;
    } rules;
    struct {
        struct rh_ruleset_name *items;
        size_t count, capacity;
    } files;
    struct map ids; /* -> index in rules */
    struct rh_error *err;
};

static void take_milestones(struct rh_ruleset *ruleset, const struct rule_file *file)
{
    for (size_t i = 0; i < RH_MILESTONE_COUNT; i++) {
        const struct milestone_text *text = &file->milestones[i];

        if (!text->line)
            continue;
        ruleset->milestones[i].title = text->title;
        ruleset->milestones[i].question = text->question;
        ruleset->milestones[i].met = text->met.value;
        ruleset->milestones[i].partly = text->partly.value;
    }
    if (file->decided.given)
        ruleset->decided = file->decided.value;
}

static void take(struct loader *loader, const char *name, const struct rule_file *file,
                 const char *digest)
{
    for (size_t i = 0; i < file->count; i++) {
        size_t index = map_put(&loader->ids, str_of(file->rules[i].id), loader->rules.count);

        if (index == loader->rules.count)
            ARENA_PUSH(loader->arena, &loader->rules);
        loader->rules.items[index] = file->rules[i];
    }
    take_milestones(loader->ruleset, file);
    if (file->topics.count)
        loader->ruleset->topics =
            topics_join(loader->arena, loader->ruleset->topics, &file->topics);
    *ARENA_PUSH(loader->arena, &loader->files) = (struct rh_ruleset_name){name, digest};
}

static bool load_text(struct loader *loader, const char *name, struct str text)
{
    const struct field_source source = {loader->arena, name, false};
    struct rule_file file;

    if (!rule_file_read(&source, text, &file, loader->err))
        return false;
    take(loader, name, &file, digest_hex(loader->arena, text));
    return true;
}

static bool load_embedded(struct loader *loader, const struct embedded_file *embedded)
{
    const struct field_source source = {loader->arena, embedded->name, true};
    struct str text = {embedded->text, embedded->size};
    struct rule_file file;

    if (!rule_file_read_tree(&source, embedded->root, text, &file, loader->err))
        return false;
    take(loader, embedded->name, &file, embedded->digest);
    return true;
}

static bool cannot_read(struct loader *loader, const char *path)
{
    return error_set(loader->err, RH_ERROR_RULE, "%s: %s", path, strerror(errno));
}

static bool load_file(struct loader *loader, const char *path)
{
    char *bytes = arena_alloc(loader->arena, LIMIT_CONFIG_BYTES + 1);
    FILE *file = fopen(path, "re");
    size_t size;
    bool failed;

    if (!file)
        return cannot_read(loader, path);
    size = fread(bytes, 1, LIMIT_CONFIG_BYTES + 1, file);
    failed = ferror(file);
    fclose(file);
    if (failed)
        return cannot_read(loader, path);
    return load_text(loader, arena_strdup(loader->arena, path), (struct str){bytes, size});
}

static int is_rule_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.' &&
           (text_ends(entry->d_name, ".yml") || text_ends(entry->d_name, ".yaml"));
}

static bool load_folder(struct loader *loader, const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_rule_file, alphasort);
    bool good = count > 0;

    if (count < 0)
        return cannot_read(loader, path);
    if (!count)
        error_set(loader->err, RH_ERROR_RULE, "%s: no file here ends in .yml", path);
    for (int i = 0; i < count; i++) {
        good = good &&
               load_file(loader, arena_printf(loader->arena, "%s%s%s", path,
                                              text_ends(path, "/") ? "" : "/", entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    return good;
}

static bool load_path(struct loader *loader, const char *path)
{
    struct stat status;

    if (stat(path, &status))
        return cannot_read(loader, path);
    return S_ISDIR(status.st_mode) ? load_folder(loader, path) : load_file(loader, path);
}

static bool no_such_rule(const struct loader *loader, const struct rh_rule *rule, const char *id)
{
    struct nearest nearest = nearest_to(id);
    char hint[120];

    for (size_t i = 0; i < loader->rules.count; i++)
        nearest_offer(&nearest, loader->rules.items[i].id);
    return field_error(loader->err, rule->file, rule->line,
                       "rule '%s' requires '%s', which is no rule%s", rule->id, id,
                       nearest_hint(&nearest, hint, sizeof(hint)));
}

enum visit { NEW, OPEN, DONE };

/* Puts a rule behind those that it requires, depth first with a stack of its own: `at` is how many
 * of its requirements were followed. */
static bool put_in_order(const struct loader *loader, size_t start, enum visit *visits,
                         size_t *order, size_t *order_count)
{
    struct frame {
        size_t rule, at;
    } *stack = arena_alloc(loader->arena, (loader->rules.count + 1) * sizeof(*stack));
    size_t depth = 0;

    if (visits[start] != NEW)
        return true;
    visits[start] = OPEN;
    stack[depth++] = (struct frame){start, 0};
    while (depth) {
        struct frame *frame = &stack[depth - 1];
        const struct rh_rule *rule = &loader->rules.items[frame->rule];
        size_t next;

        if (frame->at == rule->require_count) {
            visits[frame->rule] = DONE;
            order[(*order_count)++] = frame->rule;
            depth--;
            continue;
        }
        next = map_get(&loader->ids, str_of(rule->requires[frame->at]));
        if (next == MAP_NONE)
            return no_such_rule(loader, rule, rule->requires[frame->at]);
        frame->at++;
        if (visits[next] == OPEN)
            return field_error(loader->err, rule->file, rule->line,
                               "rule '%s' requires '%s', which in the end requires it", rule->id,
                               loader->rules.items[next].id);
        if (visits[next] == NEW) {
            visits[next] = OPEN;
            stack[depth++] = (struct frame){next, 0};
        }
    }
    return true;
}

static bool finish(struct loader *loader)
{
    struct rh_ruleset *ruleset = loader->ruleset;
    size_t count = loader->rules.count, ordered = 0;
    enum visit *visits = arena_alloc(loader->arena, (count + 1) * sizeof(*visits));
    size_t *order = arena_alloc(loader->arena, (count + 1) * sizeof(*order));

    for (size_t i = 0; i < count; i++)
        if (!put_in_order(loader, i, visits, order, &ordered))
            return false;
    ruleset->rules = loader->rules.items;
    ruleset->count = count;
    ruleset->order = order;
    ruleset->files = loader->files.items;
    ruleset->file_count = loader->files.count;
    return true;
}

#define PROFILES "rules/profiles/"

static bool load_profile(struct loader *loader, const char *name)
{
    struct nearest nearest = nearest_to(name);
    char hint[120];

    for (const struct embedded_file *file = embedded_rules; file->name; file++) {
        const char *own = file->name + strlen(PROFILES);
        struct str profile;

        if (!text_starts(file->name, PROFILES))
            continue;
        profile = str_slice(str_of(own), 0, strlen(own) - strlen(".yml"));
        if (str_equal(profile, name))
            return load_embedded(loader, file);
        nearest_offer(&nearest, str_dup(loader->arena, profile));
    }
    return error_set(loader->err, RH_ERROR_USAGE, "there is no profile '%.100s'%s", name,
                     nearest_hint(&nearest, hint, sizeof(hint)));
}

static bool load(struct loader *loader, const char *const *profiles, size_t profile_count,
                 const char *const *paths, size_t path_count)
{
    for (const struct embedded_file *file = embedded_rules; file->name; file++)
        if (!text_starts(file->name, PROFILES) && !load_embedded(loader, file))
            return false;
    for (size_t i = 0; i < profile_count; i++)
        if (!load_profile(loader, profiles[i]))
            return false;
    for (size_t i = 0; i < path_count; i++)
        if (!load_path(loader, paths[i]))
            return false;
    return finish(loader);
}

struct rh_ruleset *rh_ruleset_load(const char *const *paths, size_t path_count,
                                   struct rh_error *err)
{
    return rh_ruleset_load_with(NULL, 0, paths, path_count, err);
}

struct rh_ruleset *rh_ruleset_load_with(const char *const *profiles, size_t profile_count,
                                        const char *const *paths, size_t path_count,
                                        struct rh_error *err)
{
    struct arena *arena = arena_new();
    struct rh_ruleset *ruleset = arena_alloc(arena, sizeof(*ruleset));
    struct loader loader = {.arena = arena, .ruleset = ruleset, .err = err};

    ruleset->arena = arena;
    map_init(&loader.ids, arena);
    if (load(&loader, profiles, profile_count, paths, path_count))
        return ruleset;
    arena_free(arena);
    return NULL;
}

const struct rh_ruleset *ruleset_extended(struct arena *arena, const struct rh_ruleset *base,
                                          const char *const *names, const struct str *texts,
                                          size_t count, struct rh_error *err)
{
    struct rh_ruleset *ruleset = arena_alloc(arena, sizeof(*ruleset));
    struct loader loader = {.arena = arena, .ruleset = ruleset, .err = err};

    *ruleset = *base;
    ruleset->arena = NULL;
    map_init(&loader.ids, arena);
    for (size_t i = 0; i < base->count; i++) {
        *ARENA_PUSH(arena, &loader.rules) = base->rules[i];
        map_put(&loader.ids, str_of(base->rules[i].id), i);
    }
    for (size_t i = 0; i < base->file_count; i++)
        *ARENA_PUSH(arena, &loader.files) = base->files[i];
    for (size_t i = 0; i < count; i++)
        if (!load_text(&loader, arena_strdup(arena, names[i]), texts[i]))
            return NULL;
    return finish(&loader) ? ruleset : NULL;
}

void rh_ruleset_free(struct rh_ruleset *ruleset)
{
    if (ruleset)
        arena_free(ruleset->arena);
}
