#ifndef REPORT_SHAPE_H
#define REPORT_SHAPE_H
#include "rh/report.h"
#include "util/error.h"
#include "util/str.h"

#include <jansson.h>

struct arena;

/* How a struct of the result model looks in JSON: one row a key, in the order of the output. The
 * writer and the reader of json-v1 both walk these rows, so neither can forget one. */

enum shape_type {
    SHAPE_CONSTANT,   /* the text in `constant`; read: must be that */
    SHAPE_TEXT,       /* const char *; NULL is null */
    SHAPE_NEEDED,     /* const char *; NULL is "" */
    SHAPE_BOOL,       /* bool */
    SHAPE_UINT,       /* unsigned */
    SHAPE_LINE,       /* unsigned; 0 is null */
    SHAPE_SHARE,      /* double, 0 to 1 */
    SHAPE_NUMBER,     /* double; NAN is null */
    SHAPE_NAME,       /* an enum, by one of `names`; a name "" is null */
    SHAPE_NAME_THEN,  /* the same; left out where it equals the row before */
    SHAPE_DIGITS,     /* char[33]: 32 hex digits; "" is null */
    SHAPE_TEXTS,      /* const char *const *, with a count */
    SHAPE_MILESTONES, /* unsigned: bit set, as a list of names */
    SHAPE_FINDINGS,   /* const size_t *, with a count: indexes of findings, as ids of rules */
    SHAPE_OBJECT,     /* a struct inside, or more rows of this one (offset 0) */
    SHAPE_OBJECTS,    /* const struct *, with a count; at most `length` where that is not 0 */
    SHAPE_ROW,        /* an array of `length` structs inside */
    SHAPE_METRICS,    /* const struct rh_metric *, with a count: one object, name to value */
};

struct shape_names {
    unsigned count;
    const char *(*name)(unsigned value);
};

struct shape;

struct shape_key {
    const char *key;
    enum shape_type type;
    size_t offset, count; /* where the value and its count stand in the struct */
    const struct shape *of;
    const struct shape_names *names;
    const char *constant;
    size_t length;
    bool own;      /* the program's or the rule's own words, or a name of theirs */
    bool optional; /* a list that is left out where it is empty */
};

struct shape {
    size_t size;                  /* of the struct */
    const struct shape_key *keys; /* ends with {0} */
};

/* The value of one key, as a new reference; NULL where it is left out. `from` is the whole struct,
 * `report` what the indexes of findings belong to. */
json_t *shape_value(const struct shape_key *key, const void *from, const struct rh_report *report);
json_t *shape_metric(const struct rh_metric *metric);

/* Reads one key of `json` (an object) into a struct. Strings are checked, cleaned and copied. */
bool shape_read_key(const struct shape_key *key, const json_t *json, struct arena *arena,
                    const struct rh_report *report, void *to, struct rh_error *err) MUST_CHECK;

/* Gives every text that is not `own` to the visitor and puts what it returns in its place. */
typedef const char *text_visitor(void *context, const char *text);
void shape_each_text(const struct shape_key *keys, void *from, text_visitor *visit, void *context);
void report_each_text(struct rh_report *report, text_visitor *visit, void *context);

/* The list that a SHAPE_OBJECTS, SHAPE_ROW or SHAPE_METRICS key stands for. */
const char *shape_items(const struct shape_key *key, const void *from, size_t *ret_count);
json_t *shape_object(const struct shape *shape, const void *from, const struct rh_report *report);
#endif
