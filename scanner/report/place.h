#ifndef REPORT_PLACE_H
#define REPORT_PLACE_H
#include "rh/report.h"
#include "util/str.h"

/* Where a piece of evidence is, seen from outside of the repository. */

/* From the repository's root, also where a subfolder was scanned; "." for the root itself, nothing
 * where it is no file. */
void place_path(const struct rh_target *target, const struct rh_evidence *place, struct buf *out);
/* The same as a relative URI. */
void place_uri(const struct rh_target *target, const struct rh_evidence *place, struct buf *out);
/* Where to read it on the forge at the commit, or its own URL; nothing where neither is known. */
void place_url(const struct rh_target *target, const struct rh_evidence *place, struct buf *out);
/* "README.md:12", "." or the URL. */
void place_words(const struct rh_target *target, const struct rh_evidence *place, struct buf *out);
/* "owner/name" of https://host/owner/name.git; what the user wrote where no URL is known. */
struct str target_name(const struct rh_target *target);

/* Whether it counts against the repository: it fails, or holds in part, and nobody has exempted it.
 */
bool finding_accuses(const struct rh_finding *finding);
/* Whether it says something about how far the repository wants to come (hygiene does). */
bool finding_in_aim(const struct rh_report *report, const struct rh_finding *finding);
/* "README.md:12: readme.links excuses nothing: take it out"; nothing where it does its work. */
void exemption_say(const struct rh_exemption *exemption, struct buf *out);
/* Its severity, one step lower where it holds in part. */
enum rh_severity finding_level(const struct rh_finding *finding);
#endif
