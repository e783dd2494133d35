#include "facts/document_rst.h"

#include "util/arena.h"

#include <string.h>

enum { MARK_BYTES = 2048 /* that a marked piece of a line may take */ };

static struct str folded(struct arena *arena, struct str name)
{
    char *out;

    name = str_trim(name);
    if (str_starts(name, "`") && str_ends(name, "`") && name.len > 1)
        name = str_slice(name, 1, name.len - 1);
    out = str_dup(arena, name);
    for (size_t i = 0; i < name.len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] + 32);
    return (struct str){out, name.len};
}

void rst_names_collect(struct rst_names *names, struct arena *arena, const struct lines *lines)
{
    *names = (struct rst_names){.arena = arena};
    map_init(&names->index, arena);
    for (unsigned i = 0; i < lines->count; i++) {
        struct str line = str_trim(lines->items[i]), name, url;
        const char *colon;

        if (str_starts(line, "__ ") || str_starts(line, ".. __: ")) {
            *ARENA_PUSH(arena, &names->anonymous) =
                str_trim(str_slice(line, str_starts(line, "_") ? 3 : 7, line.len));
            continue;
        }
        if (!str_starts(line, ".. _"))
            continue;
        name = str_slice(line, 4, line.len);
        colon = str_starts(name, "`") ? memmem(name.ptr, name.len, "`:", 2)
                                      : memmem(name.ptr, name.len, ": ", 2);
        if (!colon)
            continue;
        url = str_slice(name, (size_t)(colon - name.ptr) + (*colon == '`' ? 2 : 1), name.len);
        name = str_slice(name, 0, (size_t)(colon - name.ptr) + (*colon == '`'));
        if (!str_trim(url).len)
            continue;
        map_put(&names->index, folded(arena, name), names->addresses.count);
        *ARENA_PUSH(arena, &names->addresses) = str_trim(url);
    }
}

struct str rst_name(const struct rst_names *names, struct str name)
{
    size_t index = map_get(&names->index, folded(names->arena, name));

    return index == MAP_NONE ? (struct str){NULL, 0} : names->addresses.items[index];
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '+';
}

/* A marked piece of a line. */
enum piece_kind { PIECE_NONE, PIECE_CODE, PIECE_QUOTED, PIECE_ROLE, PIECE_NAME, PIECE_MARK };

struct piece {
    enum piece_kind kind;
    size_t length;
    struct str name, text; /* of a role; between the quotes */
};

/* `text`: what stands between, its whole length with `_ and `__ included. */
static bool find_quoted(struct str here, struct piece *piece)
{
    const char *end = here.len > 2 ? memchr(here.ptr + 1, '`', here.len - 1) : NULL;
    struct str after;

    if (!str_starts(here, "`") || !end || end == here.ptr + 1)
        return false;
    piece->text = str_slice(here, 1, (size_t)(end - here.ptr));
    piece->length = piece->text.len + 2;
    after = str_slice(here, piece->length, here.len);
    piece->length += str_starts(after, "__") ? 2 : str_starts(after, "_");
    return true;
}

/* ``code`` */
static bool find_code(struct str here, struct piece *piece)
{
    const char *end =
        here.len > 4 && str_starts(here, "``") ? memmem(here.ptr + 2, here.len - 2, "``", 2) : NULL;

    if (!end || end == here.ptr + 2)
        return false;
    piece->text = str_slice(here, 2, (size_t)(end - here.ptr));
    piece->length = piece->text.len + 4;
    return true;
}

/* :role:`text` */
static bool find_role(struct str here, struct piece *piece)
{
    size_t end = 1;

    while (end + 1 < here.len && (is_name_char(here.ptr[end]) || here.ptr[end] == ':') &&
           here.ptr[end + 1] != '`')
        end++;
    if (end < 2 || end + 1 >= here.len || here.ptr[end] != ':' ||
        !find_quoted(str_slice(here, end + 1, here.len), piece))
        return false;
    piece->name = str_slice(here, 1, end);
    piece->length += end + 1;
    return true;
}

/* name_, where the page gives the name an address. *ret_end: how long the word is anyway. */
static bool find_name(const struct rst_names *names, struct str here, struct piece *piece,
                      size_t *ret_end)
{
    size_t end = 0;

    while (end < here.len && is_name_char(here.ptr[end]))
        end++;
    *ret_end = end;
    if (end < 2 || here.ptr[end - 1] != '_' || !rst_name(names, str_slice(here, 0, end - 1)).len)
        return false;
    piece->text = str_slice(here, 0, end - 1);
    piece->length = end;
    return true;
}

/* Finds what is marked here; where nothing is, *ret_step says how far to go on. */
static struct piece find(const struct rst_names *names, struct str here, bool starts,
                         size_t *ret_step)
{
    struct piece piece = {PIECE_NONE};
    char c = here.ptr[0];

    *ret_step = 1;
    if (c == '`')
        piece.kind = find_code(here, &piece)     ? PIECE_CODE
                     : find_quoted(here, &piece) ? PIECE_QUOTED
                                                 : PIECE_NONE;
    else if (c == ':' && starts)
        piece.kind = find_role(here, &piece) ? PIECE_ROLE : PIECE_NONE;
    else if (starts && is_name_char(c))
        piece.kind = find_name(names, here, &piece, ret_step) ? PIECE_NAME : PIECE_NONE;
    else if (str_starts(here, "**") || c == '|' ||
             (c == '*' && (!starts || (here.len > 1 && here.ptr[1] != ' ')))) {
        piece.kind = PIECE_MARK;
        piece.length = str_starts(here, "**") ? 2 : 1;
    }
    return piece;
}

static void add_link(struct build *build, enum link_kind kind, struct str url, struct str text,
                     unsigned line)
{
    struct link link = {.kind = kind, .url = url, .line = line};

    build_link_open(build, &link);
    build_text(build, text, line);
    build_link_close(build, false, false);
}

static void add_code(struct build *build, struct str text, unsigned line)
{
    build_span_open(build, line);
    build_text(build, text, line);
    build_span_close(build);
}

/* `text <address>`_, `name`_, `text`__ */
static void add_quoted(struct build *build, struct rst_names *names, const struct piece *piece,
                       unsigned line)
{
    struct str text = piece->text, url;
    const char *open = str_ends(text, ">") ? memrchr(text.ptr, '<', text.len) : NULL;
    size_t marks = piece->length - text.len - 2;

    if (!marks) {
        build_text(build, text, line);
    } else if (open) {
        url = str_slice(text, (size_t)(open - text.ptr) + 1, text.len - 1);
        text = str_trim(str_slice(text, 0, (size_t)(open - text.ptr)));
        if (str_ends(url, "_") && rst_name(names, str_slice(url, 0, url.len - 1)).len)
            url = rst_name(names, str_slice(url, 0, url.len - 1));
        add_link(build, LINK_INLINE, url, text.len ? text : url, line);
    } else if (marks == 2 && names->anonymous_used < names->anonymous.count) {
        url = names->anonymous.items[names->anonymous_used++];
        add_link(build, LINK_REFERENCE, url, text, line);
    } else if (rst_name(names, text).len) {
        add_link(build, LINK_REFERENCE, rst_name(names, text), text, line);
    } else {
        build_text(build, text, line);
    }
}

static void add_piece(struct build *build, struct rst_names *names, const struct piece *piece,
                      unsigned line)
{
    static const char *const code[] = {"code",    "command",  "program", "file",  "samp",
                                       "func",    "class",    "mod",     "meth",  "literal",
                                       "py:func", "py:class", "option",  "envvar"};

    switch (piece->kind) {
    case PIECE_NONE:
    case PIECE_MARK:
        return;
    case PIECE_CODE:
        add_code(build, piece->text, line);
        return;
    case PIECE_QUOTED:
        add_quoted(build, names, piece, line);
        return;
    case PIECE_NAME:
        add_link(build, LINK_REFERENCE, rst_name(names, piece->text), piece->text, line);
        return;
    case PIECE_ROLE:
        for (size_t i = 0; i < sizeof(code) / sizeof(code[0]); i++)
            if (str_equal(piece->name, code[i])) {
                add_code(build, piece->text, line);
                return;
            }
        build_text(build, piece->text, line);
        return;
    }
}

void rst_inline(struct build *build, struct rst_names *names, struct str text, unsigned line)
{
    size_t from = 0;

    for (size_t i = 0; i < text.len;) {
        bool starts = !i || strchr(" \t(\"'[<*/-", text.ptr[i - 1]);
        size_t step = address_length(str_slice(text, i, text.len));
        struct piece piece;

        if (step) { /* an address is left to lines_text: marks in it are none */
            i += step;
            continue;
        }
        piece = find(names, str_slice(text, i, i + MARK_BYTES), starts, &step);
        if (piece.kind == PIECE_NONE) {
            i += step ? step : 1;
            continue;
        }
        lines_text(build, str_slice(text, from, i), line);
        add_piece(build, names, &piece, line);
        i += piece.length;
        from = i;
    }
    lines_text(build, str_slice(text, from, text.len), line);
}
