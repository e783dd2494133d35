/* Words that several formats for people share. */
#include "report/page.h"

#include <string.h>

const char *kind_words(enum rh_kind kind)
{
    static const char *const words[] = {"repository without code yet",
                                        "monorepo",
                                        "library",
                                        "benchmark",
                                        "replication",
                                        "paper code"};

    return words[kind];
}

const char *notice_words(const char *kind)
{
    static const struct {
        const char *kind, *words;
    } rows[] = {
        {"successor", "Successor"},        {"migration", "Moving"},
        {"easier_entry", "Easier way in"}, {"unmaintained", "Not maintained"},
        {"archived", "Archived"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (!strcmp(rows[i].kind, kind))
            return rows[i].words;
    return "Note";
}

const char *source_words(const char *name)
{
    static const struct {
        const char *name, *words;
    } rows[] = {
        {"files", "some files"},
        {"history", "parts of the history"},
        {"forge", "issues and pull requests"},
        {"links", "external links"},
        {"observations", "the full list of places"},
        {"worker", NULL},
        {"settings", NULL}, /* see say_settings() */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (!strcmp(rows[i].name, name))
            return rows[i].words;
    return name;
}
