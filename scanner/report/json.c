#include "report/writer.h"

void report_write_json(const struct rh_report *report, struct buf *out)
{
    buf_printf(out, "{\"schema\":\"json-v1\",\"as_of\":\"%s\"}\n", report->as_of);
}

bool report_read_json(struct arena *arena, const char *text, size_t length,
                      struct rh_report *ret_report, struct rh_error *err)
{
    (void)arena;
    (void)text;
    (void)length;
    (void)err;
    *ret_report = (struct rh_report){.as_of = "1970-01-01"};
    return true;
}

static void write_json(const struct rh_report *report, const struct writer_options *options,
                       FILE *out)
{
    struct buf text = {0};

    (void)options;
    report_write_json(report, &text);
    fwrite(text.ptr, 1, text.len, out);
    buf_release(&text);
}

const struct writer json_writer = {
    .name = "json", .help = "json-v1, for programs (docs/json.md)", .write = write_json};
