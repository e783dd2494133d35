/* Who is who: names, addresses, .mailmap. */
#include "facts/name.h"
#include "facts/people.h"
#include "facts/release.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void names_that_are_spelt_alike_share_a_key(void **state)
{
    static const char *const same[][2] = {
        {"Ada Lovelace", "ada lovelace"},
        {"Ada Lovelace", "Lovelace, Ada"},
        {"Ada Lovelace", "Ada B. Lovelace"},
        {"Ada Lovelace", "Ada (countess) Lovelace"},
        {"Zoë Ångström", "Zoe Angstrom"},
        {"Zoe\xcc\x88 Stein", "Zoë Stein"},
        {"Jean-Luc O'Neil", "jean luc oneil"},
        {"Łukasz Żak", "Lukasz Zak"},
        {"王 小明", "小明 王"},
    };
    static const char *const other[][2] = {
        {"Ada Lovelace", "Ida Lovelace"},
        {"Ada", "Ada Lovelace"},
        {"A B", "A C"},
        {"王小明", "王小红"},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
        assert_string_equal(name_key(arena, str_of(same[i][0])),
                            name_key(arena, str_of(same[i][1])));
    for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
        assert_string_not_equal(name_key(arena, str_of(other[i][0])),
                                name_key(arena, str_of(other[i][1])));
    assert_string_equal(name_key(arena, STR("(only this)")), "");
    assert_string_equal(name_squash(arena, STR("Ada B. Lovelace")), "adalovelace");
    assert_true(str_equal(name_to_utf8(arena, STR("Andr\xe9")), "André"));
    arena_free(arena);
}

static void one_slip_is_near(void **state)
{
    (void)state;
    assert_true(name_is_near("ada lovelace", "ada lovelac"));
    assert_true(name_is_near("ada lovelace", "ada lovelaces"));
    assert_true(name_is_near("ada lovelace", "ada lovelice"));
    assert_true(name_is_near("ada lovelace", "ada lovelcae"));
    assert_true(name_is_near("aa", "a"));
    assert_false(name_is_near("ada lovelace", "ada lovelick"));
    assert_false(name_is_near("ada lovelace", "ade lovelice"));
    assert_false(name_is_near("ab", "abcd"));
}

static void bots_and_placeholders_are_told(void **state)
{
    static const char *const bots[][2] = {
        {"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
        {"GitHub Actions", "actions@github.com"},
        {"Some Project Bot", "bot@example.net"},
        {"release-bot", ""},
        {"pre-commit-ci[bot]", ""},
        {"Renovate", "x"},
    };
    static const char *const people[][2] = {
        {"Talbot Abbot", "talbot@example.net"},
        {"Claude Shannon", "claude@example.net"},
        {"Jenkins Smith", "js@example.net"},
        {"Robot Ici", "ri@example.net"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bots) / sizeof(*bots); i++)
        assert_true(name_is_bot(str_of(bots[i][0]), str_of(bots[i][1])));
    for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++)
        assert_false(name_is_bot(str_of(people[i][0]), str_of(people[i][1])));
    assert_true(name_is_placeholder(STR("Your Name")));
    assert_true(name_is_placeholder(STR("")));
    assert_false(name_is_placeholder(STR("Ada")));
    assert_true(email_is_placeholder(STR("you@example.com")));
    assert_true(email_is_placeholder(STR("root@localhost.localdomain")));
    assert_true(email_is_placeholder(STR("nonsense")));
    assert_false(email_is_placeholder(STR("ada@example.com")));
    assert_false(email_is_placeholder(STR("17+ada@users.noreply.github.com")));
    assert_true(str_equal(email_account(STR("17+ada@users.noreply.github.com")), "ada"));
    assert_true(str_equal(email_account(STR("ada@users.noreply.github.com")), "ada"));
    assert_true(str_equal(email_account(STR("3-ada@users.noreply.gitlab.com")), "ada"));
    assert_true(str_equal(email_account(STR("ada@example.org")), ""));
}

struct author {
    const char *name, *email;
    unsigned person; /* equal numbers are one */
};

static void assert_persons(const char *mailmap, const struct author *authors, size_t count)
{
    struct arena *arena = arena_new();
    struct people people;
    unsigned ids[16];

    people_init(&people, arena);
    for (size_t i = 0; i < count; i++) {
        ids[i] = people_identity(&people, str_of(authors[i].name), str_of(authors[i].email));
        people_count(&people, ids[i], (time_t)i);
    }
    people_read_mailmap(&people, str_of(mailmap));
    people_merge(&people);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            bool one =
                people.identities.items[ids[i]].person == people.identities.items[ids[j]].person;

            if (one != (authors[i].person == authors[j].person))
                fail_msg("%s <%s> and %s <%s> are %s", authors[i].name, authors[i].email,
                         authors[j].name, authors[j].email, one ? "merged" : "apart");
        }
    arena_free(arena);
}

static void aliases_are_merged(void **state)
{
    static const struct author authors[] = {
        {"Ada Lovelace", "ada@uni.example", 1},
        {"ada", "ADA@uni.example", 1},                         /* by address */
        {"Lovelace, Ada", "ada@home.example", 1},              /* by name */
        {"Ada", "17+adalovelace@users.noreply.github.com", 1}, /* by account */
        {"adalovelace", "ada@laptop.local", 1},                /* the account as a name */
        {"Ada Lovelcae", "typo@else.example", 1},              /* a slip */
        {"Charles Babbage", "charles@uni.example", 2},
        {"Ann Li", "ann@x.example", 3},
        {"Ann Lu", "lu@x.example", 4}, /* short names may differ in a letter */
        {"root", "root@localhost", 5},
        {"Your Name", "you@example.com", 5}, /* nobody in particular */
        {"root", "charles@uni.example", 2},
        {"Ada Lovelace", "49+bot[bot]@users.noreply.github.com", 6},
    };

    (void)state;
    assert_persons("", authors, sizeof(authors) / sizeof(*authors));
}

static void a_mailmap_is_followed(void **state)
{
    static const char mailmap[] = "# who is who\n"
                                  "Proper Name <proper@x.example>\n"
                                  "<proper@x.example> <old@x.example>\n"
                                  "Proper Name <proper@x.example> <Older@X.example> # word\n"
                                  "Right One <right@x.example> Team <team@x.example>\n"
                                  "broken line\n<\n";
    static const struct author authors[] = {
        {"propper", "proper@x.example", 1},  {"xx", "old@x.example", 1},
        {"yy", "older@x.example", 1},        {"team", "team@x.example", 2},
        {"Right One", "other@x.example", 2}, {"Left One", "team@x.example", 3},
    };

    (void)state;
    assert_persons(mailmap, authors, sizeof(authors) / sizeof(*authors));
}

static void many_names_end_soon(void **state)
{
    struct arena *arena = arena_new();
    struct people people;

    (void)state;
    people_init(&people, arena);
    for (unsigned i = 0; i < 20000; i++) {
        char name[64];

        snprintf(name, sizeof(name), "aaaaaaaa bbbbbbbbb%u", i);
        people_count(&people, people_identity(&people, str_of(name), str_of(name)), 1);
    }
    people_merge(&people);
    assert_in_range(people.count, 1, 20000);
    arena_free(arena);
}

static void version_tags_are_told(void **state)
{
    static const char *const versions[] = {
        "v1",       "1.0",         "v0.1.2",       "v1.0rc1",     "2024.1",         "release-3",
        "pkg-v0.1", "core/v2",     "name==0.2.1",  "v1.2.3-beta", "Release_1_2",    "r1.4",
        "20231117", "v20230314.1", "torch-1.0.0b", "version/10",  "cli-v2.0.0-rc.1"};
    static const char *const others[] = {"latest",  "paper",           "neurips2021", "icml-camera",
                                         "v",       "before-refactor", "torch2",      "data-2",
                                         "model-v", "0123abcdef",      "iclr-2020"};

    (void)state;
    for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
        if (!tag_is_version(str_of(versions[i])))
            fail_msg("'%s' is a version", versions[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (tag_is_version(str_of(others[i])))
            fail_msg("'%s' is no version", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_spelt_alike_share_a_key),
        cmocka_unit_test(one_slip_is_near),
        cmocka_unit_test(bots_and_placeholders_are_told),
        cmocka_unit_test(aliases_are_merged),
        cmocka_unit_test(a_mailmap_is_followed),
        cmocka_unit_test(many_names_end_soon),
        cmocka_unit_test(version_tags_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
