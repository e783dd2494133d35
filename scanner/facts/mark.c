#include "facts/mark.h"

#include "facts/code.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/glob.h"
#include "util/limits.h"

#include <string.h>

#define WORD "repohealth: ignore"

enum { MARKS_MOST = 500, RULE_BYTES = 100 };

/* Where the word stands in a line; line.len: nowhere. */
static size_t find_word(struct str line)
{
    const char *at = line.ptr ? memmem(line.ptr, line.len, WORD, strlen(WORD)) : NULL;

    return at ? (size_t)(at - line.ptr) : line.len;
}

/* Up to what closes the comment. */
static struct str inside(struct str rest)
{
    static const char *const closers[] = {"-->", "*/", "#}", "%>"};

    for (size_t i = 0; i < sizeof(closers) / sizeof(*closers); i++) {
        const char *at =
            rest.len ? memmem(rest.ptr, rest.len, closers[i], strlen(closers[i])) : NULL;

        if (at)
            rest.len = (size_t)(at - rest.ptr);
    }
    return str_trim(rest);
}

static void read_until(struct arena *arena, struct str *rest, struct mark *mark)
{
    struct str after = *rest, word;
    time_t when;

    if (!str_next_word(&after, &word) || !str_equal(word, "until") || !str_next_word(&after, &word))
        return;
    *rest = after;
    mark->until = text_clean(arena, word, RULE_BYTES);
    if (!date_parse(word, &when))
        mark->problem = "'until' takes a day as YYYY-MM-DD";
}

/* Reads what stands behind the word. False: nothing that could be meant as a mark does. */
static bool read_mark(struct arena *arena, struct str rest, struct mark *mark)
{
    struct str word;

    if (rest.len && rest.ptr[0] != ' ' && rest.ptr[0] != '\t')
        return false;
    rest = inside(rest);
    if (!str_next_word(&rest, &word)) {
        mark->rule = "";
        mark->problem = "it names no rule";
        return true;
    }
    mark->rule = text_clean(arena, word, RULE_BYTES);
    mark->glob = glob_compile(arena, mark->rule, 0);
    if (!mark->glob)
        mark->problem = "that is no rule";
    read_until(arena, &rest, mark);
    rest = str_trim(rest);
    mark->reason = rest.len ? text_clean(arena, rest, LIMIT_QUOTE_BYTES) : NULL;
    if (!rest.len && !mark->problem)
        mark->problem = "it gives no reason";
    return true;
}

static bool is_alone(struct str before)
{
    for (size_t i = 0; i < before.len; i++)
        if (!strchr(" \t#/*-<!;%\"'{.", before.ptr[i]))
            return false;
    return true;
}

/* NULL: there is none. The caller says how far it reaches. */
static struct mark *add_mark(struct arena *arena, struct marks *marks, const char *path,
                             unsigned number, struct str line)
{
    size_t at = find_word(line);
    struct mark mark = {.path = path, .line = number, .first = number, .last = number};
    struct mark *kept;

    if (at == line.len || marks->count >= MARKS_MOST ||
        !read_mark(arena, str_slice(line, at + strlen(WORD), line.len), &mark))
        return NULL;
    if (is_alone(str_slice(line, 0, at)))
        mark.last++;
    kept = ARENA_PUSH(arena, marks);
    *kept = mark;
    return kept;
}

/* In a page only a comment that a reader does not see is one. */
static bool is_hidden(struct str line)
{
    struct str before = str_trim(str_slice(line, 0, find_word(line)));

    return str_ends(before, "<!--") || str_equal(before, "..");
}

static bool is_fence(struct str line)
{
    line = str_trim(line);
    return str_starts(line, "```") || str_starts(line, "~~~");
}

/* The line behind which a mark in a page ends: the end of the paragraph, the list, the table or
 * the code block that follows. */
static unsigned reach(struct str rest, unsigned number)
{
    struct str line = {0};

    while (str_next_line(&rest, &line) && !str_trim(line).len)
        number++;
    number++;
    if (is_fence(line)) {
        while (str_next_line(&rest, &line)) {
            number++;
            if (is_fence(line))
                break;
        }
        return number;
    }
    while (str_next_line(&rest, &line) && str_trim(line).len)
        number++;
    return number;
}

static void read_page(struct facts *facts, const struct document *page)
{
    struct str rest = page->text, line;
    bool fenced = false;

    if (find_word(rest) == rest.len)
        return;
    for (unsigned number = 1; str_next_line(&rest, &line); number++) {
        struct mark *mark;

        fenced ^= is_fence(line);
        if (fenced || !is_hidden(line))
            continue;
        mark = add_mark(facts->arena, facts->marks, page->path, number, line);
        if (mark && mark->last > mark->line)
            mark->last = reach(rest, number);
    }
}

void marks_of_pages(struct facts *facts)
{
    facts->marks = arena_alloc(facts->arena, sizeof(*facts->marks));
    map_init(&facts->marks->looked, facts->arena);
    for (size_t i = 0; i < facts->documents.pages.count; i++)
        read_page(facts, &facts->documents.pages.items[i]);
}

void marks_of_text(struct arena *arena, const char *path, struct str text, struct marks *marks)
{
    struct str line;

    if (find_word(text) == text.len)
        return;
    for (unsigned number = 1; str_next_line(&text, &line); number++)
        add_mark(arena, marks, path, number, line);
}

static bool word_of(size_t index, struct str *ret_word)
{
    *ret_word = STR(WORD);
    return index == 0;
}

/* In a comment, that is blanked in the code; settings have no code. */
static void look_at_line(struct facts *facts, void *state, const struct source *source,
                         const struct source_line *line)
{
    size_t at = find_word(line->text);

    (void)state;
    if (at == line->text.len)
        return;
    if (at < line->code.len && line->code.ptr[at] == WORD[0] && !source->settings)
        return;
    add_mark(facts->arena, facts->marks, source->file->file->path, line->number, line->text);
}

static void finish(struct facts *facts, void *state, const struct code_seen *seen)
{
    (void)facts;
    (void)state;
    (void)seen;
}

const struct line_scanner mark_scanner = {
    .state_size = 1,
    .word = word_of,
    .line = look_at_line,
    .finish = finish,
};
