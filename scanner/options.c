#include "options.h"

#include "report/writer.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"
#include "util/nearest.h"
#include "util/wrap.h"
#include "verbs/verb.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80, HELP_COLUMN = 28, LONG_ONLY = 256, DEFAULT_KEEP = 0, DEFAULT_API_WAIT = 30 };

enum option_type {
    OPTION_HEADING,
    OPTION_FLAG,       /* bool */
    OPTION_TEXT,       /* const char * */
    OPTION_LIST,       /* struct option_list: may be given several times */
    OPTION_DATE,       /* time_t, the day's last second; sets as_of_given */
    OPTION_DAY,        /* time_t, its first second */
    OPTION_NUMBER,     /* unsigned */
    OPTION_COUNT,      /* unsigned, at least 1 */
    OPTION_CHOICE,     /* int: the index in choices */
    OPTION_MILESTONES, /* unsigned: bit set */
};

struct option_row {
    enum option_type type;
    const char *name;
    char letter;
    const char *argument;
    size_t offset;  /* in struct options */
    unsigned verbs; /* bit set of 1u << VERB_... that take it */
    const char *const *choices;
    const char *help;
};

#define AT(member) offsetof(struct options, member)

enum {
    SCAN = 1u << VERB_scan,
    CHECK = 1u << VERB_check,
    FACTS = 1u << VERB_facts,
    CACHE = 1u << VERB_cache,
    RULES = 1u << VERB_rules,
    EXPLAIN = 1u << VERB_explain,
    COMPARE = 1u << VERB_compare,
    TREND = 1u << VERB_trend,
    AUDIT = 1u << VERB_audit,
    REPLAY = 1u << VERB_replay,
    READS = SCAN | FACTS | AUDIT | COMPARE | TREND, /* looks at a target */
    ONE = SCAN | FACTS | AUDIT | TREND,             /* at a single one */
    OPENS = READS | CHECK | EXPLAIN,
    PRINTS = SCAN | AUDIT | CHECK | COMPARE | TREND,
    JUDGES = READS | CHECK | RULES | EXPLAIN,
    ANY = ~0u >> 1,
};

static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const severities[] = {"never", "note", "warning", "error", NULL};
static const char *const parts[] = {"history", NULL};
static const char *const askings[] = {"auto", "always", "never", NULL};
static const char *const aims[] = {"release", "project", NULL};

static const struct option_row rows[] = {
    {OPTION_HEADING, .verbs = EXPLAIN, .help = "How a line of the documentation was judged"},
    {OPTION_TEXT, "trace", 0, "PATH:LINE", AT(scan.trace), EXPLAIN, NULL,
     "in place of a rule: say each step that was tried for the files, commands and flags that "
     "this line of a page names, and what it gave; RULE is then the TARGET"},

    {OPTION_HEADING, .verbs = OPENS | CACHE, .help = "What to look at"},
    {OPTION_TEXT, "rev", 0, "REV", AT(scan.rev), ONE | REPLAY | CHECK | EXPLAIN, NULL,
     "a branch, tag or commit (also v1~2, or main@{2024-01-31}: as it was on that day), instead of "
     "the work tree or HEAD"},
    {OPTION_TEXT, "base", 0, "REV", AT(base), CHECK, NULL,
     "compare with where the change left this branch, tag or commit [told by the CI system, else "
     "origin's default branch]"},
    {OPTION_TEXT, "path", 0, "FOLDER", AT(scan.path), OPENS, NULL,
     "one project inside the repository"},
    {OPTION_FLAG, "offline", 0, NULL, AT(scan.offline), OPENS | REPLAY, NULL,
     "use what the cache has; no network"},
    {OPTION_TEXT, "cache-dir", 0, "FOLDER", AT(scan.cache_dir), OPENS | CACHE | REPLAY, NULL,
     "where remote repositories are kept [$XDG_CACHE_HOME/repohealth]"},
    {OPTION_COUNT, "timeout", 0, "SECONDS", AT(scan.timeout), OPENS | REPLAY, NULL,
     "give up reading after so long [60]"},
    {OPTION_TEXT, "only", 0, "PART", AT(scan.only), FACTS, parts, "look at nothing else: history"},
    {OPTION_FLAG, "trust-local", 0, NULL, AT(scan.trust_local), OPENS, NULL,
     "follow a local repository's git configuration out of its folder"},

    {OPTION_HEADING, .verbs = READS, .help = "Issues and pull requests"},
    {OPTION_CHOICE, "issues", 0, "WHEN", AT(scan.issues), READS, askings,
     "ask GitHub about them: auto (for a target that is given by URL or as owner/name), always "
     "(for "
     "a local repository its origin) or never [auto]"},
    {OPTION_TEXT, "forge", 0, "FILE", AT(scan.forge), ONE, NULL,
     "use a record of what was said, in place of asking"},
    {OPTION_TEXT, "save-forge", 0, "FILE", AT(scan.save_forge), ONE, NULL,
     "keep what was said, for --forge; compressed where the name ends with .gz"},
    {OPTION_TEXT, "api-url", 0, "URL", AT(scan.api_url), READS, NULL,
     "of the API, for GitHub Enterprise [by the target's host, or GH_HOST]"},
    {OPTION_NUMBER, "max-requests", 0, "N", AT(scan.max_requests), READS, NULL,
     "ask no more often than that [40; without a token 50]"},
    {OPTION_NUMBER, "api-wait", 0, "SECONDS", AT(scan.api_wait), READS, NULL,
     "wait no longer than that, in all, where GitHub wants us to [30]"},

    {OPTION_HEADING, .verbs = SCAN | FACTS | COMPARE,
     .help = "Links that lead out of the repository"},
    {OPTION_FLAG, "links", 0, NULL, AT(scan.links), SCAN | FACTS | AUDIT | COMPARE, NULL,
     "ask each, at most 200 and for a minute, whether something is there; answers are kept for a "
     "week, and with --offline those alone are used"},

    {OPTION_NUMBER, "keep", 0, "MIB", AT(keep), CACHE, NULL,
     "how much clean may leave, the newest first [0: nothing]"},

    {OPTION_HEADING, .verbs = JUDGES, .help = "How to judge"},
    {OPTION_DATE, "as-of", 0, "DATE", AT(scan.as_of), READS | CHECK, NULL,
     "judge as on that day, YYYY-MM-DD [today]"},
    {OPTION_TEXT, "aim", 0, "AIM", AT(scan.aim), PRINTS, aims,
     "release (usable, useful, approachable) or project (all seven) [by the kind of repository]"},
    {OPTION_LIST, "rules", 0, "FILE", AT(rules), JUDGES | REPLAY, NULL,
     "add or replace rules from a YAML file or a folder of them; may be repeated"},
    {OPTION_TEXT, "config", 0, "FILE", AT(scan.config), READS | CHECK, NULL,
     "settings to use in place of the target's own .repohealth.yml"},
    {OPTION_FLAG, "trust-repo-config", 0, NULL, AT(scan.trust_config),
     SCAN | FACTS | COMPARE | TREND | CHECK, NULL,
     "let the target's own .repohealth.yml do all that --config may"},

    {OPTION_LIST, "profile", 0, "NAME", AT(profiles), SCAN | AUDIT, NULL,
     "ask the rules of a profile too: anonymity (what reveals the authors); may be repeated"},

    {OPTION_HEADING, .verbs = AUDIT, .help = "As a reviewer"},
    {OPTION_TEXT, "paper", 0, "REV", AT(scan.paper), AUDIT, NULL,
     "the tag, branch or commit that the paper speaks of [looked for in README, CITATION.cff, "
     "tags and branches]"},
    {OPTION_DAY, "paper-date", 0, "DATE", AT(scan.paper_date), AUDIT, NULL,
     "when the paper came out: the nearest tag or commit is meant"},
    {OPTION_FLAG, "anonymous", 0, NULL, AT(scan.anonymous), SCAN | AUDIT, NULL,
     "mask names, e-mail addresses, home folders and remotes in all that is printed [of archives]"},
    {OPTION_FLAG, "names", 0, NULL, AT(scan.names), AUDIT, NULL, "do not, of an archive either"},
    {OPTION_TEXT, "packet", 0, "FOLDER", AT(packet), AUDIT, NULL,
     "write what another person needs to make the same report: repohealth replay FOLDER"},

    {OPTION_HEADING, .verbs = RULES, .help = "Which rules to list"},
    {OPTION_TEXT, "milestone", 0, "M0", AT(milestone), RULES, NULL, "those of one milestone"},
    {OPTION_TEXT, "area", 0, "AREA", AT(area), RULES, NULL, "those of one area: install, readme"},

    {OPTION_HEADING, .verbs = TREND, .help = "Which points of the history"},
    {OPTION_COUNT, "every", 0, "MONTHS", AT(every), TREND, NULL,
     "look back so many months each time [the releases; every 6 months where there are none]"},
    {OPTION_COUNT, "points", 0, "N", AT(points), TREND, NULL, "the newest N [24]"},

    {OPTION_HEADING, .verbs = PRINTS, .help = "What to print"},
    {OPTION_LIST, "format", 'f', "NAME[:FILE]", AT(formats), PRINTS, NULL, ""},
    {OPTION_TEXT, "output", 'o', "FILE", AT(output), PRINTS, NULL,
     "write there instead of to standard output; appears whole or not at all"},
    {OPTION_FLAG, "all", 0, NULL, AT(all), PRINTS, NULL, "every finding, also what holds"},
    {OPTION_FLAG, "scores", 0, NULL, AT(scores), SCAN | AUDIT, NULL,
     "the numbers behind each milestone, with what is not known as a range"},
    {OPTION_CHOICE, "color", 0, "WHEN", AT(color), PRINTS, colors, "auto, always or never [auto]"},
    {OPTION_FLAG, "quiet", 'q', NULL, AT(quiet), READS | CHECK, NULL,
     "no progress and no text report, only formats that are asked for and the exit status"},

    {OPTION_HEADING, .verbs = SCAN | CHECK, .help = "What counts as good enough"},
    {OPTION_MILESTONES, "require", 0, "M0,M2", AT(require), SCAN | CHECK, NULL,
     "exit with 1 unless these milestones are met; check: only where what belongs to them is new "
     "or worse"},
    {OPTION_CHOICE, "fail-on", 0, "SEVERITY", AT(fail_on), SCAN | CHECK, severities,
     "exit with 1 on a failed rule of this severity or above: note, warning, error or never "
     "[never; check: note, of what is new or worse]"},

    {OPTION_HEADING, .verbs = ANY, .help = "Else"},
    {OPTION_FLAG, "help", 'h', NULL, AT(help), ANY, NULL, "this text; after a command, its own"},
    {OPTION_FLAG, "version", 'V', NULL, AT(version), ANY, NULL, "the version"},
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static const struct option_row *row_by_name(const char *name, size_t length)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].name && strlen(rows[i].name) == length && !memcmp(rows[i].name, name, length))
            return &rows[i];
    return NULL;
}

static bool choose(const char *const *choices, const struct option_row *row, const char *text,
                   int *ret_index, struct rh_error *err)
{
    struct nearest nearest = nearest_to(text);
    struct buf list = {0};
    char hint[64];

    for (int i = 0; choices[i]; i++) {
        if (!strcmp(choices[i], text)) {
            *ret_index = i;
            buf_release(&list);
            return true;
        }
        nearest_offer(&nearest, choices[i]);
        buf_printf(&list, "%s%s", !i ? "" : choices[i + 1] ? ", " : " or ", choices[i]);
    }
    error_set(err, RH_ERROR_USAGE, "--%s takes %s, not '%s'%s", row->name, list.ptr, text,
              nearest_hint(&nearest, hint, sizeof(hint)));
    buf_release(&list);
    return false;
}

static bool read_milestones(const struct option_row *row, const char *text, unsigned *set,
                            struct rh_error *err)
{
    static const char *const names[] = {"M0", "M1", "M2", "M3", "M4", "M5", "M6", NULL};
    char name[16];

    do {
        size_t length;
        int milestone = 0;

        text += strspn(text, " ");
        length = strcspn(text, ", ");

        snprintf(name, sizeof(name), "%.*s", length > 15 ? 15 : (int)length, text);
        if (name[0] == 'm')
            name[0] = 'M';
        if (!choose(names, row, name, &milestone, err))
            return false;
        *set |= 1u << milestone;
        text += length;
        text += strspn(text, " ");
        text += *text == ',';
    } while (*text);
    return true;
}

static bool read_date(const struct option_row *row, const char *text, time_t *ret_when,
                      struct rh_error *err)
{
    if (!date_parse(str_of(text), ret_when))
        return error_set(err, RH_ERROR_USAGE, "--%s takes a day as YYYY-MM-DD, not '%s'", row->name,
                         text);
    return true;
}

static bool read_number(const struct option_row *row, const char *text, unsigned *ret_number,
                        struct rh_error *err)
{
    char *end;
    unsigned long number;

    errno = 0;
    number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || number > 1000000 ||
        (row->type == OPTION_COUNT && !number))
        return error_set(err, RH_ERROR_USAGE, "--%s takes a whole number%s, not '%s'", row->name,
                         row->type == OPTION_COUNT ? " from 1" : "", text);
    *ret_number = (unsigned)number;
    return true;
}

static bool take(struct arena *arena, struct options *options, const struct option_row *row,
                 const char *text, struct rh_error *err)
{
    void *at = (char *)options + row->offset;
    int index;

    switch (row->type) {
    case OPTION_HEADING:
        break;
    case OPTION_FLAG:
        *(bool *)at = true;
        return true;
    case OPTION_TEXT:
        if (row->choices && !choose(row->choices, row, text, &index, err))
            return false;
        *(const char **)at = text;
        return true;
    case OPTION_LIST:
        *ARENA_PUSH(arena, (struct option_list *)at) = text;
        return true;
    case OPTION_DATE:
        options->as_of_given = true;
        return read_date(row, text, at, err);
    case OPTION_DAY:
        return read_date(row, text, at, err);
    case OPTION_NUMBER:
    case OPTION_COUNT:
        return read_number(row, text, at, err);
    case OPTION_CHOICE:
        return choose(row->choices, row, text, at, err);
    case OPTION_MILESTONES:
        return read_milestones(row, text, at, err);
    }
    return error_set(err, RH_ERROR_INTERNAL, "option without a type");
}

static bool unknown_option(const char *text, struct rh_error *err)
{
    size_t length = strcspn(text + 2, "=");
    char name[40], hint[64] = "";
    struct nearest nearest;

    snprintf(name, sizeof(name), "%.*s", length > 39 ? 39 : (int)length, text + 2);
    nearest = nearest_to(name);
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].name)
            nearest_offer(&nearest, rows[i].name);
    if (nearest.best)
        snprintf(hint, sizeof(hint), " (did you mean '--%s'?)", nearest.best);
    return error_set(err, RH_ERROR_USAGE, "unknown option --%s%s; repohealth --help lists all",
                     name, hint);
}

/* Rows as getopt_long wants them. */
struct getopt_tables {
    struct option longs[ROW_COUNT + 1];
    char letters[ROW_COUNT * 2 + 2];
};

static void fill_tables(struct getopt_tables *tables)
{
    size_t count = 0;
    char *letter = tables->letters;

    *tables = (struct getopt_tables){0};
    *letter++ = ':';
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (!rows[i].name)
            continue;
        tables->longs[count++] =
            (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL,
                            LONG_ONLY + (int)i};
        if (!rows[i].letter)
            continue;
        *letter++ = rows[i].letter;
        if (rows[i].argument)
            *letter++ = ':';
    }
}

static const struct option_row *row_of(int code)
{
    if (code >= LONG_ONLY)
        return &rows[code - LONG_ONLY];
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].letter && rows[i].letter == code)
            return &rows[i];
    return NULL;
}

/* getopt takes abbreviations; a script that uses one breaks when an option is added. */
static bool check_spelling(int argc, char **argv, struct rh_error *err)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
        if (text_starts(argv[i], "--") && !row_by_name(argv[i] + 2, strcspn(argv[i] + 2, "=")))
            return unknown_option(argv[i], err);
    return true;
}

static bool read_options(struct arena *arena, int argc, char **argv, struct options *options,
                         unsigned given[], struct rh_error *err)
{
    struct getopt_tables tables;
    int code;

    fill_tables(&tables);
    opterr = 0;
    optind = 0; /* glibc: start afresh */
    while ((code = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
        const struct option_row *row = row_of(code == ':' || code == '?' ? optopt : code);

        if (code == ':' && row)
            return error_set(err, RH_ERROR_USAGE, "--%s needs an argument: %s", row->name,
                             row->argument);
        if (code == '?' && row)
            return error_set(err, RH_ERROR_USAGE, "--%s takes no argument", row->name);
        if (!row)
            return error_set(err, RH_ERROR_USAGE, "unknown option -%c; repohealth --help lists all",
                             optopt);
        if (!take(arena, options, row, optarg, err))
            return false;
        given[row - rows]++;
    }
    for (int i = optind; i < argc; i++)
        *ARENA_PUSH(arena, &options->words) = argv[i];
    return true;
}

static bool looks_like_a_target(const char *word)
{
    return strchr(word, '/') || strchr(word, ':') || word[0] == '.';
}

/* "help scan" and "version", as other programs have them. */
static bool read_word_option(struct options *options, const char *word)
{
    options->help = options->help || !strcmp(word, "help");
    options->version = options->version || !strcmp(word, "version");
    if (options->help && options->words.count > 1)
        options->verb = verb_by_name(options->words.items[1]);
    return !strcmp(word, "help") || !strcmp(word, "version");
}

/* The first word is the command; a word that can only be a target means scan. */
static bool read_verb(struct options *options, struct rh_error *err)
{
    const char *word = options->words.count ? options->words.items[0] : NULL;
    struct nearest nearest;
    char hint[64];

    if (!word)
        return true;
    options->verb = verb_by_name(word);
    if (options->verb) {
        options->words.items++;
        options->words.count--;
        return true;
    }
    if (read_word_option(options, word))
        return true;
    if (looks_like_a_target(word)) {
        options->verb = verb_by_name("scan");
        return true;
    }
    nearest = nearest_to(word);
    for (size_t i = 0; i < VERB_COUNT; i++)
        nearest_offer(&nearest, verbs[i]->name);
    if (nearest.best)
        return error_set(err, RH_ERROR_USAGE, "unknown command '%s'%s", word,
                         nearest_hint(&nearest, hint, sizeof(hint)));
    return error_set(err, RH_ERROR_USAGE,
                     "unknown command '%s'; to scan a folder: repohealth scan %s", word, word);
}

static bool check_verb(const struct options *options, const unsigned given[], struct rh_error *err)
{
    unsigned verb = 0;

    if (!options->verb)
        return true;
    while (verbs[verb] != options->verb)
        verb++;
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (given[i] && !(rows[i].verbs & 1u << verb))
            return error_set(err, RH_ERROR_USAGE, "--%s does not go with %s", rows[i].name,
                             options->verb->name);
    return true;
}

bool options_parse(struct arena *arena, int argc, char **argv, struct options *ret_options,
                   struct rh_error *err)
{
    struct options options = {
        .keep = DEFAULT_KEEP, .fail_on = -1, .scan.api_wait = DEFAULT_API_WAIT};
    unsigned given[ROW_COUNT] = {0};

    if (!check_spelling(argc, argv, err) ||
        !read_options(arena, argc, argv, &options, given, err) || !read_verb(&options, err) ||
        !check_verb(&options, given, err))
        return false;
    *ret_options = options;
    return true;
}

static void help_formats(struct buf *out)
{
    buf_puts(out, "how to print: ");
    for (const struct writer *const *writer = writers; *writer; writer++)
        buf_printf(out, "%s%s", writer == writers ? "" : ", ", (*writer)->name);
    buf_puts(out, " [text]; may be repeated, each with a file of its own");
}

static void help_row(struct wrap *wrap, const struct option_row *row)
{
    struct buf left = {0}, help = {0};

    if (row->type == OPTION_HEADING) {
        buf_printf(wrap->out, "\n%s\n", row->help);
        return;
    }
    if (row->letter)
        buf_printf(&left, "  -%c, --%s", row->letter, row->name);
    else
        buf_printf(&left, "      --%s", row->name);
    if (row->argument)
        buf_printf(&left, " %s", row->argument);
    buf_puts(wrap->out, left.ptr);
    wrap->column = (unsigned)left.len;
    wrap_to(wrap, HELP_COLUMN);
    if (row->offset == AT(formats))
        help_formats(&help);
    else
        buf_puts(&help, row->help);
    wrap_text(wrap, HELP_COLUMN, help.ptr);
    wrap_end_line(wrap);
    buf_release(&left);
    buf_release(&help);
}

static void help_options(struct wrap *wrap, unsigned shown)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].verbs & shown)
            help_row(wrap, &rows[i]);
}

static const char INTRODUCTION[] =
    "repohealth reads a research repository as a stranger would who wants to use it, and says how "
    "far its release has come: M0 usable, M1 useful, M2 approachable, M3 makes its case, M4 serves "
    "several kinds of users, M5 has a growing community, M6 others build on it. Each verdict names "
    "a file and a line. Nothing of the repository is run, built or checked out.";

static const char TARGETS[] =
    "\nTARGET is a folder, a git repository (bare or not), a URL, or owner/name on\n"
    "GitHub. Without one it is the folder that you are in.\n";

static const char EXAMPLES[] = "\nExamples\n"
                               "  repohealth scan .\n"
                               "      the folder that you are in\n"
                               "  repohealth scan owner/name --as-of 2024-06-01\n"
                               "      a repository on GitHub, judged as on that day\n"
                               "  repohealth scan . --require M0,M1 --format json:report.json\n"
                               "      for a script: an exit status, and a file\n";

static const char AFTERWORD[] =
    "\nExit status\n"
    "  0  done\n"
    "  1  done, and below what --require or --fail-on asks\n"
    "  2  a bad option, rule file or settings file\n"
    "  3  the target could not be read\n"
    "  4  an internal error, or the report could not be written\n"
    "\nEnvironment\n"
    "  GH_TOKEN, GITHUB_TOKEN   for private repositories on GitHub, and on GH_HOST\n"
    "  SSH_AUTH_SOCK            the agent with your keys, for ssh addresses\n"
    "  XDG_CACHE_HOME           where the cache of remote repositories stands\n"
    "  https_proxy, no_proxy    as elsewhere\n"
    "  NO_COLOR                 no colour, whatever it holds\n"
    "  CLICOLOR_FORCE           colour also into a pipe\n"
    "  TERM=dumb                no colour\n";

void options_help(const struct verb *verb, struct buf *out)
{
    struct wrap wrap = {.out = out, .width = WIDTH};
    unsigned shown = 1u << VERB_scan;

    if (verb) {
        for (shown = 0; verbs[shown] != verb; shown++)
            ;
        shown = 1u << shown;
        buf_printf(out, "Usage: repohealth %s [OPTION...] %s\n\n", verb->name, verb->arguments);
        wrap_text(&wrap, 0, verb->help);
        wrap_end_line(&wrap);
        help_options(&wrap, shown);
        return;
    }
    buf_puts(out, "Usage: repohealth COMMAND [OPTION...] [TARGET]\n\n");
    wrap_text(&wrap, 0, INTRODUCTION);
    wrap_end_line(&wrap);
    buf_puts(out, "\nCommands\n");
    for (size_t i = 0; i < VERB_COUNT; i++) {
        buf_printf(out, "  %s %s", verbs[i]->name, verbs[i]->arguments);
        wrap.column = (unsigned)(strlen(verbs[i]->name) + strlen(verbs[i]->arguments) + 3);
        wrap_to(&wrap, HELP_COLUMN);
        wrap_text(&wrap, HELP_COLUMN, verbs[i]->help);
        wrap_end_line(&wrap);
    }
    buf_puts(out, TARGETS);
    buf_puts(out, EXAMPLES);
    help_options(&wrap, shown);
    buf_puts(out, AFTERWORD);
}
