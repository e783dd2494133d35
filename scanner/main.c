/* argv in, exit status out; the only place that prints errors or exits. */
#include "rh/scan.h"

#include "report/writer.h"

#include <stdio.h>
#include <time.h>

enum exit_status {
    EXIT_DONE = 0,
    EXIT_BELOW = 1,  /* done, and below what --require or --fail-on asks */
    EXIT_USAGE = 2,  /* misuse, or a bad rule or settings file */
    EXIT_TARGET = 3, /* the target could not be read */
    EXIT_INTERNAL = 4,
};

static int status_of(const struct rh_error *err)
{
    switch (err->code) {
    case RH_ERROR_NONE:
        return EXIT_DONE;
    case RH_ERROR_USAGE:
    case RH_ERROR_RULE:
        return EXIT_USAGE;
    case RH_ERROR_TARGET:
        return EXIT_TARGET;
    case RH_ERROR_INTERNAL:
        break;
    }
    return EXIT_INTERNAL;
}

int main(int argc, char **argv)
{
    struct rh_error err = {0};
    struct rh_scan_options options = {.target = argc > 1 ? argv[argc - 1] : ".",
                                      .as_of = time(NULL)};
    struct rh_ruleset *ruleset = rh_ruleset_load(NULL, 0, &err);
    struct rh_report *report = ruleset ? rh_scan(ruleset, &options, &err) : NULL;

    if (!report)
        fprintf(stderr, "repohealth: %s\n", err.text);
    else
        writer_by_name("json")->write(report, &(struct writer_options){0}, stdout);
    rh_report_free(report);
    rh_ruleset_free(ruleset);
    return status_of(&err);
}
