#ifndef FACTS_HOSTS_H
#define FACTS_HOSTS_H
#include "util/str.h"

/* What an address on the web leads to, by its host and path alone: data, the same for every
 * repository. */

enum host_use {
    HOST_PAPER = 1 << 0,
    HOST_DURABLE = 1 << 1, /* an archive that promises to keep what it holds */
    HOST_HUB = 1 << 2,     /* a model or data set on a hub made for them */
    HOST_QUOTA = 1 << 3,   /* quotas, log-in, one person's account: Drive, Dropbox, campus disks */
    HOST_DEMO = 1 << 4,    /* runs in the browser, nothing to install */
    HOST_FILE = 1 << 5,    /* weights or data, by the name's ending */
    HOST_CODE = 1 << 6,    /* a forge */
    HOST_MEDIA = 1 << 7,   /* videos, pictures, social networks */
    HOST_STORAGE = 1 << 8, /* rented to hand out files */
    HOST_ARCHIVE = 1 << 9, /* .zip and the like, by the name's ending: of anything */
};

struct address {
    struct str host; /* without user and port, in the case in which it is written */
    struct str path; /* with its '/', without query and fragment; may be empty */
};

/* False where the text is no http, https or ftp address. */
bool address_parse(struct str url, struct address *ret_address);
/* enum host_use, or-ed. */
unsigned address_uses(const struct address *address);
/* The host is `name` or below it. */
bool address_is_at(const struct address *address, const char *name);
#endif
