#include "checks/tally.h"

#include "util/arena.h"
#include "util/limits.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DIFFERENT = 1000, LEAD = 60, QUOTE_BYTES = 4 * LIMIT_QUOTE_BYTES };

const char *different_choice(unsigned index)
{
    static const char *const names[] = {"matches", "patterns"};

    return index < sizeof(names) / sizeof(*names) ? names[index] : NULL;
}

const char *outcome_choice(unsigned index)
{
    return index <= RH_UNKNOWN ? rh_outcome_name(index) : NULL;
}

bool asked_prepare(struct asked *asked, const char **ret_key, struct rh_error *err)
{
    if (!asked->pass.count && !asked->partial.count && !asked->fail.count)
        return error_set(err, RH_ERROR_RULE, "it asks nothing: give pass, partial or fail");
    if (asked->least > 1 && !asked->pass.count) {
        *ret_key = "least";
        return error_set(err, RH_ERROR_RULE, "counts matches of 'pass', which is not given");
    }
    if (!asked->least)
        asked->least = 1;
    if (asked->none == ASKED_NONE)
        asked->none = asked->pass.count || asked->partial.count ? RH_FAIL : RH_PASS;
    return true;
}

struct tally tally_begin(const struct asked *asked, const struct facts *facts,
                         struct answer *answer)
{
    struct tally tally = {.asked = asked, .facts = facts, .answer = answer};

    tally.firsts[0] = text_index_first(answer->index, &asked->fail);
    tally.firsts[1] = text_index_first(answer->index, &asked->pass);
    tally.firsts[2] = text_index_first(answer->index, &asked->partial);
    map_init(&tally.seen, answer->arena);
    return tally;
}

/* Whether this outcome had the text before; "Why" and "why" are one. */
static bool is_new(struct tally *tally, char outcome, struct str match)
{
    char key[130];
    size_t length = match.len < sizeof(key) - 1 ? match.len : sizeof(key) - 1;
    size_t before = tally->seen.count;

    if (before >= MOST_DIFFERENT)
        return false;
    key[0] = outcome;
    for (size_t i = 0; i < length; i++) {
        char c = match.ptr[i];

        key[i + 1] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == '\n' ? ' ' : c;
    }
    return map_put(&tally->seen, (struct str){key, length + 1}, before) == before;
}

/* Several matches on one line are one place to open. */
static bool is_last(const struct hits *hits, const struct hit *hit)
{
    const struct hit *last = hits->count ? &hits->items[hits->count - 1] : NULL;

    return last && last->line == hit->line && last->path == hit->path;
}

/* One match of the pattern with this index. What tells it from another is the first group where
 * there is one, or the pattern. */
static void keep(struct tally *tally, struct hits *hits, char outcome, size_t index,
                 const struct groups *groups, const struct hit *hit)
{
    struct str match = groups->items[groups->items[1].ptr ? 1 : 0];
    char number[24];
    bool first;

    if (tally->asked->different == DIFFERENT_PATTERNS) {
        snprintf(number, sizeof(number), "%zu", index);
        match = str_of(number);
    }
    first = is_new(tally, outcome, match);
    hits->total++;
    hits->different += first;
    /* what passes is shown once; of what is to be mended, every place */
    if ((!first && outcome == 'p') || is_last(hits, hit))
        return;
    hits->places++;
    if (hits->count < LIMIT_EVIDENCE) {
        struct hit *kept = ARENA_PUSH(tally->answer->arena, hits);
        struct str quote = str_slice(hit->quote, 0, QUOTE_BYTES);

        *kept = *hit; /* the text that it quotes may be gone when it is shown */
        kept->quote = (struct str){str_dup(tally->answer->arena, quote), quote.len};
    }
}

/* False where none matches; *ret_index may be NULL. */
static bool matches(struct tally *tally, const struct patterns *patterns, struct str text,
                    size_t *ret_index, struct groups *ret_groups)
{
    for (size_t i = 0; i < patterns->count; i++) {
        switch (pattern_match(patterns->items[i], text, ret_groups)) {
        case MATCH_YES:
            if (ret_index)
                *ret_index = i;
            return true;
        case MATCH_TOO_EXPENSIVE:
            tally->expensive++;
            break;
        case MATCH_NO:
            break;
        }
    }
    return false;
}

/* What of a line is quoted: from its beginning, or where it is long, from shortly before `at`. */
static struct str quote_of(struct str line, size_t at)
{
    size_t from;

    if (line.len <= LIMIT_QUOTE_BYTES || at + LEAD <= LIMIT_QUOTE_BYTES)
        return line;
    for (from = at - LEAD; from < at && line.ptr[from] != ' '; from++)
        ;
    return str_slice(line, from, line.len);
}

static struct hit hit_at(const char *path, const struct passage *passage, size_t at)
{
    struct hit hit = {.path = path, .line = passage->line};
    size_t begin = 0, end;

    for (size_t i = 0; i < at; i++)
        if (passage->lines.ptr[i] == '\n') {
            hit.line++;
            begin = i + 1;
        }
    for (end = at; end < passage->lines.len && passage->lines.ptr[end] != '\n'; end++)
        ;
    hit.quote = quote_of(str_slice(passage->lines, begin, end), at - begin);
    return hit;
}

/* What patterns of one kind find. */
struct finding_of {
    const struct patterns *patterns;
    struct hits *hits;
    char outcome;
    size_t first; /* of the patterns, in the index */
};

enum { KINDS = 3 };

static void list_kinds(struct tally *tally, struct finding_of ret_kinds[KINDS])
{
    const struct asked *asked = tally->asked;

    ret_kinds[0] = (struct finding_of){&asked->fail, &tally->fail, 'f', tally->firsts[0]};
    ret_kinds[1] = (struct finding_of){&asked->pass, &tally->pass, 'p', tally->firsts[1]};
    ret_kinds[2] = (struct finding_of){&asked->partial, &tally->partial, 'a', tally->firsts[2]};
}

static bool is_passed_over(struct tally *tally, const struct passage *passage)
{
    const struct asked *asked = tally->asked;

    return (asked->within_lines && passage->line > asked->within_lines) ||
           (asked->unless.count && matches(tally, &asked->unless, passage->flat, NULL, NULL));
}

static bool may_match(struct candidates candidates, const struct finding_of *of, size_t index)
{
    return of->first == SIZE_MAX || candidates_have(candidates, of->first + index);
}

/* All matches of one pattern in a passage. False where the passage is to be passed over, which is
 * asked only when there is a match: most have none. */
static bool read_one(struct tally *tally, const char *path, const struct passage *passage,
                     const struct finding_of *of, size_t index, bool *asked_unless)
{
    struct groups groups;
    size_t from = 0;

    while (of->hits->total < MOST_DIFFERENT) {
        enum match match =
            pattern_match_from(of->patterns->items[index], passage->flat, from, &groups);
        struct hit hit;
        size_t at;

        if (match == MATCH_NO)
            break;
        if (!*asked_unless && is_passed_over(tally, passage))
            return false;
        *asked_unless = true;
        if (match == MATCH_TOO_EXPENSIVE) {
            tally->expensive++;
            break;
        }
        at = (size_t)(groups.items[0].ptr - passage->flat.ptr);
        hit = hit_at(path, passage, at);
        keep(tally, of->hits, of->outcome, index, &groups, &hit);
        from = at + (groups.items[0].len ? groups.items[0].len : 1);
    }
    return true;
}

void tally_read(struct tally *tally, const char *path, const struct passage *passage)
{
    struct finding_of kinds[KINDS];
    bool asked_unless = false;

    tally->looked += !passage->continued;
    list_kinds(tally, kinds);
    for (size_t kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < kinds[kind].patterns->count; i++)
            if (may_match(passage->may, &kinds[kind], i) &&
                !read_one(tally, path, passage, &kinds[kind], i, &asked_unless))
                return;
}

bool tally_may_match(const void *given, struct candidates candidates)
{
    struct tally *tally = (struct tally *)given;
    struct finding_of kinds[KINDS];

    list_kinds(tally, kinds);
    for (size_t kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < kinds[kind].patterns->count; i++)
            if (may_match(candidates, &kinds[kind], i))
                return true;
    return false;
}

void tally_look(struct tally *tally, const char *path, unsigned line, struct str thing,
                struct str line_text, const struct candidates *may)
{
    const struct asked *asked = tally->asked;
    const struct hit hit = {path, line, quote_of(line_text, 0)};
    struct groups groups = {0};
    size_t index = 0;

    if (asked->within_lines && line > asked->within_lines)
        return;
    tally->looked++;
    if (may && !tally_may_match(tally, *may))
        return;
    if (asked->unless.count && matches(tally, &asked->unless, thing, NULL, NULL))
        return;
    if (matches(tally, &asked->fail, thing, &index, &groups))
        keep(tally, &tally->fail, 'f', index, &groups, &hit);
    else if (matches(tally, &asked->pass, thing, &index, &groups))
        keep(tally, &tally->pass, 'p', index, &groups, &hit);
    else if (matches(tally, &asked->partial, thing, &index, &groups))
        keep(tally, &tally->partial, 'a', index, &groups, &hit);
}

/* One pattern over whole lines. */
static void read_piece(struct tally *tally, const char *path, unsigned line, struct str piece,
                       const struct finding_of *of, size_t index)
{
    struct str one;

    for (; str_next_line(&piece, &one); line++) {
        const struct passage passage = {.line = line, .lines = one, .flat = one};
        bool asked_unless = false;

        read_one(tally, path, &passage, of, index, &asked_unless);
    }
}

static unsigned count_lines(struct str text)
{
    unsigned count = 0;

    for (const char *at = text.ptr, *end = str_end(text);
         at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    return count;
}

void tally_read_file(struct tally *tally, const struct source *source)
{
    struct finding_of kinds[KINDS];
    struct str rest = source->text, piece;
    unsigned line = 1;

    tally->whole = true;
    list_kinds(tally, kinds);
    while (pattern_next_piece(&rest, &piece)) {
        for (size_t kind = 0; kind < KINDS; kind++)
            for (size_t i = 0; i < kinds[kind].patterns->count; i++)
                if (may_match(source->may, &kinds[kind], i) &&
                    pattern_may_match(kinds[kind].patterns->items[i], piece))
                    read_piece(tally, source->path, line, piece, &kinds[kind], i);
        line += count_lines(piece);
    }
}

bool tally_is_decided(const struct tally *tally)
{
    return !tally->asked->fail.count && tally->pass.different >= tally->asked->least;
}

static void cite(struct tally *tally, const struct hits *hits)
{
    for (size_t i = 0; i < hits->count; i++)
        answer_add(tally->answer, hits->items[i].path, hits->items[i].line, hits->items[i].quote);
    tally->answer->omitted = hits->places - hits->count;
}

static void say_found(struct tally *tally, enum rh_outcome outcome, const struct hits *hits)
{
    cite(tally, hits);
    if (outcome == RH_PARTIAL && hits == &tally->pass)
        answer_say(tally->answer, outcome, "%zu found, %u asked", hits->different,
                   tally->asked->least);
    else
        answer_say(tally->answer, outcome, "%zu found",
                   hits == &tally->pass ? hits->different : hits->places);
}

static void say_nothing(struct tally *tally, const struct sources_walk *walk, const char *things)
{
    struct answer *answer = tally->answer;
    enum rh_outcome none = tally->asked->none;
    const char *found = none == RH_PASS ? "none" : "not found";

    if (!walk->texts)
        answer_say(answer, none, "%s", sources_absent(answer->arena, walk));
    else if (!tally->looked && !tally->whole)
        answer_say(answer, none, "there %s no %s in %s", text_ends(things, "s") ? "are" : "is",
                   things, sources_words(answer->arena, walk));
    else
        answer_say(answer, none, "%s in %s", found, sources_words(answer->arena, walk));
    if (none == RH_FAIL || none == RH_PARTIAL)
        answer_point(answer, tally->facts, &tally->asked->where);
}

void tally_end(struct tally *tally, const struct sources_walk *walk, const char *things)
{
    if (tally->fail.total)
        say_found(tally, RH_FAIL, &tally->fail);
    else if (tally->pass.different >= tally->asked->least)
        say_found(tally, RH_PASS, &tally->pass);
    else if (tally->expensive)
        answer_say(tally->answer, RH_UNKNOWN, "pattern too expensive here");
    else if (walk->missed)
        answer_say(tally->answer, RH_UNKNOWN, "%s", walk->missed);
    else if (tally->pass.total)
        say_found(tally, RH_PARTIAL, &tally->pass);
    else if (tally->partial.total)
        say_found(tally, RH_PARTIAL, &tally->partial);
    else
        say_nothing(tally, walk, things);
}
