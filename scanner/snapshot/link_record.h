#ifndef SNAPSHOT_LINK_RECORD_H
#define SNAPSHOT_LINK_RECORD_H
#include "util/map.h"
#include "util/str.h"

#include <time.h>

struct arena;

/* What came of asking whether links lead somewhere: a line each, with tabs between: status, day on
 * which it was asked, why, URL (without "#..."). The first line says what it is. */

enum link_life {
    LINK_ALIVE,
    LINK_DEAD,   /* nothing is there: 404, 410 or no such host, twice */
    LINK_UNTOLD, /* a refusal, an error, no answer: says nothing of the link */
};

struct link_answer {
    const char *url;
    enum link_life life;
    const char *why; /* "404", "no such host", "takes too long"; "" where it is alive */
    time_t asked;
};

struct link_record {
    struct {
        struct link_answer *items;
        size_t count, capacity;
    } answers;
    struct map by_url;
};

enum { LINK_URL_BYTES = 2000, LINK_ANSWERS = 20000 };

/* False: it is none. Lines that are not understood are passed over. */
bool link_record_read(struct arena *arena, struct str text, struct link_record *ret_record);
void link_record_add(struct arena *arena, struct link_record *record,
                     const struct link_answer *answer);
void link_record_write(const struct link_record *record, struct buf *out);
/* NULL: it was not asked. */
const struct link_answer *link_record_find(const struct link_record *record, struct str url);

/* An address as it is asked: http or https, without "#...", in ASCII. NULL: it is none that
 * anybody should ask. */
const char *link_url_clean(struct arena *arena, struct str url);
#endif
