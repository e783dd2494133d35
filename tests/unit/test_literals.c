/* Searching many words at once, and which words a pattern needs. */
#include "ruleset/embedded.h"
#include "util/arena.h"
#include "util/literals.h"
#include "util/needles.h"
#include "util/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 400, NEEDLES = 12, TEXT = 60 };

static unsigned random_number(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

/* Few letters, so that needles overlap and hold each other. */
static struct str random_text(struct arena *arena, unsigned *seed, unsigned least, unsigned most)
{
    static const char letters[] = "abAB \n";
    unsigned length = least + random_number(seed, most - least + 1);
    char *text = arena_alloc(arena, length + 1);

    for (unsigned i = 0; i < length; i++)
        text[i] = letters[random_number(seed, sizeof(letters) - 1)];
    return (struct str){text, length};
}

static char fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte == '\n' ? ' ' : byte;
}

static bool ends_at(struct str text, size_t end, struct str needle)
{
    if (needle.len > end)
        return false;
    for (size_t i = 0; i < needle.len; i++)
        if (fold(text.ptr[end - needle.len + i]) != fold(needle.ptr[i]))
            return false;
    return true;
}

static void finds_what_a_plain_search_finds(void **state)
{
    unsigned seed = 7;

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct arena *arena = arena_new();
        struct str text = random_text(arena, &seed, 0, TEXT);
        struct needle needles[NEEDLES];
        size_t count = 1 + random_number(&seed, NEEDLES), hits = 0, expected = 0;
        struct needles_walk walk = {.text = text};
        const struct needles *automaton;
        unsigned id;

        for (unsigned i = 0; i < count; i++)
            needles[i] = (struct needle){random_text(arena, &seed, 1, 5), i};
        automaton = needles_new(arena, needles, count);
        for (size_t end = 1; end <= text.len; end++)
            for (size_t i = 0; i < count; i++)
                expected += ends_at(text, end, needles[i].text);
        while (needles_next(automaton, &walk, &id)) {
            hits++;
            assert_true(ends_at(text, walk.at, needles[id].text));
        }
        assert_int_equal(hits, expected);
        arena_free(arena);
    }
}

static void too_many_are_refused(void **state)
{
    struct arena *arena = arena_new();
    char *text = arena_alloc(arena, 40000);
    struct needle needle = {{memset(text, 'a', 40000), 40000}, 0};

    (void)state;
    assert_null(needles_new(arena, &needle, 1));
    arena_free(arena);
}

static void knows_the_words_of_a_pattern(void **state)
{
    static const struct {
        const char *pattern, *words; /* joined by '|' in their order; "": none are known */
    } rows[] = {
        {"install", "install"},
        {"(?i)\\bPIP install\\b", "pip inst"},
        {"colou?r", "colour|color"},
        {"(?:read|write)s", "reads|writes"},
        {"(?:read|write)", "read|write"},
        {"(?:read|)", ""},
        {"a|install", ""},
        {"\\w+ing", "ing"},
        {"x*install", "install"},
        {"(?:abc)+d", "abc"},
        {"(?:abc)?def", "abcdef|def"},
        {"(?:abc)*def", "def"},
        {"ab{0,2}c", ""},
        {"abc{2}", "abc"},
        {"(?!no)yes", "yes"},
        {"(?=no)yes", "yes"},
        {"\\d+(?=[^.]* points)", " points"},
        {"\\d+(?![^.]* points)", ""},
        {"(?:with|in) \\w+ points", " points"},
        {"https?://\\S*(?:slack|zulip)", "slack|zulip"},
        {"(?<!no)yes(?:\\.md)?", "yes.md|yes"},
        {"[Rr]un it", "run it"},
        {"[a-z]un it", "un it"},
        {"[^r]un it", "un it"},
        {"\\d+ ?%", " %|%"},
        {"caf\xc3\xa9s", "caf"},
        {"na\\x{ef}ve", "na"},
        {"\\x41bc", "abc"},
        {"(?x) a b c", ""},
        {"(?P<name>abc)", "abc"},
        {"(?<name>abc)\\1", ""},
        {"a.b", ""},
        {"^# Usage$", "# usage"},
        {"foo\\Q(\\E", ""},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct literals literals = literals_of(arena, rows[i].pattern);
        struct buf joined = {0};

        buf_puts(&joined, "");
        for (size_t l = 0; l < literals.count; l++)
            buf_printf(&joined, "%s%.*s", l ? "|" : "", (int)literals.items[l].len,
                       literals.items[l].ptr);
        if (strcmp(joined.ptr ? joined.ptr : "", rows[i].words) != 0)
            fail_msg("'%s' gives '%s', not '%s'", rows[i].pattern, joined.ptr, rows[i].words);
        buf_release(&joined);
        arena_free(arena);
    }
}

static bool has_one(struct str line, const struct literals *literals)
{
    for (size_t l = 0; l < literals->count; l++)
        for (size_t end = 1; end <= line.len; end++)
            if (ends_at(line, end, literals->items[l]))
                return true;
    return literals_escape_ascii(line);
}

/* Each quoted pattern of the program's own rules, on each line of these files: whatever matches
 * has one of the pattern's words. */
static void whatever_matches_has_a_word(void **state)
{
    struct arena *arena = arena_new();
    size_t known = 0, matched = 0;

    (void)state;
    for (const struct embedded_file *from = embedded_rules; from->name; from++) {
        struct str rest = {from->text, from->size}, item;

        while (str_next_line(&rest, &item)) {
            struct pattern *pattern;
            struct literals literals;
            struct rh_error err;

            item = str_trim(item);
            if (!str_starts(item, "- '") || !str_ends(item, "'") || item.len < 5)
                continue;
            item = str_slice(item, 3, item.len - 1);
            if (!pattern_compile(arena, str_dup(arena, item), &pattern, &err))
                continue;
            literals = literals_of(arena, pattern_text(pattern));
            known += literals.count > 0;
            for (const struct embedded_file *in = embedded_rules; in->name && literals.count;
                 in++) {
                struct pattern_walk walk = {.rest = {in->text, in->size}};

                while (pattern_next(pattern, &walk)) {
                    matched++;
                    if (!has_one(walk.line_text, &literals))
                        fail_msg("'%s' matches '%.*s'", pattern_text(pattern),
                                 (int)walk.line_text.len, walk.line_text.ptr);
                }
            }
        }
    }
    assert_true(known > 50);
    assert_true(matched > 200);
    arena_free(arena);
}

static void letters_beyond_ascii(void **state)
{
    (void)state;
    assert_true(literals_escape_ascii(STR("\xc5\xbf"
                                          "et")));
    assert_true(literals_escape_ascii(STR("to\xe2\x84\xaa"
                                          "en")));
    assert_false(literals_escape_ascii(STR("caf\xc3\xa9 \xe2\x80\x94 \xc5")));
    assert_false(literals_escape_ascii((struct str){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_plain_search_finds),
        cmocka_unit_test(too_many_are_refused),
        cmocka_unit_test(knows_the_words_of_a_pattern),
        cmocka_unit_test(whatever_matches_has_a_word),
        cmocka_unit_test(letters_beyond_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
