#include "facts/license_text.h"

#include "util/arena.h"
#include "util/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct license_text {
    const char *spdx;
    enum license_family family;
    bool osi;
    unsigned pairs;     /* different pairs of neighbouring words in the whole text */
    unsigned keep;      /* one of so many is kept: hashes below 2^24 / keep */
    unsigned riders;    /* how often it narrows itself, see rider_words */
    const char *hashes; /* six hex digits each, in order */
};

/* clang-format off */
static const struct license_text texts[] = {
#define LICENSE(spdx, family, osi, pairs, keep, riders, hashes)                                    \
    {spdx, LICENSE_##family, osi, pairs, keep, riders, hashes},
#include "facts/license_texts.def"
#undef LICENSE
};
/* clang-format on */

enum {
    TEXT_COUNT = sizeof(texts) / sizeof(texts[0]),
    HASHES_MOST = 600,     /* of one row of the table */
    PLACEHOLDER_MOST = 60, /* bytes between brackets */
    WORD_MOST = 40,
    NOTICE_WORDS = 250, /* a file with more quotes its licence */
};

/* Words that take rights away, as words_of has them. The same list stands in the script. */
static const char *const rider_words[][2] = {
    {"noncommercial", NULL},  {"non", "commercial"},      {"commons", "clause"},
    {"research", "only"},     {"research", "purposes"},   {"academic", "use"},
    {"academic", "purposes"}, {"evaluation", "purposes"}, {"commercial", "license"},
    {"commercial", "use"},    {"commercial", "purposes"}, {"modified", "mit"},
};

/* Licences outside the SPDX list, by words of their titles. */
static const struct {
    const char *words, *name;
    enum license_family family;
} titles[] = {
    {"creativeml open rail", "CreativeML Open RAIL", LICENSE_RESTRICTED},
    {"bigscience open rail", "BigScience Open RAIL", LICENSE_RESTRICTED},
    {"bigscience rail", "BigScience RAIL", LICENSE_RESTRICTED},
    {"bigcode open rail", "BigCode Open RAIL", LICENSE_RESTRICTED},
    {"responsible ai license", "a Responsible AI License", LICENSE_RESTRICTED},
    {"llama 2 community license", "Llama 2 Community License", LICENSE_RESTRICTED},
    {"llama 3 community license", "Llama 3 Community License", LICENSE_RESTRICTED},
    {"meta llama 3", "Llama 3 Community License", LICENSE_RESTRICTED},
    {"gemma terms of use", "Gemma Terms of Use", LICENSE_RESTRICTED},
    {"polyform noncommercial", "PolyForm Noncommercial", LICENSE_NONCOMMERCIAL},
    {"nvidia source code license", "NVIDIA Source Code License", LICENSE_NONCOMMERCIAL},
    {"s lab license", "S-Lab License", LICENSE_NONCOMMERCIAL},
    {"apple sample code license", "Apple Sample Code License", LICENSE_OTHER},
};

struct word {
    char text[WORD_MOST + 1];
};

struct words {
    struct word *items;
    size_t count, capacity;
};

/* A pair of neighbouring words. */
struct pair {
    uint32_t hash;
    uint32_t place; /* of its first word */
};

const char *license_family_name(enum license_family family)
{
    switch (family) {
    case LICENSE_PERMISSIVE:
        return "permissive";
    case LICENSE_COPYLEFT:
        return "copyleft";
    case LICENSE_NONCOMMERCIAL:
        return "noncommercial";
    case LICENSE_RESTRICTED:
        return "restricted";
    case LICENSE_OTHER:
        break;
    }
    return "other";
}

enum license_family license_family_of(struct str spdx, bool *ret_osi)
{
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        size_t length = strlen(texts[i].spdx);

        if (str_equal_nocase(spdx, texts[i].spdx) ||
            (spdx.len > length && str_equal_nocase(str_slice(spdx, 0, length), texts[i].spdx) &&
             (str_ends(spdx, "-only") || str_ends(spdx, "-or-later") || str_ends(spdx, "+")))) {
            *ret_osi = texts[i].osi;
            return texts[i].family;
        }
    }
    *ret_osi = false;
    return LICENSE_OTHER;
}

static bool is_digits(const char *text, size_t length)
{
    return strlen(text) == length && strspn(text, "0123456789") == length;
}

/* Whether the words of one line, from `first` on, say whose the text is. */
static bool is_copyright(const struct words *words, size_t first)
{
    static const char *const reserved[] = {"all", "rights", "reserved"};
    size_t count = words->count - first, same = 0;
    const struct word *line = count ? words->items + first : NULL;

    if (count && !strcmp(line[0].text, "portions")) {
        line++;
        count--;
    }
    while (same < 3 && same < count && !strcmp(line[same].text, reserved[same]))
        same++;
    if (same == 3)
        return true;
    if (count && !strcmp(line[0].text, "c"))
        return count > 1 && line[1].text[0] <= '9';
    if (!count || strcmp(line[0].text, "copyright"))
        return false;
    if (count == 1 || !strcmp(line[1].text, "c") || !strcmp(line[1].text, "by") ||
        line[1].text[0] <= '9')
        return true;
    for (size_t i = 0; i < count; i++)
        if (is_digits(line[i].text, 4) &&
            (text_starts(line[i].text, "19") || text_starts(line[i].text, "20")))
            return true;
    return false;
}

/* Where a placeholder that begins at `at` ends, or `at`: "<year>", "[fullname]", "{owner}". */
static size_t skip_placeholder(struct str line, size_t at)
{
    static const char brackets[] = "<>[]{}";
    const char *open = memchr("<[{", line.ptr[at], 3);
    char from, to;

    if (!open)
        return at;
    from = *open;
    to = strchr(brackets, from)[1];
    for (size_t end = at + 1; end < line.len && end - at - 1 <= PLACEHOLDER_MOST; end++) {
        if (line.ptr[end] == to)
            return end + 1;
        if (line.ptr[end] == from)
            break;
    }
    return at;
}

static char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte; }

static bool is_word_byte(char byte)
{
    char small = lower(byte);

    return (small >= 'a' && small <= 'z') || (byte >= '0' && byte <= '9');
}

/* One word for what SPDX's matching guidelines hold to be the same. */
static const char *same_word(const char *word)
{
    static const char *const same[][2] = {{"licence", "license"},
                                          {"licences", "licenses"},
                                          {"owner", "holder"},
                                          {"owners", "holder"},
                                          {"holders", "holder"}};

    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        if (!strcmp(word, same[i][0]))
            return same[i][1];
    return word;
}

static void words_of_line(struct arena *arena, struct str line, struct words *words)
{
    size_t first = words->count;

    for (size_t at = 0; at < line.len;) {
        size_t end = skip_placeholder(line, at), length = 0;
        struct word *word;

        if (end > at || !is_word_byte(line.ptr[at])) {
            at = end > at ? end : at + 1;
            continue;
        }
        word = ARENA_PUSH(arena, words);
        for (; at < line.len && is_word_byte(line.ptr[at]); at++)
            if (length < WORD_MOST)
                word->text[length++] = lower(line.ptr[at]);
        word->text[length] = '\0';
    }
    if (is_copyright(words, first))
        words->count = first;
    for (size_t i = first; i < words->count; i++) {
        const char *same = same_word(words->items[i].text);

        if (same != words->items[i].text)
            memcpy(words->items[i].text, same, strlen(same) + 1);
    }
}

static uint32_t add_bytes(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT32_C(16777619);
    return hash;
}

static uint32_t hash_pair(const char *one, const char *other)
{
    uint32_t hash = add_bytes(add_bytes(add_bytes(UINT32_C(2166136261), one), " "), other);

    hash ^= hash >> 15;
    hash *= UINT32_C(0x85ebca6b);
    return (hash ^ hash >> 13) >> 8;
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *one = a, *other = b;

    if (one->hash != other->hash)
        return one->hash < other->hash ? -1 : 1;
    return one->place < other->place ? -1 : one->place > other->place;
}

/* The different pairs, sorted by hash, each where it stands first. */
static struct pair *pairs_of(struct arena *arena, const struct words *words, size_t *ret_count)
{
    size_t all = words->count ? words->count - 1 : 0, count = 0;
    struct pair *pairs = arena_alloc(arena, (all + 1) * sizeof(*pairs));

    for (size_t i = 0; i < all; i++)
        pairs[i] =
            (struct pair){hash_pair(words->items[i].text, words->items[i + 1].text), (uint32_t)i};
    qsort(pairs, all, sizeof(*pairs), compare_pairs);
    for (size_t i = 0; i < all; i++)
        if (!count || pairs[count - 1].hash != pairs[i].hash)
            pairs[count++] = pairs[i];
    *ret_count = count;
    return pairs;
}

static unsigned count_riders(const struct words *words)
{
    unsigned count = 0;

    for (size_t i = 0; i < words->count; i++)
        for (size_t at = 0; at < sizeof(rider_words) / sizeof(rider_words[0]); at++)
            count +=
                !strcmp(words->items[i].text, rider_words[at][0]) &&
                (!rider_words[at][1] ||
                 (i + 1 < words->count && !strcmp(words->items[i + 1].text, rider_words[at][1])));
    return count;
}

static bool has_words(const struct words *words, const char *phrase)
{
    for (size_t i = 0; i < words->count; i++) {
        struct str rest = str_of(phrase), word;
        size_t at = i;

        while (str_next_word(&rest, &word) && at < words->count &&
               str_equal(word, words->items[at].text))
            at++;
        if (!rest.len && at > i && str_equal(word, words->items[at - 1].text))
            return true;
    }
    return false;
}

/* How much of one known text stands in the file. */
struct share {
    const struct license_text *text;
    size_t kept;  /* hashes of the text that were looked for */
    size_t found; /* of them in the file */
    size_t fresh; /* of them not in a text that was chosen before */
    size_t here;  /* hashes of the file that could have been kept */
    size_t place; /* where the found ones stand, on average */
};

static unsigned parse_hashes(const struct license_text *text, uint32_t hashes[HASHES_MOST])
{
    unsigned count = 0;

    for (const char *at = text->hashes; *at && count < HASHES_MOST; count++) {
        uint32_t value = 0;

        for (int digit = 0; digit < 6; digit++, at++)
            value = value << 4 | (uint32_t)(*at <= '9' ? *at - '0' : *at - 'a' + 10);
        hashes[count] = value;
    }
    return count;
}

/* `used` marks the pairs of the file that chosen texts explain; `mark` adds this text's. */
static struct share measure(const struct license_text *text, const struct pair *pairs, size_t count,
                            bool *used, bool mark)
{
    uint32_t hashes[HASHES_MOST], limit = (UINT32_C(1) << 24) / text->keep;
    struct share share = {.text = text, .kept = parse_hashes(text, hashes)};
    size_t places = 0;

    for (size_t at = 0, i = 0; i < count && pairs[i].hash < limit; i++) {
        share.here++;
        while (at < share.kept && hashes[at] < pairs[i].hash)
            at++;
        if (at == share.kept || hashes[at] != pairs[i].hash)
            continue;
        share.found++;
        share.fresh += !used[i];
        places += pairs[i].place;
        if (mark)
            used[i] = true;
    }
    share.place = share.found ? places / share.found : 0;
    return share;
}

/* Sorensen and Dice's measure of likeness. */
static double likeness(const struct share *share)
{
    return share->kept ? 2.0 * (double)share->found / (double)(share->kept + share->here) : 0;
}

static double coverage(const struct share *share)
{
    return share->kept ? (double)share->found / (double)share->kept : 0;
}

/* For texts that stand in a longer file: what they explain, less what they lack. */
static double merit(const struct share *share)
{
    return share->text->keep * ((double)share->fresh - 4.0 * (double)(share->kept - share->found));
}

#define SAME_TEXT 0.95
#define HAS_TEXT  0.96

/* Texts that together explain the file, best first; at most LICENSE_PARTS. */
static size_t choose(struct arena *arena, const struct pair *pairs, size_t count,
                     struct share chosen[LICENSE_PARTS])
{
    bool *used = arena_alloc(arena, count + 1);
    struct share best = {0};
    size_t parts = 0;

    for (size_t i = 0; i < TEXT_COUNT; i++) {
        struct share share = measure(&texts[i], pairs, count, used, false);

        if (!best.text || likeness(&share) > likeness(&best))
            best = share;
    }
    if (likeness(&best) >= SAME_TEXT) {
        chosen[0] = best;
        return 1;
    }
    while (parts < LICENSE_PARTS) {
        best = (struct share){0};
        for (size_t i = 0; i < TEXT_COUNT; i++) {
            struct share share = measure(&texts[i], pairs, count, used, false);

            if (coverage(&share) >= HAS_TEXT && share.fresh * 2 >= share.kept &&
                (!best.text || merit(&share) > merit(&best)))
                best = share;
        }
        if (!best.text)
            break;
        measure(best.text, pairs, count, used, true);
        chosen[parts++] = best;
    }
    return parts;
}

static int by_place(const void *a, const void *b)
{
    const struct share *one = a, *other = b;

    return one->place < other->place ? -1 : one->place > other->place;
}

/* A short file may name its licence instead of quoting it: by the notice that its authors ask for,
 * by an address, or by an SPDX tag. */
static const char *named_license(const struct words *words)
{
    static const struct {
        const char *words, *spdx;
    } notices[] = {
        {"licensed under the apache license version 2 0", "Apache-2.0"},
        {"www apache org licenses license 2 0", "Apache-2.0"},
        {"subject to the terms of the mozilla public license v 2 0", "MPL-2.0"},
        {"creativecommons org publicdomain zero 1 0", "CC0-1.0"},
    };
    const char *longest = NULL;

    for (size_t i = 0; i < sizeof(notices) / sizeof(notices[0]); i++)
        if (has_words(words, notices[i].words))
            return notices[i].spdx;
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        char name[WORD_MOST + 1] = "", tag[100], address[100];
        size_t length = strlen(texts[i].spdx);

        if (length > WORD_MOST || (longest && length <= strlen(longest)))
            continue;
        for (size_t at = 0; at < length; at++)
            name[at] = is_word_byte(texts[i].spdx[at]) ? lower(texts[i].spdx[at]) : ' ';
        snprintf(tag, sizeof(tag), "spdx license identifier %s", name);
        snprintf(address, sizeof(address), "creativecommons org licenses %s", name + 3);
        if (has_words(words, tag) ||
            (text_starts(texts[i].spdx, "CC-") && has_words(words, address)))
            longest = texts[i].spdx;
    }
    return longest;
}

/* Words of a text that is none of those known. */
static void judge_words(const struct words *words, struct license_match *match)
{
    const char *named =
        words->count <= NOTICE_WORDS && !match->narrowed ? named_license(words) : NULL;

    match->family = LICENSE_OTHER;
    if (named) {
        match->spdx[match->count++] = named;
        match->family = license_family_of(str_of(named), &match->osi);
        return;
    }
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
        if (has_words(words, titles[i].words)) {
            match->name = titles[i].name;
            match->family = titles[i].family;
            return;
        }
    }
    if (has_words(words, "non commercial") || has_words(words, "noncommercial") ||
        has_words(words, "commercial use") || has_words(words, "commercial purposes"))
        match->family = LICENSE_NONCOMMERCIAL;
    else if (has_words(words, "commons clause"))
        match->family = LICENSE_RESTRICTED;
}

void license_identify(struct arena *arena, struct str text, struct license_match *ret_match)
{
    struct license_match match = {.family = LICENSE_PERMISSIVE, .osi = true};
    struct share chosen[LICENSE_PARTS];
    struct words words = {0};
    struct str rest = str_slice(text, 0, LIMIT_CONFIG_BYTES), line;
    struct pair *pairs;
    size_t count, parts;
    unsigned riders = 0;

    while (str_next_line(&rest, &line))
        words_of_line(arena, line, &words);
    pairs = pairs_of(arena, &words, &count);
    parts = choose(arena, pairs, count, chosen);
    qsort(chosen, parts, sizeof(*chosen), by_place);
    for (size_t i = 0; i < parts; i++) {
        match.spdx[match.count++] = chosen[i].text->spdx;
        riders += chosen[i].text->riders;
        match.osi = match.osi && chosen[i].text->osi;
        if (chosen[i].text->family > match.family)
            match.family = chosen[i].text->family;
    }
    if (!parts || count_riders(&words) > riders) {
        match = (struct license_match){.narrowed = parts > 0};
        judge_words(&words, &match);
    }
    *ret_match = match;
}
