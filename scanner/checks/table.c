#include "checks/check.h"

#include <string.h>

#define CHECK(name) extern const struct check check_##name;
#include "checks/table.def"
#undef CHECK

const struct check *const checks[] = {
#define CHECK(name) &check_##name,
#include "checks/table.def"
#undef CHECK
    NULL,
};

const struct check *check_by_name(const char *name)
{
    for (const struct check *const *check = checks; *check; check++)
        if (!strcmp((*check)->name, name))
            return *check;
    return NULL;
}

const char *check_name(unsigned index)
{
    for (unsigned i = 0; i <= index; i++)
        if (!checks[i])
            return NULL;
    return checks[index]->name;
}
