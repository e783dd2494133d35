#include "checks/check.h"

const struct check *const checks[] = {NULL};
