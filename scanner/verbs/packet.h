#ifndef VERBS_PACKET_H
#define VERBS_PACKET_H
#include "options.h"
#include "util/str.h"

/* A folder from which another person makes the same reports: report.json, report.html, report.txt,
 * forge.json.gz where the forge was asked, packet.json (what was scanned and how, without what an
 * anonymous audit hides), COMMAND and SHA256SUMS. */

/* Makes the folder and asks the scan to keep what the forge says. */
bool packet_prepare(struct arena *arena, const char *folder, struct rh_scan_options *scan,
                    struct rh_error *err) MUST_CHECK;
bool packet_write(struct arena *arena, const char *folder, const struct rh_scan_options *scan,
                  const struct options *options, const struct rh_report *report,
                  struct rh_error *err) MUST_CHECK;

/* What a packet says. Reading it looks whether each file is still what it was made with. */
struct packet {
    struct rh_scan_options scan; /* all but where to find the target, where that is hidden */
    const char *target;          /* NULL: hidden, or not given */
    const char *subject;         /* SHA-256 of the commit's id or of the archive's bytes; or NULL */
    const char *tool_version;
    const char **profiles;
    size_t profile_count;
    struct packet_report {
        const char *file, *format;
        struct str bytes;
    } reports[3]; /* the JSON first */
};
bool packet_read(struct arena *arena, const char *folder, struct packet *ret_packet,
                 struct rh_error *err) MUST_CHECK;
/* The bytes of a report in one format. */
struct str packet_bytes(struct arena *arena, const struct rh_report *report, const char *format);
#endif
