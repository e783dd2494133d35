/* Anonymous reports: one walk over the result model, before any writer sees it. */
#include "report/mask.h"

#include "report/shape.h"
#include "util/arena.h"

#include <string.h>

const char *mask_text(const struct reveal *reveal, struct arena *arena, const char *text)
{
    struct str whole = str_of(text);
    struct buf buf = {0};
    struct revealed revealed;
    size_t at = 0;
    const char *masked = text;

    while (reveal_next(reveal, whole, at, &revealed)) {
        buf_add(&buf, str_slice(whole, at, revealed.start));
        buf_printf(&buf, "[%s]", reveal_kind_name(revealed.kind));
        at = revealed.end;
    }
    if (at) {
        buf_add(&buf, str_slice(whole, at, whole.len));
        masked = arena_strndup(arena, buf.ptr, buf.len);
    }
    buf_release(&buf);
    return masked;
}

void mask_error(struct arena *arena, struct rh_error *err)
{
    struct reveal nobody;

    reveal_init(&nobody, arena);
    snprintf(err->text, sizeof(err->text), "%s",
             mask_text(&nobody, arena, arena_strdup(arena, err->text)));
}

struct masking {
    const struct reveal *reveal;
    struct arena *arena;
};

static const char *mask_one(void *context, const char *text)
{
    const struct masking *masking = context;

    return mask_text(masking->reveal, masking->arena, text);
}

void mask_report(const struct reveal *reveal, struct arena *arena, struct rh_report *report)
{
    struct masking masking = {reveal, arena};

    /* a folder's own name may be as telling as the way there, and says nothing to a reader */
    report->target.input =
        strchr(report->target.input, '/') ? path_base(report->target.input) : report->target.input;
    if (report->target.url)
        report->target.input = "the repository";
    report->target.url = NULL;
    report->target.commit = NULL;
    for (size_t i = 0; i < report->audit_count; i++) {
        struct rh_audit *audit = (struct rh_audit *)&report->audit[i];

        audit->commit = NULL;
        audit->anonymous = true;
    }
    report_each_text(report, mask_one, &masking);
}
