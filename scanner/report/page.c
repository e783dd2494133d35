#include "report/page.h"

#include <string.h>

enum { PLACES_SHOWN = 4, FILES_SHOWN = 2, PATH_COLUMNS = 56 };

void page_paint(struct page *page, enum paint paint)
{
    static const char *const codes[] = {"0", "1", "2", "32", "33", "31"};

    if (page->options->color) /* takes no column: the pen stays where it is */
        buf_printf(&page->text, "\x1b[%sm", codes[paint]);
}

void page_say(struct page *page, unsigned indent, const char *text)
{
    wrap_text(&page->wrap, indent, text);
}

void page_piece(struct page *page, unsigned indent, const char *text)
{
    unsigned columns = (unsigned)text_columns(text);

    if (page->wrap.column + 2 + columns > page->wrap.width) {
        wrap_end_line(&page->wrap);
        wrap_to(&page->wrap, indent);
    } else {
        wrap_to(&page->wrap, page->wrap.column + 2);
    }
    buf_puts(&page->text, text);
    page->wrap.column += columns;
}

void page_column(struct page *page, unsigned column)
{
    wrap_to(&page->wrap, page->wrap.column < column ? column : page->wrap.column + 1);
}

void page_gap(struct page *page)
{
    wrap_end_line(&page->wrap);
    buf_puts(&page->text, "\n");
}

void page_heading(struct page *page, const char *heading)
{
    page_gap(page);
    page_paint(page, PAINT_STRONG);
    page_say(page, 0, heading);
    page_paint(page, PAINT_NONE);
    wrap_end_line(&page->wrap);
}

void page_line(struct page *page, unsigned indent, const char *text)
{
    wrap_end_line(&page->wrap);
    wrap_to(&page->wrap, indent);
    page_say(page, indent, text);
    wrap_end_line(&page->wrap);
}

/* a/very/long/way/to/a/file.py is a/.../a/file.py: as much of its end as fits. */
static void say_path(const char *path, struct buf *out)
{
    const char *first = strchr(path, '/'), *end = path + strlen(path), *from = end;

    if (text_columns(path) <= PATH_COLUMNS || !first) {
        buf_puts(out, path);
        return;
    }
    for (const char *at = end; at > first; at--)
        if (*at == '/' && text_columns(at) + (size_t)(first - path) + 4 <= PATH_COLUMNS)
            from = at;
    if (from == end) /* one name is longer than all that: it is there to be copied */
        from = strrchr(path, '/');
    buf_add(out, (struct str){path, (size_t)(first - path)});
    buf_printf(out, "/...%s", from);
}

static bool same_path(const struct rh_evidence *a, const struct rh_evidence *b)
{
    return a->path && b->path && !strcmp(a->path, b->path);
}

void say_places(const struct rh_finding *finding, struct buf *out)
{
    const struct rh_evidence *before = NULL;
    size_t shown = 0, files = 0;

    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct rh_evidence *place = &finding->evidence[i];
        bool again = before && same_path(before, place);

        if (again && place->line == before->line)
            continue;
        if (!place->line && !place->quote && finding->outcome == RH_FAIL)
            continue; /* where it should be */
        files += !again;
        if (shown == PLACES_SHOWN || files > FILES_SHOWN) {
            buf_printf(out, " and %zu more", finding->evidence_count - i);
            return;
        }
        if (place->path && again && place->line) {
            buf_printf(out, ",%u", place->line);
        } else if (place->path) {
            buf_puts(out, before ? ", " : "");
            say_path(place->path, out);
            if (place->line)
                buf_printf(out, ":%u", place->line);
        } else if (place->url) {
            buf_printf(out, "%s%s", before ? ", " : "", place->url);
        } else {
            continue;
        }
        before = place;
        shown++;
    }
}

void say_minutes(unsigned minutes, struct buf *out)
{
    enum { HOUR = 60, DAY = 8 * HOUR };

    if (minutes < 90)
        buf_printf(out, "%u min", minutes);
    else if (minutes < 3 * HOUR + 30)
        buf_printf(out, "%u h", (minutes + HOUR / 2) / HOUR);
    else if (minutes < 6 * HOUR)
        buf_puts(out, "half a day");
    else if (minutes < DAY + DAY / 2)
        buf_puts(out, "a day");
    else
        buf_printf(out, "%u days", (minutes + DAY / 2) / DAY);
}

const char *verdict_words(enum rh_verdict verdict)
{
    return verdict == RH_UNDECIDED ? "not known" : rh_verdict_name(verdict);
}

enum paint verdict_paint(enum rh_verdict verdict)
{
    static const enum paint paints[] = {PAINT_GOOD, PAINT_MIDDLING, PAINT_BAD, PAINT_QUIET};

    return paints[verdict];
}
