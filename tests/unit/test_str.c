#include "util/arena.h"
#include "util/date.h"
#include "util/map.h"
#include "util/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void lines_end_with_lf_or_crlf(void **state)
{
    struct str rest = STR("a\r\n\nb"), line;

    (void)state;
    assert_true(str_next_line(&rest, &line));
    assert_true(str_equal(line, "a"));
    assert_true(str_next_line(&rest, &line));
    assert_true(str_equal(line, ""));
    assert_true(str_next_line(&rest, &line));
    assert_true(str_equal(line, "b"));
    assert_false(str_next_line(&rest, &line));
}

static void clean_text_cannot_act(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(text_clean(arena, STR("a\x1b[31mb\tc"), 100), "a\\u{1b}[31mb c");
    assert_string_equal(text_clean(arena, STR("\xe2\x80\xaepdf"), 100), "\\u{202e}pdf");
    assert_string_equal(text_clean(arena, STR("\xff\xc0\x80"), 100),
                        "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_string_equal(text_clean(arena, STR("caf\xc3\xa9s"), 5), "caf\xc3\xa9\xe2\x80\xa6");
    arena_free(arena);
}

static void buf_refuses_past_its_limit(void **state)
{
    struct buf buf = {.limit = 4};

    (void)state;
    buf_puts(&buf, "abcd");
    assert_false(buf.full);
    buf_puts(&buf, "e");
    assert_true(buf.full);
    assert_string_equal(buf.ptr, "abcd");
    buf_release(&buf);
}

static void map_interns(void **state)
{
    struct arena *arena = arena_new();
    struct map map;
    char key[16];

    (void)state;
    map_init(&map, arena);
    for (size_t i = 0; i < 1000; i++) {
        snprintf(key, sizeof(key), "key %zu", i);
        assert_int_equal(map_put(&map, str_of(key), i), i);
    }
    assert_int_equal(map_put(&map, STR("key 7"), 99), 7);
    assert_int_equal(map_get(&map, STR("key 999")), 999);
    assert_true(map_get(&map, STR("no key")) == MAP_NONE);
    arena_free(arena);
}

static void dates_round_trip(void **state)
{
    char text[DATE_SIZE];
    time_t when = 0;

    (void)state;
    assert_true(date_parse(STR("2024-02-29"), &when));
    date_format(when, 0, text);
    assert_string_equal(text, "2024-02-29");
    assert_false(date_parse(STR("2023-02-29"), &when));
    assert_false(date_parse(STR("2023-2-9"), &when));
    date_format(-5, 0, text);
    assert_string_equal(text, "1970-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_lf_or_crlf),  cmocka_unit_test(clean_text_cannot_act),
        cmocka_unit_test(buf_refuses_past_its_limit), cmocka_unit_test(map_interns),
        cmocka_unit_test(dates_round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
