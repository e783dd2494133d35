#include "verbs/print.h"

#include "output.h"
#include "util/arena.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_known(const char *const *formats, const char *name, struct rh_error *err)
{
    struct buf known = {0};

    for (const char *const *format = formats; *format; format++) {
        if (!strcmp(*format, name)) {
            buf_release(&known);
            return true;
        }
        buf_printf(&known, " %s", *format);
    }
    error_set(err, RH_ERROR_USAGE, "no format '%s'; there are:%s", name, known.ptr);
    buf_release(&known);
    return false;
}

static bool read_format(struct arena *arena, const char *text, const char *const *formats,
                        struct print *ret_print, struct rh_error *err)
{
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);

    *ret_print = (struct print){arena_strndup(arena, text, length), colon ? colon + 1 : NULL};
    if (!is_known(formats, ret_print->format, err))
        return false;
    if (colon && !colon[1])
        return error_set(err, RH_ERROR_USAGE, "--format %s names no file after the colon", text);
    return true;
}

bool prints_read(struct arena *arena, const struct options *options, const char *const *formats,
                 struct print_list *ret_prints, struct rh_error *err)
{
    struct print_list prints = {0};
    size_t to_stdout = 0;

    for (size_t i = 0; i < options->formats.count; i++) {
        struct print *print = ARENA_PUSH(arena, &prints);

        if (!read_format(arena, options->formats.items[i], formats, print, err))
            return false;
        if (!print->file && to_stdout++)
            return error_set(err, RH_ERROR_USAGE,
                             "two formats for one place: give one a file, --format %s:FILE",
                             print->format);
        if (!print->file)
            print->file = options->output;
    }
    if (!prints.count && (options->output || !options->quiet))
        *ARENA_PUSH(arena, &prints) = (struct print){formats[0], options->output};
    else if (options->output && !to_stdout)
        return error_set(err, RH_ERROR_USAGE,
                         "--output has nothing to hold: each --format names its own file");
    for (size_t i = 0; i < prints.count; i++)
        if (prints.items[i].file && !output_check(prints.items[i].file, err))
            return false;
    *ret_prints = prints;
    return true;
}

static bool wants_color(const struct options *options, FILE *out)
{
    const char *none = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"),
               *term = getenv("TERM");

    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    if (none && none[0])
        return false;
    if (force && force[0] && strcmp(force, "0"))
        return true;
    if (!term || !strcmp(term, "dumb"))
        return false;
    return isatty(fileno(out));
}

static bool print_one(const struct print *print, const struct options *options, print_writer *write,
                      const void *answer, FILE *out, struct rh_error *err)
{
    struct writer_options how = {.all = options->all, .scores = options->scores};
    struct output output;

    if (!print->file) {
        how.color = wants_color(options, out);
        write(answer, print->format, &how, out);
        return true;
    }
    if (!output_open(print->file, &output, err))
        return false;
    how.color = options->color == COLOR_ALWAYS;
    write(answer, print->format, &how, output.stream);
    return output_finish(&output, err);
}

bool prints_write(const struct print_list *prints, const struct options *options,
                  print_writer *write, const void *answer, FILE *out, struct rh_error *err)
{
    for (size_t i = 0; i < prints->count; i++)
        if (!print_one(&prints->items[i], options, write, answer, out, err))
            return false;
    return true;
}

const char *const *print_formats(struct arena *arena)
{
    const char **names;
    size_t count = 0;

    while (writers[count])
        count++;
    names = arena_alloc(arena, (count + 1) * sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = writers[i]->name;
    return names;
}

void print_report(const void *report, const char *format, const struct writer_options *options,
                  FILE *out)
{
    writer_by_name(format)->write(report, options, out);
}
