#include "facts/markdown_prepare.h"

#include "util/arena.h"

#include <string.h>

enum {
    /* md4c's time grows with the square of a paragraph's length. */
    PARAGRAPH_BYTES = 128 * 1024, /* at most between two blank lines; more is cut apart */
    ADDRESS_BYTES = 32 * 1024     /* beyond this, bare addresses are not looked for */
};

/* How many lines "---" ... "---" at the top take: data for a site generator, not text. */
static size_t skip_front_matter(struct str text, unsigned *ret_lines)
{
    struct str rest = text, line;
    unsigned lines = 1;

    *ret_lines = 0;
    if (!str_next_line(&rest, &line) || !str_equal(line, "---"))
        return 0;
    while (str_next_line(&rest, &line)) {
        lines++;
        if (str_equal(line, "---") || str_equal(line, "...")) {
            *ret_lines = lines;
            return text.len - rest.len;
        }
    }
    return 0;
}

static size_t count_bars(struct str line)
{
    size_t count = 0;

    for (size_t i = 0; i < line.len; i++)
        count += line.ptr[i] == '|' && (!i || line.ptr[i - 1] != '\\');
    return count;
}

/* A table's rule whose cells are shorter than the three characters that md4c wants. */
static bool is_short_rule(struct str line, struct str before)
{
    bool dash = false, shorter = false;
    size_t run = 0, i = 0;

    while (i < line.len && strchr(" \t>", line.ptr[i]))
        i++;
    for (; i <= line.len; i++) {
        char c = i < line.len ? line.ptr[i] : '|';

        if (c == '-') {
            run++;
            dash = true;
        } else if (c == '|' || c == ':' || c == ' ' || c == '\t') {
            shorter = shorter || (run && run < 3);
            run = 0;
        } else {
            return false;
        }
    }
    return dash && shorter && count_bars(line) && count_bars(before);
}

/* The text with short rules made longer. Lines stay what they are; only columns move. */
static struct str lengthen_rules(struct arena *arena, struct str text)
{
    struct buf out = {0};
    struct str rest = text, line, before = {NULL, 0};
    size_t kept = 0;

    while (str_next_line(&rest, &line)) {
        if (line.len < 4096 && is_short_rule(line, before)) {
            buf_add(&out, str_slice(text, kept, (size_t)(line.ptr - text.ptr)));
            for (size_t i = 0; i < line.len; i++)
                buf_add(&out, line.ptr[i] == '-' && (!i || line.ptr[i - 1] != '-')
                                  ? STR("---")
                                  : str_slice(line, i, i + 1));
            kept = (size_t)(line.ptr - text.ptr) + line.len;
        }
        before = line;
    }
    if (!kept)
        return text;
    buf_add(&out, str_slice(text, kept, text.len));
    text = (struct str){arena_strndup(arena, out.ptr, out.len), out.len};
    buf_release(&out);
    return text;
}

/* Tags that begin a block of HTML by the specification but not in md4c 0.4.8, each with one of the
 * same length that does. */
static const struct {
    const char *name, *known;
} renamed[] = {
    {"h2", "h1"},
    {"h3", "h1"},
    {"h4", "h1"},
    {"h5", "h1"},
    {"h6", "h1"},
    {"header", "center"},
    {"thead", "table"},
    {"colgroup", "noframes"},
    {"frameset", "noframes"},
    {"basefont", "fieldset"},
    {"link", "menu"},
    {"menuitem", "fieldset"},
    {"param", "table"},
    {"track", "table"},
};

/* A copy of the text in which those tags are renamed where they begin a line; NULL where there are
 * none. */
static char *rename_tags(struct arena *arena, struct str text)
{
    struct str rest = text, line;
    char *copy = NULL;

    while (str_next_line(&rest, &line)) {
        size_t at = 0, end;

        while (at < line.len && strchr(" \t>", line.ptr[at]))
            at++;
        if (at == line.len || line.ptr[at] != '<')
            continue;
        at += str_starts(str_slice(line, at, line.len), "</") ? 2 : 1;
        for (end = at; end < line.len && !strchr(" \t\r/>", line.ptr[end]);)
            end++;
        for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++)
            if (str_equal_nocase(str_slice(line, at, end), renamed[i].name)) {
                if (!copy)
                    copy = str_dup(arena, text);
                memcpy(copy + (line.ptr - text.ptr) + at, renamed[i].known, end - at);
            }
    }
    return copy;
}

static bool is_ascii(char c) { return (unsigned char)c < 0x80; }

/* Ends a run of lines without a blank one where it has grown too long: two line ends take the place
 * of two bytes, of a line's last character and its end where the run has lines. */
static void cut_apart(char *text, size_t from, size_t at)
{
    size_t cut = at;

    while (cut > from + 1 && (text[cut] != '\n' || !is_ascii(text[cut - 1])))
        cut--;
    if (cut <= from + 1)
        for (cut = at; cut > from + 1 && (!is_ascii(text[cut]) || !is_ascii(text[cut - 1]));)
            cut--;
    if (cut > from + 1)
        text[cut - 1] = text[cut] = '\n';
}

static void bound_paragraphs(struct arena *arena, struct prepared *prepared, char *copy)
{
    struct str text = prepared->text;
    size_t from = 0; /* the run's beginning */

    for (size_t i = 0, line = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            if (!str_trim(str_slice(text, line, i)).len)
                from = i;
            line = i + 1;
        }
        if (i - from > ADDRESS_BYTES)
            prepared->no_bare_addresses = true;
        if (i - from < PARAGRAPH_BYTES)
            continue;
        if (!copy)
            copy = str_dup(arena, text);
        cut_apart(copy, from, i);
        from = i;
    }
    prepared->parsed = copy ? copy : text.ptr;
}

struct prepared markdown_prepare(struct arena *arena, struct str text)
{
    struct prepared prepared = {.first_line = 1};
    unsigned lines;
    size_t skipped = skip_front_matter(text, &lines);

    prepared.first_line += lines;
    prepared.text = lengthen_rules(arena, str_slice(text, skipped, text.len));
    bound_paragraphs(arena, &prepared, rename_tags(arena, prepared.text));
    return prepared;
}
