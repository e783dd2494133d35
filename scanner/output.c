#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool in_place(const char *path)
{
    struct stat there;

    return !lstat(path, &there) && !S_ISREG(there.st_mode);
}

bool output_check(const char *path, struct rh_error *err)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    bool good = in_place(path) || (folder && !access(folder, W_OK));

    free(folder);
    return good || error_set(err, RH_ERROR_USAGE, "cannot write %s: %m", path);
}

bool output_open(const char *path, struct output *ret_output, struct rh_error *err)
{
    struct output output = {.path = path};
    int file = -1;

    if (in_place(path)) {
        output.stream = fopen(path, "we");
    } else {
        if (asprintf(&output.temporary, "%s.XXXXXX", path) < 0)
            abort();
        file = mkostemp(output.temporary, 0);
        if (file >= 0)
            output.stream = fdopen(file, "w");
    }
    if (!output.stream) {
        error_set(err, RH_ERROR_USAGE, "cannot write %s: %m", path);
        free(output.temporary);
        return false;
    }
    *ret_output = output;
    return true;
}

/* mkstemp makes a file for its owner alone; give it what any new file gets. */
static bool open_to_others(int file)
{
    mode_t mask = umask(0);

    umask(mask);
    return !fchmod(file, 0666 & ~mask);
}

bool output_finish(struct output *output, struct rh_error *err)
{
    bool good = !fflush(output->stream) && !ferror(output->stream) &&
                (!output->temporary || open_to_others(fileno(output->stream)));
    int saved = errno;

    if (fclose(output->stream) && good) {
        good = false;
        saved = errno;
    }
    if (good && output->temporary && rename(output->temporary, output->path)) {
        good = false;
        saved = errno;
    }
    if (!good && output->temporary)
        unlink(output->temporary);
    free(output->temporary);
    errno = saved;
    if (!good)
        return error_set(err, RH_ERROR_INTERNAL, "cannot write %s: %m", output->path);
    return true;
}

void output_abandon(struct output *output)
{
    fclose(output->stream);
    if (output->temporary)
        unlink(output->temporary);
    free(output->temporary);
}

bool output_finish_stdout(struct rh_error *err)
{
    if (!fflush(stdout) && !ferror(stdout))
        return true;
    if (errno == EPIPE) /* as `| head` does: nothing to say, and still no success */
        return error_set(err, RH_ERROR_INTERNAL, "%s", "");
    return error_set(err, RH_ERROR_INTERNAL, "cannot write to standard output: %m");
}
