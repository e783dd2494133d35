#include "snapshot/revision.h"

#include "snapshot/commit.h"
#include "util/date.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>

enum {
    TAG_DEPTH = 5,
    ABBREVIATION = 4, /* digits of an id, at the least */
    SHOWN = 100,      /* of what the user wrote */
    DAY = 86400,
};

bool revision_peel(struct objects *objects, unsigned char id[ID_SIZE], time_t *ret_time)
{
    *ret_time = 0;
    for (int depth = 0; depth < TAG_DEPTH; depth++) {
        OBJECT_CLEANUP struct object object = {0};
        struct str rest, line, name, email;
        time_t when = 0;
        int offset;

        if (objects_read(objects, id, OBJECT_ANY, LIMIT_COMMIT_BYTES, &object) != READ_OK)
            return false;
        if (object.kind != OBJECT_TAG)
            return object.kind == OBJECT_COMMIT;
        rest = object.bytes;
        if (!str_next_line(&rest, &line) || !str_starts(line, "object ") ||
            !id_parse(str_slice(line, 7, line.len), id))
            return false;
        while (str_next_line(&rest, &line) && line.len)
            if (str_starts(line, "tagger "))
                signature_parse(str_slice(line, 7, line.len), &name, &email, &when, &offset);
        if (!*ret_time)
            *ret_time = when;
    }
    return false;
}

static int by_id(const void *left, const void *right) { return memcmp(left, right, ID_SIZE); }

/* One step on the way from a name to a commit. */
struct step {
    enum { STEP_PARENT, STEP_ANCESTOR, STEP_COMMIT, STEP_DATE } kind; /* ^N, ~N, ^{}, @{DATE} */
    unsigned number;
    time_t until; /* the last second of the day */
};

/* The number at the start of *rest, or 1 where there is none. False: more than there are commits.
 */
static bool take_count(struct str *rest, unsigned *ret_number)
{
    unsigned number = 0;
    size_t at = 0;

    for (; at < rest->len && rest->ptr[at] >= '0' && rest->ptr[at] <= '9'; at++) {
        number = number * 10 + (unsigned)(rest->ptr[at] - '0');
        if (number > LIMIT_COMMITS)
            return false;
    }
    *rest = str_slice(*rest, at, rest->len);
    *ret_number = at ? number : 1;
    return true;
}

/* "@{2024-01-31}" */
static bool take_date(struct str *rest, struct step *ret_step)
{
    const char *close = memchr(rest->ptr, '}', rest->len);
    time_t day;

    if (!close || !date_parse(str_slice(*rest, 2, (size_t)(close - rest->ptr)), &day))
        return false;
    *ret_step = (struct step){.kind = STEP_DATE, .until = day + DAY - 1};
    *rest = str_slice(*rest, (size_t)(close - rest->ptr) + 1, rest->len);
    return true;
}

static bool take_step(struct str *rest, struct step *ret_step)
{
    static const char *const peels[] = {"{}", "{commit}"};
    char sign = rest->ptr[0];
    struct step step = {.kind = sign == '~' ? STEP_ANCESTOR : STEP_PARENT};

    if (str_starts(*rest, "@{"))
        return take_date(rest, ret_step);
    if (sign != '~' && sign != '^')
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    for (size_t i = 0; sign == '^' && i < sizeof(peels) / sizeof(*peels); i++)
        if (str_starts(*rest, peels[i])) {
            *rest = str_slice(*rest, strlen(peels[i]), rest->len);
            *ret_step = (struct step){.kind = STEP_COMMIT};
            return true;
        }
    if (!take_count(rest, &step.number))
        return false;
    if (!step.number) /* ^0 and ~0 are the commit itself */
        step.kind = STEP_COMMIT;
    *ret_step = step;
    return true;
}

/* A walk from commit to parent, and what to say where it ends. */
struct way {
    const struct revision_places *places;
    const char *rev;
    unsigned char *id;
    size_t steps;
};

static bool to_parent(struct way *way, unsigned number, struct rh_error *err)
{
    const struct revision_places *places = way->places;
    OBJECT_CLEANUP struct object object = {0};
    struct parsed_commit parsed;
    bool found = false;

    if (++way->steps > LIMIT_COMMITS)
        return error_set(err, RH_ERROR_TARGET, "'%.*s' is too far away", SHOWN, way->rev);
    if (places->shallow_count &&
        bsearch(way->id, places->shallow, places->shallow_count, ID_SIZE, by_id))
        return error_set(err, RH_ERROR_TARGET, "'%.*s' lies before the end of this shallow clone",
                         SHOWN, way->rev);
    if (objects_read(places->objects, way->id, OBJECT_COMMIT, LIMIT_COMMIT_BYTES, &object) !=
            READ_OK ||
        !commit_parse(object.bytes, way->id, &parsed))
        return error_set(err, RH_ERROR_TARGET, "%.*s: a commit on the way is not in the repository",
                         SHOWN, way->rev);
    if (parsed.commit.parent_count < number) {
        if (number > 1 && parsed.commit.parent_count)
            return error_set(
                err, RH_ERROR_TARGET, "'%.*s': there is a commit with %u parent%s only", SHOWN,
                way->rev, parsed.commit.parent_count, parsed.commit.parent_count == 1 ? "" : "s");
        return error_set(err, RH_ERROR_TARGET, "'%.*s' lies before the first commit", SHOWN,
                         way->rev);
    }
    for (unsigned i = 0; i < number; i++)
        found = commit_next_parent(&parsed.parents, way->id);
    return found ||
           error_set(err, RH_ERROR_TARGET, "%.*s: a commit on the way is damaged", SHOWN, way->rev);
}

static bool committed_by(const struct way *way, time_t until)
{
    OBJECT_CLEANUP struct object object = {0};
    struct parsed_commit parsed;

    return objects_read(way->places->objects, way->id, OBJECT_COMMIT, LIMIT_COMMIT_BYTES,
                        &object) == READ_OK &&
           commit_parse(object.bytes, way->id, &parsed) && parsed.commit.commit_time <= until;
}

static bool walk(struct way *way, const struct step *step, struct rh_error *err)
{
    time_t ignored;

    if (!revision_peel(way->places->objects, way->id, &ignored))
        return error_set(err, RH_ERROR_TARGET, "%.*s: its commit is not in the repository", SHOWN,
                         way->rev);
    if (step->kind == STEP_PARENT)
        return to_parent(way, step->number, err);
    while (step->kind == STEP_DATE && !committed_by(way, step->until))
        if (!to_parent(way, 1, err))
            return false;
    for (unsigned i = 0; step->kind == STEP_ANCESTOR && i < step->number; i++)
        if (!to_parent(way, 1, err))
            return false;
    return true;
}

/* "v1.0-14-g2414721", as `git describe` prints it. */
static bool find_described(struct objects *objects, const char *name, unsigned char ret_id[ID_SIZE])
{
    const char *digits = strrchr(name, '-');
    bool ambiguous = false;

    return digits && digits != name && digits[1] == 'g' && strlen(digits + 2) >= ABBREVIATION &&
           objects_find(objects, str_of(digits + 2), ret_id, &ambiguous);
}

static bool find_name(const struct revision_places *places, const char *name,
                      unsigned char ret_id[ID_SIZE], struct rh_error *err)
{
    bool ambiguous = false;

    if (!strcmp(name, "@"))
        name = "HEAD";
    if (!*name)
        return error_set(err, RH_ERROR_USAGE, "--rev takes a branch, a tag or a commit");
    if (id_parse(str_of(name), ret_id) || refs_find_short(places->refs, name, ret_id) ||
        objects_find(places->objects, str_of(name), ret_id, &ambiguous) ||
        find_described(places->objects, name, ret_id))
        return true;
    return error_set(err, RH_ERROR_TARGET,
                     ambiguous ? "more than one object begins with '%.*s'"
                               : "there is no branch, tag or commit '%.*s'",
                     SHOWN, name);
}

bool revision_find(const struct revision_places *places, const char *rev,
                   unsigned char ret_id[ID_SIZE], struct rh_error *err)
{
    const char *day = strstr(rev, "@{");
    size_t steps = strcspn(rev, "~^"), before_day = day ? (size_t)(day - rev) : steps,
           length = before_day < steps ? before_day : steps;
    struct str rest = str_of(rev + length);
    unsigned char id[ID_SIZE];
    struct way way = {.places = places, .rev = rev, .id = id};
    char name[LIMIT_REVISION_BYTES];

    if (strlen(rev) >= sizeof(name))
        return error_set(err, RH_ERROR_USAGE, "--rev is too long");
    if (strstr(rev, ".."))
        return error_set(err, RH_ERROR_USAGE, "--rev takes one commit, not the range '%.*s'", SHOWN,
                         rev);
    if (strchr(rev, ':') || strstr(rev, "^{/"))
        return error_set(
            err, RH_ERROR_USAGE,
            "--rev takes a branch, a tag or a commit, also with ~N, ^N and @{DATE}, not "
            "'%.*s'",
            SHOWN, rev);
    if (!length && day == rev) { /* "@{DATE}": of HEAD */
        name[0] = '@';
        name[1] = '\0';
    } else {
        memcpy(name, rev, length);
        name[length] = '\0';
    }
    if (!find_name(places, name, id, err))
        return false;
    while (rest.len) {
        struct step step;

        if (!take_step(&rest, &step))
            return error_set(
                err, RH_ERROR_USAGE,
                "--rev '%.*s': behind a name stand ~N, ^N, ^{}, ^{commit} or @{YYYY-MM-DD}", SHOWN,
                rev);
        if (!walk(&way, &step, err))
            return false;
    }
    memcpy(ret_id, id, ID_SIZE);
    return true;
}
