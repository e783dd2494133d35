/* Files: of commits, work trees, plain folders and texts, with every ordinary oddity. */
#include "scratch.h"
#include "snapshot/snapshot.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct snapshot snapshot;
static struct rh_error err;

static bool open_with(const struct snapshot_options *options)
{
    arena_free(arena);
    arena = arena_new();
    err = (struct rh_error){0};
    return snapshot_open(arena, options, &snapshot, &err);
}

static bool open_at(const char *folder, const char *name, const char *rev, const char *path)
{
    return open_with(&(struct snapshot_options){
        .folder = scratch_path(folder, name), .rev = rev, .path = path, .name = "test"});
}

/* The paths with a blank between; "~" before those that are read from the object store. */
static const char *list(const struct file_list *files)
{
    static char text[4096];

    text[0] = '\0';
    for (size_t i = 0; i < files->count; i++) {
        size_t used = strlen(text);

        snprintf(text + used, sizeof(text) - used, "%s%s%s", i ? " " : "",
                 files->items[i].on_disk ? "" : "~", files->items[i].path);
    }
    return text;
}

static const char *text_of(const char *path)
{
    const struct file *file = snapshot_find(&snapshot, path);
    struct str text;

    if (!file)
        return "(no such file)";
    switch (file_read(&snapshot, arena, file, 1000, &text)) {
    case READ_OK:
        return str_dup(arena, text);
    case READ_TOO_LARGE:
        return "(too large)";
    case READ_MISSING:
        return "(missing)";
    case READ_OTHER:
        break;
    }
    return "(other)";
}

static int finish(void **state)
{
    arena_free(arena);
    arena = NULL;
    return scratch_remove(state);
}

static void texts_are_files(void **state)
{
    static const char *const paths[] = {"src/b.py", "README.md", "a"};
    static const char *const texts[] = {"import a\n", "# Title\n", ""};
    struct str text;

    (void)state;
    arena = arena_new();
    snapshot_from_texts(arena, paths, texts, 3, &snapshot);
    assert_string_equal(list(&snapshot.files), "~README.md ~a ~src/b.py");
    assert_null(snapshot_find(&snapshot, "src"));
    assert_int_equal(file_size(&snapshot, snapshot_find(&snapshot, "src/b.py")), 9);
    assert_string_equal(text_of("README.md"), "# Title\n");
    assert_int_equal(file_read(&snapshot, arena, snapshot_find(&snapshot, "README.md"), 3, &text),
                     READ_TOO_LARGE);
    assert_int_equal(snapshot_walk(&snapshot, NULL, NULL), HISTORY_NONE);
}

#define SMALL                                                                                      \
    "git init -q -b main r; cd r\n"                                                                \
    "printf one >a; mkdir -p src/deep; printf two >src/deep/b; printf 'x\\n' >README.md\n"         \
    "commit '2020-01-01T12:00:00+0000' first\n"

static void a_commit_is_read_without_its_work_tree(void **state)
{
    scratch_run(*state, SMALL "printf changed >a; printf new >new; ln -s /etc/passwd link\n"
                              "chmod +x a; commit '2020-03-01T23:30:00-0500' second\n"
                              "git tag -a v1 -m one; git tag light HEAD~1; git branch old HEAD~1\n"
                              "printf dirty >a\n"
                              "git clone -q --bare . ../bare.git\n");
    assert_true(open_at(*state, "bare.git", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "~README.md ~a ~link ~new ~src/deep/b");
    assert_string_equal(text_of("a"), "changed");
    assert_string_equal(text_of("link"), "/etc/passwd");
    assert_int_equal(snapshot_find(&snapshot, "link")->kind, FILE_SYMLINK);
    assert_int_equal(snapshot_find(&snapshot, "a")->kind, FILE_EXECUTABLE);
    assert_int_equal(file_size(&snapshot, snapshot_find(&snapshot, "a")), 7);
    assert_int_equal(snapshot.commit_time, 1583123400);
    assert_int_equal(snapshot.author_offset, -300);
    assert_int_equal(snapshot.tag_count, 2);
    assert_string_equal(snapshot.tags[0].name, "light");
    assert_int_equal(snapshot.tags[0].time, 1577880000);
    assert_string_equal(snapshot.tags[1].name, "v1");
    assert_string_equal(snapshot.tags[1].commit, snapshot.commit);
    /* the same repository by way of its work tree */
    for (const char *const *rev = (const char *const[]){"main", "HEAD", "v1", NULL}; *rev; rev++) {
        assert_true(open_at(*state, "r", *rev, NULL));
        assert_string_equal(text_of("a"), "changed");
        assert_false(snapshot.dirty);
    }
    for (const char *const *rev = (const char *const[]){"old", "light", NULL}; *rev; rev++) {
        assert_true(open_at(*state, "r", *rev, NULL));
        assert_string_equal(list(&snapshot.files), "~README.md ~a ~src/deep/b");
    }
    /* by the beginning of its id */
    char part[8];

    snprintf(part, sizeof(part), "%.7s", snapshot.commit);
    assert_true(open_at(*state, "r/.git", part, NULL));
    assert_int_equal(snapshot.files.count, 3);
    assert_false(open_at(*state, "r", "nope", NULL));
    assert_non_null(strstr(err.text, "no branch, tag or commit 'nope'"));
    assert_false(open_at(*state, "r", "0123456789012345678901234567890123456789", NULL));
}

/* What git makes of a revision in FOLDER/r. */
static const char *git_says(const char *folder, const char *rev)
{
    static char id[41];
    char lines[200];
    FILE *file;

    snprintf(lines, sizeof(lines), "cd r; git rev-parse --verify -q '%s^{commit}' >../id", rev);
    scratch_run(folder, lines);
    file = fopen(scratch_path(folder, "id"), "r");
    assert_non_null(file);
    assert_int_equal(fread(id, 1, 40, file), 40);
    fclose(file);
    return id;
}

static void a_revision_may_be_a_way_from_a_name(void **state)
{
    static const char *const good[] = {
        "HEAD", "@",          "HEAD~0",      "HEAD^0",       "HEAD~1",     "HEAD~",
        "@~2",  "HEAD^",      "HEAD^2",      "HEAD^1",       "HEAD^2~1",   "HEAD^^",
        "v1",   "v1^{}",      "v1^{commit}", "v1~1",         "v1^{}~1^{}", "HEAD~3",
        "main", "main^2^{}~", "nested~1",    "heads/side~1", "tags/v1^0",  "a-gb",
    };
    static const struct {
        const char *rev;
        enum rh_error_code code;
        const char *words;
    } bad[] = {
        {"HEAD~4", RH_ERROR_TARGET, "before the first commit"},
        {"HEAD~99999", RH_ERROR_TARGET, "before the first commit"},
        {"HEAD~99999999999999999999", RH_ERROR_USAGE, "~N"},
        {"HEAD^3", RH_ERROR_TARGET, "2 parents only"},
        {"HEAD~1^2", RH_ERROR_TARGET, "1 parent only"},
        {"nope~1", RH_ERROR_TARGET, "no branch, tag or commit 'nope'"},
        {"blob~1", RH_ERROR_TARGET, "its commit is not"},
        {"HEAD^{tree}", RH_ERROR_USAGE, "^{commit}"},
        {"HEAD^{/first}", RH_ERROR_USAGE, "not 'HEAD^{/first}'"},
        {"HEAD~1x", RH_ERROR_USAGE, "~N"},
        {"HEAD@{1}", RH_ERROR_USAGE, "--rev 'HEAD@{1}': behind a name stand"},
        {"@{upstream}", RH_ERROR_USAGE, "--rev '@{upstream}': behind a name stand"},
        {"@{1990-01-01}", RH_ERROR_TARGET, "lies before the first commit"},
        {":/first", RH_ERROR_USAGE, "not ':/first'"},
        {"HEAD:a", RH_ERROR_USAGE, "not 'HEAD:a'"},
        {"HEAD~1..HEAD", RH_ERROR_USAGE, "range"},
        {"main...side", RH_ERROR_USAGE, "range"},
        {"", RH_ERROR_USAGE, "takes a branch"},
        {"~1", RH_ERROR_USAGE, "takes a branch"},
        {"^", RH_ERROR_USAGE, "takes a branch"},
        {"x-gzzzz", RH_ERROR_TARGET, "no branch"},
    };
    char text[1100];

    scratch_run(*state,
                SMALL "printf 2 >a; commit 2020-01-02T12:00:00Z second; git tag -am one v1\n"
                      "git -c advice.nestedTag=false tag -am two nested v1; git tag blob $(git "
                      "rev-parse HEAD:a)\n"
                      "git branch a-gb\n"
                      "git checkout -q -b side; printf 3 >b; commit 2020-01-03T12:00:00Z 3\n"
                      "git checkout -q main; printf 4 >a; commit 2020-01-04T12:00:00Z 4\n"
                      "git merge -q --no-ff -m merge side\n"
                      "git clone -q --depth 1 --no-local . ../shallow\n");
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        const char *expected = git_says(*state, good[i]);

        assert_true(open_at(*state, "r", good[i], NULL));
        assert_string_equal(snapshot.commit, expected);
    }
    snprintf(text, sizeof(text), "v1-3-g%.8s", git_says(*state, "HEAD~1"));
    assert_true(open_at(*state, "r", text, NULL));
    assert_string_equal(snapshot.commit, git_says(*state, "HEAD~1"));
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_false(open_at(*state, "r", bad[i].rev, NULL));
        if (err.code != bad[i].code || !strstr(err.text, bad[i].words))
            fail_msg("'%s': %d %s", bad[i].rev, err.code, err.text);
    }
    assert_false(open_at(*state, "shallow", "HEAD~1", NULL));
    assert_non_null(strstr(err.text, "shallow clone"));
    /* a thousand signs are no harm */
    memset(text, '^', sizeof(text));
    memcpy(text, "HEAD", 4);
    text[sizeof(text) - 1] = '\0';
    assert_false(open_at(*state, "r", text, NULL));
    assert_int_equal(err.code, RH_ERROR_USAGE);
    text[1020] = '\0';
    assert_false(open_at(*state, "r", text, NULL));
    assert_int_equal(err.code, RH_ERROR_TARGET);
}

static void the_branch_is_known_by_its_name(void **state)
{
    static const struct {
        const char *name, *rev, *branch;
    } rows[] = {
        {"r", NULL, "topic/x"},
        {"r", "HEAD", "topic/x"},
        {"r", "main", "main"},
        {"r", "v1", "topic/x"},
        {"r", "HEAD~0", "topic/x"},
        {"clone", NULL, "main"},
        {"clone", "side", "side"},
        {"clone", "here", "here"},
        {"clone", "origin/side", "side"},
        {"clone", "origin", "main"},
        {"loose", NULL, NULL},
        {"bare", NULL, "main"},
        {"bare", "topic/x", "topic/x"},
    };

    scratch_run(*state, SMALL "git tag v1; git branch side; git clone -q . ../clone\n"
                              "git clone -q --bare . ../bare; git clone -q . ../loose\n"
                              "git -C ../clone checkout -q -b here\n"
                              "git -C ../loose checkout -q --detach\n"
                              "git -C ../loose remote remove origin\n"
                              "git checkout -q -b topic/x; git -C ../bare branch topic/x\n");
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        assert_true(open_at(*state, rows[i].name, rows[i].rev, NULL));
        if (rows[i].branch)
            assert_string_equal(snapshot.branch, rows[i].branch);
        else
            assert_null(snapshot.branch);
    }
}

static void a_work_tree_is_what_git_sees(void **state)
{
    scratch_run(*state, SMALL "printf '*.log\\n/build/\\n!keep.log\\n' >.gitignore; commit "
                              "'2020-01-02T12:00:00+0000' ignore\n"
                              "sleep 0.01; git status >/dev/null\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_string_equal(list(&snapshot.files), ".gitignore README.md a src/deep/b");
    assert_false(snapshot.dirty);
    assert_null(snapshot.files_note);
    /* nothing changed but the times */
    scratch_run(*state, "cd r; touch -d '2001-01-01' a src/deep/b\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_false(snapshot.dirty);
    scratch_run(*state, "cd r; printf 'one' >x.log; mkdir build; printf 1 >build/y; printf 1 "
                        ">keep.log; mkfifo pipe; git init -q inner; printf 1 >inner/z\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_string_equal(list(&snapshot.files), ".gitignore README.md a keep.log src/deep/b");
    assert_true(snapshot.dirty);
    scratch_run(*state, "cd r; rm keep.log; printf 'two' >a\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_true(snapshot.dirty);
    assert_string_equal(text_of("a"), "two");
    scratch_run(*state, "cd r; git checkout -q a; rm src/deep/b\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_true(snapshot.dirty);
    assert_string_equal(list(&snapshot.files), ".gitignore README.md a");
    scratch_run(*state, "cd r; git checkout -q .; git rm -q --cached a\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_true(snapshot.dirty);
}

static void links_are_never_followed(void **state)
{
    scratch_run(*state, "printf secret >outside; mkdir other; printf secret >other/b\n" SMALL
                        "rm a; ln -s ../outside a; rm -r src/deep; ln -s ../../other src/deep\n"
                        "ln -s ../outside untracked; mkdir s; ln -s / s/root\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "README.md a s/root src/deep untracked");
    assert_string_equal(text_of("a"), "../outside");
    assert_string_equal(text_of("src/deep"), "../../other");
    assert_true(snapshot.dirty);
}

static void a_subfolder_knows_the_rest(void **state)
{
    static const char *const open_as[][3] = {
        {"r", "main", "src/deep"}, {"r", NULL, "./src//deep/"}, {"r/src/deep", NULL, NULL},
        {"r/src", NULL, "deep"},   {"r/src", "main", "deep"},
    };

    scratch_run(*state, SMALL);
    for (size_t i = 0; i < sizeof(open_as) / sizeof(*open_as); i++) {
        assert_true(open_at(*state, open_as[i][0], open_as[i][1], open_as[i][2]));
        assert_int_equal(snapshot.files.count, 1);
        assert_string_equal(snapshot.path, "src/deep");
        assert_string_equal(text_of("b"), "two");
        assert_string_equal(text_of("../../a"), "one");
        assert_string_equal(text_of("../../README.md"), "x\n");
        assert_non_null(snapshot.commit);
    }
    assert_false(open_at(*state, "r", NULL, "src/dep"));
    assert_non_null(strstr(err.text, "no folder 'src/dep' in it (did you mean 'src/deep'?)"));
    assert_false(open_at(*state, "r", "main", "a"));
    assert_non_null(strstr(err.text, "is a file"));
    assert_false(open_at(*state, "r", NULL, "../other"));
    assert_int_equal(err.code, RH_ERROR_USAGE);
}

static void a_plain_folder_needs_no_git(void **state)
{
    scratch_run(*state, "mkdir -p p/sub/.git; printf 1 >p/sub/x; printf 2 >p/y; mkfifo p/pipe\n"
                        "printf '*\\n' >p/.gitignore\n");
    assert_true(open_at(*state, "p", NULL, NULL));
    assert_string_equal(list(&snapshot.files), ".gitignore sub/x y");
    assert_null(snapshot.commit);
    assert_int_equal(snapshot_walk(&snapshot, NULL, NULL), HISTORY_NONE);
    assert_true(open_at(*state, "p", NULL, "sub"));
    assert_string_equal(list(&snapshot.outside), "../.gitignore ../y");
    assert_false(open_at(*state, "p", "main", NULL));
    assert_non_null(strstr(err.text, "no git repository"));
    assert_false(open_at(*state, "nowhere", NULL, NULL));
    assert_false(open_at(*state, "p/y", NULL, NULL));
    assert_int_equal(err.code, RH_ERROR_TARGET);
}

static void an_untracked_folder_is_no_part_of_the_repository(void **state)
{
    scratch_run(*state, SMALL "mkdir -p unpacked/more; printf 1 >unpacked/more/f\n");
    assert_true(open_at(*state, "r/unpacked", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "more/f");
    assert_null(snapshot.commit);
    assert_string_equal(snapshot.path, "");
}

static void an_empty_repository_is_ordinary(void **state)
{
    scratch_run(*state, "git init -q r; git init -q --bare b.git\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_int_equal(snapshot.files.count, 0);
    assert_null(snapshot.commit);
    assert_true(open_at(*state, "b.git", NULL, NULL));
    assert_int_equal(snapshot_walk(&snapshot, NULL, NULL), HISTORY_NONE);
    scratch_run(*state, "printf 1 >r/x; git -C r add x; printf 2 >r/y\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "x y");
    assert_true(snapshot.dirty);
}

static void an_unreadable_index_is_told(void **state)
{
    scratch_run(*state, SMALL "printf '*.o\\n' >.git/info/exclude; printf 1 >x.o; printf 2 >new\n"
                              "rm a; printf nonsense >.git/index\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "README.md ~a new src/deep/b");
    assert_non_null(strstr(snapshot.files_note, "index"));
    scratch_run(*state, "cd r; rm .git/index; mkfifo .git/index\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_non_null(strstr(snapshot.files_note, "index"));
    scratch_run(*state, "git clone -q --no-checkout r n\n");
    assert_true(open_at(*state, "n", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "~README.md ~a ~src/deep/b");
}

static void sparse_files_come_from_the_object_store(void **state)
{
    scratch_run(*state, SMALL "git sparse-checkout set --no-cone /README.md\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "README.md ~a ~src/deep/b");
    assert_string_equal(text_of("src/deep/b"), "two");
    assert_false(snapshot.dirty);
    assert_null(snapshot.files_note);
    scratch_run(*state, "cd r; git sparse-checkout set --cone --sparse-index\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "README.md a ~src/deep/b");
}

static void linked_work_trees_are_followed(void **state)
{
    scratch_run(*state, SMALL "git worktree add -q ../linked -b other; cd ../linked\n"
                              "printf more >more; commit '2020-05-01T00:00:00Z' third\n");
    assert_true(open_at(*state, "linked", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "README.md a more src/deep/b");
    assert_false(snapshot.dirty);
    assert_int_equal(snapshot.commit_time, 1588291200);
    assert_true(open_at(*state, "linked", "main", NULL));
    /* a folder that only says that it is one */
    scratch_run(*state, "mkdir fake; cp linked/.git fake; printf 1 >fake/x\n");
    assert_false(open_at(*state, "fake", NULL, NULL));
    assert_non_null(strstr(err.text, "leads outside"));
    assert_true(open_with(&(struct snapshot_options){
        .folder = scratch_path(*state, "fake"), .name = "test", .trust_local = true}));
}

static void submodules_are_names_and_targets(void **state)
{
    scratch_run(*state, SMALL "cd ..; git init -q -b main top; cd top\n"
                              "git -c protocol.file.allow=always submodule --quiet add ../r sub\n"
                              "commit '2020-06-01T00:00:00Z' sub\n");
    assert_true(open_at(*state, "top", NULL, NULL));
    assert_string_equal(list(&snapshot.files), ".gitmodules ~sub");
    assert_int_equal(snapshot_find(&snapshot, "sub")->kind, FILE_GITLINK);
    assert_int_equal(file_size(&snapshot, snapshot_find(&snapshot, "sub")), -1);
    assert_string_equal(text_of("sub"), "(other)");
    assert_false(snapshot.dirty);
    assert_true(open_at(*state, "top/sub", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "README.md a src/deep/b");
}

static void what_leads_outside_is_refused(void **state)
{
    static const char *const traps[] = {
        "git -C r config core.worktree ../../other",
        "printf '%s\\n' \"$S/other/.git/objects\" >r/.git/objects/info/alternates",
        "printf ../../other/.git >r/.git/commondir",
        "rm -rf r/.git/objects; ln -s ../../other/.git/objects r/.git/objects",
        "mv r/.git moved; ln -s ../moved r/.git",
        "mv r/.git moved; printf 'gitdir: %s\\n' ../moved >r/.git",
    };

    for (size_t i = 0; i < sizeof(traps) / sizeof(*traps); i++) {
        scratch_run(*state, "rm -rf r other moved\n" SMALL "cd ..; cp -r r other\n");
        scratch_run(*state, traps[i]);
        assert_false(open_at(*state, "r", NULL, NULL));
        assert_int_equal(err.code, RH_ERROR_TARGET);
        assert_non_null(strstr(err.text, "leads outside"));
        assert_null(strchr(err.text, '\n'));
        assert_true(open_with(&(struct snapshot_options){
            .folder = scratch_path(*state, "r"), .name = "test", .trust_local = true}));
        assert_string_equal(text_of("a"), "one");
    }
    /* alternates that are not there lack objects, no more */
    scratch_run(*state, "rm -rf r moved\n" SMALL "printf '/nowhere\\n# word\\n' "
                        ">.git/objects/info/alternates\n");
    assert_true(open_at(*state, "r", NULL, NULL));
}

static void formats_that_cannot_be_read_are_named(void **state)
{
    static const struct {
        const char *lines, *word;
    } cases[] = {
        {"git init -q --object-format=sha256 r", "objectformat = sha256"},
        {"git init -q r; git -C r config core.repositoryformatversion 1; git -C r config "
         "extensions.refStorage reftable",
         "refstorage = reftable"},
        {"git init -q r; git -C r config core.repositoryformatversion 7",
         "repositoryformatversion = 7"},
        {"git init -q r; rm r/.git/config; mkfifo r/.git/config", "config"},
        {"git init -q r; mkfifo r/.git/packed-refs", "packed-refs"},
        {"git init -q r; mkfifo r/.git/objects/info/alternates", "alternates"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        scratch_run(*state, "rm -rf r\n");
        scratch_run(*state, cases[i].lines);
        assert_false(open_at(*state, "r", NULL, NULL));
        assert_non_null(strstr(err.text, cases[i].word));
    }
}

static void names_need_not_be_utf8(void **state)
{
    scratch_run(*state, SMALL "printf 1 >\"$(printf 'caf\\351')\"; mkdir \"$(printf '\\377')\"\n"
                              "printf 2 >\"$(printf '\\377/x')\"; printf 3 >'two words'\n"
                              "commit '2020-01-01T00:00:00Z' names\n");
    for (int at_head = 0; at_head < 2; at_head++) {
        assert_true(open_at(*state, "r", at_head ? "HEAD" : NULL, NULL));
        assert_string_equal(text_of("caf\xef\xbf\xbd"), "1");
        assert_string_equal(text_of("\xef\xbf\xbd/x"), "2");
        assert_string_equal(text_of("two words"), "3");
        assert_false(snapshot.dirty);
    }
}

static void missing_objects_are_ordinary(void **state)
{
    scratch_run(*state, SMALL
                "git config uploadpack.allowFilter true; git config uploadpack.allowAnySHA1InWant "
                "true; cd ..\n"
                "git clone -q --bare --filter=blob:none \"file://$S/r\" blobless.git\n"
                "git clone -q --bare --filter=tree:0 \"file://$S/r\" treeless.git\n"
                "git clone -q --depth 1 \"file://$S/r\" shallow\n"
                "cp -r blobless.git plain.git; rm plain.git/config\n"
                "cp -r r damaged; rm damaged/.git/objects/$(git -C r rev-parse HEAD:a | sed "
                "'s|..|&/|')\n");
    assert_true(open_at(*state, "blobless.git", NULL, NULL));
    assert_string_equal(list(&snapshot.files), "~README.md ~a ~src/deep/b");
    assert_string_equal(text_of("a"), "(missing)");
    assert_int_equal(file_size(&snapshot, snapshot_find(&snapshot, "a")), -1);
    assert_true(open_at(*state, "plain.git", NULL, NULL));
    assert_int_equal(snapshot.files.count, 3);
    assert_true(open_at(*state, "treeless.git", NULL, NULL));
    assert_int_equal(snapshot.files.count, 0);
    assert_non_null(snapshot.files_partial);
    assert_true(open_at(*state, "shallow", NULL, NULL));
    assert_string_equal(text_of("a"), "one");
    assert_true(open_at(*state, "damaged", "HEAD", NULL));
    assert_string_equal(text_of("a"), "(missing)");
    assert_string_equal(text_of("README.md"), "x\n");
}

static void odd_references_are_read(void **state)
{
    scratch_run(*state, SMALL "git tag v1; git tag -a -m again v2 v1; git pack-refs --all\n"
                              "git checkout -q -b topic/a; commit '2021-01-01T00:00:00Z' x\n"
                              "git tag v1.5; git update-ref refs/remotes/origin/far main\n"
                              "git tag tree HEAD^{tree}; git checkout -q --detach main\n");
    assert_true(open_at(*state, "r", "topic/a", NULL));
    assert_int_equal(snapshot.commit_time, 1609459200);
    assert_true(open_at(*state, "r", "far", NULL));
    assert_true(open_at(*state, "r", "origin/far", NULL));
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_int_equal(snapshot.commit_time, 1577880000);
    assert_int_equal(snapshot.tag_count, 4);
    assert_string_equal(snapshot.tags[0].name, "tree");
    assert_null(snapshot.tags[0].commit);
    assert_false(open_at(*state, "r", "tree", NULL));
    assert_false(open_at(*state, "r", "../../x", NULL));
    /* HEAD as a link, as git wrote it long ago; and a ring */
    scratch_run(*state, "cd r/.git; rm HEAD; ln -s refs/heads/topic/a HEAD\n");
    assert_true(open_at(*state, "r", NULL, NULL));
    assert_int_equal(snapshot.commit_time, 1609459200);
    scratch_run(*state, "cd r/.git; rm HEAD; printf 'ref: refs/heads/x' >HEAD\n"
                        "printf 'ref: refs/heads/y' >refs/heads/x\n"
                        "printf 'ref: refs/heads/x' >refs/heads/y\n");
    assert_true(open_at(*state, "r", "v1", NULL));
}

static void the_origin_is_shown_without_its_password(void **state)
{
    static const char *const urls[][2] = {
        {"https://user:secret@example.org/a/b.git", "https://example.org/a/b"},
        {"/some/where", NULL},
    };

    scratch_run(*state, SMALL);
    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
        char line[200];

        snprintf(line, sizeof(line), "git -C r config remote.origin.url '%s'", urls[i][0]);
        scratch_run(*state, line);
        assert_true(open_at(*state, "r", NULL, NULL));
        if (urls[i][1])
            assert_int_equal(strncmp(snapshot.url, urls[i][1], strlen(urls[i][1])), 0);
        else
            assert_null(snapshot.url);
    }
}

#define WITH_FOLDER(name) cmocka_unit_test_setup_teardown(name, scratch_make, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(texts_are_files),
        WITH_FOLDER(a_commit_is_read_without_its_work_tree),
        WITH_FOLDER(a_revision_may_be_a_way_from_a_name),
        WITH_FOLDER(the_branch_is_known_by_its_name),
        WITH_FOLDER(a_work_tree_is_what_git_sees),
        WITH_FOLDER(links_are_never_followed),
        WITH_FOLDER(a_subfolder_knows_the_rest),
        WITH_FOLDER(a_plain_folder_needs_no_git),
        WITH_FOLDER(an_untracked_folder_is_no_part_of_the_repository),
        WITH_FOLDER(an_empty_repository_is_ordinary),
        WITH_FOLDER(an_unreadable_index_is_told),
        WITH_FOLDER(sparse_files_come_from_the_object_store),
        WITH_FOLDER(linked_work_trees_are_followed),
        WITH_FOLDER(submodules_are_names_and_targets),
        WITH_FOLDER(what_leads_outside_is_refused),
        WITH_FOLDER(formats_that_cannot_be_read_are_named),
        WITH_FOLDER(names_need_not_be_utf8),
        WITH_FOLDER(missing_objects_are_ordinary),
        WITH_FOLDER(odd_references_are_read),
        WITH_FOLDER(the_origin_is_shown_without_its_password),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
