#include "facts/document_html.h"

#include "util/html.h"

#include <limits.h>
#include <string.h>

/* What a tag does. Both functions may be NULL. */
struct element {
    const char *name;
    void (*open)(struct document_html *html, const struct html_token *token, unsigned line);
    void (*close)(struct document_html *html, unsigned line);
    bool block; /* takes part only outside paragraphs */
};

static void ensure_block(struct document_html *html, unsigned line)
{
    if (!html->build->open)
        build_open(html->build, BLOCK_HTML, line);
}

static void open_link(struct document_html *html, const struct html_token *token, unsigned line)
{
    struct link link = {.kind = LINK_HTML};
    struct str name;

    if (html_attribute(token, "name", &name))
        build_anchor(html->build, name, line);
    if (!html_attribute(token, "href", &link.url)) {
        html->bare_anchors++;
        return;
    }
    ensure_block(html, line);
    build_link_close(html->build, false, true);
    link.line = html->first_line + html_attribute_line(token, link.url);
    build_link_open(html->build, &link);
}

static void close_link(struct document_html *html, unsigned line)
{
    (void)line;
    if (html->bare_anchors)
        html->bare_anchors--;
    else
        build_link_close(html->build, false, true);
}

static void add_image(struct document_html *html, const struct html_token *token, struct str url,
                      unsigned line)
{
    struct link link = {.kind = LINK_HTML, .image = true, .url = url};
    struct str alternative = {NULL, 0};

    ensure_block(html, line);
    link.line = html->first_line + html_attribute_line(token, url);
    html_attribute(token, "alt", &alternative);
    build_link_open(html->build, &link);
    build_text(html->build, alternative, 0);
    build_link_close(html->build, true, true);
}

static void open_image(struct document_html *html, const struct html_token *token, unsigned line)
{
    struct str url;

    if (html_attribute(token, "src", &url))
        add_image(html, token, url, line);
}

/* <source srcset="dark.svg 2x, ...">: the first one. */
static void open_source(struct document_html *html, const struct html_token *token, unsigned line)
{
    struct str set, url;

    if (!html_attribute(token, "srcset", &set) || !str_next_word(&set, &url))
        return;
    if (str_ends(url, ","))
        url.len--;
    add_image(html, token, url, line);
}

static void open_heading(struct document_html *html, const struct html_token *token, unsigned line)
{
    build_open(html->build, BLOCK_HEADING, line)->level = (unsigned)(token->name.ptr[1] - '0');
}

static void close_heading(struct document_html *html, unsigned line)
{
    if (html->build->open && html->build->block.kind == BLOCK_HEADING) {
        build_reach(html->build, line);
        build_close(html->build);
    }
}

static void open_pre(struct document_html *html, const struct html_token *token, unsigned line)
{
    struct block *block;

    (void)token;
    if (html->preformatted++)
        return;
    block = build_open(html->build, BLOCK_CODE, line);
    block->shown = SHOWN_PRE;
    block->text_line = 0;
}

static void close_pre(struct document_html *html, unsigned line)
{
    if (!html->preformatted || --html->preformatted)
        return;
    if (html->build->open && html->build->block.kind == BLOCK_CODE) {
        build_reach(html->build, line);
        build_close(html->build);
    }
}

static void open_code(struct document_html *html, const struct html_token *token, unsigned line)
{
    (void)token;
    if (html->preformatted)
        return;
    ensure_block(html, line);
    build_span_open(html->build, 0);
}

static void close_code(struct document_html *html, unsigned line)
{
    (void)line;
    build_span_close(html->build);
}

static void open_details(struct document_html *html, const struct html_token *token, unsigned line)
{
    (void)token;
    (void)line;
    if (!html->inline_only)
        build_close(html->build);
    html->build->folded++;
}

static void close_details(struct document_html *html, unsigned line)
{
    (void)line;
    if (!html->inline_only)
        build_close(html->build);
    if (html->build->folded)
        html->build->folded--;
}

static void open_item(struct document_html *html, const struct html_token *token, unsigned line)
{
    (void)token;
    if (html->preformatted || html->build->in_table)
        return;
    build_open(html->build, BLOCK_LIST_ITEM, line);
}

static void open_table(struct document_html *html, const struct html_token *token, unsigned line)
{
    (void)token;
    build_table_open(html->build, line);
}

static void close_table(struct document_html *html, unsigned line)
{
    build_reach(html->build, line);
    build_table_close(html->build);
}

static void open_row(struct document_html *html, const struct html_token *token, unsigned line)
{
    (void)token;
    (void)line;
    if (html->build->in_table)
        build_table_row(html->build);
}

static void open_cell(struct document_html *html, const struct html_token *token, unsigned line)
{
    (void)token;
    ensure_block(html, line);
    if (html->build->in_table)
        build_table_cell(html->build, line);
}

static void close_cell(struct document_html *html, unsigned line)
{
    (void)line;
    build_table_cell_close(html->build);
}

/* Tags that part words though no blank stands between them. */
static void part_words(struct document_html *html, const struct html_token *token, unsigned line)
{
    struct build *build = html->build;

    (void)token;
    (void)line;
    if (!build->open || build->block.kind == BLOCK_HEADING)
        return;
    if (html->preformatted)
        build_text(build, STR("\n"), 0);
    else if (build->text.len && !strchr(" \t\n", build->text.ptr[build->text.len - 1]))
        build_text(build, STR(" "), 0);
}

static const struct element elements[] = {
    {"a", open_link, close_link, false},
    {"img", open_image, NULL, false},
    {"source", open_source, NULL, false},
    {"h1", open_heading, close_heading, true},
    {"h2", open_heading, close_heading, true},
    {"h3", open_heading, close_heading, true},
    {"h4", open_heading, close_heading, true},
    {"h5", open_heading, close_heading, true},
    {"h6", open_heading, close_heading, true},
    {"pre", open_pre, close_pre, true},
    {"code", open_code, close_code, false},
    {"tt", open_code, close_code, false},
    {"samp", open_code, close_code, false},
    {"details", open_details, close_details, false},
    {"li", open_item, NULL, true},
    {"table", open_table, close_table, true},
    {"tr", open_row, NULL, true},
    {"td", open_cell, close_cell, true},
    {"th", open_cell, close_cell, true},
    {"br", part_words, NULL, false},
    {"p", part_words, NULL, false},
    {"div", part_words, NULL, false},
    {"summary", part_words, NULL, false},
    {"dt", part_words, NULL, false},
    {"dd", part_words, NULL, false},
};

static const struct element *find(struct str name)
{
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
        if (str_equal(name, elements[i].name))
            return &elements[i];
    return NULL;
}

static void add_text(struct document_html *html, struct str text, unsigned line)
{
    struct build *build = html->build;

    if (!build->open && !str_trim(text).len)
        return;
    ensure_block(html, 0);
    /* A newline right behind <pre> is not shown. */
    if (build->block.kind == BLOCK_CODE && !build->block.text_line) {
        if (text.ptr[0] == '\n') {
            text = str_slice(text, 1, text.len);
            line++;
        }
        build->block.text_line = build->text_line = line;
    }
    build_text(build, text, line);
}

static void visit(void *context, const struct html_token *token)
{
    struct document_html *html = context;
    unsigned line = html->first_line + token->line;
    const struct element *element;
    struct str id;

    if (token->event == HTML_TEXT) {
        add_text(html, token->text, line);
        return;
    }
    element = find(token->name);
    if (element && element->block && html->inline_only)
        element = NULL;
    if (token->event == HTML_CLOSE) {
        if (element && element->close)
            element->close(html, line);
        return;
    }
    if (element && element->open)
        element->open(html, token, line);
    if (html_attribute(token, "id", &id))
        build_anchor(html->build, id, line);
}

void document_html_read(struct document_html *html, struct str fragment, unsigned line,
                        bool inline_only)
{
    if (!html->reader)
        html->reader = html_reader_new(html->build->arena);
    html->first_line = line;
    html->inline_only = inline_only;
    if (!html_read(html->reader, fragment, visit, html))
        html->cut = true;
    if (inline_only)
        return;
    build_close(html->build);
    html->preformatted = 0;
    html->bare_anchors = 0;
}
