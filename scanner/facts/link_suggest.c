/* What a link that leads nowhere was meant to name. Declared in link_target.h. */
#include "facts/link_path.h"
#include "facts/link_target.h"
#include "facts/tree.h"
#include "util/arena.h"

#include <string.h>

/* A path of the tree, as a page names it. */
static const char *relative(struct arena *arena, const char *page, const char *path)
{
    struct str folder = path_folder(page);
    struct buf out = {0};
    char *text;

    while (folder.len) {
        if (!strncmp(path, folder.ptr, folder.len) && path[folder.len] == '/') {
            path += folder.len + 1;
            break;
        }
        buf_puts(&out, "../");
        while (folder.len && folder.ptr[--folder.len] != '/')
            ;
    }
    for (; *path; path++)
        buf_puts(&out, *path == ' ' ? "%20" : (char[]){*path, '\0'});
    text = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return text;
}

/* The one file elsewhere with the same name; names that every folder may have need their folder
 * too. NULL: none, or several. */
static const char *moved(const struct link_context *context, const char *path)
{
    static const char *const common[] = {
        "readme.md", "index.md",  "index.html", "license",          "main.py",       "__init__.py",
        "setup.py",  "index.rst", "config.py",  "requirements.txt", "cmakelists.txt"};
    const char *base = path_base(path), *tail = path;
    const struct tree_file *file = NULL;
    const char *only = NULL;
    unsigned seen = 0;

    if (STR_IS_ONE_OF(str_of(base), common)) {
        if (base == path)
            return NULL;
        tail = base - 1;
        while (tail > path && tail[-1] != '/')
            tail--;
        tail = arena_printf(context->arena, "/%s", tail);
    } else {
        tail = arena_printf(context->arena, "/%s", base);
    }
    while ((file = tree_next_named(context->tree, base, file)) && seen++ < 1000) {
        const char *there = file->file->path;

        if (file->roles & ROLE_VENDORED)
            continue;
        if (!text_ends(there, tail) && strcmp(there, tail + 1))
            continue;
        if (only)
            return NULL;
        only = there;
    }
    return only;
}

void link_suggest(const struct link_context *context, const struct document *page,
                  struct link_target *target, const char *path)
{
    target->hint = arena_printf(context->arena, "is %s", *path ? path : "the root");
    target->replacement = arena_printf(
        context->arena, "%s%s%.*s", relative(context->arena, page->path, path),
        target->fragment.len ? "#" : "", (int)target->fragment.len, target->fragment.ptr);
}

/* Tries what people leave out or write otherwise. NULL: nothing fits. */
static const char *nearly(const struct link_context *context, const char *path)
{
    static const char *const endings[] = {".md",        ".rst",  ".ipynb", ".markdown",
                                          "/README.md", ".html", ".txt",   ".mdx",
                                          "/index.md",  ".qmd",  ".Rmd"};
    struct str stem = str_of(path), rest = stem;

    if (path_is_forge_view(path_next_part(&rest))) { /* blob/main/x, as if behind OWNER/NAME */
        const char *inner;

        path_next_part(&rest);
        inner = str_dup(context->arena, rest);
        return rest.len && link_exists(context, inner) ? inner : NULL;
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        const char *longer = arena_printf(context->arena, "%s%s", path, endings[i]);

        if (link_exists(context, longer))
            return longer;
    }
    if (str_ends(stem, ".html") || str_ends(stem, ".htm")) {
        stem.len -= str_ends(stem, ".html") ? 5 : 4;
        for (size_t i = 0; i < 2; i++) {
            const char *other =
                arena_printf(context->arena, "%.*s%s", (int)stem.len, stem.ptr, endings[i]);

            if (link_exists(context, other))
                return other;
        }
    }
    return NULL;
}

const char *link_meant(const struct link_context *context, const char *path)
{
    const char *meant = nearly(context, path);

    return meant ? meant : moved(context, path);
}
