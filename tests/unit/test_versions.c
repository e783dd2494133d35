#include "util/versions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static bool meet(const char *a, const char *b)
{
    struct versions left, right;

    assert_true(versions_parse(str_of(a), &left));
    assert_true(versions_parse(str_of(b), &right));
    return versions_meet(left, right);
}

static void sayings_meet_or_not(void **state)
{
    (void)state;
    assert_true(meet("3.7", "3.7.4"));
    assert_true(meet(">=3.6", "==3.8.*"));
    assert_true(meet(">=3.6,<3.9", "3.8"));
    assert_true(meet("^1.2", "1.9"));
    assert_true(meet("~=1.4", "1.9"));
    assert_true(meet("<=3.8", "3.8.2"));
    assert_true(meet("!=2.9.*,>=2.1.2", "2.9.1"));
    assert_false(meet("1.2", "1.8.0"));
    assert_false(meet("3.7", ">=3.8"));
    assert_false(meet(">=3.6,<3.9", "3.9"));
    assert_false(meet("~=1.4.2", "1.5"));
    assert_false(meet("^1.2", "2.0"));
    assert_false(meet("3.1", "3.10"));
}

static void what_is_no_version_is_refused(void **state)
{
    static const char *const wrong[] = {"", "*", "latest", ">=", ">=3,<2", "=>3", "99999999.1"};
    struct versions versions;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        if (versions_parse(str_of(wrong[i]), &versions))
            fail_msg("'%s' is taken", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sayings_meet_or_not),
        cmocka_unit_test(what_is_no_version_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
