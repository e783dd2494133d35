#ifndef UTIL_STR_H
#define UTIL_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A view of bytes that somebody else owns; not NUL-terminated. {NULL, 0} is empty. */
struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

struct str str_of(const char *text); /* NULL gives the empty view */
bool str_equal(struct str text, const char *other);
bool str_same(struct str text, struct str other);
bool str_equal_nocase(struct str text, const char *other); /* ASCII */
bool str_starts(struct str text, const char *prefix);
bool str_ends(struct str text, const char *suffix);
bool str_contains(struct str text, const char *part);
bool str_contains_nocase(struct str text, const char *part); /* ASCII */
struct str str_trim(struct str text);                        /* ASCII blanks at both ends */
/* The place behind its last byte; NULL where there are none to point at. */
const char *str_end(struct str text);
struct str str_slice(struct str text, size_t from, size_t to); /* clamped */
/* Takes the next line off *rest, without its LF or CRLF; false at the end. */
bool str_next_line(struct str *rest, struct str *ret_line);
/* Takes the next non-empty run without ASCII blanks off *rest; false at the end. */
bool str_next_word(struct str *rest, struct str *ret_word);
char *str_dup(struct arena *arena, struct str text); /* NUL-terminated */

/* The same for NUL-terminated text. */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* The part after the last '/'; the extension with its dot, "" where there is none. */
const char *path_base(const char *path);
const char *path_extension(const char *path);
/* How many '/' a path has. */
unsigned path_depth(const char *path);

/* Text that may be shown: bad UTF-8 becomes U+FFFD; C0, DEL, C1, bidi controls, U+2028/9, U+FEFF
 * become \u{..}; tabs become a space. At most `limit` bytes, cut at a character, with U+2026. */
char *text_clean(struct arena *arena, struct str text, size_t limit);
/* The same bytes with bad UTF-8 replaced by U+FFFD, nothing else changed; a view of the original
 * where it was good. */
struct str text_utf8(struct arena *arena, struct str text);
bool text_is_utf8(struct str text);
/* Columns on a terminal: combining marks count 0, wide East Asian characters 2. */
size_t text_columns(const char *text);
size_t str_columns(struct str text);

/* FNV-1a, for tables and ordinals; never for identity. */
uint64_t str_hash(struct str text);

/* Text that is being built, on the heap. Grows up to limit (0: 64 MiB), then refuses and remembers
 * it: look at `full` once, at the end. {0} is an empty one. */
struct buf {
    char *ptr; /* NUL-terminated once anything was added */
    size_t len, capacity, limit;
    bool full;
};

void buf_add(struct buf *buf, struct str text);
void buf_puts(struct buf *buf, const char *text);
/* One character as UTF-8; what is no character of Unicode (or 0) becomes U+FFFD. */
void buf_add_character(struct buf *buf, uint32_t code);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_release(struct buf *buf);
#endif
