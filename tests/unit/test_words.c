#include "util/nearest.h"
#include "util/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *best(const char *word)
{
    static const char *const right[] = {"format", "form", "offline", "output", "path", "as-of"};
    struct nearest nearest = nearest_to(word);

    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
        nearest_offer(&nearest, right[i]);
    return nearest.best;
}

static void the_nearest_word_is_offered(void **state)
{
    (void)state;
    assert_string_equal(best("fromat"), "format");
    assert_string_equal(best("ouput"), "output");
    assert_string_equal(best("asof"), "as-of");
    assert_null(best("severity"));
    assert_null(best(""));
    assert_null(best("a-word-of-more-than-sixty-four-letters-is-no-slip-of-the-finger--format"));
}

static void text_breaks_at_blanks(void **state)
{
    struct buf out = {0};
    struct wrap wrap = {.out = &out, .width = 12};

    (void)state;
    wrap_to(&wrap, 2);
    wrap_text(&wrap, 4, "one two three four");
    wrap_end_line(&wrap);
    wrap_text(&wrap, 0, "a/path/that/is/long stays");
    wrap_end_line(&wrap);
    wrap_end_line(&wrap);
    assert_string_equal(out.ptr, "    one two\n    three\n    four\na/path/that/is/long\nstays\n");
    buf_release(&out);
}

static void wide_characters_take_two_columns(void **state)
{
    struct buf out = {0};
    struct wrap wrap = {.out = &out, .width = 6};

    (void)state;
    wrap_text(&wrap, 0, "\xe6\x97\xa5\xe6\x9c\xac ab");
    wrap_end_line(&wrap);
    assert_string_equal(out.ptr, "\xe6\x97\xa5\xe6\x9c\xac\nab\n");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_offered),
        cmocka_unit_test(text_breaks_at_blanks),
        cmocka_unit_test(wide_characters_take_two_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
