/* Files that say something by being there: by their name, at the places where people look. */
#include "facts/extract.h"
#include "facts/facts.h"
#include "util/arena.h"

#include <string.h>

enum place {
    PLACE_ROOT = 1 << 0,
    PLACE_FORGE = 1 << 1, /* .github, .gitlab */
    PLACE_DOCS = 1 << 2,  /* doc, docs/source */
    PLACE_ANY = PLACE_ROOT | PLACE_FORGE | PLACE_DOCS,
};

static const struct {
    const char *folder;
    unsigned place;
} places[] = {
    {"", PLACE_ROOT},
    {".github", PLACE_FORGE},
    {".gitlab", PLACE_FORGE},
    {"doc", PLACE_DOCS},
    {"docs", PLACE_DOCS},
    {"doc/source", PLACE_DOCS},
    {"docs/source", PLACE_DOCS},
    {"docs/src", PLACE_DOCS},
    {"documentation", PLACE_DOCS},
    {"docs/docs", PLACE_DOCS},
    {"doc/src", PLACE_DOCS},
    {"website/docs", PLACE_DOCS},
    {"inst", PLACE_DOCS},
};

/* Names without the extension of a page, in lower case, '-' and ' ' as '_'. */
static const struct {
    const char *name;
    enum metric metric;
    unsigned places;
} names[] = {
    {"changelog", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"change_log", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"changes", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"history", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"news", METRIC_RELEASE_CHANGELOG, PLACE_ROOT | PLACE_DOCS},
    {"releases", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"release_notes", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"releasenotes", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"whats_new", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"whatsnew", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"versions", METRIC_RELEASE_CHANGELOG, PLACE_ROOT},
    {"version_history", METRIC_RELEASE_CHANGELOG, PLACE_ANY},
    {"contributing", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"contribute", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"contribution", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"contributions", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"contribution_guide", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"contributor_guide", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"developing", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"development", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"developer_guide", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"hacking", METRIC_COMMUNITY_CONTRIBUTING, PLACE_ANY},
    {"issue_template", METRIC_COMMUNITY_TEMPLATES, PLACE_ANY},
    {"pull_request_template", METRIC_COMMUNITY_TEMPLATES, PLACE_ANY},
    {"code_of_conduct", METRIC_COMMUNITY_CONDUCT, PLACE_ANY},
    {"codeofconduct", METRIC_COMMUNITY_CONDUCT, PLACE_ANY},
    {"conduct", METRIC_COMMUNITY_CONDUCT, PLACE_ANY},
    {"authors", METRIC_COMMUNITY_CREDITS, PLACE_ANY},
    {"contributors", METRIC_COMMUNITY_CREDITS, PLACE_ANY},
    {"credits", METRIC_COMMUNITY_CREDITS, PLACE_ANY},
    {"thanks", METRIC_COMMUNITY_CREDITS, PLACE_ANY},
    {"acknowledgements", METRIC_COMMUNITY_CREDITS, PLACE_ANY},
    {"acknowledgments", METRIC_COMMUNITY_CREDITS, PLACE_ANY},
    {".all_contributorsrc", METRIC_COMMUNITY_CREDITS, PLACE_ROOT},
    {"governance", METRIC_COMMUNITY_GOVERNANCE, PLACE_ANY},
    {"maintainers", METRIC_COMMUNITY_GOVERNANCE, PLACE_ANY},
    {"codeowners", METRIC_MODULARITY_CODEOWNERS, PLACE_ANY},
    {"roadmap", METRIC_MODULARITY_ROADMAP, PLACE_ANY},
    {"road_map", METRIC_MODULARITY_ROADMAP, PLACE_ANY},
    {"open_problems", METRIC_MODULARITY_ROADMAP, PLACE_ANY},
};

/* Folders whose pages say it, where the folder stands at one of the places. */
static const struct {
    const char *name;
    enum metric metric;
} folders[] = {
    {"changes", METRIC_RELEASE_CHANGELOG},
    {"changelog", METRIC_RELEASE_CHANGELOG},
    {"changelog.d", METRIC_RELEASE_CHANGELOG},
    {"newsfragments", METRIC_RELEASE_CHANGELOG},
    {"release_notes", METRIC_RELEASE_CHANGELOG},
    {"releases", METRIC_RELEASE_CHANGELOG},
    {"whats_new", METRIC_RELEASE_CHANGELOG},
    {"whatsnew", METRIC_RELEASE_CHANGELOG},
    {"relnotes", METRIC_RELEASE_CHANGELOG},
    {"updates", METRIC_RELEASE_CHANGELOG},
    {"contributing", METRIC_COMMUNITY_CONTRIBUTING},
    {"contribute", METRIC_COMMUNITY_CONTRIBUTING},
    {"developer_guide", METRIC_COMMUNITY_CONTRIBUTING},
    {"developers", METRIC_COMMUNITY_CONTRIBUTING},
    {"development", METRIC_COMMUNITY_CONTRIBUTING},
    {"issue_template", METRIC_COMMUNITY_TEMPLATES},
    {"issue_templates", METRIC_COMMUNITY_TEMPLATES},
    {"pull_request_template", METRIC_COMMUNITY_TEMPLATES},
    {"merge_request_templates", METRIC_COMMUNITY_TEMPLATES},
};

enum {
    PLACE_COUNT = sizeof(places) / sizeof(places[0]),
    NAME_COUNT = sizeof(names) / sizeof(names[0]),
    FOLDER_COUNT = sizeof(folders) / sizeof(folders[0]),
    NAME_MOST = 64,
};

struct presence {
    const char *paths[METRIC_COUNT]; /* the first file that says it */
};

static unsigned place_of(struct str folder)
{
    for (size_t i = 0; i < PLACE_COUNT; i++)
        if (str_equal_nocase(folder, places[i].folder))
            return places[i].place;
    return 0;
}

/* The table's spelling of a name; false where it is longer than any in the table. */
static bool spell(struct str name, char ret_name[NAME_MOST])
{
    if (name.len >= NAME_MOST)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char byte = name.ptr[i];

        ret_name[i] = byte == '-' || byte == ' '   ? '_'
                      : byte >= 'A' && byte <= 'Z' ? (char)(byte + 32)
                                                   : byte;
    }
    ret_name[name.len] = '\0';
    return true;
}

static struct str without_page_extension(struct str name)
{
    static const char *const extensions[] = {".md",   ".txt",  ".rst", ".markdown", ".org",
                                             ".adoc", ".html", ".rd",  ".rmd",      ".qmd",
                                             ".yml",  ".yaml", ".mdx"};

    for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
        size_t length = strlen(extensions[i]);

        if (name.len > length &&
            str_equal_nocase(str_slice(name, name.len - length, name.len), extensions[i]))
            return str_slice(name, 0, name.len - length);
    }
    return name;
}

static void add(struct presence *presence, enum metric metric, const char *path)
{
    if (!presence->paths[metric])
        presence->paths[metric] = path;
}

/* `path` is seen from the root of the repository; `shown` from the folder that is scanned. */
static void look_at(struct presence *presence, const char *path, const char *shown)
{
    const char *base = path_base(path);
    struct str folder = {path, (size_t)(base - path)}, stem = without_page_extension(str_of(base));
    unsigned place;
    char name[NAME_MOST];

    if (folder.len)
        folder.len--;
    place = place_of(folder);
    if (place && spell(stem, name)) {
        for (size_t i = 0; i < NAME_COUNT; i++)
            if (names[i].places & place && !strcmp(name, names[i].name))
                add(presence, names[i].metric, shown);
    } else if (folder.len) {
        struct str parent = folder, own;

        while (parent.len && parent.ptr[parent.len - 1] != '/')
            parent.len--;
        own = str_slice(folder, parent.len, folder.len);
        if (parent.len)
            parent.len--;
        /* a page, but not the chooser's settings */
        if (!place_of(parent) || stem.len == strlen(base) || str_equal_nocase(stem, "config") ||
            !spell(own, name))
            return;
        for (size_t i = 0; i < FOLDER_COUNT; i++)
            if (!strcmp(name, folders[i].name))
                add(presence, folders[i].metric, shown);
    }
}

static bool is_container(const char *path)
{
    static const char *const starts[] = {"dockerfile", "containerfile", "singularity"};
    static const char *const exact[] = {"docker-compose.yml", "docker-compose.yaml", "cog.yaml",
                                        "devcontainer.json",  ".devcontainer.json",  "flake.nix",
                                        "apptainer.def",      "compose.yaml",        "compose.yml",
                                        "shell.nix"};
    const char *base = path_base(path);
    size_t length = strlen(base);

    if (path_depth(path) > 2)
        return false;
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (!strncasecmp(base, starts[i], strlen(starts[i])))
            return true;
    for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
        if (!strcasecmp(base, exact[i]))
            return true;
    return length > 11 && !strcasecmp(base + length - 11, ".dockerfile");
}

static bool is_binder(const char *path)
{
    return !strncmp(path, "binder/", 7) || !strncmp(path, ".binder/", 8);
}

void presence_collect(struct facts *facts)
{
    const struct tree *tree = &facts->tree;
    const struct file_list *outside = &facts->snapshot->outside;
    const struct tree_file *description = tree_find_description(tree);
    const char *package = description ? description->file->path : "";
    size_t folder = (size_t)(path_base(package) - package);
    struct presence presence = {0};

    for (size_t i = 0; i < tree->count; i++) {
        const char *path = tree->files[i].file->path;

        if (tree->files[i].roles & ROLE_VENDORED)
            continue;
        look_at(&presence, path, path);
        if (folder && !strncmp(path, package, folder))
            look_at(&presence, path + folder, path);
        if (is_container(path) && tree->files[i].language == LANGUAGE_NONE)
            add(&presence, METRIC_INSTALL_CONTAINER, path);
        if (is_binder(path))
            add(&presence, METRIC_EXAMPLES_BINDER, path);
    }
    /* what stands above a subfolder holds for it */
    for (size_t i = 0; i < outside->count; i++) {
        const char *path = outside->items[i].path;

        while (text_starts(path, "../"))
            path += 3;
        look_at(&presence, path, outside->items[i].path);
    }
    for (size_t i = 0; i < NAME_COUNT; i++)
        facts_bool(facts, names[i].metric, presence.paths[names[i].metric] != NULL);
    facts_bool(facts, METRIC_INSTALL_CONTAINER, presence.paths[METRIC_INSTALL_CONTAINER] != NULL);
    facts_bool(facts, METRIC_EXAMPLES_BINDER, presence.paths[METRIC_EXAMPLES_BINDER] != NULL);
    for (enum metric metric = 0; metric < METRIC_COUNT; metric++)
        if (presence.paths[metric])
            facts_observe(facts, OBSERVATION_NAMED_FILE, "found", presence.paths[metric], 0,
                          str_of(metric_infos[metric].name));
}
