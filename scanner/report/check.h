#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H
#include "report/writer.h"
#include "rh/check.h"

/* A comparison, and what of it may not be. */
struct check_answer {
    const struct rh_check *check;
    int least;        /* enum rh_severity from which on something new or worse fails; above ERROR:
                         nothing does */
    unsigned require; /* bit set: 1u << enum rh_milestone; what else there is does not fail; 0: all
                         does */
};

bool check_entry_fails(const struct check_answer *answer, const struct rh_change_entry *entry);
/* A required milestone that was met and is not. */
bool check_milestone_fails(const struct check_answer *answer, enum rh_milestone milestone);
bool check_fails(const struct check_answer *answer);

/* The formats of a comparison, ending with NULL, the default first. What is not its own is the
 * report's, with what is new and worse alone. */
extern const char *const check_formats[];
void check_write(const struct check_answer *answer, const char *format,
                 const struct writer_options *options, FILE *out);

/* Each in its file. */
void check_write_text(const struct check_answer *answer, const struct writer_options *options,
                      FILE *out);
void check_write_json(const struct check_answer *answer, const struct writer_options *options,
                      FILE *out);
void check_write_markdown(const struct check_answer *answer, const struct writer_options *options,
                          FILE *out);

/* A comment that came with the change, and excuses something. */
bool check_excuses(const struct rh_check *check, const struct rh_exemption *exemption);
/* "2 new, 1 worse, 1 fixed, 14 unchanged"; what there is none of is left out, but for the last. */
void check_say_counts(const struct rh_check *check, struct buf *out);
/* "origin/main, 1a2b3c4d of 2024-05-01" */
void check_say_base(const struct rh_check *check, struct buf *out);
#endif
