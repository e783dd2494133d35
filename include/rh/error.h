#ifndef RH_ERROR_H
#define RH_ERROR_H

/* What kind of trouble ended a run. main.c turns it into the exit status. */
enum rh_error_code {
    RH_ERROR_NONE,
    RH_ERROR_USAGE,    /* a bad option or argument: exit 2 */
    RH_ERROR_RULE,     /* a bad rule or settings file: exit 2 */
    RH_ERROR_TARGET,   /* the target could not be read, fetched or scanned: exit 3 */
    RH_ERROR_INTERNAL, /* ours: exit 4 */
};

/* One line for a person. Lives on the caller's stack; written only on failure; nothing to free. */
struct rh_error {
    enum rh_error_code code;
    char text[400];
};

#endif
