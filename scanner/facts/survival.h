#ifndef FACTS_SURVIVAL_H
#define FACTS_SURVIVAL_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* How long people wait, when some of them wait still. Who waits still has waited at least so long:
 * to leave them out would remember the fast answers and forget the slow and the missing. The
 * estimators, each with where it is written down:
 *   S(t), the share that waits longer than t   Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958)
 *   its standard error                         Greenwood, Rep. Public Health Med. Subj. 33 (1926)
 *   its interval, on the scale log(-log S)     Kalbfleisch and Prentice, Wiley (1980), 1.4
 *   the interval of a quantile                 Brookmeyer and Crowley, Biometrics 38 (1982)
 *   the mean that counts at most tau           Irwin, J. Hyg. 47 (1949); Royston and Parmar,
 *                                              BMC Med. Res. Methodol. 13:152 (2013)
 *   the share answered where some withdraw     Aalen and Johansen, Scand. J. Stat. 5 (1978)
 * Of ends at the same time an answer comes first: who withdrew at t, or was seen last at t, was
 * still waiting when somebody was answered at t. What is not defined is NAN. */

enum wait_end {
    WAIT_GOES_ON, /* was last seen waiting */
    WAIT_ANSWERED,
    WAIT_WITHDRAWN, /* ended without an answer; for S(t) the same as going on */
};

struct wait {
    double time; /* any unit, 0 or more */
    enum wait_end end;
};

/* The curve falls at its steps and is level between them. */
struct survival_step {
    double time;
    size_t at_risk, answered, left; /* how many wait just before; are answered; end otherwise */
    double share;                   /* S(time): waits longer */
    double error;                   /* of the share; NAN where it is 0 */
    double area;                    /* under S from 0 to here */
    double incidence; /* share that was answered until then, the withdrawn never counted as waiting
                       */
};

struct survival {
    struct survival_step *steps; /* one for each time at which a wait ended or was last seen */
    size_t step_count;
    size_t count, answered, withdrawn;
    double longest; /* wait that was seen; 0 where there is none */
};

struct interval {
    double low, high; /* 95 of 100 such intervals hold the truth; NAN: open on that side */
};

/* Sorts the waits. */
struct survival survival_of(struct arena *arena, struct wait *waits, size_t count);

/* The share that waits longer than this; NAN beyond the longest wait that was seen. */
double survival_share(const struct survival *survival, double time);
/* Both NAN where the share is 0 or 1: there the scale has no value. */
struct interval survival_share_interval(const struct survival *survival, double time);
/* The shortest time in which the share `part` (0.5: the median) was answered; NAN: never so far,
 * then it is more than `longest`. Where S is exactly 1 - part over a stretch, its beginning. */
double survival_quantile(const struct survival *survival, double part);
struct interval survival_quantile_interval(const struct survival *survival, double part);
/* The mean wait, each wait counted up to `most`; NAN where nobody was seen that long. */
double survival_mean(const struct survival *survival, double most);
double survival_mean_error(const struct survival *survival, double most);
/* The share answered within this time; unlike 1 - S it takes the withdrawn for answered never. */
double survival_incidence(const struct survival *survival, double time);

/* The smallest number of people who did at least this share of all that was done; 0: nothing was.
 * CHAOSS calls it the contributor absence factor. Sorts the counts. */
size_t absence_factor(size_t *counts, size_t count, double share);
#endif
