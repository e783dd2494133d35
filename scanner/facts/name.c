#include "facts/name.h"

#include "util/arena.h"

#include <ctype.h>
#include <string.h>

enum { NAME_BYTES = 200, NAME_WORDS = 12 };

static bool is_one_of(struct str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(text, list[i]))
            return true;
    return false;
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct str name_to_utf8(struct arena *arena, struct str name)
{
    struct buf out = {0};
    struct str good;

    if (text_is_utf8(name))
        return name;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];

        if (c < 0x80)
            buf_add(&out, str_slice(name, i, i + 1));
        else
            buf_add_character(&out, c);
    }
    good = (struct str){arena_strndup(arena, out.ptr, out.len), out.len};
    buf_release(&out);
    return good;
}

/* U+00C0 to U+017F without their accents, in small letters; '-' is no letter. */
static const char plain[] = "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* Writes the name's words in small plain letters, blanks between them; other scripts stay as they
 * are. Returns the length. */
static size_t fold(struct str name, char *out)
{
    size_t length = 0;
    int depth = 0;

    for (size_t i = 0; i < name.len && length + 4 < NAME_BYTES; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        unsigned char next = i + 1 < name.len ? (unsigned char)name.ptr[i + 1] : 0;

        if (c == '(' || c == '[')
            depth++;
        else if ((c == ')' || c == ']') && depth)
            depth--;
        else if (depth)
            continue;
        else if (c >= 0xc3 && c <= 0xc5 && next >= 0x80) {
            out[length++] = plain[(c - 0xc3) * 64 + (next & 63)];
            i++;
        } else if (c == 0xcc || (c == 0xcd && next < 0xb0)) {
            i++; /* an accent of its own */
        } else if (isalnum(c) || c >= 0x80) {
            out[length++] = (char)tolower(c);
        } else if (c != '\'' && length && out[length - 1] != ' ') {
            out[length++] = ' ';
        }
    }
    while (length && out[length - 1] == ' ')
        length--;
    return length;
}

/* The words of a folded name without single letters, unless there is nothing else. */
static size_t split(struct str folded, struct str words[NAME_WORDS])
{
    struct str rest = folded, word;
    size_t count = 0;

    while (count < NAME_WORDS && str_next_word(&rest, &word))
        if (word.len > 1)
            words[count++] = word;
    if (!count && folded.len)
        words[count++] = folded;
    return count;
}

const char *name_key(struct arena *arena, struct str name)
{
    char folded[NAME_BYTES];
    struct str words[NAME_WORDS];
    size_t count = split((struct str){folded, fold(name, folded)}, words);
    struct buf key = {0};
    const char *copy;

    for (size_t i = 1; i < count; i++) /* a handful: by insertion */
        for (size_t j = i; j; j--) {
            struct str a = words[j - 1], b = words[j];
            size_t shorter = a.len < b.len ? a.len : b.len;
            int order = memcmp(a.ptr, b.ptr, shorter);

            if (order < 0 || (!order && a.len <= b.len))
                break;
            words[j - 1] = b;
            words[j] = a;
        }
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_puts(&key, " ");
        buf_add(&key, words[i]);
    }
    copy = arena_strndup(arena, key.ptr, key.len);
    buf_release(&key);
    return copy;
}

const char *name_squash(struct arena *arena, struct str name)
{
    char folded[NAME_BYTES];
    struct str words[NAME_WORDS];
    size_t count = split((struct str){folded, fold(name, folded)}, words);
    char *out = arena_alloc(arena, NAME_BYTES), *end = out;

    for (size_t i = 0; i < count; i++) {
        memcpy(end, words[i].ptr, words[i].len);
        end += words[i].len;
    }
    return out;
}

bool name_is_near(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b), head = 0, tail = 0;

    if (a_length + 1 < b_length || b_length + 1 < a_length)
        return false;
    while (a[head] && a[head] == b[head])
        head++;
    while (tail < a_length - head && tail < b_length - head &&
           a[a_length - 1 - tail] == b[b_length - 1 - tail])
        tail++;
    a_length -= head + tail; /* what is left between the common ends */
    b_length -= head + tail;
    return (a_length <= 1 && b_length <= 1) ||
           (a_length == 2 && b_length == 2 && a[head] == b[head + 1] && a[head + 1] == b[head]);
}

bool name_is_bot(struct str name, struct str email)
{
    static const char *const endings[] = {"[bot]", "-bot",   "_bot",  " bot",
                                          "-ci",   "-robot", " robot"};
    static const char *const known[] = {
        "dependabot",
        "dependabot-preview",
        "renovate",
        "renovate bot",
        "github-actions",
        "github actions",
        "github action",
        "github",
        "github merge queue",
        "pre-commit-ci",
        "pre-commit",
        "travis",
        "travis ci",
        "travis-ci",
        "circleci",
        "jenkins",
        "appveyor",
        "azure pipelines",
        "buildbot",
        "semantic-release",
        "release-please",
        "allcontributors",
        "imgbot",
        "imgbotapp",
        "snyk",
        "greenkeeper",
        "greenkeeperio",
        "pyup.io",
        "mergify",
        "codecov",
        "deepsource",
        "deepsource autofix",
        "sourcery ai",
        "restyled.io",
        "restyled",
        "lgtm migrator",
        "whitesource",
        "copybara",
        "copybara-service",
        "copybara service",
        "tensorflower gardener",
        "a. unique tensorflower",
        "pytorchmergebot",
        "pytorchbot",
        "pytorch merge bot",
        "juliatagbot",
        "tagbot",
        "compathelper julia",
        "compathelper",
        "github classroom",
        "weblate",
        "hosted weblate",
        "transifex",
        "crowdin",
        "l10n.daemon",
        "copilot",
        "cursor agent",
        "devin ai",
        "google-labs-jules",
        "ci",
        "bot",
        "autobuild",
        "nightly",
        "meeseeksmachine",
        "lumberbot",
        "conda-forge-linter",
        "code review doctor",
        "the gitter badger",
        "readme-bot",
    };
    static const char *const addresses[] = {"[bot]@",
                                            "bot@noreply",
                                            "noreply@anthropic.com",
                                            "@renovate.whitesourcesoftware.com",
                                            "action@github.com",
                                            "actions@github.com"};

    for (size_t i = 0; i < COUNT(endings); i++) {
        size_t length = strlen(endings[i]);

        if (name.len > length &&
            str_equal_nocase(str_slice(name, name.len - length, name.len), endings[i]))
            return true;
    }
    for (size_t i = 0; i < COUNT(addresses); i++)
        if (str_contains_nocase(email, addresses[i]))
            return true;
    return is_one_of(name, known, COUNT(known)) || str_contains_nocase(name, "[bot]");
}

bool name_is_placeholder(struct str name)
{
    static const char *const known[] = {
        "",           "your name",   "you",           "name",      "root",
        "unknown",    "user",        "username",      "ubuntu",    "admin",
        "me",         "test",        "none",          "no author", "(no author)",
        "author",     "author name", "default",       "developer", "dev",
        "git",        "localhost",   "administrator", "anonymous", "anon",
        "nobody",     "guest",       "student",       "ec2-user",  "pi",
        "vagrant",    "docker",      "jupyter",       "colab",     "undefined",
        "first last", "john doe",    "jane doe",      "example",   "null",
        "pc",         "lab",
    };

    return is_one_of(name, known, COUNT(known));
}

bool email_is_placeholder(struct str email)
{
    static const char *const known[] = {
        "none",           "unknown",       "noreply@github.com",   "none@none", "email",
        "git@github.com", "none@none.com", "no-reply@example.com", "no@email",  "nobody@nowhere"};
    static const char *const hosts[] = {
        "@localhost",      "@example.com", "@example.org", "@localhost.localdomain",
        "@none",           "@none.none",   "@unknown",     ".local",
        ".internal",       ".(none)",      "@email.com",   "@domain.com",
        "@yourdomain.com", "@mail.com"};
    const char *at = email.len ? memchr(email.ptr, '@', email.len) : NULL;
    struct str user = str_slice(email, 0, at ? (size_t)(at - email.ptr) : 0);
    static const char *const users[] = {"you",        "root",    "user",      "your_email",
                                        "your.email", "email",   "youremail", "name",
                                        "your",       "example", "test"};

    if (!at || is_one_of(email, known, COUNT(known)))
        return true;
    for (size_t i = 0; i < COUNT(hosts); i++)
        if (str_ends(email, hosts[i]) && (user.len < 3 || is_one_of(user, users, COUNT(users))))
            return true;
    return is_one_of(user, users, COUNT(users)) && !str_contains(email, "noreply");
}

struct str email_account(struct str email)
{
    static const char *const hosts[] = {"@users.noreply.github.com", "@users.noreply.gitlab.com",
                                        "@noreply.codeberg.org", "@noreply.gitea.com"};

    for (size_t i = 0; i < COUNT(hosts); i++) {
        size_t digits = 0;

        if (!str_ends(email, hosts[i]))
            continue;
        email.len -= strlen(hosts[i]);
        while (digits < email.len && isdigit((unsigned char)email.ptr[digits]))
            digits++;
        if (digits && digits + 1 < email.len &&
            (email.ptr[digits] == '+' || email.ptr[digits] == '-'))
            email = str_slice(email, digits + 1, email.len);
        return email;
    }
    return (struct str){0};
}
