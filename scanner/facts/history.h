#ifndef FACTS_HISTORY_H
#define FACTS_HISTORY_H
#include "snapshot/snapshot.h"

/* What all commits together say. People are merged by .mailmap, e-mail address, GitHub's noreply
 * addresses and near names; bots stand apart. */

struct person {
    const char *name; /* the most used, cleaned for showing */
    size_t commits;
    time_t first, last; /* author times */
    bool bot;
};

struct history {
    enum history_end end;
    const char *partial; /* why the history is not whole, in a clause; NULL: it is */
    size_t commits;      /* merges included */
    size_t author_names; /* distinct author names, bots left out, aliases not merged */
    size_t author_names_with_3_commits; /* of those names */
    struct {
        struct person *items;
        size_t count, capacity;
    } people;            /* most commits first */
    time_t first, last;  /* author times; 0 where there are no commits */
    int last_offset;     /* minutes east of UTC of the newest author time */
    size_t merged_pulls; /* "Merge pull request #n", squashes "(#n)" */
    /* each commit's author time and person, sorted by time: for windows that end at a date */
    struct {
        struct history_commit {
            time_t time;
            unsigned person;
            bool merge;
        } * items;
        size_t count, capacity;
    } timeline;
};

void history_collect(struct arena *arena, const struct snapshot *snapshot,
                     struct history *ret_history);
#endif
