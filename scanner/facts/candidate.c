#include "facts/candidate.h"

#include "facts/facts.h"
#include "facts/link_path.h"
#include "facts/resolve.h"
#include "util/nearest.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_FILES = 50000, /* of the tree that are compared */
    MOST_WORDS = 8,     /* of a name */
    ENOUGH = 6,         /* points below which nothing is near */
    SURE = 9,
    AHEAD = 2, /* of the second, to be sure */
};

/* The words of a name: "02_train-modelB.py" is 02, train, model and b. */
struct words {
    struct str items[MOST_WORDS];
    unsigned count;
    struct str number; /* it begins with; empty: none */
};

static struct words words_of(const char *base)
{
    struct words words = {0};
    const char *end = path_extension(base), *at = base;

    while (at < end && isdigit((unsigned char)*at))
        at++;
    words.number = (struct str){base, (size_t)(at - base)};
    while (at < end && words.count < MOST_WORDS) {
        const char *from;

        while (at < end && !isalnum((unsigned char)*at) && !(*at & 0x80))
            at++;
        from = at;
        while (at < end && (isalnum((unsigned char)*at) || (*at & 0x80)) &&
               !(at > from && isupper((unsigned char)*at) && islower((unsigned char)at[-1])))
            at++;
        if (at > from)
            words.items[words.count++] = (struct str){from, (size_t)(at - from)};
    }
    return words;
}

/* "model" and "models", "eval" and "evaluate" are one word. */
static bool same_word(struct str a, struct str b)
{
    size_t length = a.len < b.len ? a.len : b.len;

    return length && !strncasecmp(a.ptr, b.ptr, length) &&
           (a.len == b.len || (length > 2 && (a.len > b.len ? a.len - b.len : b.len - a.len) <= 4));
}

static unsigned shared(const struct words *a, const struct words *b)
{
    unsigned count = 0;

    for (unsigned i = 0; i < a->count; i++)
        for (unsigned k = 0; k < b->count; k++)
            if (same_word(a->items[i], b->items[k])) {
                count++;
                break;
            }
    return count;
}

/* Endings that stand for each other. */
static bool same_ending(const char *a, const char *b)
{
    static const char *const twins[][2] = {
        {".yaml", ".yml"}, {".md", ""}, {".md", ".rst"}, {".txt", ""}, {".txt", ".md"}};

    for (size_t i = 0; i < sizeof(twins) / sizeof(*twins); i++)
        if ((!strcmp(a, twins[i][0]) && !strcmp(b, twins[i][1])) ||
            (!strcmp(b, twins[i][0]) && !strcmp(a, twins[i][1])))
            return true;
    return !strcmp(a, b);
}

/* How many of the first parts of two folders are the same, up to 2; equal folders: 3. */
static int folder_points(const char *a, size_t a_length, const char *b, size_t b_length)
{
    if (a_length == b_length && !memcmp(a, b, a_length))
        return 3;
    /* one within the other, or with the same last part */
    if ((!a_length || !b_length) || (!strncmp(a, b, a_length < b_length ? a_length : b_length)))
        return 1;
    return 0;
}

struct name {
    const char *path, *base, *ending;
    size_t folder; /* bytes */
    struct words words;
};

static struct name name_of(const char *path)
{
    const char *base = path_base(path);

    return (struct name){.path = path,
                         .base = base,
                         .ending = path_extension(base),
                         .folder = (size_t)(base - path),
                         .words = words_of(base)};
}

static int points(const struct name *wrong, const struct name *right)
{
    size_t stem = (size_t)(wrong->ending - wrong->base);
    bool same_stem = stem == (size_t)(right->ending - right->base) &&
                     !strncasecmp(wrong->base, right->base, stem);
    int folder = folder_points(wrong->path, wrong->folder, right->path, right->folder);
    struct nearest nearest = nearest_to(wrong->base);
    unsigned common;
    int sum = folder;

    if (!strcasecmp(wrong->base, right->base))
        return sum + 8;
    if (same_stem)
        return sum + (same_ending(wrong->ending, right->ending) ? 7 : folder == 3 ? 5 : 3);
    if (!same_ending(wrong->ending, right->ending))
        return 0;
    common = shared(&wrong->words, &right->words);
    if (strlen(wrong->base) > 4)
        nearest_offer(&nearest, right->base);
    if (nearest.best && nearest.distance <= 2)
        sum += nearest.distance == 1 ? 6 : 4;
    if (common) {
        unsigned longer =
            wrong->words.count > right->words.count ? wrong->words.count : right->words.count;
        sum += (int)(common * 5 / longer);
    }
    if (wrong->words.number.len && wrong->words.number.len == right->words.number.len &&
        !memcmp(wrong->words.number.ptr, right->words.number.ptr, wrong->words.number.len))
        sum += common ? 4 : 2;
    return sum > folder ? sum : 0;
}

struct candidate candidate_find(const struct resolve_context *context, const char *here,
                                const char *root)
{
    const struct tree *tree = &context->facts->tree;
    struct str beside = path_folder(context->page->path);
    struct name wrong[3];
    size_t count = 0;
    const char *best = NULL;
    int first = 0, second = 0;

    if (here)
        wrong[count++] = name_of(here);
    if (root && (!here || strcmp(here, root)))
        wrong[count++] = name_of(root);
    if (beside.len && root)
        wrong[count++] = name_of(path_join(context->facts->arena, beside, str_of(root)));
    for (size_t i = 0; i < tree->count && i < MOST_FILES; i++) {
        struct name right;
        int most = 0;

        if (tree->files[i].roles & ROLE_VENDORED)
            continue;
        right = name_of(tree->files[i].file->path);
        for (size_t w = 0; w < count; w++) {
            int sum = points(&wrong[w], &right);

            most = sum > most ? sum : most;
        }
        if (most >= ENOUGH && context->accepts &&
            context->accepts(context->accepts_context, right.path))
            most += 3;
        if (most > first) {
            second = first;
            first = most;
            best = right.path;
        } else if (most > second) {
            second = most;
        }
    }
    if (first < ENOUGH)
        return (struct candidate){0};
    return (struct candidate){.path = best, .sure = first >= SURE && first - second >= AHEAD};
}
