#include "snapshot/link_record.h"

#include "util/arena.h"
#include "util/date.h"

#include <string.h>

static const char heading[] = "repohealth links-v1";
static const char *const names[] = {
    [LINK_ALIVE] = "alive", [LINK_DEAD] = "dead", [LINK_UNTOLD] = "unknown"};

static struct str next_field(struct str *rest)
{
    const char *tab = rest->len ? memchr(rest->ptr, '\t', rest->len) : NULL;
    struct str field = str_slice(*rest, 0, tab ? (size_t)(tab - rest->ptr) : rest->len);

    *rest = str_slice(*rest, field.len + 1, rest->len);
    return field;
}

void link_record_add(struct arena *arena, struct link_record *record,
                     const struct link_answer *answer)
{
    size_t index = map_put(&record->by_url, str_of(answer->url), record->answers.count);

    if (index < record->answers.count)
        record->answers.items[index] = *answer;
    else
        *ARENA_PUSH(arena, &record->answers) = *answer;
}

bool link_record_read(struct arena *arena, struct str text, struct link_record *ret_record)
{
    struct link_record record = {0};
    struct str line;

    map_init(&record.by_url, arena);
    if (!str_next_line(&text, &line) || !str_equal(line, heading))
        return false;
    while (record.answers.count < LINK_ANSWERS && str_next_line(&text, &line)) {
        struct str life = next_field(&line), day = next_field(&line), why = next_field(&line);
        struct link_answer answer = {.life = LINK_UNTOLD};
        const char *url = link_url_clean(arena, line);

        if (!url || !date_parse(day, &answer.asked))
            continue;
        for (enum link_life i = LINK_ALIVE; i <= LINK_UNTOLD; i++)
            if (str_equal(life, names[i]))
                answer.life = i;
        answer.url = url;
        answer.why = text_clean(arena, why, 100);
        link_record_add(arena, &record, &answer);
    }
    *ret_record = record;
    return true;
}

void link_record_write(const struct link_record *record, struct buf *out)
{
    buf_printf(out, "%s\n", heading);
    for (size_t i = 0; i < record->answers.count; i++) {
        const struct link_answer *answer = &record->answers.items[i];
        char day[DATE_SIZE];

        date_format(answer->asked, 0, day);
        buf_printf(out, "%s\t%s\t%s\t%s\n", names[answer->life], day, answer->why, answer->url);
    }
}

const struct link_answer *link_record_find(const struct link_record *record, struct str url)
{
    size_t index = map_get(&record->by_url, url);

    return index == MAP_NONE ? NULL : &record->answers.items[index];
}

const char *link_url_clean(struct arena *arena, struct str url)
{
    struct buf out = {.limit = LINK_URL_BYTES};
    const char *clean = NULL;
    size_t slashes = 0;

    url = str_trim(url);
    if (!str_equal_nocase(str_slice(url, 0, 7), "http://") &&
        !str_equal_nocase(str_slice(url, 0, 8), "https://"))
        return NULL;
    for (size_t i = 0; i < url.len && url.ptr[i] != '#'; i++) {
        unsigned char c = (unsigned char)url.ptr[i];

        slashes += c == '/';
        /* a name and a password before the host, and what no address holds */
        if (c <= ' ' || c == 0x7f || strchr("\"'<>{}|\\^`", c) || (c == '@' && slashes < 3)) {
            buf_release(&out);
            return NULL;
        }
        if (c < 0x80)
            buf_add(&out, (struct str){url.ptr + i, 1});
        else
            buf_printf(&out, "%%%02X", c);
    }
    if (!out.full && out.len > strlen("https://"))
        clean = arena_strndup(arena, out.ptr, out.len);
    buf_release(&out);
    return clean;
}
