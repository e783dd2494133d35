/* Who is a maintainer, who is a program, and how long a thread waited. */
#include "facts/accounts.h"
#include "facts/history.h"
#include "facts/threads.h"
#include "util/arena.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 86400 };

static const time_t today = 1748736000; /* 2025-06-01 */

struct bench {
    struct arena *arena;
    struct forge forge;
    struct history history;
    struct accounts accounts;
};

static int set_up(void **state)
{
    struct arena *arena = arena_new();
    struct bench *bench = arena_alloc(arena, sizeof(*bench));

    bench->arena = arena;
    bench->forge.repository.name = "Loom/loom";
    bench->forge.repository.owner_kind = "organization";
    bench->forge.observed = today;
    bench->history.partial = "there are no commits";
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct bench *)*state)->arena);
    return 0;
}

static struct forge_person person(const char *login, enum forge_association association)
{
    return (struct forge_person){login, login ? FORGE_USER : FORGE_GHOST, association};
}

static struct forge_item *file(struct bench *bench, const char *login, int days_ago)
{
    struct forge_item *item = ARENA_PUSH(bench->arena, &bench->forge.items);

    *item = (struct forge_item){
        .number = (unsigned)bench->forge.items.count,
        .title = "",
        .by = person(login, FORGE_NONE),
        .created = today - (time_t)days_ago * DAY,
    };
    return item;
}

static void comment(struct bench *bench, struct forge_item *item, struct forge_person by,
                    double days)
{
    *ARENA_PUSH(bench->arena, &item->comments) =
        (struct forge_comment){by, item->created + (time_t)(days * DAY), false};
}

static void event(struct bench *bench, struct forge_item *item, enum forge_event_kind kind,
                  const char *login, double days)
{
    time_t at = item->created + (time_t)(days * DAY);

    *ARENA_PUSH(bench->arena, &item->events) =
        (struct forge_event){kind, person(login, FORGE_ASSOCIATION_UNKNOWN), at};
    item->closed = kind == FORGE_CLOSED ? at : kind == FORGE_REOPENED ? 0 : item->closed;
}

static void collect(struct bench *bench)
{
    accounts_collect(bench->arena, &bench->forge, &bench->history, &bench->accounts);
}

static bool maintains(const struct bench *bench, const char *login)
{
    struct forge_person somebody = person(login, FORGE_NONE);

    return account_is_maintainer(&bench->accounts, &somebody);
}

static bool is_machine(const struct bench *bench, const char *login)
{
    struct forge_person somebody = person(login, FORGE_NONE);

    return account_is_machine(&bench->accounts, &somebody);
}

static void titles_and_deeds_make_maintainers(void **state)
{
    struct bench *bench = *state;
    struct forge_item *item = file(bench, "eve", 90), *pull;

    comment(bench, item, person("Member", FORGE_MEMBER), 1);
    comment(bench, item, person("helper", FORGE_CONTRIBUTOR), 1);
    event(bench, item, FORGE_CLOSED, "closer", 2);
    item = file(bench, "selfish", 80);
    event(bench, item, FORGE_CLOSED, "selfish", 2);
    pull = file(bench, "bob", 70);
    pull->pull = true;
    pull->merged = pull->created + DAY;
    pull->merged_by = person("merger", FORGE_ASSOCIATION_UNKNOWN);
    event(bench, file(bench, "eve", 60), FORGE_CLOSED, "sweeper[bot]", 2);
    *ARENA_PUSH(bench->arena, &bench->forge.releases) =
        (struct forge_release){.tag = "v1", .by = person("releaser", FORGE_ASSOCIATION_UNKNOWN)};
    collect(bench);
    assert_true(maintains(bench, "member")); /* the same account in any case */
    assert_true(maintains(bench, "closer"));
    assert_true(maintains(bench, "merger"));
    assert_true(maintains(bench, "releaser"));
    assert_false(maintains(bench, "helper"));
    assert_false(maintains(bench, "selfish"));
    assert_false(maintains(bench, "eve"));
    assert_false(maintains(bench, "sweeper[bot]"));
    assert_false(maintains(bench, "Loom")); /* an organisation writes nothing */
    assert_int_equal(bench->accounts.maintainers, 4);
}

static void the_owner_is_a_maintainer(void **state)
{
    struct bench *bench = *state;

    bench->forge.repository.owner_kind = "user";
    collect(bench);
    assert_true(maintains(bench, "loom"));
}

static void an_account_that_is_always_first_is_a_program(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i < 12; i++) {
        struct forge_item *item = file(bench, "eve", 10 + i);

        comment(bench, item, person("hasty", FORGE_MEMBER), 0.0005);
        if (i < 9)
            comment(bench, item, person("quick", FORGE_MEMBER), 0.0005); /* nine times */
        comment(bench, item, person("keen", FORGE_MEMBER), i % 2 ? 0.0005 : 0.5);
        comment(bench, item, person("codecov-io", FORGE_NONE), 0.5);
        comment(bench, item, person("hasty", FORGE_MEMBER), 3);
    }
    collect(bench);
    assert_true(is_machine(bench, "hasty"));
    assert_false(maintains(bench, "hasty"));
    assert_false(is_machine(bench, "quick"));
    assert_false(is_machine(bench, "keen"));
    assert_true(maintains(bench, "keen"));
    assert_true(is_machine(bench, "Codecov-io"));
    assert_false(is_machine(bench, "talbot"));
}

/* The one thread's wait; an empty list is "left out". */
static struct threads threads_of(struct bench *bench, bool pulls)
{
    struct threads threads;

    collect(bench);
    threads_collect(bench->arena, &bench->forge, &bench->accounts, pulls, 0, today, &threads);
    return threads;
}

static void waits(struct bench *bench, enum wait_until until, double days, enum wait_end end)
{
    struct threads threads = threads_of(bench, false);

    assert_int_equal(threads.count, 1);
    assert_int_equal(threads.items[0].waits[until].end, end);
    assert_true(fabs(threads.items[0].waits[until].time - days) < 1e-9);
}

static void the_author_never_answers_himself(void **state)
{
    struct bench *bench = *state;
    struct forge_item *item = file(bench, "eve", 50);

    comment(bench, item, person("Eve", FORGE_NONE), 1);
    waits(bench, UNTIL_ANSWER, 50, WAIT_GOES_ON);
    waits(bench, UNTIL_ANYONE, 50, WAIT_GOES_ON);
    comment(bench, item, person("bob", FORGE_NONE), 2);
    waits(bench, UNTIL_ANYONE, 2, WAIT_ANSWERED);
    comment(bench, item, person("ada", FORGE_OWNER), 3);
    waits(bench, UNTIL_ANSWER, 3, WAIT_ANSWERED);
    waits(bench, UNTIL_CLOSED, 50, WAIT_GOES_ON);
}

static void closing_withdraws_answers_or_neither(void **state)
{
    struct bench *bench = *state;
    struct forge_item *item = file(bench, "eve", 50);

    event(bench, item, FORGE_CLOSED, "stale[bot]", 4);
    waits(bench, UNTIL_ANSWER, 50, WAIT_GOES_ON);
    waits(bench, UNTIL_RESPONSE, 50, WAIT_GOES_ON);
    waits(bench, UNTIL_CLOSED, 4, WAIT_ANSWERED);
    event(bench, item, FORGE_REOPENED, "eve", 5);
    waits(bench, UNTIL_CLOSED, 50, WAIT_GOES_ON);
    event(bench, item, FORGE_CLOSED, "ada", 6);
    waits(bench, UNTIL_ANSWER, 50, WAIT_GOES_ON);
    waits(bench, UNTIL_RESPONSE, 6, WAIT_ANSWERED);
    event(bench, item, FORGE_CLOSED, "eve", 7);
    waits(bench, UNTIL_ANSWER, 7, WAIT_WITHDRAWN);
    comment(bench, item, person("ada", FORGE_OWNER), 7);
    waits(bench, UNTIL_ANSWER, 7, WAIT_ANSWERED); /* at the same moment: answered */
}

static void an_answer_in_the_same_second_takes_no_time(void **state)
{
    struct bench *bench = *state;

    comment(bench, file(bench, "eve", 50), person("ada", FORGE_OWNER), 0);
    waits(bench, UNTIL_ANSWER, 0, WAIT_ANSWERED);
}

static void of_two_deleted_accounts_nothing_is_known(void **state)
{
    struct bench *bench = *state;
    struct forge_item *item = file(bench, NULL, 50);

    comment(bench, item, person(NULL, FORGE_NONE), 1);
    waits(bench, UNTIL_ANYONE, 50, WAIT_GOES_ON);
    event(bench, item, FORGE_CLOSED, NULL, 3);
    waits(bench, UNTIL_ANSWER, 3, WAIT_GOES_ON); /* perhaps withdrawn: watched until then */
    waits(bench, UNTIL_CLOSED, 3, WAIT_ANSWERED);
}

static void a_closing_that_nobody_is_known_for_ends_the_watch(void **state)
{
    struct bench *bench = *state;
    struct forge_item *item = file(bench, "eve", 50);

    item->closed = item->created + 8 * DAY;
    waits(bench, UNTIL_ANSWER, 8, WAIT_GOES_ON);
    waits(bench, UNTIL_CLOSED, 8, WAIT_ANSWERED);
}

static void missing_comments_are_no_silence(void **state)
{
    struct bench *bench = *state;
    struct forge_item *item = file(bench, "eve", 50);
    struct threads threads;

    comment(bench, item, person("bob", FORGE_NONE), 9);
    item->comments.extent = FORGE_FIRST;
    waits(bench, UNTIL_ANSWER, 9, WAIT_GOES_ON);
    comment(bench, item, person("ada", FORGE_OWNER), 10);
    waits(bench, UNTIL_ANSWER, 10, WAIT_ANSWERED);
    item->comments.extent = FORGE_LAST;
    threads = threads_of(bench, false);
    assert_true(threads.items[0].unclear);
    assert_int_equal(threads.unclear, 1);
    assert_int_equal(threads_survival(bench->arena, &threads, UNTIL_ANSWER).count, 0);
    assert_int_equal(threads_survival(bench->arena, &threads, UNTIL_CLOSED).count, 1);
}

static void what_is_no_outsiders_is_left_out(void **state)
{
    static const char *const spam[] = {"SPAM"};
    struct bench *bench = *state;
    struct forge_item *item = file(bench, "ada", 50);

    comment(bench, item, person("ada", FORGE_OWNER), 1);
    file(bench, "dependabot", 50);
    item = file(bench, "eve", 50);
    item->labels = spam;
    item->label_count = 1;
    event(bench, file(bench, "eve", 50), FORGE_TRANSFERRED, "ada", 0);
    item = file(bench, "eve", 50);
    item->pull = item->draft = true;
    file(bench, "eve", -1); /* not filed yet */
    assert_int_equal(threads_of(bench, false).count, 0);
    assert_int_equal(threads_of(bench, true).count, 0);
}

static void pulls_without_reviews_are_unclear(void **state)
{
    struct bench *bench = *state;
    struct forge_item *item = file(bench, "eve", 50);

    item->pull = true;
    item->merged = item->closed = item->created + 2 * DAY;
    item->merged_by = person("ada", FORGE_ASSOCIATION_UNKNOWN);
    assert_true(threads_of(bench, true).items[0].unclear);
    item->reviews_known = true;
    assert_false(threads_of(bench, true).items[0].unclear);
    assert_int_equal(threads_of(bench, true).items[0].waits[UNTIL_RESPONSE].end, WAIT_ANSWERED);
    assert_true(threads_of(bench, true).items[0].merged);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(titles_and_deeds_make_maintainers),
        TEST(the_owner_is_a_maintainer),
        TEST(an_account_that_is_always_first_is_a_program),
        TEST(the_author_never_answers_himself),
        TEST(closing_withdraws_answers_or_neither),
        TEST(an_answer_in_the_same_second_takes_no_time),
        TEST(of_two_deleted_accounts_nothing_is_known),
        TEST(a_closing_that_nobody_is_known_for_ends_the_watch),
        TEST(missing_comments_are_no_silence),
        TEST(what_is_no_outsiders_is_left_out),
        TEST(pulls_without_reviews_are_unclear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
