#include "report/writer.h"

#include <string.h>

#define WRITER(name) extern const struct writer name##_writer;
#include "report/table.def"
#undef WRITER

const struct writer *const writers[] = {
#define WRITER(name) &name##_writer,
#include "report/table.def"
#undef WRITER
    NULL,
};

const struct writer *writer_by_name(const char *name)
{
    for (const struct writer *const *writer = writers; *writer; writer++)
        if (!strcmp((*writer)->name, name))
            return *writer;
    return NULL;
}
