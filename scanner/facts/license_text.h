#ifndef FACTS_LICENSE_TEXT_H
#define FACTS_LICENSE_TEXT_H
#include "util/str.h"

struct arena;

/* Licences known by their text, whatever its layout, years and holders: the share of neighbouring
 * words that a text has in common with those of the SPDX list (license_texts.def). */

enum license_family {
    LICENSE_PERMISSIVE, /* public domain included */
    LICENSE_COPYLEFT,
    LICENSE_NONCOMMERCIAL,
    LICENSE_RESTRICTED, /* no derivatives, or not for every use: behaviour, time, competition */
    LICENSE_OTHER,      /* none of the known texts */
};

enum { LICENSE_PARTS = 4 };

struct license_match {
    const char *spdx[LICENSE_PARTS]; /* the texts that stand there, in their order */
    size_t count;                    /* 0: none of those known */
    enum license_family family;      /* the narrowest of them */
    bool osi;                        /* all of them are on OSI's list */
    bool narrowed;    /* a known text, with words beside it that take rights away: count is 0 */
    const char *name; /* of a licence outside the list that is known by its title; or NULL */
};

const char *license_family_name(enum license_family family); /* "permissive", ... */
/* An identifier's family, for a manifest's words; LICENSE_OTHER where it is not in the table. */
enum license_family license_family_of(struct str spdx, bool *ret_osi);

/* What a licence file says. Text beyond 256 KiB is not looked at. */
void license_identify(struct arena *arena, struct str text, struct license_match *ret_match);
#endif
