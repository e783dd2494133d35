/* argv in, exit status out; the only place that prints errors or exits. */
#include "output.h"
#include "util/arena.h"
#include "util/date.h"
#include "verbs/verb.h"
#include "worker/worker.h"

#include <unistd.h>

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

/* "Now" is the end of the day, as with --as-of: a scan gives the same report all day long. */
static time_t end_of_day(time_t when)
{
    enum { DAY = 24 * 60 * 60 };

    return when - when % DAY + DAY - 1;
}

static bool run(struct arena *arena, int argc, char **argv, bool *ret_below, struct rh_error *err)
{
    struct options options;
    struct buf help = {0};

    if (!options_parse(arena, argc, argv, &options, err))
        return false;
    if (options.version) {
        printf("repohealth " RH_VERSION "\n%s\n", worker_confinement());
        return true;
    }
    if (options.help) {
        options_help(options.verb, &help);
        fputs(help.ptr, stdout);
        buf_release(&help);
        return true;
    }
    if (!options.verb)
        return error_set(err, RH_ERROR_USAGE,
                         "say what to do: repohealth scan TARGET, or repohealth --help");
    options.scan.as_of = end_of_day(options.as_of_given ? options.scan.as_of : time(NULL));
    options.scan.progress = !options.quiet;
    return options.verb->run(arena, &options, stdout, ret_below, err);
}

int main(int argc, char **argv)
{
    struct rh_error err = {0};
    struct arena *arena = arena_new();
    bool below = false, done;

    worker_prepare();
    done = run(arena, argc, argv, &below, &err);
    if (done && !output_finish_stdout(&err))
        done = false;
    if (!done && err.text[0])
        fprintf(stderr, "repohealth: %s\n", text_clean(arena, str_of(err.text), sizeof(err.text)));
    arena_free(arena);
    return done ? below ? EXIT_BELOW : EXIT_DONE : status_of(&err);
}
