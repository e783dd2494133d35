#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/license_text.h"
#include "util/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define MIT_GRANT                                                                                  \
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this\n"       \
    "software and associated documentation files (the \"Software\"), to deal in the Software\n"    \
    "without restriction, including without limitation the rights to use, copy, modify, merge,\n"  \
    "publish, distribute, sublicense, and/or sell copies of the Software, and to permit\n"         \
    "persons to whom the Software is furnished to do so, subject to the following conditions:\n\n" \
    "The above copyright notice and this permission notice shall be included in all copies or\n"   \
    "substantial portions of the Software.\n\n"
#define MIT_WARRANTY                                                                               \
    "THE SOFTWARE IS PROVIDED “AS IS”, WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,\n"    \
    "INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR\n"   \
    "PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE\n"  \
    "FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR\n"       \
    "OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER\n"     \
    "DEALINGS IN THE SOFTWARE.\n"
#define MIT "Copyright (c) 2020 The Authors\n\n" MIT_GRANT MIT_WARRANTY
#define ISC                                                                                        \
    "Copyright 2019 Somebody\n\nPermission to use, copy, modify, and/or distribute this software " \
    "for any purpose with or without fee is hereby granted, provided that the above copyright "    \
    "notice and this permission notice appear in all copies.\n\nTHE SOFTWARE IS PROVIDED \"AS "    \
    "IS\" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL "     \
    "IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE "   \
    "FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER "       \
    "RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE "   \
    "OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF "    \
    "THIS SOFTWARE.\n"

static void a_text_says_its_licence(void **state)
{
    static const struct {
        const char *text, *spdx; /* NULL: none is known */
        enum license_family family;
        size_t count;
    } rows[] = {
        {MIT, "MIT", LICENSE_PERMISSIVE, 1},
        {"The MIT License (MIT)\n\n(c) 2011, 2012 X\n" MIT_GRANT MIT_WARRANTY, "MIT",
         LICENSE_PERMISSIVE, 1},
        {"> " MIT "\nThe package uses a library under its own terms.\n", "MIT", LICENSE_PERMISSIVE,
         1},
        {ISC, "ISC", LICENSE_PERMISSIVE, 1},
        {MIT "\n----\nParts of it come from elsewhere:\n\n" ISC, "MIT", LICENSE_PERMISSIVE, 2},
        {"Modified MIT License\n" MIT_GRANT "Only for non-commercial use.\n" MIT_WARRANTY, NULL,
         LICENSE_NONCOMMERCIAL, 0},
        {MIT_GRANT, NULL, LICENSE_OTHER, 0},
        {"This work is under http://creativecommons.org/licenses/by-nc-sa/4.0/ .",
         "CC-BY-NC-SA-4.0", LICENSE_NONCOMMERCIAL, 1},
        {"http://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0", LICENSE_PERMISSIVE, 1},
        {"Licensed under the Apache License, Version 2.0 (the \"License\");", "Apache-2.0",
         LICENSE_PERMISSIVE, 1},
        {"SPDX-License-Identifier: GPL-3.0-or-later", "GPL-3.0", LICENSE_COPYLEFT, 1},
        {"CreativeML Open RAIL-M\ndated August 22, 2022\n", NULL, LICENSE_RESTRICTED, 0},
        {"You may use it for academic, non-commercial work.", NULL, LICENSE_NONCOMMERCIAL, 0},
        {"", NULL, LICENSE_OTHER, 0},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct license_match match;

        license_identify(arena, str_of(rows[i].text), &match);
        if (match.count != rows[i].count || match.family != rows[i].family ||
            (rows[i].spdx && strcmp(match.spdx[0], rows[i].spdx)))
            fail_msg("row %zu: %zu texts, %s, %s", i, match.count,
                     match.count ? match.spdx[0] : "none", license_family_name(match.family));
    }
    arena_free(arena);
}

static void identifiers_have_families(void **state)
{
    bool osi;

    (void)state;
    assert_int_equal(license_family_of(STR("mit"), &osi), LICENSE_PERMISSIVE);
    assert_true(osi);
    assert_int_equal(license_family_of(STR("GPL-2.0-or-later"), &osi), LICENSE_COPYLEFT);
    assert_int_equal(license_family_of(STR("LGPL-3.0+"), &osi), LICENSE_COPYLEFT);
    assert_int_equal(license_family_of(STR("CC-BY-NC-4.0"), &osi), LICENSE_NONCOMMERCIAL);
    assert_false(osi);
    assert_int_equal(license_family_of(STR("MITX"), &osi), LICENSE_OTHER);
}

struct facts_case {
    const char *paths[4], *texts[4];
    bool at_root;
    const char *spdx, *family;
};

static void a_root_says_its_licence(void **state)
{
    static const struct facts_case cases[] = {
        {{"LICENSE"}, {MIT}, true, "MIT", "permissive"},
        {{"copying.txt"}, {MIT}, true, "MIT", "permissive"},
        {{"license.py"}, {MIT}, false, NULL, NULL},
        {{"src/LICENSE"}, {MIT}, false, NULL, NULL},
        {{"LICENSE-3RD-PARTY"}, {MIT}, false, NULL, NULL},
        {{"DATA_LICENSE"}, {MIT}, false, NULL, NULL},
        {{"LICENSE"}, {"All yours."}, true, "NOASSERTION", "other"},
        {{"LICENSE-MIT", "MIT-LICENSE.txt"}, {MIT, MIT}, true, "MIT", "permissive"},
        {{"LICENSES/ISC.txt", "LICENSES/MIT.txt"}, {ISC, MIT}, true, "ISC OR MIT", "permissive"},
        {{"LICENSE"}, {MIT "\n" ISC}, true, "MIT AND ISC", "permissive"},
        {{"DESCRIPTION", "LICENSE"},
         {"Package: x\nLicense: MIT + file LICENSE\n", "YEAR: 2021\nCOPYRIGHT HOLDER: x authors\n"},
         true,
         "MIT",
         "permissive"},
        {{"LICENSE"}, {"YEAR: 2021\nCOPYRIGHT HOLDER: x authors\n"}, true, "NOASSERTION", "other"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *arena = arena_new();
        struct facts facts = {.arena = arena};
        struct snapshot snapshot;
        size_t count = 0;

        while (count < 4 && cases[i].paths[count])
            count++;
        snapshot_from_texts(arena, cases[i].paths, cases[i].texts, count, &snapshot);
        facts.snapshot = &snapshot;
        tree_collect(arena, &snapshot, &facts.tree);
        license_collect(&facts);
        if (facts.metrics[METRIC_LICENSE_FILE_AT_ROOT].integer != cases[i].at_root)
            fail_msg("%s: at root?", cases[i].paths[0]);
        if (!cases[i].spdx) {
            assert_null(facts.metrics[METRIC_LICENSE_SPDX].string);
        } else {
            assert_string_equal(facts.metrics[METRIC_LICENSE_SPDX].string, cases[i].spdx);
            assert_string_equal(facts.metrics[METRIC_LICENSE_FAMILY].string, cases[i].family);
        }
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_says_its_licence),
        cmocka_unit_test(identifiers_have_families),
        cmocka_unit_test(a_root_says_its_licence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
