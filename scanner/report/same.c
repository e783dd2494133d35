#include "report/same.h"

#include "util/arena.h"

#include <string.h>

enum { LETTERS_LEAST = 8, WORDS_LEAST = 3 };

bool same_is_pointer(const struct rh_evidence *evidence)
{
    return !evidence->quote && !evidence->line && (evidence->path || !evidence->url);
}

/* As the fingerprint has it. */
static struct str subject_of(const struct rh_evidence *evidence)
{
    if (evidence->url && !evidence->path)
        return str_of(evidence->url);
    if (evidence->quote)
        return str_of(evidence->quote);
    return str_of(evidence->path ? path_base(evidence->path) : "");
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static struct str normalise(struct arena *arena, struct str text)
{
    char *buffer = arena_alloc(arena, text.len + 1);
    struct str word;
    size_t used = 0;

    while (str_next_word(&text, &word)) {
        if (used)
            buffer[used++] = ' ';
        for (size_t i = 0; i < word.len; i++)
            buffer[used++] = lower(word.ptr[i]);
    }
    return (struct str){buffer, used};
}

/* "evaluate.py (is src/evaluate.py)": what it may be instead, or since when, is no part of it. */
static struct str without_brackets(struct str text)
{
    if (!text.len || text.ptr[text.len - 1] != ')')
        return text;
    for (size_t at = text.len - 1; at > 1; at--)
        if (text.ptr[at] == '(' && text.ptr[at - 1] == ' ')
            return str_slice(text, 0, at - 1);
    return text;
}

static struct str letters_of(struct arena *arena, struct str text)
{
    char *buffer = arena_alloc(arena, text.len + 1);
    size_t used = 0;

    for (size_t i = 0; i < text.len; i++)
        if (is_letter(text.ptr[i]))
            buffer[used++] = text.ptr[i];
    return (struct str){buffer, used};
}

void same_begin(struct arena *arena, const struct rh_finding *finding, struct same_list *ret_list)
{
    struct same_list list = {.count = finding->evidence_count};

    list.items = arena_alloc(arena, (list.count + 1) * sizeof(*list.items));
    for (size_t i = 0; i < list.count; i++) {
        struct same *same = &list.items[i];

        same->evidence = &finding->evidence[i];
        same->subject = normalise(arena, subject_of(same->evidence));
        same->bare = without_brackets(same->subject);
        same->letters = letters_of(arena, same->bare);
        same->other = SAME_NONE;
    }
    *ret_list = list;
}

static bool equal(struct str left, struct str right)
{
    return left.len == right.len && (!left.len || !memcmp(left.ptr, right.ptr, left.len));
}

static bool same_path(const struct same *left, const struct same *right)
{
    const char *a = left->evidence->path, *b = right->evidence->path;

    return a && b ? !strcmp(a, b) : a == b;
}

/* A word that names something: a path, a flag, a version. */
static bool is_name(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (strchr("./-_=", word.ptr[i]) && i + 1 < word.len)
            return true;
    return false;
}

static bool has_word(struct str text, struct str wanted)
{
    struct str word;

    while (str_next_word(&text, &word))
        if (equal(word, wanted))
            return true;
    return false;
}

/* Every name of the one stands in the other, and half of its words do. */
static bool is_contained(struct str text, struct str other)
{
    struct str rest = text, word;
    size_t words = 0, there = 0;

    while (str_next_word(&rest, &word)) {
        bool is_there = has_word(other, word);

        if (!is_there && is_name(word))
            return false;
        words++;
        there += is_there;
    }
    return there >= WORDS_LEAST && there * 2 >= words;
}

/* From the surest kind of sameness to the least. */
static bool at_the_same_line(const struct same *left, const struct same *right)
{
    return equal(left->subject, right->subject) && same_path(left, right) &&
           left->evidence->line == right->evidence->line;
}

static bool in_the_same_file(const struct same *left, const struct same *right)
{
    return equal(left->subject, right->subject) && same_path(left, right);
}

static bool elsewhere(const struct same *left, const struct same *right)
{
    return equal(left->subject, right->subject);
}

static bool hinted_otherwise(const struct same *left, const struct same *right)
{
    return left->evidence->quote && right->evidence->quote && equal(left->bare, right->bare);
}

static bool lacking(const struct same *left, const struct same *right)
{
    return same_is_pointer(left->evidence) && same_is_pointer(right->evidence);
}

static bool set_otherwise(const struct same *left, const struct same *right)
{
    return left->evidence->quote && right->evidence->quote && left->letters.len >= LETTERS_LEAST &&
           equal(left->letters, right->letters);
}

/* Prose that was filled anew: the line that is quoted ends elsewhere. */
static bool filled_otherwise(const struct same *left, const struct same *right)
{
    return left->evidence->quote && right->evidence->quote &&
           is_contained(left->bare, right->bare) && is_contained(right->bare, left->bare);
}

void same_match(struct same_list *before, struct same_list *after)
{
    static bool (*const ways[])(const struct same *left, const struct same *right) = {
        at_the_same_line, in_the_same_file, elsewhere,        hinted_otherwise,
        lacking,          set_otherwise,    filled_otherwise,
    };

    for (size_t way = 0; way < sizeof(ways) / sizeof(*ways); way++)
        for (size_t i = 0; i < after->count; i++)
            for (size_t j = 0; after->items[i].other == SAME_NONE && j < before->count; j++)
                if (before->items[j].other == SAME_NONE &&
                    ways[way](&before->items[j], &after->items[i])) {
                    before->items[j].other = i;
                    after->items[i].other = j;
                }
}
