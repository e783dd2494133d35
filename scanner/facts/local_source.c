/* source("f.R"), include("f.jl"), addpath("f"): what entry files of other languages bring in. */
#include "facts/entry_files.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/limits.h"

#include <ctype.h>
#include <string.h>

enum { MOST_SOURCES = 300, LONGEST = 300 };

static const struct call {
    enum language language;
    const char *name;
    char comment;
    bool folder;
} calls[] = {
    {LANGUAGE_R, "source(", '#', false},
    {LANGUAGE_JULIA, "include(", '#', false},
    {LANGUAGE_MATLAB, "addpath(", '%', true},
};

/* The one string between the brackets: `x` of source("x"), source('x', local = TRUE). */
static struct str literal(struct str rest)
{
    char quote;
    size_t length = 1;

    rest = str_trim(rest);
    if (rest.len < 3 || (*rest.ptr != '"' && *rest.ptr != '\''))
        return (struct str){0};
    quote = *rest.ptr;
    while (length < rest.len && rest.ptr[length] != quote)
        length++;
    if (length + 1 >= rest.len || (rest.ptr[length + 1] != ')' && rest.ptr[length + 1] != ','))
        return (struct str){0};
    return str_slice(rest, 1, length);
}

static bool is_plain(struct str path)
{
    if (!path.len || path.len > LONGEST || *path.ptr == '/' || *path.ptr == '~' || *path.ptr == '.')
        return false;
    for (size_t i = 0; i < path.len; i++)
        if (strchr("$%*{}<>:\\", path.ptr[i]))
            return false;
    return true;
}

/* Somewhere in the tree: from which folder it runs is not known. */
static bool is_there(const struct facts *facts, const char *path, bool folder)
{
    if (!folder)
        return tree_next_named(&facts->tree, path_base(path), NULL) != NULL;
    for (size_t i = 1; i < facts->tree.folder_count; i++)
        if (!strcmp(path_base(str_dup(facts->arena, facts->tree.folders[i].path)), path_base(path)))
            return true;
    return false;
}

void local_imports_other(struct facts *facts, const struct entry_file *file)
{
    const struct tree_file *in_tree = tree_find(&facts->tree, file->path);
    const struct call *call = NULL;
    struct arena *scratch;
    struct str text, line;
    unsigned number = 0, seen = 0;

    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
        if (in_tree->language == calls[i].language)
            call = &calls[i];
    if (!call)
        return;
    scratch = arena_new();
    if (file_read(facts->snapshot, scratch, in_tree->file, LIMIT_BLOB_BYTES, &text) == READ_OK)
        while (str_next_line(&text, &line) && seen < MOST_SOURCES) {
            struct str trimmed = str_trim(line), path;
            const char *at =
                memmem(trimmed.ptr ? trimmed.ptr : "", trimmed.len, call->name, strlen(call->name));

            number++;
            /* alone on its line, so that neither a condition nor a comment is around it */
            if (!at || at != trimmed.ptr)
                continue;
            path = literal(str_slice(trimmed, strlen(call->name), trimmed.len));
            while (path.len && path.ptr[path.len - 1] == '/')
                path.len--;
            if (!is_plain(path))
                continue;
            seen++;
            facts_observe(facts, OBSERVATION_LOCAL_IMPORT,
                          is_there(facts, str_dup(facts->arena, path), call->folder) ? "found"
                                                                                     : "missing",
                          file->path, number, trimmed);
        }
    arena_free(scratch);
}
