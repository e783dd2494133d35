#include "facts/document.h"

#include "facts/commands.h"
#include "facts/document_formats.h"
#include "facts/tree.h"
#include "util/arena.h"
#include "util/limits.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *extension;
    enum document_format format;
} formats[] = {
    {".md", DOCUMENT_MARKDOWN},  {".markdown", DOCUMENT_MARKDOWN}, {".mdown", DOCUMENT_MARKDOWN},
    {".rmd", DOCUMENT_MARKDOWN}, {".qmd", DOCUMENT_MARKDOWN},      {".mdx", DOCUMENT_MARKDOWN},
    {".rst", DOCUMENT_RST},      {".rest", DOCUMENT_RST},          {".org", DOCUMENT_ORG},
};

static enum document_format format_of(const char *path)
{
    const char *extension = path_extension(path);

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (!strcasecmp(extension, formats[i].extension))
            return formats[i].format;
    return DOCUMENT_TEXT;
}

/* A carriage return alone: the line end of old files that know no other, else a stray character.
 * Lines are then what every reader of the text counts: those that end with LF. */
static struct str settle_returns(struct arena *arena, struct str text)
{
    char *copy = NULL, by;

    if (!text.len || !memchr(text.ptr, '\r', text.len))
        return text;
    by = memchr(text.ptr, '\n', text.len) ? ' ' : '\n';
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\r' && (i + 1 == text.len || text.ptr[i + 1] != '\n')) {
            if (!copy)
                copy = str_dup(arena, text);
            copy[i] = by;
        }
    return copy ? (struct str){copy, text.len} : text;
}

void document_parse(struct arena *arena, const char *path, struct str text,
                    struct document *ret_document)
{
    *ret_document = (struct document){.path = path, .format = format_of(path)};
    if (text.len > LIMIT_DOCUMENT_BYTES) {
        ret_document->partial = "only its first MiB was read";
        text.len = LIMIT_DOCUMENT_BYTES;
    }
    if (str_starts(text, "\xef\xbb\xbf"))
        text = str_slice(text, 3, text.len);
    ret_document->text = settle_returns(arena, text_utf8(arena, text));
    switch (ret_document->format) {
    case DOCUMENT_MARKDOWN:
        markdown_read(arena, ret_document);
        break;
    case DOCUMENT_RST:
        rst_read(arena, ret_document);
        break;
    case DOCUMENT_ORG:
        org_read(arena, ret_document);
        break;
    case DOCUMENT_TEXT:
        text_read(arena, ret_document);
        break;
    }
    commands_collect(arena, ret_document);
    commands_follow(arena, ret_document, NULL, NULL);
}

const struct block *document_section(const struct document *document, unsigned block)
{
    unsigned section;

    if (block >= document->blocks.count)
        return NULL;
    section = document->blocks.items[block].section;
    return section == UINT_MAX ? NULL : &document->blocks.items[section];
}

/* Which file GitHub shows as the README: the first of these places that has one, and there the
 * first of these names, in any case. */
static const char *const places[] = {".github/", "", "docs/"};
static const char *const names[] = {
    "readme.md",  "readme.markdown", "readme.mdown", "readme.rst", "readme.rest",
    "readme.org", "readme.rmd",      "readme.qmd",   "readme.txt", "readme",
};

static const struct file *find_readme(const struct snapshot *snapshot)
{
    const struct file *best = NULL;
    size_t best_rank = SIZE_MAX, name_count = sizeof(names) / sizeof(names[0]);

    for (size_t i = 0; i < snapshot->files.count; i++) {
        const struct file *file = &snapshot->files.items[i];

        if (file->kind == FILE_GITLINK || path_depth(file->path) > 1)
            continue;
        for (size_t place = 0; place < sizeof(places) / sizeof(places[0]); place++) {
            size_t length = strlen(places[place]);

            if (strncasecmp(file->path, places[place], length) || strchr(file->path + length, '/'))
                continue;
            for (size_t name = 0; name < name_count; name++)
                if (!strcasecmp(file->path + length, names[name]) &&
                    place * name_count + name < best_rank) {
                    best_rank = place * name_count + name;
                    best = file;
                }
        }
    }
    return best;
}

static const char *const unread[] = {
    [READ_OK] = "",
    [READ_TOO_LARGE] = "it is too large",
    [READ_MISSING] = "its contents are not here",
    [READ_OTHER] = "it is a link or no regular file",
};

/* The path that a link at `path` names; NULL where it leads out of the tree. */
static const char *follow(struct arena *arena, const char *path, struct str target)
{
    struct str folder = {path, (size_t)(path_base(path) - path)}, part;
    char *joined;

    if (folder.len)
        folder.len--;
    for (struct str rest = target; rest.len;) {
        const char *slash = memchr(rest.ptr, '/', rest.len);

        part = str_slice(rest, 0, slash ? (size_t)(slash - rest.ptr) : rest.len);
        rest = str_slice(rest, part.len + 1, rest.len);
        if (!part.len || str_equal(part, "."))
            continue;
        if (str_equal(part, "..")) {
            if (!folder.len)
                return NULL;
            while (folder.len && folder.ptr[--folder.len] != '/')
                ;
            continue;
        }
        joined = arena_printf(arena, "%.*s%s%.*s", (int)folder.len, folder.ptr,
                              folder.len ? "/" : "", (int)part.len, part.ptr);
        folder = str_of(joined);
    }
    return str_dup(arena, folder);
}

/* Reads a page. A symbolic link to a file of the tree is followed once, as GitHub does. */
static enum read_status read_page(struct arena *arena, const struct snapshot *snapshot,
                                  const struct file *file, struct str *ret_text)
{
    if (file->kind == FILE_SYMLINK) {
        struct str target;
        const char *path;

        if (file_read(snapshot, arena, file, LIMIT_PATH_BYTES, &target) != READ_OK)
            return READ_OTHER;
        path = str_starts(target, "/") ? NULL : follow(arena, file->path, target);
        file = path ? snapshot_find(snapshot, path) : NULL;
        if (!file || file->kind == FILE_SYMLINK)
            return READ_OTHER;
    }
    return file_read(snapshot, arena, file, LIMIT_BLOB_BYTES, ret_text);
}

static bool is_page(const struct tree_file *file)
{
    return file->roles & ROLE_PAGE && !(file->roles & ROLE_VENDORED) &&
           file->file->kind != FILE_SYMLINK && file->file->kind != FILE_GITLINK;
}

/* The pages in the order in which a limit would rather have them: those near the root first. */
static size_t list_pages(struct arena *arena, const struct tree *tree, const struct file *readme,
                         const struct file ***ret_files)
{
    struct {
        const struct tree_file **items;
        size_t count, capacity;
    } pages = {0};
    const struct file **files;
    size_t count = 0;

    for (size_t i = 0; i < tree->count; i++)
        if (is_page(&tree->files[i]) && tree->files[i].file != readme)
            *ARENA_PUSH(arena, &pages) = &tree->files[i];
    files = arena_alloc(arena, (pages.count + 1) * sizeof(*files));
    for (unsigned depth = 0; count < pages.count; depth++)
        for (size_t i = 0; i < pages.count; i++)
            if (tree->folders[pages.items[i]->folder].depth == depth)
                files[count++] = pages.items[i]->file;
    *ret_files = files;
    return count;
}

static void read_pages(struct arena *arena, const struct snapshot *snapshot,
                       const struct file **files, size_t count, struct documents *documents)
{
    size_t before = arena_size(arena), bytes = 0, read = 0;

    for (size_t i = 0; i < count; i++) {
        struct str text;

        if (read == LIMIT_DOCUMENTS || bytes > LIMIT_DOCUMENTS_BYTES ||
            arena_size(arena) - before > LIMIT_DOCUMENTS_MEMORY) {
            documents->partial = arena_printf(
                arena, "%zu of %zu pages were read, those near the root first", i, count);
            return;
        }
        if (read_page(arena, snapshot, files[i], &text) != READ_OK)
            continue;
        document_parse(arena, files[i]->path, text, ARENA_PUSH(arena, &documents->pages));
        bytes += text.len;
        read++;
    }
}

void documents_collect(struct arena *arena, const struct snapshot *snapshot,
                       const struct tree *tree, struct documents *ret_documents)
{
    const struct file *readme = find_readme(snapshot), **files;
    bool has_readme = false;
    struct str text;
    size_t count;

    *ret_documents = (struct documents){0};
    if (readme) {
        enum read_status status = read_page(arena, snapshot, readme, &text);

        has_readme = status == READ_OK;
        if (has_readme)
            document_parse(arena, readme->path, text, ARENA_PUSH(arena, &ret_documents->pages));
        else
            ret_documents->readme_unknown = unread[status];
    }
    count = list_pages(arena, tree, readme, &files);
    read_pages(arena, snapshot, files, count, ret_documents);
    for (size_t i = 0; i < ret_documents->pages.count; i++)
        commands_follow(arena, &ret_documents->pages.items[i], snapshot, tree);
    if (has_readme)
        ret_documents->readme = &ret_documents->pages.items[0];
}
