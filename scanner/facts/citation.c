#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* BibTeX entries, wherever they stand in a page: fenced, indented, in <pre>, or in the open. */

enum { ENTRY_BYTES = 16 * KIB, ENTRIES = 50, FIELDS = 100 };

static const char *const types[] = {
    "article",      "inproceedings", "conference",  "misc",          "book",
    "incollection", "techreport",    "phdthesis",   "mastersthesis", "inbook",
    "software",     "unpublished",   "proceedings", "online",        "manual",
    "thesis",       "report",        "dataset",     "electronic",    "booklet",
};

/* "@article{" with blanks between; how long it is up to and with the brace. 0: none begins here. */
static size_t entry_start(struct str text)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        size_t at = 1 + strlen(types[i]);

        if (text.len <= at || *text.ptr != '@' || strncasecmp(text.ptr + 1, types[i], at - 1))
            continue;
        while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
            at++;
        if (at < text.len && (text.ptr[at] == '{' || text.ptr[at] == '('))
            return at + 1;
    }
    return 0;
}

/* The bytes up to the brace that closes the entry; text.len: none does. A quote hides no brace in
 * BibTeX. */
static size_t entry_end(struct str text, size_t from)
{
    int depth = 1;

    for (size_t i = from; i < text.len; i++) {
        if (text.ptr[i] == '\\') {
            i++;
            continue;
        }
        depth += text.ptr[i] == '{';
        depth -=
            text.ptr[i] == '}' || (text.ptr[i] == ')' && depth == 1 && text.ptr[from - 1] == '(');
        if (!depth)
            return i;
    }
    return text.len;
}

enum { HAS_TITLE = 1, HAS_AUTHOR = 2, HAS_YEAR = 4, HAS_KEY = 8, HAS_ALL = 15 };

static const struct {
    const char *name;
    unsigned has;
} fields[] = {
    {"title", HAS_TITLE}, {"author", HAS_AUTHOR}, {"editor", HAS_AUTHOR},
    {"year", HAS_YEAR},   {"date", HAS_YEAR},
};

/* "name =" at the top of the entry, and whether a key stands before the first comma. */
static unsigned read_fields(struct str body)
{
    unsigned has = 0, count = 0;
    int depth = 0;
    size_t word = 0; /* where the last word at the top began */

    for (size_t i = 0; i < body.len && count < FIELDS; i++) {
        char c = body.ptr[i];

        depth += (c == '{') - (c == '}');
        if (depth)
            continue;
        if (c == ',') {
            if (!count++ && str_trim(str_slice(body, word, i)).len)
                has |= HAS_KEY;
            word = i + 1;
        } else if (c == '=') {
            struct str name = str_trim(str_slice(body, word, i));

            /* a missing comma leaves the value before in front of the name */
            for (size_t at = name.len; at-- > 0;)
                if (isspace((unsigned char)name.ptr[at])) {
                    name = str_slice(name, at + 1, name.len);
                    break;
                }
            for (size_t f = 0; f < sizeof(fields) / sizeof(*fields); f++)
                if (str_equal_nocase(name, fields[f].name))
                    has |= fields[f].has;
            word = i + 1;
        }
    }
    return has;
}

static void note_entry(struct reading *reading, unsigned line, struct str text, size_t start)
{
    static const struct {
        unsigned has;
        const char *hint;
    } lacks[] = {
        {HAS_KEY, "it has no key"},
        {HAS_TITLE, "it has no title"},
        {HAS_AUTHOR, "it has no author"},
        {HAS_YEAR, "it has no year"},
    };
    struct str rest = text, first = {0};
    size_t end = entry_end(text, start);
    struct observation *observation;
    const char *hint = NULL;
    unsigned has;

    (void)str_next_line(&rest, &first);
    content_note(reading, CONTENT_BIBTEX, line, first);
    if (end == text.len) {
        facts_observe(reading->facts, OBSERVATION_BIBTEX_ENTRY, "broken", reading->readme->path,
                      line, first)
            ->hint = "a brace is not closed";
        return;
    }
    has = read_fields(str_slice(text, start, end));
    for (size_t i = sizeof(lacks) / sizeof(*lacks); i-- > 0;)
        if (!(has & lacks[i].has))
            hint = lacks[i].hint;
    observation = facts_observe(reading->facts, OBSERVATION_BIBTEX_ENTRY,
                                has == HAS_ALL ? "complete" : "incomplete", reading->readme->path,
                                line, first);
    observation->hint = hint;
}

/* Comments are left out of blocks, so an entry counts where a block covers its line. */
static bool is_shown(const struct reading *reading, unsigned line, size_t *block)
{
    const struct document *readme = reading->readme;

    while (*block < readme->blocks.count && readme->blocks.items[*block].end_line < line)
        ++*block;
    return *block < readme->blocks.count && readme->blocks.items[*block].line <= line;
}

void content_of_citations(struct reading *reading)
{
    struct str rest = reading->readme->text, line;
    unsigned number = 0, entries = 0;
    size_t block = 0;

    while (entries < ENTRIES) {
        struct str from = rest, trimmed;
        size_t start;

        if (!str_next_line(&rest, &line))
            break;
        number++;
        trimmed = str_trim(line);
        while (str_starts(trimmed, ">"))
            trimmed = str_trim(str_slice(trimmed, 1, trimmed.len));
        start = entry_start(trimmed);
        if (!start || !is_shown(reading, number, &block))
            continue;
        from = str_slice(from, (size_t)(trimmed.ptr - from.ptr),
                         (size_t)(trimmed.ptr - from.ptr) + ENTRY_BYTES);
        note_entry(reading, number, from, start);
        entries++;
    }
}
