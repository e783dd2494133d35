#include "report/escape.h"

#include <string.h>

/* A zero width space between the two signs that a runner looks for. */
#define APART "\xe2\x80\x8b"

static bool begins_command(const char *text) { return text_starts(text, "##["); }

void escape_json(struct str json, struct buf *out)
{
    size_t from = 0;

    for (size_t at = 0; at < json.len; at++) {
        bool command = json.ptr[at] == '#' && str_starts(str_slice(json, at, json.len), "##[");

        if (!command && json.ptr[at] != 0x7f)
            continue;
        buf_add(out, str_slice(json, from, at));
        buf_puts(out, command ? "#\\u0023[" : "\\u007f");
        at += command ? 2 : 0;
        from = at + 1;
    }
    buf_add(out, str_slice(json, from, json.len));
}

/* XML 1.0 has no way to write most control characters. */
static bool is_xml(unsigned char byte) { return byte >= ' ' || byte == '\n' || byte == '\t'; }

void escape_xml(const char *text, struct buf *out)
{
    for (; *text; text++) {
        const char *entity = *text == '&'    ? "&amp;"
                             : *text == '<'  ? "&lt;"
                             : *text == '>'  ? "&gt;"
                             : *text == '"'  ? "&quot;"
                             : *text == '\'' ? "&apos;"
                                             : NULL;

        if (begins_command(text))
            entity = "&#35;";
        if (entity)
            buf_puts(out, entity);
        else
            buf_add(out,
                    is_xml((unsigned char)*text) ? (struct str){text, 1} : STR("\xef\xbf\xbd"));
    }
}

void escape_markdown(const char *text, struct buf *out)
{
    for (; *text; text++) {
        if (*text == '\n' || *text == '\r')
            buf_puts(out, " ");
        else if (*text == '<')
            buf_puts(out, "&lt;");
        else if (*text == '&')
            buf_puts(out, "&amp;");
        else if (*text == '@') /* mentions notify people */
            buf_puts(out, "&#64;");
        else if (*text == '#')
            buf_puts(out, "&#35;");
        else if (*text == ':') /* addresses link themselves, :emoji: */
            buf_puts(out, "&#58;");
        else {
            if (strchr("\\`*_{}[]>|~$", *text))
                buf_puts(out, "\\");
            buf_add(out, (struct str){text, 1});
        }
    }
}

static size_t longest_run(const char *text, char of)
{
    size_t longest = 0, run = 0;

    for (; *text; text++) {
        run = *text == of ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

void escape_code(const char *text, struct buf *out)
{
    size_t ticks = longest_run(text, '`') + 1;

    if (!*text)
        return;
    for (size_t i = 0; i < ticks; i++)
        buf_puts(out, "`");
    if (*text == '`' || *text == ' ')
        buf_puts(out, " ");
    for (; *text; text++) {
        if (*text == '\n' || *text == '\r')
            buf_puts(out, " ");
        else
            buf_add(out, (struct str){text, 1});
        if (begins_command(text))
            buf_puts(out, APART);
    }
    if (text[-1] == '`' || text[-1] == ' ')
        buf_puts(out, " ");
    for (size_t i = 0; i < ticks; i++)
        buf_puts(out, "`");
}

void escape_command(const char *text, bool property, struct buf *out)
{
    for (; *text; text++) {
        if (strchr("%\n\r", *text) || (property && strchr(":,", *text)))
            buf_printf(out, "%%%02X", (unsigned char)*text);
        else
            buf_add(out, (struct str){text, 1});
        if (begins_command(text))
            buf_puts(out, APART);
    }
}

void escape_text(struct str text, FILE *out)
{
    struct str rest = text, line;

    while (str_next_line(&rest, &line)) {
        struct str start = line;

        while (start.len && start.ptr[0] == ' ')
            start = str_slice(start, 1, start.len);
        if (str_starts(start, "::"))
            fprintf(out, "%.*s\\", (int)(line.len - start.len), line.ptr);
        else
            start = line;
        for (size_t i = 0; i < start.len; i++) {
            fputc(start.ptr[i], out);
            if (str_starts(str_slice(start, i, start.len), "##["))
                fputc('\\', out); /* between the two: a runner looks for them anywhere */
        }
        fputc('\n', out);
    }
}
