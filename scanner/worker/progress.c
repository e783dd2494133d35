#include "worker/progress.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { REDRAW_MS = 100, BAR_COLUMNS = 30, DEFAULT_COLUMNS = 80, NOTES = 50 };

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void progress_say(FILE *stream, struct progress_memory *last, const struct progress_step *step)
{
    uint64_t now = now_ms();

    if (!stream || (now - last->at < REDRAW_MS && (!step->total || step->done < step->total)))
        return;
    last->at = now;
    fprintf(stream, "P %" PRIu64 " %" PRIu64 " %" PRIu64 " %s\n", step->done, step->total,
            step->bytes, step->label);
    fflush(stream);
}

void progress_note(FILE *stream, const char *format, ...)
{
    va_list args;

    if (!stream)
        return;
    va_start(args, format);
    fputs("N ", stream);
    vfprintf(stream, format, args);
    fputc('\n', stream);
    fflush(stream);
    va_end(args);
}

void progress_open(struct progress *progress, bool wanted)
{
    const char *term = getenv("TERM");

    *progress = (struct progress){.draws = wanted && isatty(STDERR_FILENO) && term && *term &&
                                           strcmp(term, "dumb") != 0,
                                  .notes = wanted ? NOTES : 0};
}

static void erase(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

static size_t terminal_columns(void)
{
    struct winsize size = {0};

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
        return DEFAULT_COLUMNS;
    return size.ws_col;
}

void progress_format(const struct progress_step *step, double bytes_per_second, size_t columns,
                     struct buf *out)
{
    uint64_t done = step->total && step->done > step->total ? step->total : step->done;
    double share = step->total ? (double)done / (double)step->total : 0;
    struct buf tail = {0};
    size_t used, bar;

    if (step->total)
        buf_printf(&tail, " %3d %%", (int)(share * 100));
    else if (step->done)
        buf_printf(&tail, " %" PRIu64, step->done);
    if (step->bytes)
        buf_printf(&tail, "  %.1f MiB", (double)step->bytes / 1048576);
    if (step->bytes && bytes_per_second > 0)
        buf_printf(&tail, "  %.1f MiB/s", bytes_per_second / 1048576);

    used = strlen(step->label) + tail.len + 3;
    bar = step->total && used < columns ? columns - used : 0;
    if (bar > BAR_COLUMNS)
        bar = BAR_COLUMNS;
    buf_puts(out, step->label);
    if (bar >= 5) {
        size_t full = (size_t)(share * (double)bar);

        buf_puts(out, " [");
        for (size_t i = 0; i < bar; i++)
            buf_puts(out, i < full ? "=" : i == full ? ">" : " ");
        buf_puts(out, "]");
    }
    buf_add(out, (struct str){tail.ptr, tail.len});
    if (out->len > columns) { /* all of it is ASCII */
        out->len = columns;
        out->ptr[columns] = '\0';
    }
    buf_release(&tail);
}

static void draw(struct progress *progress, const struct progress_step *step)
{
    uint64_t now = now_ms(), spent;
    struct buf line = {0};
    size_t columns;
    double rate;

    if (strcmp(progress->label, step->label) != 0) {
        snprintf(progress->label, sizeof(progress->label), "%s", step->label);
        progress->step_at = now;
        progress->step_bytes = step->bytes;
    }
    if (progress->shown && now - progress->drawn_at < REDRAW_MS)
        return;
    spent = now - progress->step_at;
    rate = spent >= 500 && step->bytes > progress->step_bytes
               ? (double)(step->bytes - progress->step_bytes) * 1000 / (double)spent
               : 0;
    columns = terminal_columns();
    progress_format(step, rate, columns > 1 ? columns - 1 : 1, &line);
    erase(progress);
    if (line.ptr)
        fputs(line.ptr, stderr);
    fflush(stderr);
    progress->shown = true;
    progress->drawn_at = now;
    buf_release(&line);
}

/* Takes a number and the blank after it off *text. */
static bool take_number(const char **text, uint64_t *ret_number)
{
    char *end;

    if (**text < '0' || **text > '9')
        return false;
    *ret_number = strtoull(*text, &end, 10); /* too large a one is the largest */
    if (*end != ' ')
        return false;
    *text = end + 1;
    return true;
}

/* The child may have been taken over by what it reads: only plain letters reach the terminal. */
static void make_plain(char *text)
{
    for (char *c = text; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
}

static void take_note(struct progress *progress, char *text)
{
    if (!progress->notes)
        return;
    progress->notes--;
    erase(progress);
    make_plain(text);
    fprintf(stderr, "repohealth: %s\n", text);
    fflush(stderr);
}

static void take_line(struct progress *progress)
{
    struct progress_step step = {0};
    const char *at = progress->line;
    char label[48];

    if (text_starts(at, "N "))
        take_note(progress, progress->line + 2);
    if (!progress->draws || !text_starts(at, "P "))
        return;
    at += 2;
    if (!take_number(&at, &step.done) || !take_number(&at, &step.total) ||
        !take_number(&at, &step.bytes))
        return;
    snprintf(label, sizeof(label), "%.40s", at);
    make_plain(label);
    step.label = label;
    draw(progress, &step);
}

void progress_feed(struct progress *progress, struct str bytes)
{
    if (!progress->draws && !progress->notes)
        return;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.ptr[i] == '\n') {
            progress->line[progress->line_len] = '\0';
            progress->line_len = 0;
            take_line(progress);
        } else if (progress->line_len < sizeof(progress->line) - 1) {
            progress->line[progress->line_len++] = bytes.ptr[i];
        }
    }
}

void progress_close(struct progress *progress)
{
    erase(progress);
    fflush(stderr);
    progress->draws = false;
    progress->notes = 0;
}
