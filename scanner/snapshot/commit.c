#include "snapshot/commit.h"

#include <string.h>

/* Years that a date can be written for; a time outside is none. */
static const int64_t last_time = 253402300799; /* 9999-12-31T23:59:59 */

/* The digits at the start of text; 0 where there are none or too many. */
static int64_t take_number(struct str *text)
{
    int64_t number = 0;
    size_t at = 0;

    for (; at < text->len && text->ptr[at] >= '0' && text->ptr[at] <= '9'; at++)
        if (number <= last_time)
            number = number * 10 + (text->ptr[at] - '0');
    *text = str_slice(*text, at, text->len);
    return number <= last_time ? number : 0;
}

static int take_offset(struct str text)
{
    bool west = text.len && text.ptr[0] == '-';
    int64_t number;

    if (!text.len || (text.ptr[0] != '+' && !west))
        return 0;
    text = str_slice(text, 1, text.len);
    number = take_number(&text);
    if (number > 9959)
        return 0;
    number = number / 100 * 60 + number % 100;
    return (int)(west ? -number : number);
}

void signature_parse(struct str line, struct str *ret_name, struct str *ret_email, time_t *ret_time,
                     int *ret_offset)
{
    const char *open = line.len ? memchr(line.ptr, '<', line.len) : NULL;
    const char *close = line.len ? memrchr(line.ptr, '>', line.len) : NULL;
    struct str rest;

    if (!open || !close || close < open) {
        *ret_name = str_trim(line);
        *ret_email = (struct str){0};
        *ret_time = 0;
        *ret_offset = 0;
        return;
    }
    *ret_name = str_trim((struct str){line.ptr, (size_t)(open - line.ptr)});
    *ret_email = str_trim((struct str){open + 1, (size_t)(close - open) - 1});
    rest = str_trim(str_slice(line, (size_t)(close - line.ptr) + 1, line.len));
    *ret_time = (time_t)take_number(&rest);
    *ret_offset = take_offset(str_trim(rest));
}

/* Takes "key value\n" off *rest. */
static bool take_header(struct str *rest, const char *key, struct str *ret_value)
{
    size_t length = strlen(key);
    const char *end;

    if (!str_starts(*rest, key))
        return false;
    end = memchr(rest->ptr, '\n', rest->len);
    if (!end)
        return false;
    *ret_value = str_slice(*rest, length, (size_t)(end - rest->ptr));
    *rest = str_slice(*rest, (size_t)(end - rest->ptr) + 1, rest->len);
    return true;
}

bool commit_parse(struct str bytes, const unsigned char *id, struct parsed_commit *ret_parsed)
{
    struct parsed_commit *parsed = ret_parsed;
    struct commit *commit = &parsed->commit;
    struct str value, name, email;
    const char *body;
    int offset;

    *parsed = (struct parsed_commit){.commit.id = id, .commit.tree = parsed->tree};
    if (!take_header(&bytes, "tree ", &value) || !id_parse(value, parsed->tree))
        return false;
    parsed->parents = bytes;
    while (take_header(&bytes, "parent ", &value))
        commit->parent_count++;
    parsed->parents = str_slice(parsed->parents, 0, parsed->parents.len - bytes.len);
    if (take_header(&bytes, "author ", &value))
        signature_parse(value, &commit->author_name, &commit->author_email, &commit->author_time,
                        &commit->author_offset);
    if (take_header(&bytes, "committer ", &value))
        signature_parse(value, &name, &email, &commit->commit_time, &offset);
    /* what follows (encoding, signatures) ends at the first empty line */
    body = str_starts(bytes, "\n") ? bytes.ptr - 1
           : bytes.len             ? memmem(bytes.ptr, bytes.len, "\n\n", 2)
                                   : NULL;
    if (body)
        commit->message = str_slice(bytes, (size_t)(body + 2 - bytes.ptr), bytes.len);
    return true;
}

bool commit_next_parent(struct str *parents, unsigned char ret_id[ID_SIZE])
{
    struct str value;

    return take_header(parents, "parent ", &value) && id_parse(value, ret_id);
}
