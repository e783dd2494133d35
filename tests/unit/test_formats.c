/* What formats do at their limits, and with what their readers would obey. What others read of them
 * is in tests/formats. */
#include "report/escape.h"
#include "report/place.h"
#include "report/writer.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 3000, PLACES = 20 };

static char *written(const char *format, const struct rh_report *report)
{
    const struct writer_options options = {0};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    writer_by_name(format)->write(report, &options, out);
    fclose(out);
    return text;
}

static size_t count(const char *text, const char *part)
{
    size_t times = 0;

    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        times++;
    return times;
}

/* More faults than any of the forge's limits allows. */
static const struct rh_report *large_report(struct arena *arena)
{
    struct rh_report *report = arena_alloc(arena, sizeof(*report));
    struct rh_finding *findings = arena_alloc(arena, MANY * sizeof(*findings));
    struct rh_evidence *places = arena_alloc(arena, PLACES * sizeof(*places));

    for (size_t i = 0; i < PLACES; i++)
        places[i] = (struct rh_evidence){.path = "src/a|b.py",
                                         .line = (unsigned)i + 1,
                                         .quote = "open('/home/ada/data')",
                                         .fingerprint = "00112233445566778899aabbccddeeff"};
    for (size_t i = 0; i < MANY; i++)
        findings[i] = (struct rh_finding){.rule = "install.personal-path",
                                          .title = "No path of one machine",
                                          .area = "install",
                                          .weight = 1 + (unsigned)i % 5,
                                          .severity = (enum rh_severity)(i % 3),
                                          .outcome = RH_FAIL,
                                          .message = "found",
                                          .evidence = places,
                                          .evidence_count = PLACES};
    *report = (struct rh_report){.tool_version = "1",
                                 .as_of = "2025-01-01",
                                 .headline = "x",
                                 .target = {.input = "x",
                                            .url = "https://github.com/o/n.git",
                                            .commit = "0123456789012345678901234567890123456789",
                                            .path = "sub"},
                                 .findings = findings,
                                 .finding_count = MANY};
    for (unsigned i = 0; i < RH_MILESTONE_COUNT; i++)
        report->milestones[i] = (struct rh_milestone_result){
            .id = i, .title = "usable", .in_aim = true, .decided_by = ""};
    return report;
}

static void a_summary_ends_before_the_limit_at_a_finding(void **state)
{
    struct arena *arena = arena_new();
    char *text = written("markdown", large_report(arena));

    (void)state;
    assert_in_range(strlen(text), 800 * 1024, 901 * 1024);
    assert_non_null(strstr(text, " more findings did not fit here."));
    assert_int_equal(count(text, "<details>"), count(text, "</details>"));
    assert_int_equal(count(text, "- **fails**") * PLACES, count(text, "\n  - ["));
    free(text);
    arena_free(arena);
}

static void results_are_as_many_as_are_kept(void **state)
{
    struct arena *arena = arena_new();
    char *text = written("sarif", large_report(arena));

    (void)state;
    assert_int_equal(count(text, "\"ruleId\""), 5000);
    assert_non_null(strstr(text, "55000 more results were left out"));
    free(text);
    arena_free(arena);
}

static void annotations_are_ten_of_each_the_heaviest(void **state)
{
    struct arena *arena = arena_new();
    char *text = written("github", large_report(arena));

    (void)state;
    assert_int_equal(count(text, "::error "), 10);
    assert_int_equal(count(text, "::warning "), 10);
    assert_int_equal(count(text, "::notice "), 10);
    assert_non_null(strstr(text, "and 59970 more places"));
    free(text);
    arena_free(arena);
}

static void a_place_is_found_on_the_forge(void **state)
{
    static const struct {
        const char *url, *path, *wanted;
        unsigned line;
    } rows[] = {
        {"https://github.com/o/n.git", "a b#c.md",
         "https://github.com/o/n/blob/c0ffee/a%20b%23c.md#L3", 3},
        {"https://github.com/o/n", "src/x.py", "https://github.com/o/n/blob/c0ffee/src/x.py", 0},
        {"https://gitlab.example.org/g/n/", "x",
         "https://gitlab.example.org/g/n/-/blob/c0ffee/x#L1", 1},
        {"https://codeberg.org/o/n", "x", "https://codeberg.org/o/n/src/commit/c0ffee/x#L1", 1},
        {"https://bitbucket.org/o/n", "x", "https://bitbucket.org/o/n/src/c0ffee/x#lines-1", 1},
        {"https://example.org/o/n", "x", "", 1},
        {"https://example.org/github.com/o/n", "x", "", 0},
        {"git@github.com:o/n.git", "x", "", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct rh_target target = {.url = rows[i].url, .commit = "c0ffee", .path = ""};
        const struct rh_evidence place = {.path = rows[i].path, .line = rows[i].line};
        struct buf url = {0};

        place_url(&target, &place, &url);
        assert_string_equal(url.ptr ? url.ptr : "", rows[i].wanted);
        buf_release(&url);
    }
}

static void what_readers_would_obey_is_broken(void **state)
{
    struct buf out = {0};

    (void)state;
    escape_command("50%: a,b\r\n##[error]", true, &out);
    assert_string_equal(out.ptr, "50%25%3A a%2Cb%0D%0A#\xe2\x80\x8b#[error]");
    out.len = 0;
    escape_command("a: b,\n", false, &out);
    assert_string_equal(out.ptr, "a: b,%0A");
    out.len = 0;
    escape_xml("<a b=\"c\">&'\x1b", &out);
    assert_string_equal(out.ptr, "&lt;a b=&quot;c&quot;&gt;&amp;&apos;\xef\xbf\xbd");
    out.len = 0;
    escape_markdown("@ada <b> [x](y) `c` | #1 https://x", &out);
    assert_string_equal(out.ptr, "&#64;ada &lt;b\\> \\[x\\](y) \\`c\\` \\| &#35;1 https&#58;//x");
    out.len = 0;
    escape_code("`a``b", &out);
    assert_string_equal(out.ptr, "``` `a``b```");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_summary_ends_before_the_limit_at_a_finding),
        cmocka_unit_test(results_are_as_many_as_are_kept),
        cmocka_unit_test(annotations_are_ten_of_each_the_heaviest),
        cmocka_unit_test(a_place_is_found_on_the_forge),
        cmocka_unit_test(what_readers_would_obey_is_broken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
