#include "util/html.h"

#include "util/arena.h"
#include "util/limits.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH = 256,     /* libxml2 looks through all open elements at each end tag */
    TAG_BYTES = 1024 /* outside quotes: it compares each attribute with all before it */
};

struct html_reader {
    htmlParserCtxtPtr parser;
    htmlSAXHandler handler;
    html_visitor *visit;
    void *context;
    struct str fragment;
    size_t counted, told; /* offsets: lines are counted up to; the end of the tag told last */
    unsigned line, tags;
    bool cut;
};

static size_t offset(const struct html_reader *reader)
{
    const xmlParserInput *input = reader->parser->input;
    size_t at;

    if (!input || !input->base)
        return reader->fragment.len;
    at = (size_t)(input->cur - input->base) + input->consumed;
    return at < reader->fragment.len ? at : reader->fragment.len;
}

/* The line at an offset. Offsets come in order, so each byte is counted once; a little way back
 * is counted again. */
static unsigned line_at(struct html_reader *reader, size_t at)
{
    const char *text = reader->fragment.ptr;

    while (reader->counted < at)
        reader->line += text[reader->counted++] == '\n';
    while (reader->counted > at)
        reader->line -= text[--reader->counted] == '\n';
    return reader->line;
}

static void stop(struct html_reader *reader)
{
    reader->cut = true;
    xmlStopParser(reader->parser);
}

/* Where the tag that ends at `at` begins: the '<' before its name. SIZE_MAX: no such tag ends
 * there, so the parser supplied it (html, body, p, or the end of what stands open). */
static size_t tag_start(const struct html_reader *reader, size_t at, const char *opening,
                        const xmlChar *name)
{
    const char *text = reader->fragment.ptr;
    size_t before = strlen(opening), length = strlen((const char *)name);

    for (size_t back = at; back-- > reader->told;) {
        struct str rest = str_slice(reader->fragment, back, at);

        if (text[back] == '<' && str_starts(rest, opening) &&
            str_equal_nocase(str_slice(rest, before, before + length), (const char *)name))
            return back;
    }
    return SIZE_MAX;
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct html_reader *reader = context;
    size_t end = offset(reader), start;
    struct html_token token = {
        .event = HTML_OPEN, .name = str_of((const char *)name), .attributes = attributes};

    if (reader->parser->nameNr > DEPTH || ++reader->tags > LIMIT_MARKDOWN_EVENTS) {
        stop(reader);
        return;
    }
    if (end < reader->fragment.len && !strchr("/>", reader->fragment.ptr[end]))
        return;
    start = tag_start(reader, end, "<", name);
    if (start == SIZE_MAX)
        return;
    token.source = str_slice(reader->fragment, start, end);
    token.line = line_at(reader, start);
    line_at(reader, end);
    reader->told = end;
    reader->visit(reader->context, &token);
}

/* Tells of the end tag that was just read, if one was: the parser also closes on its own. */
static void tell_close(struct html_reader *reader, const xmlChar *name)
{
    size_t end = offset(reader), start;
    struct html_token token = {.event = HTML_CLOSE, .name = str_of((const char *)name)};

    if (end <= reader->told || reader->fragment.ptr[end - 1] != '>')
        return;
    start = tag_start(reader, end, "</", name);
    if (start == SIZE_MAX)
        return;
    token.line = line_at(reader, start);
    line_at(reader, end);
    reader->told = end;
    reader->visit(reader->context, &token);
}

static void end_element(void *context, const xmlChar *name) { tell_close(context, name); }

/* An end tag without a start is an error to the parser; to us it may close what an earlier
 * fragment opened. */
static void on_error(void *context, xmlErrorPtr error)
{
    struct html_reader *reader = context;

    if (error->code == XML_ERR_TAG_NAME_MISMATCH && error->str1)
        tell_close(reader, (const xmlChar *)error->str1);
}

static void characters(void *context, const xmlChar *text, int length)
{
    struct html_reader *reader = context;
    struct html_token token = {.event = HTML_TEXT, .text = {(const char *)text, (size_t)length}};
    unsigned lines = 0;

    for (int i = 0; i < length; i++)
        lines += text[i] == '\n';
    token.line = line_at(reader, offset(reader));
    token.line -= lines < token.line ? lines : token.line;
    reader->visit(reader->context, &token);
}

static void no_cdata(void *context, const xmlChar *text, int length)
{
    (void)context;
    (void)text;
    (void)length;
}

static void release(void *object) { htmlFreeParserCtxt(object); }

struct html_reader *html_reader_new(struct arena *arena)
{
    struct html_reader *reader = arena_alloc(arena, sizeof(*reader));

    reader->handler = (htmlSAXHandler){
        .initialized = XML_SAX2_MAGIC,
        .startElement = start_element,
        .endElement = end_element,
        .characters = characters,
        .ignorableWhitespace = characters,
        .cdataBlock = no_cdata,
        .serror = on_error,
    };
    reader->parser = htmlNewParserCtxt();
    if (!reader->parser)
        abort();
    arena_own(arena, reader->parser, release);
    return reader;
}

/* Attributes are compared with each other: a tag of many thousand would take minutes. */
static bool has_monstrous_tag(struct str fragment)
{
    size_t bare = 0;
    char quote = 0;
    bool in_tag = false;

    for (size_t i = 0; i < fragment.len; i++) {
        char c = fragment.ptr[i];

        if (!in_tag) {
            in_tag = c == '<';
            bare = 0;
            quote = 0;
        } else if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '>') {
            in_tag = false;
        } else {
            quote = c == '"' || c == '\'' ? c : 0;
            if (++bare > TAG_BYTES)
                return true;
        }
    }
    return false;
}

bool html_read(struct html_reader *reader, struct str fragment, html_visitor *visit, void *context)
{
    htmlParserCtxtPtr parser = reader->parser;
    htmlSAXHandlerPtr own;

    if (!fragment.len)
        return true;
    if (fragment.len > LIMIT_BLOB_BYTES || has_monstrous_tag(fragment))
        return false;
    reader->visit = visit;
    reader->context = context;
    reader->fragment = fragment;
    reader->counted = reader->told = 0;
    reader->line = reader->tags = 0;
    reader->cut = false;
    own = parser->sax;
    parser->sax = &reader->handler;
    parser->userData = reader;
    htmlCtxtReadMemory(parser, fragment.ptr, (int)fragment.len, NULL, "UTF-8",
                       HTML_PARSE_NOIMPLIED | HTML_PARSE_NONET);
    parser->sax = own;
    return !reader->cut;
}

bool html_attribute(const struct html_token *token, const char *name, struct str *ret_value)
{
    for (const unsigned char **at = token->attributes; at && at[0]; at += 2)
        if (!strcmp((const char *)at[0], name)) {
            *ret_value = str_of((const char *)at[1]);
            return true;
        }
    return false;
}

unsigned html_attribute_line(const struct html_token *token, struct str value)
{
    unsigned line = token->line;
    const char *found =
        value.len ? memmem(token->source.ptr, token->source.len, value.ptr, value.len) : NULL;

    for (const char *at = token->source.ptr; found && at < found; at++)
        line += *at == '\n';
    return line;
}

bool html_entity(struct str name, char ret_text[8])
{
    char copy[16];
    const htmlEntityDesc *entity;
    int length;

    if (!name.len || name.len >= sizeof(copy))
        return false;
    memcpy(copy, name.ptr, name.len);
    copy[name.len] = '\0';
    entity = htmlEntityLookup((const xmlChar *)copy);
    if (!entity)
        return false;
    length = xmlCopyChar(0, (xmlChar *)ret_text, (int)entity->value);
    ret_text[length] = '\0';
    return true;
}
