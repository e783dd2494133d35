#ifndef FACTS_RELEASE_H
#define FACTS_RELEASE_H
#include "util/str.h"

struct facts;

/* Does a tag name a version? "v1.2", "1.0rc1", "2024.1", "release-3", "pkg-v0.1.0", "core/v2". */
bool tag_is_version(struct str name);
/* Sets the metrics that the tags give; windows end at facts->date. */
void release_metrics(struct facts *facts);
/* An observation for each of the newest releases up to facts->date. */
void releases_observe(struct facts *facts);
#endif
