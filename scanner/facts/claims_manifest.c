/* What manifests, containers and the licence file say of versions and licences. */
#include "facts/claims.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/pattern.h"
#include "util/phrase.h"

#include <string.h>

/* Licences by the words that name them; the first that fits. */
static const struct {
    const char *words, *name;
} licenses[] = {
    {"CC BY-NC-SA", "CC-BY-NC-SA"},
    {"CC-BY-NC-SA", "CC-BY-NC-SA"},
    {"CC BY-NC-ND", "CC-BY-NC-ND"},
    {"CC-BY-NC-ND", "CC-BY-NC-ND"},
    {"CC BY-NC", "CC-BY-NC"},
    {"CC-BY-NC", "CC-BY-NC"},
    {"CC BY NC", "CC-BY-NC"},
    {"CC BY-SA", "CC-BY-SA"},
    {"CC-BY-SA", "CC-BY-SA"},
    {"CC BY", "CC-BY"},
    {"CC-BY", "CC-BY"},
    {"CC0", "CC0"},
    {"AGPL*", "AGPL"},
    {"LGPL*", "LGPL"},
    {"GPL*", "GPL"},
    {"Lesser General Public", "LGPL"},
    {"Affero General Public", "AGPL"},
    {"General Public License", "GPL"},
    {"Apache*", "Apache"},
    {"BSD*", "BSD"},
    {"MPL*", "MPL"},
    {"Mozilla Public*", "MPL"},
    {"MIT", "MIT"},
    {"ISC", "ISC"},
    {"Unlicense", "Unlicense"},
    {"EUPL*", "EUPL"},
};

const char *claims_license(struct str words)
{
    for (size_t i = 0; i < sizeof(licenses) / sizeof(*licenses); i++)
        if (phrase_in(words, licenses[i].words))
            return licenses[i].name;
    return NULL;
}

static void add_versions(struct claims *claims, enum subject subject, enum voice voice,
                         const char *path, unsigned line, struct str text, struct str specifier)
{
    struct claim claim = {
        .subject = subject, .voice = voice, .path = path, .line = line, .text = text};

    if (versions_parse(specifier, &claim.versions))
        claims_add(claims, &claim);
}

static void look_at_dependency(struct claims *claims, const struct manifest *manifest,
                               enum voice voice, const struct dependency *dependency)
{
    static const struct {
        const char *key;
        enum subject subject;
    } rows[] = {
        {"python", SUBJECT_PYTHON},
        {"torch", SUBJECT_TORCH},
        {"pytorch", SUBJECT_TORCH},
        {"tensorflow", SUBJECT_TENSORFLOW},
        {"tensorflow-gpu", SUBJECT_TENSORFLOW},
        {"cudatoolkit", SUBJECT_CUDA},
        {"pytorch-cuda", SUBJECT_CUDA},
    };
    struct str specifier = str_of(dependency->specifier);

    if (*dependency->group || *dependency->marker || dependency->origin != ORIGIN_REGISTRY)
        return;
    if (manifest->kind == MANIFEST_CONDA && str_starts(specifier, "=")) {
        const char *build; /* "=3.8=py38_0" */

        specifier = str_slice(specifier, strspn(specifier.ptr, "="), specifier.len);
        build = specifier.len ? memchr(specifier.ptr, '=', specifier.len) : NULL;
        if (build)
            specifier.len = (size_t)(build - specifier.ptr);
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (!strcmp(dependency->key, rows[i].key))
            add_versions(claims, rows[i].subject, voice, manifest->path, dependency->line,
                         str_trim(dependency->text), specifier);
}

static bool is_package(enum manifest_kind kind)
{
    return kind == MANIFEST_PYPROJECT || kind == MANIFEST_SETUP_CFG || kind == MANIFEST_SETUP_PY;
}

static void look_at_manifest(struct claims *claims, struct pattern *license,
                             const struct manifest *manifest)
{
    enum voice voice = is_package(manifest->kind) ? VOICE_PACKAGE : VOICE_REQUIREMENTS;
    struct pattern_walk walk = {.rest = manifest->text};

    if (manifest->depth || manifest->for_developers || manifest->compiled ||
        manifest_is_lock(manifest->kind))
        return;
    if (manifest->language_version && voice == VOICE_PACKAGE)
        add_versions(claims, SUBJECT_PYTHON, voice, manifest->path, manifest->language_version_line,
                     str_of(manifest->language_version), str_of(manifest->language_version));
    for (size_t i = 0; i < manifest->dependencies.count; i++)
        look_at_dependency(claims, manifest, voice, &manifest->dependencies.items[i]);
    if (!is_package(manifest->kind) && manifest->kind != MANIFEST_PACKAGE_JSON)
        return;
    while (pattern_next(license, &walk)) {
        const char *name = claims_license(walk.groups.items[walk.groups.items[1].len ? 1 : 2]);

        if (name)
            claims_add(claims, &(struct claim){.subject = SUBJECT_LICENSE,
                                               .voice = VOICE_PACKAGE,
                                               .path = manifest->path,
                                               .line = walk.line,
                                               .text = str_trim(walk.line_text),
                                               .license = name});
    }
}

static void look_at_container(struct claims *claims, struct pattern *from,
                              const struct tree_file *file)
{
    static const enum subject subjects[] = {SUBJECT_PYTHON, SUBJECT_TORCH, SUBJECT_TENSORFLOW,
                                            SUBJECT_CUDA};
    struct facts *facts = claims->facts;
    struct pattern_walk walk = {0};
    struct str text;

    if (file_read(facts->snapshot, facts->arena, file->file, LIMIT_CONFIG_BYTES, &text) != READ_OK)
        return;
    walk.rest = text_utf8(facts->arena, text);
    while (pattern_next(from, &walk))
        for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects); i++)
            if (walk.groups.items[i + 1].len)
                add_versions(claims, subjects[i], VOICE_CONTAINER, file->file->path, walk.line,
                             str_trim(walk.line_text), walk.groups.items[i + 1]);
}

void claims_of_manifests(struct claims *claims)
{
    struct facts *facts = claims->facts;
    struct pattern *license = pattern_own(
        facts->arena,
        "^\\s*[\"']?license[\"']?\\s*[=:]\\s*(?:\\{\\s*text\\s*=\\s*)?[\"']([^\"']{2,60})[\"']|"
        "^\\s*license\\s*=\\s*(?=[A-Z])([\\w .-]{2,40})$");
    struct pattern *from = pattern_own(
        facts->arena, "(?i)^FROM\\s+(?:docker\\.io/)?(?:(?:library/)?python:(\\d+\\.\\d+)|"
                      "pytorch/pytorch:(\\d+\\.\\d+(?:\\.\\d+)?)|"
                      "tensorflow/tensorflow:(\\d+\\.\\d+(?:\\.\\d+)?)|nvidia/cuda:(\\d+\\.\\d+))");

    for (size_t i = 0; i < facts->manifests.all.count; i++)
        look_at_manifest(claims, license, &facts->manifests.all.items[i]);
    for (size_t i = 0; i < facts->tree.folders[0].end; i++) {
        const struct tree_file *file = &facts->tree.files[i];

        if (!strcmp(file->file->path, "Dockerfile") ||
            !strcmp(file->file->path, "docker/Dockerfile"))
            look_at_container(claims, from, file);
    }
    for (size_t i = 0; i < facts->observations.count; i++) {
        const struct observation *file = &facts->observations.items[i];
        const char *name = file->kind == OBSERVATION_LICENSE_FILE && strcmp(file->status, "unread")
                               ? claims_license(str_of(file->text))
                               : NULL;

        if (name)
            claims_add(claims, &(struct claim){.subject = SUBJECT_LICENSE,
                                               .voice = VOICE_LICENSE,
                                               .path = file->path,
                                               .text = str_of(file->text),
                                               .license = name});
    }
}
