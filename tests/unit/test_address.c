#include "forge/address.h"
#include "forge/http.h"
#include "util/arena.h"
#include "util/str.h"
#include "worker/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void who_may_be_asked(void **state)
{
    static const struct {
        const char *url;
        bool may;
    } table[] = {
        {"https://api.github.com", true},
        {"https://host.example.org:8443/api/v3", true},
        {"http://127.0.0.1:8080/x", true},
        {"http://localhost", true},
        {"http://api.localhost/", true},
        {"http://[::1]:80", true},
        {"http://api.github.com", false},
        {"http://127.0.0.1.example.org", false},
        {"http://localhost.example.org", false},
        {"http://127.0.0.1@example.org/", false},
        {"https://me:secret@api.github.com", false},
        {"http://[::2]", false},
        {"ftp://127.0.0.1", false},
        {"file:///etc/passwd", false},
        {"api.github.com", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
        if (http_may_ask(table[i].url) != table[i].may)
            fail_msg("%s", table[i].url);
}

static void origins(void **state)
{
    static const struct {
        const char *left, *right;
        bool same;
    } table[] = {
        {"https://a.org/x", "https://a.org", true},
        {"https://a.org:443/x", "https://A.ORG/y?z", true},
        {"https://a.org", "http://a.org", false},
        {"https://a.org", "https://a.org:444", false},
        {"https://a.org", "https://a.org.b.org", false},
        {"https://a.org", "https://b.org/https://a.org", false},
        {"https://a.org", "https://a.org@b.org", false},
        {"https://a.org", "nothing", false},
        {"nothing", "nothing", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
        if (http_same_origin(table[i].left, table[i].right) != table[i].same)
            fail_msg("%s %s", table[i].left, table[i].right);
}

static void links(void **state)
{
    const char *link = "<https://a.org/x?page=2>; rel=\"next\", <https://a.org/x?page=9>; "
                       "foo=\"1\"; rel=\"last\"";

    assert_string_equal(http_link(*state, link, "next"), "https://a.org/x?page=2");
    assert_string_equal(http_link(*state, link, "last"), "https://a.org/x?page=9");
    assert_null(http_link(*state, link, "prev"));
    assert_null(http_link(*state, NULL, "next"));
    assert_null(http_link(*state, "", "next"));
    assert_null(http_link(*state, "<https://a.org", "next"));
    assert_null(http_link(*state, "<>", "next"));
    assert_string_equal(http_resolve(*state, "https://a.org/x/y", "/z"), "https://a.org/z");
    assert_string_equal(http_resolve(*state, "https://a.org/x/y", "https://b.org/"),
                        "https://b.org/");
    assert_null(http_resolve(*state, "https://a.org/x/y", "https://me@b.org/"));
}

static void addresses(void **state)
{
    static const struct {
        const char *url, *api_url, *rest, *graphql, *name;
    } table[] = {
        {"https://github.com/o/n", NULL, "https://api.github.com", "https://api.github.com/graphql",
         "n"},
        {"https://www.github.com/o/n.git/", NULL, "https://api.github.com",
         "https://api.github.com/graphql", "n"},
        {"https://sub.ghe.com/o/n", NULL, "https://api.sub.ghe.com",
         "https://api.sub.ghe.com/graphql", "n"},
        {"https://own.example.org/o/n", NULL, "https://own.example.org/api/v3",
         "https://own.example.org/api/graphql", "n"},
        {"https://other.example.org/o/n", "https://x.org/api/v3/", "https://x.org/api/v3",
         "https://x.org/api/graphql", "n"},
        {"https://other.example.org/o/n", "http://127.0.0.1:1", "http://127.0.0.1:1",
         "http://127.0.0.1:1/graphql", "n"},
        {"https://other.example.org/o/n", NULL, NULL, NULL, NULL},
        {"https://github.com.example.org/o/n", NULL, NULL, NULL, NULL},
        {"https://github.com/o", NULL, NULL, NULL, NULL},
        {"https://github.com/o/n/tree", NULL, NULL, NULL, NULL},
        {"https://github.com/o/n%2fx", NULL, NULL, NULL, NULL},
        {"https://github.com/../n", NULL, NULL, NULL, NULL},
        {"https://github.com/o/..", NULL, NULL, NULL, NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };

    setenv("GH_HOST", "own.example.org", 1);
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        const char *why = NULL;
        const struct address *address = address_find(*state, table[i].url, table[i].api_url, &why);

        if (!table[i].rest) {
            assert_null(address);
            assert_non_null(why);
            continue;
        }
        if (!address)
            fail_msg("%s: %s", table[i].url, why);
        assert_string_equal(address->rest, table[i].rest);
        assert_string_equal(address->graphql, table[i].graphql);
        assert_string_equal(address->owner, "o");
        assert_string_equal(address->name, table[i].name);
    }
    unsetenv("GH_HOST");
}

/* What the parent prints of what a child says, hostile or not. */
static void notes(void **state)
{
    char text[4096] = {0};
    FILE *file = tmpfile(), *kept = stderr;
    struct progress progress;
    struct buf said = {0};

    (void)state;
    for (int i = 0; i < 100; i++)
        buf_printf(&said, "N waiting %d s\x1b[31m \xff\n", i);
    stderr = file;
    progress_open(&progress, true);
    progress_feed(&progress, (struct str){said.ptr, said.len});
    progress_close(&progress);
    progress_open(&progress, false);
    progress_feed(&progress, STR("N never\n"));
    progress_close(&progress);
    stderr = kept;
    rewind(file);
    assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
    fclose(file);
    assert_int_equal(strncmp(text, "repohealth: waiting 0 s?[31m ?\n", 31), 0);
    assert_non_null(strstr(text, "waiting 49 s"));
    assert_null(strstr(text, "waiting 50 s"));
    assert_null(strstr(text, "never"));
    buf_release(&said);
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
        cmocka_unit_test(who_may_be_asked),
        cmocka_unit_test(origins),
        cmocka_unit_test_setup_teardown(links, set_up, tear_down),
        cmocka_unit_test_setup_teardown(addresses, set_up, tear_down),
        cmocka_unit_test(notes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
