#include "target/target.h"
#include "util/arena.h"
#include "util/str.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct target parsed(struct arena *arena, const char *text)
{
    struct rh_error err = {0};
    struct target target = {0};

    if (!target_parse(arena, text, &target, &err))
        fail_msg("'%s': %s", text, err.text);
    return target;
}

static void remotes(void **state)
{
    static const struct {
        const char *text, *location, *url, *name, *user, *password;
    } table[] = {
        {"some-owner/some.name", "https://github.com/some-owner/some.name",
         "https://github.com/some-owner/some.name", "some-owner/some.name", NULL, NULL},
        {"https://github.com/o/n.git", "https://github.com/o/n.git", "https://github.com/o/n",
         "o/n", NULL, NULL},
        {"HTTPS://WWW.GitHub.com/O/n/?tab=readme#top", "https://github.com/O/n",
         "https://github.com/O/n", "O/n", NULL, NULL},
        {"github.com/o/n/", "https://github.com/o/n", "https://github.com/o/n", "o/n", NULL, NULL},
        {"https://me:s%40cret@host.org:8443/group/sub/n.git",
         "https://host.org:8443/group/sub/n.git", "https://host.org:8443/group/sub/n", "sub/n",
         "me", "s@cret"},
        {"http://[::1]:80/n", "http://[::1]:80/n", "http://[::1]:80/n", "n", NULL, NULL},
        {"git://host.org/n.git", "git://host.org/n.git", "git://host.org/n", "n", NULL, NULL},
        {"ssh://git@host.org:2222/~me/n", "ssh://host.org:2222/~me/n", "ssh://host.org:2222/~me/n",
         "~me/n", "git", NULL},
        {"git@github.com:o/n.git", "github.com:o/n.git", "https://github.com/o/n", "o/n", "git",
         NULL},
        {"host.org:/srv/n.git", "ssh://host.org/srv/n.git", "ssh://host.org/srv/n", "srv/n", NULL,
         NULL},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct target target = parsed(*state, table[i].text);

        assert_int_equal(target.kind, TARGET_REMOTE);
        assert_string_equal(target.location, table[i].location);
        assert_string_equal(target.url, table[i].url);
        assert_string_equal(target.name, table[i].name);
        assert_string_equal(target.user ? target.user : "-", table[i].user ? table[i].user : "-");
        assert_string_equal(target.password ? target.password : "-",
                            table[i].password ? table[i].password : "-");
        assert_null(strstr(target.input, "cret"));
    }
}

static void what_is_no_target_says_why(void **state)
{
    static const struct {
        const char *text;
        enum rh_error_code code;
        const char *says;
    } table[] = {
        {"", RH_ERROR_USAGE, "no target: give a folder, a URL or owner/name"},
        {"nowhere", RH_ERROR_TARGET,
         "no such folder: 'nowhere', and it is neither a URL nor owner/name"},
        {"./no/where", RH_ERROR_TARGET, "no such folder: './no/where'"},
        {"a/b/c", RH_ERROR_TARGET,
         "no such folder: 'a/b/c', and it is neither a URL nor owner/name"},
        {"ext::sh -c 'touch x'", RH_ERROR_USAGE,
         "'ext::sh -c 'touch x'' would run a program: only https, http, git, ssh and file URLs are "
         "read"},
        {"fd::17/x", RH_ERROR_USAGE,
         "'fd::17/x' would run a program: only https, http, git, ssh and file URLs are read"},
        {"ftp://host/n", RH_ERROR_USAGE,
         "'ftp://host/n' is not read: only https, http, git, ssh and file URLs are"},
        {"https://github.com", RH_ERROR_USAGE,
         "'https://github.com' names a host but no repository on it"},
        {"https://github.com/o/n/tree/main/sub", RH_ERROR_USAGE,
         "'https://github.com/o/n/tree/main/sub' is a page: the repository is "
         "'https://github.com/o/n' (--rev and --path choose a part of it)"},
        {"ssh://-oProxyCommand=x/n", RH_ERROR_USAGE, "'ssh://-oProxyCommand=x/n' is not a URL"},
        {"o/n\x1b]0;x\x07", RH_ERROR_USAGE, "'o/n\\u{1b}]0;x\\u{7}' holds a control character"},
        {"https://u:pass/word@host/n", RH_ERROR_USAGE, "'https://host/n' is not a URL"},
        {"u:password@host/n", RH_ERROR_USAGE, "'host/n' is not a URL: it lacks 'https://'"},
        {"file://elsewhere/tmp", RH_ERROR_USAGE, NULL},
        {"/etc/hostname", RH_ERROR_TARGET,
         "'/etc/hostname' is not a folder; a folder, a repository, a URL or an archive (.zip, "
         ".tar, "
         ".tar.gz) can be scanned"},
        {"file:///no/such", RH_ERROR_TARGET, "'/no/such': No such file or directory"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct rh_error err = {0};
        struct target target = {0};

        assert_false(target_parse(*state, table[i].text, &target, &err));
        if (table[i].says)
            assert_string_equal(err.text, table[i].says);
        assert_int_equal(err.code, table[i].code);
        assert_null(target.input);
    }
}

static void an_existing_path_wins(void **state)
{
    char folder[] = "/tmp/target.XXXXXX";
    struct target target;

    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("o", 0700), 0);
    assert_int_equal(mkdir("o/n", 0700), 0);
    close(open("o/n/.git", O_CREAT | O_WRONLY, 0600));

    target = parsed(*state, "o/n");
    assert_int_equal(target.kind, TARGET_LOCAL);
    assert_string_equal(target.location, "o/n");
    assert_string_equal(target.name, "n");
    assert_null(target.url);
    assert_string_equal(parsed(*state, "o/n/.git").location, "o/n/");
    assert_string_equal(parsed(*state, "o/n/.git").name, "n");
    assert_string_equal(parsed(*state, ".").name, path_base(folder));
    assert_string_equal(parsed(*state, arena_printf(*state, "file://%s/%%6f/n", folder)).location,
                        arena_printf(*state, "%s/o/n", folder));
    assert_int_equal(parsed(*state, "o/other").kind, TARGET_REMOTE);

    unlink("o/n/.git");
    rmdir("o/n");
    rmdir("o");
    assert_int_equal(chdir("/"), 0);
    rmdir(folder);
}

static int make_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remotes),
        cmocka_unit_test(what_is_no_target_says_why),
        cmocka_unit_test(an_existing_path_wins),
    };

    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
