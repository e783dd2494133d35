#ifndef FORGE_VALUE_H
#define FORGE_VALUE_H
#include "snapshot/forge.h"
#include "util/json.h"

/* Values out of a forge's answers. Whatever is missing or of a wrong kind reads as not known. */

/* Cleaned and bounded; NULL: not there, or empty. */
const char *value_text(struct arena *arena, const json_t *object, const char *key);
time_t value_moment(const json_t *object, const char *key);
int64_t value_number(const json_t *object, const char *key); /* -1: not known */
enum forge_answer value_answer(const json_t *object, const char *key);

/* Of GraphQL's Actor ("__typename") or REST's user ("type"); `association` may be NULL. */
struct forge_person value_person(struct arena *arena, const json_t *actor,
                                 const json_t *association);
/* Why it was closed, or NULL. */
const char *value_closed_as(const json_t *object, const char *key);
/* A list of {"name": ...}, or of strings. */
void value_labels(struct arena *arena, const json_t *list, struct forge_item *item);

/* Comments and events come page by page. */
void value_add_comment(struct arena *arena, struct forge_item *item,
                       const struct forge_comment *comment);
void value_add_event(struct arena *arena, struct forge_item *item, const struct forge_event *event);
/* By time; of one second, as they came. */
void value_sort_comments(struct forge_comments *comments);
#endif
