#include "snapshot/forge.h"
#include "snapshot/forge_file.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Each key of the format, once. */
static const char everything[] =
    "{\n"
    "\"format\": \"forge-v1\",\n"
    "\"observed\": \"2026-03-01T12:00:00Z\",\n"
    "\"source\": \"graphql\",\n"
    "\"requests\": 4,\n"
    "\"partial\": \"it took too long\",\n"
    "\"repository\": "
    "{\"host\":\"forge.example.org\",\"name\":\"ada/engine\",\"asked\":\"ada/mill\","
    "\"url\":\"https://forge.example.org/ada/engine\",\"owner_kind\":\"user\",\"parent\":\"b/"
    "mill\","
    "\"default_branch\":\"main\",\"created\":\"2020-01-01T00:00:00Z\","
    "\"pushed\":\"2026-01-01T00:00:00Z\",\"archived\":false,\"locked\":false,\"empty\":false,"
    "\"issues\":true,\"discussions\":true,\"questions_answered\":5,\"questions_open\":6,"
    "\"discussed\":\"2026-01-01T00:00:00Z\",\"stars\":7,\"forks\":3,\"watchers\":0},\n"
    "\"issue_window\": {\"since\":\"2025-01-01T00:00:00Z\",\"open_too\":true,\"total\":40},\n"
    "\"pull_window\": {\"none_read\":true},\n"
    "\"releases\": [\n"
    " {\"tag\":\"v1\",\"name\":\"First\",\"at\":\"2024-01-01T00:00:00Z\",\"by\":{\"login\":\"ada\"}"
    ","
    "\"prerelease\":true}\n"
    "],\n"
    "\"releases_here\": \"first\",\n"
    "\"active_forks\": [\n"
    " {\"name\":\"c/engine\",\"created\":\"2024-01-01T00:00:00Z\","
    "\"pushed\":\"2024-02-01T00:00:00Z\",\"stars\":1}\n"
    "],\n"
    "\"active_forks_here\": \"some\",\n"
    "\"items\": [\n"
    " {\"number\":9,\"pull\":true,\"title\":\"A patch\",\"labels\":[],\"by\":null,"
    "\"created\":\"2026-02-01T00:00:00Z\",\"closed\":\"2026-02-02T00:00:00Z\","
    "\"merged\":\"2026-02-02T00:00:00Z\",\"merged_by\":{\"login\":\"ada\"},\"draft\":true,"
    "\"locked\":true,\"comments\":[{\"at\":\"2026-02-01T10:00:00Z\","
    "\"by\":{\"login\":\"ci\",\"kind\":\"bot\"},\"review\":true}],\"comments_here\":\"first\","
    "\"reviews_known\":true,\"events\":[]},\n"
    " {\"number\":8,\"title\":\"It \\\"fails\\\"\",\"labels\":[\"bug\",\"install\"],"
    "\"by\":{\"login\":\"eve\",\"as\":\"first_timer\"},\"created\":\"2026-01-01T00:00:00Z\","
    "\"closed\":\"2026-01-05T00:00:00Z\",\"closed_as\":\"completed\",\"comments\":["
    "{\"at\":\"2026-01-02T00:00:00Z\",\"by\":{\"login\":\"ada\",\"as\":\"owner\"}}],"
    "\"events\":[{\"event\":\"transferred\",\"at\":\"2026-01-01T01:00:00Z\",\"by\":null},"
    "{\"event\":\"closed\",\"at\":\"2026-01-05T00:00:00Z\",\"by\":{\"login\":\"ada\"}}],"
    "\"events_here\":\"last\"}\n"
    "]\n"
    "}\n";

#define HEAD                                                                                       \
    "{\"format\":\"forge-v1\",\"observed\":\"2026-03-01\",\"repository\":"                         \
    "{\"host\":\"h\",\"name\":\"o/n\",\"url\":\"https://h/o/n\"}"

static struct forge read_good(struct arena *arena, const char *text)
{
    struct rh_error err = {0};
    struct forge forge = {0};

    if (!forge_read_json(arena, str_of(text), &forge, &err))
        fail_msg("%s", err.text);
    return forge;
}

static void round_trip(void **state)
{
    struct forge forge = read_good(*state, everything);
    struct buf out = {0};

    forge_write_json(&forge, &out);
    assert_string_equal(out.ptr, everything);
    buf_release(&out);
}

static void values(void **state)
{
    struct forge forge = read_good(*state, everything);
    const struct forge_item *pull = &forge.items.items[0], *issue = &forge.items.items[1];

    assert_int_equal(forge.items.count, 2);
    assert_int_equal(forge.repository.archived, FORGE_NO);
    assert_int_equal(forge.repository.stars, 7);
    assert_int_equal(forge.pull_window.total, -1);
    assert_true(forge.pull_window.none_read && !forge.issue_window.none_read);
    assert_int_equal(pull->by.kind, FORGE_GHOST);
    assert_null(pull->by.login);
    assert_int_equal(pull->comments.items[0].by.kind, FORGE_BOT);
    assert_int_equal(pull->comments.extent, FORGE_FIRST);
    assert_string_equal(issue->by.login, "eve");
    assert_int_equal(issue->by.association, FORGE_FIRST_TIMER);
    assert_int_equal(issue->events.items[1].kind, FORGE_CLOSED);
    assert_int_equal(issue->closed - issue->created, 4 * 86400);
    assert_string_equal(forge_item_url(*state, &forge, issue),
                        "https://forge.example.org/ada/engine/issues/8");
    assert_string_equal(forge_item_url(*state, &forge, pull),
                        "https://forge.example.org/ada/engine/pull/9");
}

static void by_hand(void **state)
{
    struct forge forge = read_good(
        *state,
        HEAD ",\"later\":[{\"than\":2}],\"items\":[{\"number\":1,\"created\":\"2026-01-01\"},"
             "{\"number\":3,\"created\":\"2026-01-03T00:00:00.123Z\",\"title\":\"a\\u001b[31m\","
             "\"comments\":[{\"at\":\"2026-01-09\"},{\"at\":\"2026-01-08\",\"by\":{\"login\":"
             "\"ada\"}}]},{\"number\":3,\"created\":\"2026-01-04\"}]}");

    assert_int_equal(forge.items.count, 2);
    assert_int_equal(forge.items.items[0].number, 3);
    assert_string_equal(forge.items.items[0].title, "a\\u{1b}[31m");
    assert_string_equal(forge.items.items[0].comments.items[0].by.login, "ada");
    assert_string_equal(forge.items.items[1].title, "");
    assert_string_equal(forge.source, "hand");
    assert_int_equal(forge.repository.archived, FORGE_UNKNOWN);
    assert_int_equal(forge.repository.stars, -1);
    assert_int_equal(forge.issue_window.since, 0);
    assert_false(forge.releases.known);
}

static void refused(void **state)
{
    static const struct {
        const char *text, *error;
    } table[] = {
        {"", "an object expected"},
        {"[]", "an object expected"},
        {"{}", "no \"format\": \"forge-v1\""},
        {"{\"format\":\"forge-v2\"}", "no \"format\": \"forge-v1\""},
        {"{\"format\":\"forge-v1\"}", "observed: a time as YYYY-MM-DDTHH:MM:SSZ expected"},
        {"{\"format\":\"forge-v1\",}", "a value expected after the last comma"},
        {"{\"format\":\"forge-v1\" \"a\":1}", "no \"format\": \"forge-v1\""},
        {"{format:1}", "a key expected"},
        {"{\"format\":\"forge-v1\",\"observed\":\"2026-01-01\"}",
         "repository.host: a string that is not empty expected"},
        {HEAD ",\"items\":{}}", "items: a list expected"},
        {HEAD ",\"items\":[],\"items\":[]}", "'items' stands twice"},
        {HEAD ",\"observed\":\"2026-01-01\"}", "line 1: duplicate object key"},
        {HEAD ",\"items\":[]]}", "a bracket too many"},
        {HEAD ",\"items\":[1]}", "items[0].: an object expected"},
        {HEAD ",\"items\":[{\"number\":1}]}",
         "items[0].created: a time as YYYY-MM-DDTHH:MM:SSZ expected"},
        {HEAD ",\"items\":[{\"number\":1,\"created\":\"2026-02-30\"}]}",
         "items[0].created: a time as YYYY-MM-DDTHH:MM:SSZ expected"},
        {HEAD ",\"items\":[{\"number\":0,\"created\":\"2026-02-03\"}]}",
         "items[0].number: a whole number from 1 expected"},
        {HEAD ",\"items\":[{\"number\":1,\"created\":\"2026-02-03\",\"comments\":[{}]}]}",
         "items[0].at: a time as YYYY-MM-DDTHH:MM:SSZ expected"},
        {HEAD ",\"items\":[{\"number\":1,\"created\":\"2026-02-03\",\"by\":\"ada\"}]}",
         "items[0].by: an object or null expected"},
        {HEAD ",\"items\":[{\"number\":1,\"created\":\"2026-02-03\",\"number\":2}]}",
         "items[0]. line 1: duplicate object key"},
        {HEAD ",\"items\":[{\"number\":1,\"created\":\"2026-02-03\",\"events\":[{\"event\":"
              "\"burnt\",\"at\":\"2026-02-03\"}]}]}",
         "items[0].event: one of the known words expected"},
        {HEAD ",\"items\":[{\"number\":1},]}", "items[0]: a value expected after the last comma"},
        {HEAD ",\"items\":[\"a\\\"", "an object expected"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct forge forge = {.requests = 77};
        struct rh_error err = {0};

        if (forge_read_json(*state, str_of(table[i].text), &forge, &err))
            fail_msg("read: %s", table[i].text);
        if (strncmp(err.text, table[i].error, strlen(table[i].error)))
            fail_msg("%s\n  gives: %s\n  wanted: %s", table[i].text, err.text, table[i].error);
        assert_int_equal(forge.requests, 77);
    }
}

static void deep_and_long(void **state)
{
    struct buf text = {0};
    struct forge forge = {0};
    struct rh_error err = {0};

    buf_puts(&text, HEAD ",\"items\":[");
    for (size_t i = 0; i < 100000; i++)
        buf_puts(&text, "[");
    assert_false(forge_read_json(*state, (struct str){text.ptr, text.len}, &forge, &err));
    for (size_t i = 0; i < 100000; i++)
        buf_puts(&text, "]");
    buf_puts(&text, "]}");
    assert_false(forge_read_json(*state, (struct str){text.ptr, text.len}, &forge, &err));
    buf_release(&text);

    buf_puts(&text, HEAD ",\"items\":[");
    for (unsigned i = 0; i < 100001; i++)
        buf_printf(&text, "%s{\"number\":%u,\"created\":\"2026-01-01\"}", i ? "," : "", i + 1);
    buf_puts(&text, "]}");
    assert_false(forge_read_json(*state, (struct str){text.ptr, text.len}, &forge, &err));
    assert_string_equal(err.text, "items: more than 100000");
    buf_release(&text);
}

static void cut_lists(void **state)
{
    struct buf text = {0};
    struct forge forge;
    const struct forge_item *item;

    buf_puts(&text, HEAD ",\"items\":[{\"number\":1,\"created\":\"2026-01-01\",\"labels\":[");
    for (int i = 0; i < 60; i++)
        buf_printf(&text, "%s\"l%d\"", i ? "," : "", i);
    buf_puts(&text, "],\"comments\":[");
    for (int i = 0; i < 1200; i++)
        buf_printf(&text, "%s{\"at\":\"2026-01-02\"}", i ? "," : "");
    buf_puts(&text, "],\"events\":[");
    for (int i = 0; i < 120; i++)
        buf_printf(&text, "%s{\"event\":\"%s\",\"at\":\"2026-01-%02d\"}", i ? "," : "",
                   i % 2 ? "reopened" : "closed", 28 - i % 20);
    buf_puts(&text, "]}]}");
    forge = read_good(*state, text.ptr);
    item = &forge.items.items[0];
    assert_int_equal(item->label_count, 50);
    assert_int_equal(item->comments.count, 1000);
    assert_int_equal(item->comments.extent, FORGE_FIRST);
    assert_int_equal(item->events.count, 100);
    for (size_t i = 1; i < item->events.count; i++)
        assert_true(item->events.items[i - 1].at <= item->events.items[i].at);
    buf_release(&text);
}

static void moments(void **state)
{
    static const struct {
        const char *text;
        long long when; /* -1: refused */
    } table[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2024-02-29T23:59:59Z", 1709251199},
        {"2024-02-29", 1709164800},
        {"2024-02-29T23:59:59.999Z", 1709251199},
        {"2024-02-29 23:59:59+00:00", 1709251199},
        {"2023-02-29T00:00:00Z", -1},
        {"2024-02-29T24:00:00Z", -1},
        {"2024-02-29T23:60:00Z", -1},
        {"2024-02-29T23:59:59", -1},
        {"2024-02-29T23:59:59+01:00", -1},
        {"2024-02-29T", -1},
        {"2024-02-29T23", -1},
        {"", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        char text[MOMENT_SIZE];
        time_t when = -1;

        if (moment_parse(str_of(table[i].text), &when) != (table[i].when >= 0) ||
            when != table[i].when)
            fail_msg("%s: %lld", table[i].text, (long long)when);
        moment_format(when, text);
        if (strlen(table[i].text) == MOMENT_SIZE - 1 && when >= 0)
            assert_string_equal(text, table[i].text);
    }
}

static void parts(void **state)
{
    struct json_parts object;
    struct str key, value;

    (void)state;
    assert_false(json_parts_open(str_of("1"), '{', &object));
    assert_false(json_parts_open(str_of("{]"), '{', &object));
    assert_true(
        json_parts_open(str_of(" { \"a,\\\"}\" : [1,{\"b\":2}] , \"c\":\"]\" } "), '{', &object));
    assert_true(json_parts_next(&object, &key, &value));
    assert_true(str_equal(key, "a,\\\"}") && str_equal(value, "[1,{\"b\":2}]"));
    assert_true(json_parts_next(&object, &key, &value));
    assert_true(str_equal(key, "c") && str_equal(value, "\"]\""));
    assert_false(json_parts_next(&object, &key, &value));
    assert_null(object.problem);
}

static void picks(void **state)
{
    static const char *const keys[] = {"a", "b.c", "b.d", NULL};
    static const struct {
        const char *text, *picked;
    } table[] = {
        {"{\"a\":[1,{\"x\":2}],\"z\":{\"a\":1},\"b\":{\"c\":\"}\",\"e\":3,\"d\":null}}",
         "{\"a\":[1,{\"x\":2}],\"b\":{\"c\":\"}\",\"d\":null}}"},
        {" { } ", "{}"},
        {"{\"b\":null}", "{\"b\":null}"},
        {"{\"b\":{\"x\":1}}", "{\"b\":{}}"},
        {"{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}"},
        {"{\"a\":1,}", "{"},
        {"[1]", "[1]"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct buf out = {0};

        json_pick(str_of(table[i].text), keys, &out);
        assert_string_equal(out.ptr ? out.ptr : "", table[i].picked);
        buf_release(&out);
    }
}

static void files(void **state)
{
    char folder[] = "/tmp/test_forge.XXXXXX";
    const char *plain, *packed;
    struct str bytes, again, text;
    struct rh_error err = {0};

    assert_non_null(mkdtemp(folder));
    plain = arena_printf(*state, "%s/a.json", folder);
    packed = arena_printf(*state, "%s/a.json.gz", folder);
    assert_true(forge_file_write(plain, str_of(everything), &err));
    assert_true(forge_file_write(packed, str_of(everything), &err));
    assert_true(forge_file_read(*state, plain, &bytes, &err));
    assert_true(str_equal(bytes, everything));
    assert_true(forge_file_read(*state, packed, &bytes, &err));
    assert_true(bytes.len < sizeof(everything) / 2);
    assert_true(forge_file_unpack(*state, bytes, &text, &err));
    assert_true(str_equal(text, everything));
    assert_true(forge_file_write(packed, str_of(everything), &err));
    assert_true(forge_file_read(*state, packed, &again, &err));
    assert_true(again.len == bytes.len && !memcmp(again.ptr, bytes.ptr, bytes.len));
    bytes.len--;
    assert_false(forge_file_unpack(*state, bytes, &text, &err));
    assert_string_equal(err.text, "its compressed data is damaged");
    unlink(plain);
    unlink(packed);
    rmdir(folder);
    assert_false(forge_file_read(*state, plain, &bytes, &err));
    assert_false(forge_file_write(plain, text, &err));
}

static void bomb(void **state)
{
    const size_t size = (size_t)80 * 1024 * 1024;
    char path[] = "/tmp/test_forge.XXXXXX.gz";
    char *zeros = calloc(1, size);
    struct str bytes, text;
    struct rh_error err = {0};

    assert_true(mkstemps(path, 3) >= 0);
    assert_true(forge_file_write(path, (struct str){zeros, size}, &err));
    assert_true(forge_file_read(*state, path, &bytes, &err));
    assert_true(bytes.len < 200000);
    assert_false(forge_file_unpack(*state, bytes, &text, &err));
    assert_string_equal(err.text, "over 64 MiB");
    unlink(path);
    free(zeros);
}

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(by_hand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deep_and_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cut_lists, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bomb, set_up, tear_down),
        cmocka_unit_test(moments),
        cmocka_unit_test(parts),
        cmocka_unit_test(picks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
