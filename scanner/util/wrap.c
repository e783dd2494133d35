#include "util/wrap.h"

void wrap_end_line(struct wrap *wrap)
{
    if (wrap->column)
        buf_puts(wrap->out, "\n");
    wrap->column = 0;
}

void wrap_to(struct wrap *wrap, unsigned column)
{
    if (wrap->column > column)
        wrap_end_line(wrap);
    while (wrap->column < column) {
        buf_puts(wrap->out, " ");
        wrap->column++;
    }
}

void wrap_text(struct wrap *wrap, unsigned indent, const char *text)
{
    struct str rest = str_of(text), word;
    bool first = true;

    while (str_next_word(&rest, &word)) {
        unsigned columns = (unsigned)str_columns(word);

        if (!first && wrap->column > indent) {
            if (wrap->column + 1 + columns <= wrap->width) {
                buf_puts(wrap->out, " ");
                wrap->column++;
            } else {
                wrap_end_line(wrap);
            }
        } else if (wrap->column > indent && wrap->column + columns > wrap->width) {
            wrap_end_line(wrap);
        }
        if (wrap->column < indent)
            wrap_to(wrap, indent);
        buf_add(wrap->out, word);
        wrap->column += columns;
        first = false;
    }
}
