#include "ruleset/fingerprint.h"

#include "checks/check.h"
#include "ruleset/digest.h"
#include "util/limits.h"
#include "util/str.h"

#include <stdio.h>
#include <string.h>

static struct str subject(const struct rh_evidence *evidence)
{
    if (evidence->url && !evidence->path) /* its quote may tell an age */
        return str_of(evidence->url);
    if (evidence->quote)
        return str_of(evidence->quote);
    return str_of(evidence->path ? path_base(evidence->path) : "");
}

/* Small letters, one blank for any number. */
static struct str normalise(struct str text, char *buffer, size_t size)
{
    struct str word;
    size_t used = 0;

    while (str_next_word(&text, &word)) {
        if (used && used < size)
            buffer[used++] = ' ';
        for (size_t i = 0; i < word.len && used < size; i++) {
            char c = word.ptr[i];

            buffer[used++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
    }
    return (struct str){buffer, used};
}

void fingerprint_all(const struct rh_rule *rule, struct rh_evidence *evidence, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[2 * LIMIT_SHOWN_PATH_BYTES], ordinal[24];
        struct str pieces[] = {str_of(rule->id),
                               str_of(rule->check->name),
                               normalise(subject(&evidence[i]), text, sizeof(text)),
                               {0}};
        unsigned before = 0;

        for (size_t j = 0; j < i; j++) {
            char other[sizeof(text)];
            struct str twin = normalise(subject(&evidence[j]), other, sizeof(other));

            before += twin.len == pieces[2].len && !memcmp(twin.ptr, pieces[2].ptr, twin.len);
        }
        pieces[3] = (struct str){ordinal, (size_t)snprintf(ordinal, sizeof(ordinal), "%u", before)};
        digest_pieces(pieces, sizeof(pieces) / sizeof(*pieces), evidence[i].fingerprint);
    }
}
