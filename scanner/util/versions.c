#include "util/versions.h"

#include <string.h>

enum { PARTS = 3, PART_MOST = 99999 };

static const int64_t weights[PARTS] = {10000000000, 100000, 1};

/* How many parts were read; 0: none. */
static unsigned read_parts(struct str text, int64_t ret_parts[PARTS])
{
    unsigned count = 0;
    size_t at = 0;

    if (at < text.len && (text.ptr[at] == 'v' || text.ptr[at] == 'V'))
        at++;
    while (count < PARTS) {
        size_t start = at;
        int64_t part = 0;

        while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9' && part <= PART_MOST)
            part = part * 10 + (text.ptr[at++] - '0');
        if (at == start || part > PART_MOST)
            break;
        ret_parts[count++] = part;
        if (at >= text.len || text.ptr[at] != '.')
            break;
        at++;
    }
    return count;
}

static struct versions of_parts(const int64_t parts[PARTS], unsigned count)
{
    int64_t low = 0;

    for (unsigned i = 0; i < count && i < PARTS; i++)
        low += parts[i] * weights[i];
    return (struct versions){low, low + weights[count - 1]};
}

bool versions_of(struct str number, struct versions *ret_versions)
{
    int64_t parts[PARTS] = {0};
    unsigned count = read_parts(str_trim(number), parts);

    if (!count)
        return false;
    *ret_versions = of_parts(parts, count);
    return true;
}

static void raise_low(struct versions *versions, int64_t low)
{
    if (low > versions->low)
        versions->low = low;
}

static void lower_high(struct versions *versions, int64_t high)
{
    if (high < versions->high)
        versions->high = high;
}

bool versions_bound(struct versions *versions, struct str sign, struct str number)
{
    int64_t parts[PARTS] = {0};
    unsigned count = read_parts(str_trim(number), parts);
    struct versions exact;

    if (!count)
        return false;
    exact = of_parts(parts, count);
    if (str_equal(sign, ">=") || str_equal(sign, ">")) {
        raise_low(versions, exact.low);
    } else if (str_equal(sign, "<")) {
        lower_high(versions, exact.low);
    } else if (str_equal(sign, "<=")) {
        lower_high(versions, exact.high);
    } else if (str_equal(sign, "~=") || str_equal(sign, "^") || str_equal(sign, "~")) {
        unsigned kept = str_equal(sign, "^") || count < 2 ? 1 : count - 1;

        raise_low(versions, exact.low);
        lower_high(versions, of_parts(parts, kept).high);
    } else if (!sign.len || str_equal(sign, "==") || str_equal(sign, "=") ||
               str_equal(sign, "===")) {
        raise_low(versions, exact.low);
        lower_high(versions, exact.high);
    } else if (!str_equal(sign, "!=")) {
        return false;
    }
    return true;
}

bool versions_parse(struct str specifier, struct versions *ret_versions)
{
    struct versions versions = {0, VERSION_ANY};
    bool any = false;

    while (specifier.len) {
        const char *comma = memchr(specifier.ptr, ',', specifier.len);
        struct str one =
            str_slice(specifier, 0, comma ? (size_t)(comma - specifier.ptr) : specifier.len);
        size_t sign = 0;

        specifier = str_slice(specifier, one.len + 1, specifier.len);
        one = str_trim(one);
        if (!one.len)
            continue;
        while (sign < one.len && strchr("<>=!~^", one.ptr[sign]))
            sign++;
        if (!versions_bound(&versions, str_slice(one, 0, sign), str_slice(one, sign, one.len)))
            return false;
        any = true;
    }
    if (!any || versions.low >= versions.high)
        return false;
    *ret_versions = versions;
    return true;
}

bool versions_meet(struct versions a, struct versions b)
{
    return (a.low > b.low ? a.low : b.low) < (a.high < b.high ? a.high : b.high);
}
