#include "facts/manifest.h"

#include "facts/document.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Which of the manifests says what a user must install, and which lock file covers it. */

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.' || c == '/';
}

/* The name stands in the text as a whole: "requirements.txt", not "my-requirements.txt". */
static bool names(struct str text, const char *name)
{
    const char *at = text.ptr, *end = str_end(text);
    size_t length = strlen(name);

    while (at && at < end && (at = memmem(at, (size_t)(end - at), name, length))) {
        const char *after = at + length;
        bool starts = at == text.ptr || !is_word_byte(at[-1]) ||
                      (at - text.ptr >= 2 && at[-2] == '.' && at[-1] == '/');
        bool ends = after == end || !is_word_byte(*after) ||
                    (*after == '.' && (after + 1 == end || !is_word_byte(after[1])));

        if (starts && ends)
            return true;
        at++;
    }
    return false;
}

/* Found by an installer, or pointed at: nothing else says what is needed, unless it is all there is
 * one folder down. */
static bool is_pointed_at(const struct manifest *manifest)
{
    return !manifest->depth || manifest->named_by_readme || manifest->included;
}

static bool is_eligible(const struct manifest *manifest)
{
    return !manifest_is_lock(manifest->kind) &&
           (is_pointed_at(manifest) ||
            (manifest->depth == 1 && !manifest->for_developers && !manifest->other_language));
}

/* How well a manifest answers "what must I install?"; less is better. */
static unsigned rank(const struct manifest *manifest)
{
    unsigned rank = (unsigned)manifest->kind; /* the table is sorted so */

    if (manifest->kind == MANIFEST_REQUIREMENTS &&
        strcasecmp(path_base(manifest->path), "requirements.txt"))
        rank = MANIFEST_CONDA; /* a variant of it stands behind what an installer finds itself */
    if (manifest->depth)
        rank += 100;
    if (manifest->for_developers)
        rank += 1000;
    if (!manifest->dependencies.count && !manifest->includes.count)
        rank += 2000; /* an empty list may be right, but says less than any other */
    if (!manifest->dependencies.count && manifest->dependencies_unknown)
        rank += 500;
    if (!is_pointed_at(manifest))
        rank += 4000;
    if (manifest->unread)
        rank += 8000;
    if (manifest->other_language)
        rank += 16000;
    return rank;
}

/* A lock covers a project of its own family: pip and conda install the same things. */
static bool locks(const struct manifest *lock, const struct manifest *primary)
{
    enum ecosystem mine = manifest_ecosystem(lock->kind), its;

    if (!primary)
        return true;
    its = manifest_ecosystem(primary->kind);
    return mine == its || (mine == ECOSYSTEM_PYTHON && its == ECOSYSTEM_CONDA) ||
           (mine == ECOSYSTEM_CONDA && its == ECOSYSTEM_PYTHON);
}

static bool same_folder(const char *left, const char *right)
{
    size_t length = (size_t)(path_base(left) - left);

    return length == (size_t)(path_base(right) - right) && !strncmp(left, right, length);
}

static void look_at_names(struct manifests *manifests, const struct document *readme)
{
    for (size_t i = 0; i < manifests->all.count; i++) {
        struct manifest *manifest = &manifests->all.items[i];

        if (readme)
            manifest->named_by_readme = names(readme->text, manifest->path);
        for (size_t j = 0; j < i && manifest->depth && !manifest->included; j++)
            manifest->included = !manifests->all.items[j].depth &&
                                 !manifest_is_lock(manifests->all.items[j].kind) &&
                                 names(manifests->all.items[j].text, manifest->path);
    }
}

void manifests_look_at_readme(struct manifests *manifests, const struct document *readme)
{
    manifests->primary = manifests->lock = NULL;
    manifests->several = false;
    look_at_names(manifests, readme);
    for (size_t i = 0; i < manifests->all.count; i++) {
        const struct manifest *manifest = &manifests->all.items[i];

        if (is_eligible(manifest) &&
            (!manifests->primary || rank(manifest) < rank(manifests->primary)))
            manifests->primary = manifest;
    }
    for (size_t i = 0; i < manifests->all.count && manifests->primary; i++)
        if (!is_pointed_at(manifests->primary) && is_eligible(&manifests->all.items[i]) &&
            !same_folder(manifests->all.items[i].path, manifests->primary->path)) {
            manifests->several = true;
            manifests->primary = NULL;
        }
    for (size_t i = 0; i < manifests->all.count && !manifests->lock; i++) {
        const struct manifest *lock = &manifests->all.items[i];

        if (manifest_is_lock(lock->kind) && locks(lock, manifests->primary) &&
            (!lock->depth || lock->named_by_readme ||
             (manifests->primary && same_folder(lock->path, manifests->primary->path))))
            manifests->lock = lock;
    }
}
