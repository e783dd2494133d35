/* What the commands and examples of a page ask for, as steps. */
#include "facts/route.h"
#include "util/arena.h"
#include "util/phrase.h"

#include <limits.h>
#include <string.h>

enum { MOST_COMMANDS = 2000, MOST_PARENTS = 12, MOST_WORDS = 240 };

unsigned route_section(const struct step *step)
{
    return step->page && step->block < step->page->blocks.count
               ? step->page->blocks.items[step->block].kind == BLOCK_HEADING
                     ? step->block
                     : step->page->blocks.items[step->block].section
               : UINT_MAX;
}

unsigned route_parent(const struct document *page, unsigned heading)
{
    unsigned level, above;

    if (heading >= page->blocks.count)
        return UINT_MAX;
    level = page->blocks.items[heading].level;
    above = page->blocks.items[heading].section;
    /* headings above, one after the other: far fewer than blocks, and few in practice */
    for (unsigned i = 0; i < 200 && above < page->blocks.count; i++) {
        if (page->blocks.items[above].level < level)
            return above;
        above = page->blocks.items[above].section;
    }
    return UINT_MAX;
}

bool route_is_aside(const struct document *page, unsigned section)
{
    static const char *const words[] = {"contribut*",
                                        "developers",
                                        "development",
                                        "developing",
                                        "tests",
                                        "testing the*",
                                        "unit test*",
                                        "run tests",
                                        "running tests",
                                        "running the tests",
                                        "citation*",
                                        "citing",
                                        "cite",
                                        "license",
                                        "licence",
                                        "acknowledg*",
                                        "faq",
                                        "frequently*",
                                        "troubleshoot*",
                                        "news",
                                        "changelog",
                                        "change log",
                                        "what's new",
                                        "updates",
                                        "uninstall*",
                                        "known issues",
                                        "references",
                                        "related",
                                        "release notes",
                                        "roadmap",
                                        "todo",
                                        "publications",
                                        "upgrad*",
                                        "migrat*",
                                        "optional*",
                                        "build the doc*",
                                        "building the doc*",
                                        "building doc*",
                                        "documentation build",
                                        "for developers",
                                        "development setup",
                                        "table of contents",
                                        "papers",
                                        "common issues",
                                        "pre-commit",
                                        "benchmarking",
                                        "projects using*",
                                        NULL};

    for (unsigned i = 0; i < MOST_PARENTS && section < page->blocks.count; i++) {
        struct str text = page->blocks.items[section].text;

        if (page->blocks.items[section].level > 1 && phrase_any(text, words) &&
            !phrase_in(text, "install*"))
            return true;
        section = route_parent(page, section);
    }
    return false;
}

static struct step *add(struct route *route, const struct step *step)
{
    if (route->count == ROUTE_STEPS) {
        route->cut = true;
        return NULL;
    }
    route->steps[route->count] = *step;
    return &route->steps[route->count++];
}

/* A reader copies the whole block: what is of one kind there is one step. */
static bool merges(const struct route *route, const struct step *step)
{
    const struct step *last = route->count ? &route->steps[route->count - 1] : NULL;

    if (!last || last->page != step->page || last->block != step->block || last->by_hand ||
        step->kind == STEP_RUN)
        return false;
    return last->kind == step->kind ||
           (last->kind == STEP_INSTALL && step->kind == STEP_BUILD && step->free) ||
           (step->free && step->kind == STEP_CLONE);
}

static void merge(struct step *last, const struct step *step)
{
    if (last->free && !step->free) {
        last->text = step->text;
        last->line = last->line < step->line ? last->line : step->line;
    }
    last->more += !step->free && !last->free;
    last->free = last->free && step->free;
    last->end_line = step->line;
    last->from_tree |= step->from_tree;
    last->has_blanks |= step->has_blanks;
    if (step->self && !last->self)
        last->self = step->self;
}

static bool is_alone_inline(const struct step *step, const struct command *command)
{
    /* a name in a sentence, unless it installs or runs a script of the tree */
    return command->shown == SHOWN_INLINE &&
           !(step->kind == STEP_INSTALL || step->kind == STEP_CLONE ||
             ((step->kind == STEP_RUN || step->kind == STEP_PREPARE ||
               step->kind == STEP_DOWNLOAD) &&
              step->from_tree));
}

/* What the words before a command make of it: only some readers need it. */
static bool is_optional(const struct document *page, const struct command *command,
                        enum step_kind kind)
{
    static const char *const words[] = {"optional*",
                                        "if you want*",
                                        "if you wish*",
                                        "if you'd like*",
                                        "if you would like*",
                                        "if you see",
                                        "if you encounter*",
                                        "if you get",
                                        "if you run into*",
                                        "if you face*",
                                        "if you meet*",
                                        "in case of*",
                                        "in case you*",
                                        "you may need*",
                                        "might need*",
                                        "if installation fails",
                                        "if it fails",
                                        "if this fails",
                                        "additional packages for*",
                                        "extra dependenc*",
                                        "for developers",
                                        "for development",
                                        "to contribute*",
                                        "if you plan*",
                                        "if you intend*",
                                        "to run the tests",
                                        "to build the doc*",
                                        NULL};
    const struct block *block =
        command->block < page->blocks.count ? &page->blocks.items[command->block] : NULL;
    struct str text;

    if (!block || kind == STEP_RUN || kind == STEP_PREPARE)
        return false;
    if (command->shown != SHOWN_INLINE) {
        if (!command->block)
            return false;
        block--;
    }
    if (block->kind == BLOCK_CODE || block->kind == BLOCK_TABLE)
        return false;
    text = block->text;
    if (command->shown != SHOWN_INLINE && text.len > MOST_WORDS)
        text = str_slice(text, text.len - MOST_WORDS, text.len);
    return phrase_any(text, words);
}

static void read_example(struct route *route, const struct document *page, unsigned index)
{
    const struct block *block = &page->blocks.items[index];
    struct step step = {
        .page = page, .line = block->text_line, .end_line = block->end_line, .block = index};
    struct str rest = block->text;

    if (block->kind != BLOCK_CODE || block->shown == SHOWN_INLINE ||
        route_is_aside(page, block->section))
        return;
    while (!step.text.len && str_next_line(&rest, &step.text))
        step.text = str_trim(step.text);
    if (content_shows_use(block)) {
        step.kind = STEP_RUN;
        step.result = true;
    } else if (content_shows_install(block)) {
        step.kind = STEP_INSTALL;
    } else {
        return;
    }
    add(route, &step);
}

void route_read(struct route *route, const struct document *page)
{
    size_t at = 0;

    route->reading.readme = page;
    for (unsigned i = 0; i <= page->blocks.count; i++) {
        bool any = false;

        for (;
             at < page->commands.count && at < MOST_COMMANDS && page->commands.items[at].block <= i;
             at++) {
            const struct command *command = &page->commands.items[at];
            struct step step;

            any |= command->shown != SHOWN_INLINE;
            if (i < page->blocks.count && route_is_aside(page, page->blocks.items[i].section))
                continue;
            if (route_command(route, command, &step) == STEP_NONE ||
                is_alone_inline(&step, command) || is_optional(page, command, step.kind))
                continue;
            if (merges(route, &step))
                merge(&route->steps[route->count - 1], &step);
            else
                add(route, &step);
        }
        if (!any && i < page->blocks.count)
            read_example(route, page, i);
    }
}

/* By insertion: nearly sorted, and bounded. A followed page stands where it was put. */
void route_sort(struct route *route)
{
    for (size_t i = 1; i < route->count; i++) {
        struct step step = route->steps[i];
        size_t at = i;

        while (at && route->steps[at - 1].page == step.page &&
               route->steps[at - 1].line > step.line) {
            route->steps[at] = route->steps[at - 1];
            at--;
        }
        route->steps[at] = step;
    }
}

unsigned route_cost(const struct step *step)
{
    if (step->kind == STEP_LOGIN)
        return 3;
    return step->by_hand ? 2 : 1;
}
