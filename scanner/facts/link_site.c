/* Which pages a site generator turns into a site. Declared in link_target.h. */
#include "facts/link_target.h"
#include "facts/tree.h"
#include "util/arena.h"

#include <string.h>
#include <strings.h>

/* Files that say that the folder which holds them becomes a site. */
static const char *const site_files[] = {
    "conf.py",
    "mkdocs.yml",
    "mkdocs.yaml",
    "_config.yml",
    "_config.yaml",
    "_quarto.yml",
    "_toc.yml",
    "_toctree.yml",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "book.toml",
    "SUMMARY.md",
    "hugo.toml",
    "hugo.yaml",
    "mint.json",
    "docs.json",
    "antora.yml",
    "make.jl",
    "sidebars.js",
    "sidebars.ts",
    "index.rst",
    "_pkgdown.yml",
    "pkgdown/_pkgdown.yml",
    "_pkgdown.yaml",
    "astro.config.mjs",
    ".vitepress/config.js",
    ".vitepress/config.ts",
    ".vitepress/config.mts",
    "source/conf.py",
    "myst.yml",
    "zensical.toml",
    "index.html",
    "gatsby-config.js",
    "_sidebar.md",
    "config.toml",
};

/* What a site at the root is made from, other than its README. */
static const char *const site_folders[] = {
    "docs",      "doc",       "documentation", "website", "site",   "content",
    "src",       "vignettes", "pages",         "book",    "_posts", "_docs",
    "notebooks", "tutorials", "examples",      "guides",  "blog",
};

static bool has_site_file(const struct link_context *context, struct str folder)
{
    for (size_t i = 0; i < sizeof(site_files) / sizeof(site_files[0]); i++)
        if (tree_find(context->tree,
                      arena_printf(context->arena, "%.*s%s%s", (int)folder.len, folder.ptr,
                                   folder.len ? "/" : "", site_files[i])))
            return true;
    return false;
}

/* "# Title {#name}": names that only Doxygen, Pandoc and their like read. */
static bool names_headings(const struct document *page)
{
    for (size_t i = 0; i < page->blocks.count; i++)
        if (page->blocks.items[i].kind == BLOCK_HEADING &&
            str_contains(page->blocks.items[i].text, "{#"))
            return true;
    return false;
}

bool link_page_is_generated(const struct link_context *context, const struct document *page)
{
    const char *base = path_base(page->path);
    struct str folder = {page->path, (size_t)(base - page->path)};

    folder.len -= folder.len > 0;
    if (!strncasecmp(base, "readme", strlen("readme")))
        return false;
    if (!strncasecmp(base, "index.", strlen("index.")) || names_headings(page) ||
        str_starts(page->text, "---\n") || str_starts(page->text, "---\r\n") ||
        text_ends(base, ".mdx") || text_ends(base, ".qmd") || text_ends(base, ".Rmd"))
        return true;
    while (folder.len) {
        if (has_site_file(context, folder))
            return true;
        while (folder.len && folder.ptr[--folder.len] != '/')
            ;
    }
    for (size_t i = 0; i < sizeof(site_folders) / sizeof(site_folders[0]); i++)
        if (text_starts(page->path, site_folders[i]) && page->path[strlen(site_folders[i])] == '/')
            return has_site_file(context, folder);
    return false;
}
