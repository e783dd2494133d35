/* A walk over a pattern's text that keeps two things of each part: the texts that the part is,
 * where it is nothing but a few texts; and the texts of which it needs one. */
#include "util/literals.h"

#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

enum {
    SET_MOST = 96,     /* texts of one set */
    PRODUCT_MOST = 12, /* of two sets, each with more than one text */
    TEXT_MOST = 8,     /* bytes of one text: longer ones tell no more */
    TEXT_LEAST = 2,    /* shorter ones are everywhere */
    CLASS_MOST = 8,    /* characters of a class */
    NESTING_MOST = 64  /* as pattern_compile() allows */
};

struct set {
    struct text {
        char bytes[TEXT_MOST];
        unsigned char length;
    } items[SET_MOST];
    size_t count; /* 0: none */
};

/* What is known of a part. */
struct part {
    bool exact; /* it is one of `texts` and nothing else; else it needs one of them */
    struct set texts;
};

struct reader {
    const char *at;
    unsigned depth;
    bool lost; /* something that is not understood */
};

static const struct part anything = {0};

static char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte; }

/* Words that most texts have, and how addresses begin. */
static bool is_common(const struct text *text)
{
    static const char *const words[] = {
        "a",    "all",   "an",    "and",    "any",     "are",     "as",   "at",   "be",   "by",
        "can",  "for",   "from",  "has",    "have",    "if",      "in",   "is",   "it",   "new",
        "not",  "of",    "on",    "or",     "other",   "our",     "own",  "that", "the",  "this",
        "to",   "under", "use",   "we",     "when",    "will",    "with", "you",  "your", "20",
        "http", "https", "http:", "https:", "http://", "https://"};
    size_t begin = 0, end = text->length;

    while (begin < end && text->bytes[begin] == ' ')
        begin++;
    while (end > begin && text->bytes[end - 1] == ' ')
        end--;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strlen(words[i]) == end - begin && !memcmp(words[i], text->bytes + begin, end - begin))
            return true;
    return false;
}

/* How much a text tells: its length; a mark that is rare in prose is worth a letter more, a word
 * that is everywhere next to nothing. */
static size_t worth(const struct text *text)
{
    if (text->length == 1 && strchr("@#%$=<>|[]{}()`~^&*+\\\"!?", *text->bytes))
        return 2;
    return is_common(text) && text->length > TEXT_LEAST ? TEXT_LEAST : text->length;
}

static size_t shortest(const struct set *set)
{
    size_t least = set->count ? TEXT_MOST : 0;

    for (size_t i = 0; i < set->count; i++)
        if (worth(&set->items[i]) < least)
            least = worth(&set->items[i]);
    return least;
}

/* Longer texts are rarer; of two alike the smaller set is the better one. */
static bool is_better(const struct set *one, const struct set *other)
{
    size_t a = shortest(one), b = shortest(other);

    return a != b ? a > b : one->count < other->count;
}

static bool has(const struct set *set, const struct text *text)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].length == text->length &&
            !memcmp(set->items[i].bytes, text->bytes, text->length))
            return true;
    return false;
}

/* False where that is too much. */
static bool unite(struct set *set, const struct set *other)
{
    for (size_t i = 0; i < other->count; i++) {
        if (has(set, &other->items[i]))
            continue;
        if (set->count == SET_MOST)
            return false;
        set->items[set->count++] = other->items[i];
    }
    return true;
}

/* A sequence while it is read: `run` is what stands directly before the reader. */
struct sequence {
    struct set run, best;
    bool exact; /* the run is all of it */
};

static const struct set nothing_yet = {.items = {{.length = 0}}, .count = 1};

static void settle(struct sequence *sequence, const struct set *set)
{
    if (shortest(set) >= TEXT_LEAST && (!sequence->best.count || is_better(set, &sequence->best)))
        sequence->best = *set;
}

static void end_run(struct sequence *sequence)
{
    settle(sequence, &sequence->run);
    sequence->run = nothing_yet;
    sequence->exact = false;
}

/* Each text of the run with each of the others behind it; false where that is too much. */
static bool multiply(struct set *run, const struct set *others)
{
    struct set product = {.count = 0};

    if (run->count > 1 && others->count > 1 && run->count * others->count > PRODUCT_MOST)
        return false;
    for (size_t i = 0; i < run->count; i++)
        for (size_t j = 0; j < others->count; j++) {
            struct text *text = &product.items[product.count++];
            const struct text *more = &others->items[j];

            *text = run->items[i];
            if (text->length + more->length > TEXT_MOST)
                return false;
            memcpy(text->bytes + text->length, more->bytes, more->length);
            text->length = (unsigned char)(text->length + more->length);
        }
    *run = product;
    return true;
}

static void follow_with(struct sequence *sequence, const struct part *part)
{
    if (!part->exact) {
        end_run(sequence);
        settle(sequence, &part->texts);
    } else if (!multiply(&sequence->run, &part->texts)) {
        end_run(sequence);
        multiply(&sequence->run, &part->texts);
    }
}

static struct part one_text(char byte)
{
    struct part part = {.exact = true, .texts.count = 1};

    part.texts.items[0] = (struct text){.bytes = {lower(byte)}, .length = 1};
    return part;
}

/* Behind "\x": one or two digits, or braces around some. */
static struct part read_hexadecimal(struct reader *reader)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    bool braces = *reader->at == '{';
    char number[7] = "";
    size_t length;
    unsigned long code;

    reader->at += braces;
    length = strspn(reader->at, digits);
    if (!braces && length > 2)
        length = 2;
    if (!length || length >= sizeof(number) || (braces && reader->at[length] != '}')) {
        reader->lost = true;
        return anything;
    }
    memcpy(number, reader->at, length);
    reader->at += length + braces;
    code = strtoul(number, NULL, 16);
    return code >= ' ' && code < 0x7f ? one_text((char)code) : anything;
}

/* Behind '['. A few single characters are texts; ranges, classes and what is not ASCII are not. */
static struct part read_class(struct reader *reader)
{
    struct part part = {.exact = true};
    bool first = true;

    if (*reader->at == '^') {
        part.exact = false;
        reader->at++;
    }
    for (; *reader->at && (first || *reader->at != ']'); first = false) {
        char byte = *reader->at++;
        struct part one;

        if (byte == '[' && strchr(":.=", *reader->at) && *reader->at) {
            reader->lost = true; /* [:alpha:] */
            return anything;
        }
        if (byte == '\\') {
            byte = *reader->at++;
            if (!byte) {
                reader->lost = true;
                return anything;
            }
            if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                (byte >= '0' && byte <= '9'))
                part.exact = false;
            if (byte == 'x') {
                read_hexadecimal(reader);
                part.exact = false;
                continue;
            }
            if (strchr("pPoQENcgk", byte))
                reader->lost = true;
        }
        if ((unsigned char)byte >= 0x80 || (*reader->at == '-' && reader->at[1] != ']'))
            part.exact = false;
        one = one_text(byte);
        part.exact = part.exact && part.texts.count < CLASS_MOST && unite(&part.texts, &one.texts);
    }
    if (*reader->at)
        reader->at++;
    else
        reader->lost = true;
    return part.exact ? part : anything;
}

/* Behind a backslash. */
static struct part read_escape(struct reader *reader, bool *ret_width)
{
    char byte = *reader->at;

    *ret_width = true;
    if (byte == 'x') {
        reader->at++;
        return read_hexadecimal(reader);
    }
    if (!byte || strchr("pPoQENcgkKRX", byte) || (byte >= '1' && byte <= '9')) {
        reader->lost = true;
        return anything;
    }
    reader->at++;
    if (strchr("bBAzZG", byte)) {
        *ret_width = false;
        return anything;
    }
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '0')
        return anything; /* a class, or a control character */
    return one_text(byte);
}

static struct part read_choice(struct reader *reader);

/* What begins with '('. */
enum group {
    GROUP_PLAIN,
    GROUP_AHEAD,   /* an assertion that something stands there */
    GROUP_NOT,     /* an assertion that something does not */
    GROUP_OPTIONS, /* (?i): there is nothing in it */
};

/* Over "?:", "?i)" and the like behind '('. */
static enum group read_group_head(struct reader *reader)
{
    const char *end;

    if (*reader->at != '?')
        return GROUP_PLAIN;
    reader->at++;
    if (strchr(":>|", *reader->at) && *reader->at) {
        reader->at++;
        return GROUP_PLAIN;
    }
    if (*reader->at == '=' || *reader->at == '!')
        return *reader->at++ == '=' ? GROUP_AHEAD : GROUP_NOT;
    if (*reader->at == '<' && (reader->at[1] == '=' || reader->at[1] == '!')) {
        reader->at += 2;
        return reader->at[-1] == '=' ? GROUP_AHEAD : GROUP_NOT;
    }
    if (*reader->at == '<' || *reader->at == 'P' || *reader->at == '\'') { /* a name */
        end = reader->at + strcspn(reader->at, *reader->at == '\'' ? ")" : ">)");
        reader->lost = reader->lost || *end != '>';
        reader->at = *end ? end + 1 : end;
        return GROUP_PLAIN;
    }
    end = reader->at + strspn(reader->at, "imsUJ-");
    if (*end == ')') {
        reader->at = end + 1;
        return GROUP_OPTIONS;
    }
    reader->lost = reader->lost || *end != ':'; /* (?x), (?#...), (?(1)...) */
    reader->at = *end ? end + 1 : end;
    return GROUP_PLAIN;
}

static struct part read_group(struct reader *reader, bool *ret_width)
{
    enum group group = read_group_head(reader);
    struct part part;

    *ret_width = group == GROUP_PLAIN;
    if (group == GROUP_OPTIONS)
        return anything;
    if (reader->depth++ >= NESTING_MOST) {
        reader->lost = true;
        return anything;
    }
    part = read_choice(reader);
    reader->depth--;
    if (*reader->at == ')')
        reader->at++;
    else
        reader->lost = true;
    return group == GROUP_NOT ? anything : part;
}

/* One character, class or group; *ret_width is false for an assertion. */
static struct part read_atom(struct reader *reader, bool *ret_width)
{
    char byte = *reader->at++;

    *ret_width = true;
    switch (byte) {
    case '(':
        return read_group(reader, ret_width);
    case '[':
        return read_class(reader);
    case '\\':
        return read_escape(reader, ret_width);
    case '^':
    case '$':
        *ret_width = false;
        return anything;
    case '.':
        return anything;
    default:
        return (unsigned char)byte < 0x80 ? one_text(byte) : anything;
    }
}

/* {2}, {2,} or {2,3}: how long it is; 0: it is none. *ret_least is the first number. */
static size_t braces(const char *at, unsigned *ret_least)
{
    size_t digits = *at == '{' ? strspn(at + 1, "0123456789") : 0, length = 1 + digits;

    if (!digits)
        return 0;
    *ret_least = 0;
    for (size_t i = 1; i <= digits; i++)
        *ret_least = *ret_least || at[i] != '0';
    if (at[length] == ',')
        length += 1 + strspn(at + length + 1, "0123456789");
    return at[length] == '}' ? length + 1 : 0;
}

enum times { ONCE, PERHAPS, ANY_TIMES, AT_LEAST_ONCE };

static enum times read_times(struct reader *reader)
{
    unsigned least = 0;
    size_t length = braces(reader->at, &least);
    enum times times;

    if (length)
        times = least ? AT_LEAST_ONCE : ANY_TIMES;
    else if (*reader->at == '?')
        times = PERHAPS;
    else if (*reader->at == '*')
        times = ANY_TIMES;
    else if (*reader->at == '+')
        times = AT_LEAST_ONCE;
    else
        return ONCE;
    reader->at += length ? length : 1;
    if (*reader->at == '?' || *reader->at == '+')
        reader->at++;
    return times;
}

/* The most of any pattern: a letter that stands once. False where it takes more care. */
static bool add_letter(struct reader *reader, struct sequence *sequence)
{
    struct set *run = &sequence->run;
    char byte = *reader->at;

    if ((unsigned char)byte >= 0x80 || strchr("()[]{}\\^$.|?*+", byte) ||
        (reader->at[1] && strchr("?*+{", reader->at[1])))
        return false;
    for (size_t i = 0; i < run->count; i++)
        if (run->items[i].length == TEXT_MOST) {
            end_run(sequence);
            break;
        }
    for (size_t i = 0; i < run->count; i++)
        run->items[i].bytes[run->items[i].length++] = lower(byte);
    reader->at++;
    return true;
}

static void add_atom(struct reader *reader, struct sequence *sequence)
{
    struct part part;
    bool width;

    if (add_letter(reader, sequence))
        return;
    part = read_atom(reader, &width);
    switch (read_times(reader)) {
    case ONCE:
        if (width)
            follow_with(sequence, &part);
        else
            settle(sequence, &part.texts); /* it must stand in the text all the same */
        break;
    case PERHAPS:
        if (!width)
            break;
        if (part.exact && unite(&part.texts, &nothing_yet))
            follow_with(sequence, &part);
        else
            end_run(sequence);
        break;
    case ANY_TIMES:
        if (width)
            end_run(sequence);
        break;
    case AT_LEAST_ONCE:
        if (width) {
            follow_with(sequence, &part);
            end_run(sequence);
        }
        break;
    }
}

static struct part read_sequence(struct reader *reader)
{
    struct sequence sequence = {.run = nothing_yet, .exact = true};
    struct part part;

    while (!reader->lost && *reader->at && *reader->at != '|' && *reader->at != ')')
        add_atom(reader, &sequence);
    if (sequence.exact)
        return (struct part){.exact = true, .texts = sequence.run};
    settle(&sequence, &sequence.run);
    part = (struct part){.exact = false, .texts = sequence.best};
    return part;
}

/* Alternatives: each must give its texts, or the whole gives none. */
static struct part read_choice(struct reader *reader)
{
    struct part all = read_sequence(reader);
    bool some = all.texts.count;

    while (!reader->lost && *reader->at == '|') {
        struct part next;

        reader->at++;
        next = read_sequence(reader);
        some = some && next.texts.count && unite(&all.texts, &next.texts);
        all.exact = all.exact && next.exact;
    }
    return some ? all : anything;
}

struct literals literals_of(struct arena *arena, const char *pattern)
{
    struct reader reader = {.at = pattern};
    struct part part = read_choice(&reader);
    struct str *items;

    if (reader.lost || *reader.at || shortest(&part.texts) < TEXT_LEAST)
        return (struct literals){0};
    items = arena_alloc(arena, part.texts.count * sizeof(*items));
    for (size_t i = 0; i < part.texts.count; i++) {
        const struct text *text = &part.texts.items[i];

        items[i] = (struct str){arena_strndup(arena, text->bytes, text->length), text->length};
    }
    return (struct literals){items, part.texts.count};
}

bool literals_escape_ascii(struct str text)
{
    const char *at = text.ptr, *end = str_end(text);

    for (; at < end && (at = memchr(at, 0xc5, (size_t)(end - at))); at++)
        if (at + 1 < end && at[1] == '\xbf')
            return true;
    at = text.ptr;
    for (; at < end && (at = memchr(at, 0xe2, (size_t)(end - at))); at++)
        if (at + 2 < end && at[1] == '\x84' && at[2] == '\xaa')
            return true;
    return false;
}
