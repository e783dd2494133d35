/* The licence of the repository: which files say it, and what they say. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "facts/license_text.h"
#include "util/arena.h"
#include "util/limits.h"

#include <string.h>

/* What a licence file at the root is about, by its name. */
enum purpose {
    PURPOSE_NONE,        /* no licence file, or that of third parties */
    PURPOSE_MAIN,        /* LICENSE, COPYING.txt */
    PURPOSE_ALTERNATIVE, /* LICENSE-MIT, COPYING.LESSER: one of several */
    PURPOSE_CONTENT,     /* DATA_LICENSE, MODEL_LICENSE: for what is not code */
};

struct license_file {
    const struct file *file;
    enum purpose purpose;
    enum read_status status;
    struct license_match match;
};

struct found {
    struct license_file *items;
    size_t count, capacity;
};

/* The parts of a licence file's name, beside "license" itself, and what they say. */
static const struct {
    const char *part;
    enum purpose purpose;
} name_parts[] = {
    {"md", PURPOSE_MAIN},
    {"txt", PURPOSE_MAIN},
    {"rst", PURPOSE_MAIN},
    {"markdown", PURPOSE_MAIN},
    {"html", PURPOSE_MAIN},
    {"org", PURPOSE_MAIN},
    {"adoc", PURPOSE_MAIN},
    {"tex", PURPOSE_MAIN},
    {"rtf", PURPOSE_MAIN},
    {"code", PURPOSE_MAIN},
    {"en", PURPOSE_MAIN},
    {"mit", PURPOSE_ALTERNATIVE},
    {"apache", PURPOSE_ALTERNATIVE},
    {"apache2", PURPOSE_ALTERNATIVE},
    {"bsd", PURPOSE_ALTERNATIVE},
    {"gpl", PURPOSE_ALTERNATIVE},
    {"gplv2", PURPOSE_ALTERNATIVE},
    {"gplv3", PURPOSE_ALTERNATIVE},
    {"gpl2", PURPOSE_ALTERNATIVE},
    {"gpl3", PURPOSE_ALTERNATIVE},
    {"lgpl", PURPOSE_ALTERNATIVE},
    {"lesser", PURPOSE_ALTERNATIVE},
    {"lib", PURPOSE_ALTERNATIVE},
    {"agpl", PURPOSE_ALTERNATIVE},
    {"mpl", PURPOSE_ALTERNATIVE},
    {"cc", PURPOSE_ALTERNATIVE},
    {"cc0", PURPOSE_ALTERNATIVE},
    {"by", PURPOSE_ALTERNATIVE},
    {"unlicense", PURPOSE_ALTERNATIVE},
    {"0", PURPOSE_ALTERNATIVE},
    {"1", PURPOSE_ALTERNATIVE},
    {"2", PURPOSE_ALTERNATIVE},
    {"3", PURPOSE_ALTERNATIVE},
    {"4", PURPOSE_ALTERNATIVE},
    {"clause", PURPOSE_ALTERNATIVE},
    {"nc", PURPOSE_ALTERNATIVE},
    {"sa", PURPOSE_ALTERNATIVE},
    {"data", PURPOSE_CONTENT},
    {"dataset", PURPOSE_CONTENT},
    {"datasets", PURPOSE_CONTENT},
    {"model", PURPOSE_CONTENT},
    {"models", PURPOSE_CONTENT},
    {"weight", PURPOSE_CONTENT},
    {"weights", PURPOSE_CONTENT},
    {"diff", PURPOSE_CONTENT},
    {"docs", PURPOSE_CONTENT},
    {"documentation", PURPOSE_CONTENT},
    {"content", PURPOSE_CONTENT},
    {"assets", PURPOSE_CONTENT},
};

/* Takes the next run of letters and digits off *rest. */
static bool next_part(struct str *rest, struct str *ret_part)
{
    size_t start = 0, end;

    while (start < rest->len && strchr("-_. ()", rest->ptr[start]))
        start++;
    for (end = start; end < rest->len && !strchr("-_. ()", rest->ptr[end]);)
        end++;
    *ret_part = str_slice(*rest, start, end);
    *rest = str_slice(*rest, end, rest->len);
    return ret_part->len != 0;
}

static bool is_license_word(struct str part)
{
    static const char *const words[] = {"license", "licence",   "licenses", "licences",
                                        "copying", "unlicense", "copying3"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(part, words[i]))
            return true;
    return false;
}

static enum purpose purpose_of_part(struct str part)
{
    for (size_t i = 0; i < sizeof(name_parts) / sizeof(name_parts[0]); i++)
        if (str_equal_nocase(part, name_parts[i].part))
            return name_parts[i].purpose;
    return PURPOSE_NONE;
}

static enum purpose purpose_of(const char *base)
{
    struct str rest = str_of(base), part;
    enum purpose purpose = PURPOSE_MAIN;
    bool named = false;

    while (next_part(&rest, &part)) {
        enum purpose says;

        if (!named && is_license_word(part)) {
            named = true;
            continue;
        }
        says = purpose_of_part(part);
        if (says == PURPOSE_NONE)
            return PURPOSE_NONE;
        if (says > purpose)
            purpose = says;
    }
    return named ? purpose : PURPOSE_NONE;
}

/* A link's own text is the name of the file that it stands for. */
static const struct file *follow(const struct facts *facts, const struct file *file)
{
    const struct tree_file *target;
    struct str name;

    if (file->kind != FILE_SYMLINK)
        return file;
    if (file_read(facts->snapshot, facts->arena, file, LIMIT_PATH_BYTES, &name) != READ_OK)
        return file;
    target = tree_find(&facts->tree, str_starts(name, "./") ? name.ptr + 2 : name.ptr);
    return target ? target->file : file;
}

static void look_at(struct facts *facts, const struct file *file, enum purpose purpose,
                    struct found *found)
{
    struct license_file *entry = ARENA_PUSH(facts->arena, found);
    struct str text;

    *entry = (struct license_file){.file = file, .purpose = purpose};
    entry->match.family = LICENSE_OTHER;
    entry->status =
        file_read(facts->snapshot, facts->arena, follow(facts, file), LIMIT_CONFIG_BYTES, &text);
    if (entry->status == READ_OK)
        license_identify(facts->arena, text, &entry->match);
}

/* The licence files of the root; where a subfolder is scanned and has none, those above it. */
static void find_files(struct facts *facts, struct found *found)
{
    const struct tree *tree = &facts->tree;
    const struct file_list *outside = &facts->snapshot->outside;
    const struct tree_folder *texts = tree_find_folder(tree, "LICENSES");

    for (size_t i = 0; i < tree->count; i++) {
        const struct tree_file *file = &tree->files[i];
        bool in_texts = texts && i >= texts->first && i < texts->end;
        enum purpose purpose =
            in_texts ? PURPOSE_ALTERNATIVE : purpose_of(path_base(file->file->path));

        if ((file->folder == 0 || in_texts) && purpose != PURPOSE_NONE &&
            file->language == LANGUAGE_NONE && file->file->kind != FILE_GITLINK)
            look_at(facts, file->file, purpose, found);
    }
    for (size_t i = 0; !found->count && i < outside->count; i++) {
        const char *name = outside->items[i].path;
        enum purpose purpose;

        while (text_starts(name, "../"))
            name += 3;
        purpose = strchr(name, '/') ? PURPOSE_NONE : purpose_of(name);
        if (purpose == PURPOSE_MAIN)
            look_at(facts, &outside->items[i], purpose, found);
    }
}

static void observe(struct facts *facts, const struct found *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct license_file *file = &found->items[i];
        const struct license_match *match = &file->match;
        const char *status =
            file->status == READ_OK ? license_family_name(match->family) : "unread";
        const char *text = match->count ? match->spdx[0] : match->name ? match->name : "";
        struct observation *observation = facts_observe(facts, OBSERVATION_LICENSE_FILE, status,
                                                        file->file->path, 0, str_of(text));

        if (match->narrowed)
            observation->hint = "a known text with conditions of its own";
        else if (file->purpose == PURPOSE_CONTENT)
            observation->hint = "for data, models or documents";
    }
}

/* ---- R's two-line files: the licence itself is named in DESCRIPTION ---- */

/* DESCRIPTION's names, as R spells them, without blanks. */
static const struct {
    const char *name, *spdx;
} r_names[] = {
    {"MIT", "MIT"},
    {"BSD_2_clause", "BSD-2-Clause"},
    {"BSD_3_clause", "BSD-3-Clause"},
    {"GPL-2", "GPL-2.0"},
    {"GPL(>=2)", "GPL-2.0"},
    {"GPL(>=2.0)", "GPL-2.0"},
    {"GPL-3", "GPL-3.0"},
    {"GPL(>=3)", "GPL-3.0"},
    {"GPL(>=3.0)", "GPL-3.0"},
    {"GPL-2|GPL-3", "GPL-2.0 OR GPL-3.0"},
    {"LGPL-2.1", "LGPL-2.1"},
    {"LGPL-3", "LGPL-3.0"},
    {"LGPL(>=3)", "LGPL-3.0"},
    {"AGPL-3", "AGPL-3.0"},
    {"AGPL(>=3)", "AGPL-3.0"},
    {"ApacheLicense2.0", "Apache-2.0"},
    {"ApacheLicense(==2.0)", "Apache-2.0"},
    {"ApacheLicense(>=2)", "Apache-2.0"},
    {"ApacheLicense(>=2.0)", "Apache-2.0"},
    {"Artistic-2.0", "Artistic-2.0"},
    {"CC0", "CC0-1.0"},
    {"CCBY4.0", "CC-BY-4.0"},
    {"CCBYNC4.0", "CC-BY-NC-4.0"},
    {"MPL-2.0", "MPL-2.0"},
    {"EUPL", "EUPL-1.2"},
};

/* What DESCRIPTION's License field says in SPDX's words; NULL: no such field, or other words. */
static const char *description_license(struct facts *facts)
{
    const struct tree_file *file = tree_find_description(&facts->tree);
    struct str text, line;

    if (!file || file_read(facts->snapshot, facts->arena, file->file, LIMIT_CONFIG_BYTES, &text))
        return NULL;
    while (str_next_line(&text, &line)) {
        char name[64];
        size_t length = 0;

        if (!str_starts(line, "License:"))
            continue;
        for (size_t i = 8; i < line.len && line.ptr[i] != '+' && length < sizeof(name) - 1; i++)
            if (line.ptr[i] != ' ')
                name[length++] = line.ptr[i];
        name[length] = '\0';
        for (size_t i = 0; i < sizeof(r_names) / sizeof(r_names[0]); i++)
            if (!strcasecmp(name, r_names[i].name))
                return r_names[i].spdx;
        return NULL;
    }
    return NULL;
}

static bool is_stub(struct facts *facts, const struct license_file *file)
{
    struct str text;

    return file->status == READ_OK && !file->match.count &&
           file_read(facts->snapshot, facts->arena, file->file, 4 * KIB, &text) == READ_OK &&
           str_contains_nocase(text, "copyright holder:") && str_contains_nocase(text, "year:");
}

/* ---- the answer ---- */

static const char *join(struct arena *arena, const char *text, const char *word, const char *spdx)
{
    return text ? arena_printf(arena, "%s %s %s", text, word, spdx) : spdx;
}

/* What one file says: all its texts hold. */
static const char *expression(struct arena *arena, const struct license_match *match)
{
    const char *text = NULL;

    for (size_t i = 0; i < match->count; i++)
        text = join(arena, text, "AND", match->spdx[i]);
    return text;
}

static const struct license_file *first_known(const struct found *found, enum purpose purpose)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].purpose == purpose && found->items[i].match.count)
            return &found->items[i];
    return NULL;
}

/* The lesser licence comes in two files: its own, and the general one that it adds to. */
static const struct license_file *lesser(const struct found *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].match.count == 1 && text_starts(found->items[i].match.spdx[0], "LGPL"))
            return &found->items[i];
    return NULL;
}

struct verdict {
    const char *spdx;
    enum license_family family;
    bool osi;
};

static bool decide(struct facts *facts, const struct found *found, struct verdict *verdict)
{
    const struct license_file *main = first_known(found, PURPOSE_MAIN);

    if (main && text_starts(main->match.spdx[0], "GPL") && lesser(found))
        main = lesser(found);
    if (main) {
        *verdict = (struct verdict){expression(facts->arena, &main->match), main->match.family,
                                    main->match.osi};
        return true;
    }
    *verdict = (struct verdict){NULL, LICENSE_OTHER, false};
    for (size_t i = 0; i < found->count; i++) {
        const struct license_match *match = &found->items[i].match;
        const char *spdx =
            found->items[i].purpose == PURPOSE_ALTERNATIVE ? expression(facts->arena, match) : NULL;

        if (!spdx || (verdict->spdx && strstr(verdict->spdx, spdx)))
            continue;
        verdict->spdx = join(facts->arena, verdict->spdx, "OR", spdx);
        /* whoever may choose, may choose the widest */
        if (match->family < verdict->family)
            verdict->family = match->family;
        verdict->osi = verdict->osi || match->osi;
    }
    return verdict->spdx != NULL;
}

static void answer(struct facts *facts, const struct verdict *verdict)
{
    facts_string(facts, METRIC_LICENSE_SPDX, verdict->spdx);
    facts_string(facts, METRIC_LICENSE_FAMILY, license_family_name(verdict->family));
    facts_bool(facts, METRIC_LICENSE_OSI, verdict->osi);
}

static void answer_unknown(struct facts *facts, const char *why)
{
    facts_unknown(facts, METRIC_LICENSE_SPDX, why);
    facts_unknown(facts, METRIC_LICENSE_FAMILY, why);
    facts_unknown(facts, METRIC_LICENSE_OSI, why);
}

static void set_metrics(struct facts *facts, const struct found *found)
{
    struct verdict verdict = {"NOASSERTION", LICENSE_OTHER, false};
    const char *described = description_license(facts);
    size_t relevant = 0, unread = 0, stubs = 0, content = 0;
    bool osi;

    for (size_t i = 0; i < found->count; i++) {
        content += found->items[i].purpose == PURPOSE_CONTENT;
        if (found->items[i].purpose == PURPOSE_CONTENT)
            continue;
        relevant++;
        unread += found->items[i].status != READ_OK;
        stubs += is_stub(facts, &found->items[i]);
    }
    facts_bool(facts, METRIC_LICENSE_FILE_AT_ROOT, relevant != 0);
    facts_bool(facts, METRIC_LICENSE_CONTENT_FILE, content != 0);
    facts_string(facts, METRIC_LICENSE_DESCRIPTION, described);
    facts_string(facts, METRIC_LICENSE_STATED, relevant ? "text" : described ? "name alone" : NULL);
    if (!relevant) {
        facts_string(facts, METRIC_LICENSE_SPDX, NULL);
        facts_string(facts, METRIC_LICENSE_FAMILY,
                     described ? license_family_name(license_family_of(str_of(described), &osi))
                               : NULL);
        facts_bool(facts, METRIC_LICENSE_OSI, false);
        return;
    }
    if (decide(facts, found, &verdict)) {
        answer(facts, &verdict);
    } else if (unread) {
        answer_unknown(facts, "the licence file could not be read");
    } else if (stubs && described) {
        verdict.spdx = described;
        verdict.family = license_family_of(str_of(described), &verdict.osi);
        answer(facts, &verdict);
    } else {
        verdict.spdx = "NOASSERTION";
        for (size_t i = 0; i < found->count; i++)
            if (found->items[i].purpose == PURPOSE_MAIN &&
                found->items[i].match.family != LICENSE_OTHER)
                verdict.family = found->items[i].match.family;
        answer(facts, &verdict);
    }
}

static bool is_citation(const char *path)
{
    static const char *const names[] = {"CITATION.cff", "CITATION",     "CITATION.bib",
                                        "CITATION.md",  "CITATION.txt", "inst/CITATION",
                                        "CITATIONS.bib"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcasecmp(path, names[i]))
            return true;
    return false;
}

static void find_citation(struct facts *facts)
{
    const struct tree_file *description = tree_find_description(&facts->tree);
    const char *package = description ? description->file->path : "";
    size_t folder = (size_t)(path_base(package) - package);
    bool found = false;

    for (size_t i = 0; i < facts->tree.count && !found; i++) {
        const char *path = facts->tree.files[i].file->path;

        found =
            is_citation(path) || (!strncmp(path, package, folder) && is_citation(path + folder));
    }
    facts_bool(facts, METRIC_LICENSE_CITATION_FILE, found);
}

void license_collect(struct facts *facts)
{
    struct found found = {0};

    find_files(facts, &found);
    observe(facts, &found);
    set_metrics(facts, &found);
    find_citation(facts);
}
