#ifndef FACTS_HISTORY_H
#define FACTS_HISTORY_H
#include "snapshot/snapshot.h"

struct facts;
struct people;

/* What all commits together say. People are merged by .mailmap, e-mail address, GitHub's noreply
 * addresses and near names; bots stand apart. */

struct person {
    const char *name; /* the most used, cleaned for showing */
    size_t commits;
    time_t first, last; /* author times */
    bool bot;
    bool anonymous;    /* "root", "Your Name": commits of nobody who can be told */
    unsigned identity; /* private */
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
    /* issues that a message says it fixes ("fixes #12"), in no order; at most LIMIT_FIXES */
    struct {
        struct history_fix {
            unsigned number;
            time_t time;
        } * items;
        size_t count, capacity;
    } fixes;
    struct people *identities; /* private */
    unsigned *person_of;       /* private: identity -> index in people */
};

void history_collect(struct arena *arena, const struct snapshot *snapshot,
                     struct history *ret_history);
/* Who wrote a commit; NULL: none that the walk over the history showed. */
const struct person *history_person(const struct history *history, const struct commit *commit);
/* Sets the metrics that history and tags give; windows end at facts->date. */
void history_metrics(struct facts *facts);
/* Says in facts->sources where files, history and tags came from. */
void sources_collect(struct facts *facts);
/* Sets the metrics that need the paths of each commit (a window of the newest commits). */
void changes_collect(struct facts *facts);
void changes_take(struct facts *facts, const struct facts *from); /* those of another commit */
#endif
