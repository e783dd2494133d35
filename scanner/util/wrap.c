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
    const char *end = NULL; /* of the word before */

    while (str_next_word(&rest, &word)) {
        unsigned columns = (unsigned)str_columns(word);
        unsigned gap = !end ? 0 : word.ptr - end > 1 ? 2 : 1;

        if (wrap->column > indent && wrap->column + gap + columns > wrap->width)
            wrap_end_line(wrap);
        else if (wrap->column > indent)
            wrap_to(wrap, wrap->column + gap);
        if (wrap->column < indent)
            wrap_to(wrap, indent);
        buf_add(wrap->out, word);
        wrap->column += columns;
        end = str_end(word);
    }
}
