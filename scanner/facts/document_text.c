/* Plain text: paragraphs, underlined headings, indented code, lines behind a prompt, addresses. */
#include "facts/document_formats.h"
#include "facts/document_lines.h"

#include <string.h>

enum { CODE_INDENT = 4, TITLE_COLUMNS = 80 };

static bool is_underlined(const struct lines *lines, unsigned i)
{
    struct str under = str_trim(line_at(lines, i + 1));

    return !line_is_blank(lines, i) && !list_mark(str_trim(line_at(lines, i))) &&
           !line_rule(line_at(lines, i)) && line_at(lines, i).len < TITLE_COLUMNS &&
           line_rule(under) >= 3 && strchr("=-~#*^", under.ptr[0]);
}

static bool has_prompt(struct str line)
{
    line = str_trim(line);
    return str_starts(line, "$ ") || str_starts(line, "% ");
}

static unsigned read_code(struct build *build, const struct lines *lines, unsigned i)
{
    unsigned end = i + 1;

    if (has_prompt(lines->items[i]) && line_indent(lines->items[i]) < CODE_INDENT)
        while (end < lines->count && !line_is_blank(lines, end) &&
               (has_prompt(lines->items[end]) || str_ends(lines->items[end - 1], "\\")))
            end++;
    else
        end = lines_end_of_indented(lines, i, CODE_INDENT);
    lines_code(build, lines, i, end, i + 1, SHOWN_INDENTED, (struct str){NULL, 0});
    return end;
}

void text_read(struct arena *arena, struct document *document)
{
    struct lines lines = lines_of(arena, document->text);
    struct build build;
    bool fresh = true; /* a blank line or a heading is above */

    build_start(&build, arena, document);
    for (unsigned i = 0; i < lines.count;) {
        struct str line = lines.items[i], text = str_trim(line);

        if (!text.len || line_rule(line) > 3) {
            build_close(&build);
            fresh = true;
            i++;
        } else if (is_underlined(&lines, i)) {
            build_open(&build, BLOCK_HEADING, i + 1)->level =
                str_trim(lines.items[i + 1]).ptr[0] == '=' ? 1 : 2;
            build_text(&build, text, i + 1);
            build_reach(&build, i + 2);
            build_close(&build);
            fresh = true;
            i += 2;
        } else if ((fresh && line_indent(line) >= CODE_INDENT && !list_mark(text)) ||
                   has_prompt(line)) {
            build_close(&build);
            i = read_code(&build, &lines, i);
        } else {
            if (list_mark(text) || !build.open)
                build_open(&build, list_mark(text) ? BLOCK_LIST_ITEM : BLOCK_PARAGRAPH, i + 1);
            lines_text(&build, str_slice(text, list_mark(text), text.len), i + 1);
            fresh = false;
            i++;
        }
    }
    build_finish(&build);
}
