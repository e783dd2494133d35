#include "facts/cli_words.h"

#include "util/arena.h"
#include "util/nearest.h"
#include "util/shell.h"

#include <ctype.h>
#include <string.h>

enum { MOST_FOUND = 300, MOST_CHAIN = 5, LONGEST_NAME = 100 };

struct walk {
    struct arena *arena;
    const struct cli_set *set;
    const struct shell_word *words;
    size_t count;
    bool excerpt;
    const struct cli *chain[MOST_CHAIN]; /* the parser, its subcommand's, that one's, ... */
    size_t depth;
    size_t positional; /* words that no option took, of the last of the chain */
    bool any_sub;      /* the subcommand could not be told */
    bool uncertain;    /* how many words an option takes is not known */
    struct words_found *found;
};

static struct word_found *report(struct walk *walk, enum word_status status, size_t at,
                                 struct str name)
{
    struct word_found *found;

    if (walk->found->count >= MOST_FOUND)
        return arena_alloc(walk->arena, sizeof(*found));
    found = ARENA_PUSH(walk->arena, walk->found);
    *found = (struct word_found){.status = status,
                                 .at = at,
                                 .name = name,
                                 .cli = walk->depth ? walk->chain[walk->depth - 1] : NULL};
    return found;
}

/* What a reader is to put something else in the place of, or several at once. */
static bool is_placeholder(struct str word)
{
    bool upper = true;

    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];

        if (strchr("<>[]{}$*|`()\\", c) || (unsigned char)c >= 0x80 || c == ' ')
            return true;
        upper = upper && ((c >= 'A' && c <= 'Z') || c == '_');
    }
    return str_contains(word, "...") || !word.len || (upper && word.len > 2) ||
           str_contains_nocase(word, "your") || str_contains_nocase(word, "path/to") ||
           str_contains_nocase(word, "xxx") || str_contains(word, "/") || str_ends(word, "_name") ||
           str_ends(word, "-name") || str_starts(word, "name_of");
}

static bool is_option_word(const struct shell_word *word)
{
    struct str text = word->text;

    if (text.len < 2 || *text.ptr != '-' || str_contains(text, " "))
        return false;
    return !isdigit((unsigned char)text.ptr[1]) &&
           !(text.ptr[1] == '.' && text.len > 2 && isdigit((unsigned char)text.ptr[2]));
}

/* The name before "=", where it is one. */
static bool option_name(struct str word, struct str *ret_name, bool *ret_value)
{
    const char *equals = memchr(word.ptr, '=', word.len);
    struct str name = {word.ptr, equals ? (size_t)(equals - word.ptr) : word.len};

    if (name.len > LONGEST_NAME)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!isalnum((unsigned char)name.ptr[i]) && !strchr("-_.:", name.ptr[i]))
            return false;
    *ret_name = name;
    *ret_value = equals != NULL;
    return name.len > 1 && isalnum((unsigned char)name.ptr[name.len - 1]);
}

static bool equal(const struct cli *cli, struct str name, const char *other)
{
    size_t length = strlen(other);

    if (cli->single_dash) { /* -name, --name */
        while (name.len && *name.ptr == '-')
            name = str_slice(name, 1, name.len);
        while (*other == '-') {
            other++;
            length--;
        }
    }
    if (name.len != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        char a = name.ptr[i], b = other[i];

        if (cli->underscores && i > 1) {
            a = a == '-' ? '_' : a;
            b = b == '-' ? '_' : b;
        }
        if (a != b)
            return false;
    }
    return true;
}

static const struct cli_option *exact(const struct cli *cli, struct str name)
{
    for (size_t i = cli->options.count; i-- > 0;)
        for (size_t n = 0; n < cli->options.items[i].name_count; n++)
            if (!cli->options.items[i].positional &&
                equal(cli, name, cli->options.items[i].names[n]))
                return &cli->options.items[i];
    return NULL;
}

static bool begins(const char *text, struct str part)
{
    return strlen(text) >= part.len && !memcmp(text, part.ptr, part.len);
}

static const struct cli_option *by_prefix(const struct cli *cli, struct str name,
                                          unsigned *ret_count)
{
    const struct cli_option *found = NULL;

    *ret_count = 0;
    if (!cli->prefixes)
        return NULL;
    for (size_t i = 0; i < cli->options.count; i++)
        for (size_t n = 0; n < cli->options.items[i].name_count; n++)
            if (begins(cli->options.items[i].names[n], name) && found != &cli->options.items[i]) {
                found = &cli->options.items[i];
                ++*ret_count;
            }
    return *ret_count == 1 ? found : NULL;
}

/* -n5, -abc: what the first letter stands for, where the rest is its value or more letters. */
static const struct cli_option *by_letter(const struct cli *cli, struct str name)
{
    const struct cli_option *first;

    if (name.len < 3 || name.ptr[1] == '-')
        return NULL;
    first = exact(cli, str_slice(name, 0, 2));
    if (!first || first->most)
        return first;
    for (size_t i = 2; i < name.len; i++) {
        char letter[2] = {'-', name.ptr[i]};

        if (!exact(cli, (struct str){letter, 2}))
            return NULL;
    }
    return first;
}

/* What every parser of its kind has. */
static bool is_built_in(const struct cli *cli, struct str name)
{
    static const char *const of_absl[] = {
        "help",    "helpfull",          "helpshort",       "flagfile",
        "undefok", "logtostderr",       "alsologtostderr", "verbosity",
        "v",       "stderrthreshold",   "log_dir",         "only_check_args",
        "pdb",     "pdb_post_mortem",   "run_with_pdb",    "profile_file",
        "helpxml", "showprefixforinfo", "xml_output_file", "run_with_profiling"};

    if (str_equal(name, "--help") || str_equal(name, "-h"))
        return true;
    if (cli->click)
        return str_equal(name, "--version") || str_equal(name, "--install-completion") ||
               str_equal(name, "--show-completion");
    if (!cli->single_dash)
        return false;
    while (name.len && *name.ptr == '-')
        name = str_slice(name, 1, name.len);
    for (size_t i = 0; i < sizeof(of_absl) / sizeof(*of_absl); i++)
        if (str_equal(name, of_absl[i]))
            return true;
    return false;
}

struct answer {
    enum word_status status;
    const struct cli_option *option;
    const char *why;
};

static struct answer ask(const struct cli *cli, struct str name)
{
    struct answer answer = {.status = WORD_FOUND};
    unsigned count;

    answer.option = exact(cli, name);
    if (answer.option || is_built_in(cli, name))
        return answer;
    answer.option = by_prefix(cli, name, &count);
    if (answer.option) {
        answer.status = WORD_ABBREVIATED;
        return answer;
    }
    answer.option = by_letter(cli, name);
    if (answer.option)
        return answer;
    answer.status = count > 1 ? WORD_AMBIGUOUS : WORD_MISSING;
    answer.why = cli->open;
    if (cli->open)
        answer.status = WORD_UNKNOWN;
    return answer;
}

/* Any subcommand's, where it is not known which is meant. */
static bool is_in_subs(const struct cli *cli, struct str name)
{
    for (size_t i = 0; i < cli->subs.count; i++) {
        const struct cli *sub = cli->subs.items[i].cli;

        if (ask(sub, name).status != WORD_MISSING)
            return true;
        for (size_t k = 0; k < sub->subs.count; k++)
            if (ask(sub->subs.items[k].cli, name).status != WORD_MISSING)
                return true;
    }
    return false;
}

static struct answer ask_all(struct walk *walk, struct str name)
{
    struct answer answer = {.status = WORD_MISSING}, next;

    if (walk->set->count == 1) {
        for (size_t i = walk->depth; i-- > 0;) {
            next = ask(walk->chain[i], name);
            if (next.status == WORD_FOUND || next.status == WORD_ABBREVIATED)
                return next;
            if (answer.status != WORD_UNKNOWN)
                answer = next;
        }
        if (answer.status != WORD_UNKNOWN && walk->depth &&
            is_in_subs(walk->chain[walk->depth - 1], name)) {
            answer.status = WORD_UNKNOWN;
            answer.why = "it belongs to a subcommand";
        }
        return answer;
    }
    for (size_t i = 0; i < walk->set->count; i++) {
        next = ask(walk->set->items[i], name);
        if (next.status == WORD_FOUND || next.status == WORD_ABBREVIATED)
            return next;
        if (answer.status != WORD_UNKNOWN)
            answer = next;
        if (is_in_subs(walk->set->items[i], name))
            answer = (struct answer){.status = WORD_UNKNOWN, .why = "it belongs to a subcommand"};
    }
    return answer;
}

static void offer(struct nearest *nearest, const struct cli *cli)
{
    for (size_t i = 0; i < cli->options.count; i++)
        for (size_t n = 0; n < cli->options.items[i].name_count; n++)
            if (!cli->options.items[i].positional)
                nearest_offer(nearest, cli->options.items[i].names[n]);
}

/* The option whose name differs in dashes alone, else the nearest one. */
static const char *nearest_option(struct walk *walk, struct str name)
{
    struct nearest nearest = nearest_to(str_dup(walk->arena, name));
    size_t count = walk->set->count == 1 ? walk->depth : walk->set->count;

    for (size_t c = 0; c < count; c++) {
        const struct cli *cli = walk->set->count == 1 ? walk->chain[c] : walk->set->items[c];
        struct cli loose = *cli;

        loose.underscores = loose.single_dash = true;
        for (size_t i = 0; i < cli->options.count; i++)
            for (size_t n = 0; n < cli->options.items[i].name_count; n++)
                if (!cli->options.items[i].positional &&
                    equal(&loose, name, cli->options.items[i].names[n]))
                    return cli->options.items[i].names[n];
        offer(&nearest, cli);
    }
    return nearest.best;
}

static bool is_choice(const struct cli_option *option, struct str value)
{
    for (size_t i = 0; i < option->choice_count; i++)
        if (str_equal(value, option->choices[i]) || strchr(option->choices[i], '.'))
            return true;
    return false;
}

/* "--name dataset_name", "--mode MODE": the reader is to put one of the choices there. */
static bool stands_for_value(struct str name, struct str value)
{
    while (str_starts(name, "-"))
        name = str_slice(name, 1, name.len);
    return str_ends(value, "_name") || str_ends(value, "-name") ||
           (value.len == name.len && !strncasecmp(value.ptr, name.ptr, name.len));
}

static void check_choice(struct walk *walk, const struct cli_option *option, size_t at,
                         struct str name, struct str value)
{
    struct nearest nearest;
    struct word_found *found;

    if (!option->choices || option->most > 1 || is_placeholder(value) || is_choice(option, value) ||
        stands_for_value(name, value))
        return;
    nearest = nearest_to(str_dup(walk->arena, value));
    for (size_t i = 0; i < option->choice_count; i++)
        nearest_offer(&nearest, option->choices[i]);
    found = report(walk, WORD_CHOICE, at, name);
    found->option = option;
    found->nearest = nearest.best;
}

/* The values of an option that was found at `at`; returns the next word. */
static size_t take_values(struct walk *walk, const struct cli_option *option, size_t at,
                          struct str name)
{
    unsigned taken = 0;
    size_t next = at + 1;

    while (next < walk->count && taken < option->most && !walk->words[next].redirection &&
           !is_option_word(&walk->words[next])) {
        if (!taken && option->least == 1)
            check_choice(walk, option, next, name, walk->words[next].text);
        taken++;
        next++;
    }
    return next;
}

/* True and 1 behind a switch: they are left over, and nothing takes them. */
static void check_extra(struct walk *walk, const struct cli_option *option, size_t next)
{
    const struct cli *cli = walk->chain[walk->depth - 1];
    struct str word;
    struct word_found *found;

    if (next >= walk->count || walk->words[next].redirection ||
        is_option_word(&walk->words[next]) || option->most)
        return;
    word = walk->words[next].text;
    if (!str_equal(word, "True") && !str_equal(word, "False") && !str_equal(word, "true") &&
        !str_equal(word, "false") && !str_equal(word, "1") && !str_equal(word, "0"))
        return;
    if (walk->set->count != 1 || walk->depth != 1 || cli->free || cli->open || cli->subs.count)
        return;
    for (size_t i = 0; i < cli->options.count; i++)
        if (cli->options.items[i].positional)
            return;
    found = report(walk, WORD_EXTRA, next, word);
    found->option = option;
}

/* A dash that a text program made of the one that was typed. */
static bool is_typographic(struct str word)
{
    return (str_starts(word, "\xe2\x80\x93") || str_starts(word, "\xe2\x80\x94") ||
            str_starts(word, "\xe2\x88\x92")) &&
           word.len > 4 && isalpha((unsigned char)word.ptr[word.len - 1]);
}

static size_t look_at_dash(struct walk *walk, size_t at)
{
    struct str rest = walk->words[at].text;
    struct word_found *found;

    while (rest.len > 2 && (unsigned char)*rest.ptr == 0xe2)
        rest = str_slice(rest, 3, rest.len);
    while (rest.len && *rest.ptr == '-')
        rest = str_slice(rest, 1, rest.len);
    if (walk->set->count == 1 && walk->depth && !walk->chain[walk->depth - 1]->open &&
        !walk->chain[walk->depth - 1]->free) {
        struct str name = str_of(arena_printf(walk->arena, "--%.*s", (int)rest.len, rest.ptr));
        struct answer answer = ask_all(walk, name);

        if (answer.option) {
            found = report(walk, WORD_MISSING, at, walk->words[at].text);
            found->nearest = name.ptr;
            return take_values(walk, answer.option, at, name);
        }
    }
    walk->uncertain = true;
    return at + 1;
}

static size_t look_at_option(struct walk *walk, size_t at)
{
    struct str word = walk->words[at].text, name;
    struct answer answer;
    struct word_found *found;
    bool value;

    if (!option_name(word, &name, &value)) {
        walk->uncertain = walk->excerpt = true;
        return at + 1;
    }
    answer = ask_all(walk, name);
    found = report(walk, answer.status, at, name);
    found->option = answer.option;
    found->why = answer.why;
    if (answer.status == WORD_MISSING || answer.status == WORD_AMBIGUOUS)
        found->nearest = nearest_option(walk, name);
    if (!answer.option) {
        if (answer.status == WORD_FOUND)
            walk->excerpt = true; /* --help asks for nothing else */
        walk->uncertain = true;
        at++;
        while (at < walk->count && !walk->words[at].redirection &&
               !is_option_word(&walk->words[at]))
            at++; /* what belongs to it cannot be told */
        return at;
    }
    if (value) {
        if (answer.option->least == 1)
            check_choice(walk, answer.option, at, name, str_slice(word, name.len + 1, word.len));
        return at + 1;
    }
    /* -n5 holds its value */
    if (name.len > 2 && name.ptr[1] != '-' && answer.status == WORD_FOUND &&
        by_letter(walk->set->items[0], name) && !exact(walk->set->items[0], name))
        return at + 1;
    if (walk->set->count == 1)
        check_extra(walk, answer.option, at + 1);
    return take_values(walk, answer.option, at, name);
}

static const struct cli *find_sub(const struct cli *cli, struct str word)
{
    for (size_t i = 0; i < cli->subs.count; i++)
        if (str_equal(word, cli->subs.items[i].name))
            return cli->subs.items[i].cli;
    return NULL;
}

static void look_at_subcommand(struct walk *walk, size_t at)
{
    const struct cli *cli = walk->chain[walk->depth - 1], *sub;
    struct str word = walk->words[at].text;
    struct nearest nearest;
    struct word_found *found;

    sub = find_sub(cli, word);
    if (sub && walk->depth < MOST_CHAIN) {
        walk->chain[walk->depth++] = sub;
        walk->positional = 0;
        found = report(walk, WORD_FOUND, at, word);
        found->option = NULL;
        return;
    }
    walk->any_sub = walk->excerpt = true;
    if (is_placeholder(word) || cli->open || walk->words[at].quoted)
        return;
    for (size_t i = 0; i < cli->options.count; i++)
        if (cli->options.items[i].positional)
            return;
    nearest = nearest_to(str_dup(walk->arena, word));
    for (size_t i = 0; i < cli->subs.count; i++)
        nearest_offer(&nearest, cli->subs.items[i].name);
    found = report(walk, WORD_CHOICE, at, word);
    found->nearest = nearest.best;
}

static const struct cli_option *positional_at(const struct cli *cli, size_t place)
{
    for (size_t i = 0; i < cli->options.count; i++) {
        if (!cli->options.items[i].positional)
            continue;
        if (cli->options.items[i].most != 1)
            return NULL;
        if (!place--)
            return &cli->options.items[i];
    }
    return NULL;
}

static void look_at_positional(struct walk *walk, size_t at)
{
    const struct cli *cli = walk->depth ? walk->chain[walk->depth - 1] : NULL;
    const struct cli_option *option;

    if (!cli || walk->set->count != 1)
        return;
    if (cli->subs.count && !walk->any_sub) {
        look_at_subcommand(walk, at);
        return;
    }
    option = walk->uncertain ? NULL : positional_at(cli, walk->positional);
    if (option && option->names[0])
        check_choice(walk, option, at, str_of(option->names[0]), walk->words[at].text);
    walk->positional++;
}

static bool was_given(const struct walk *walk, const struct cli_option *option)
{
    for (size_t i = 0; i < walk->found->count; i++) {
        const struct word_found *found = &walk->found->items[i];

        if (found->option == option && found->status != WORD_REQUIRED)
            return true;
        /* a wrong name for it */
        for (size_t n = 0; found->nearest && n < option->name_count; n++)
            if (!strcmp(found->nearest, option->names[n]))
                return true;
    }
    return false;
}

static void check_required(struct walk *walk)
{
    for (size_t c = 0; c < walk->depth; c++) {
        const struct cli *cli = walk->chain[c];
        size_t words = c + 1 == walk->depth ? walk->positional : 0, needed = 0;

        if (cli->open || cli->lenient)
            continue;
        for (size_t i = 0; i < cli->options.count; i++) {
            const struct cli_option *option = &cli->options.items[i];
            struct word_found *found;

            if (!option->required || option->conditional)
                continue;
            if (option->positional) {
                needed += option->least;
                if (walk->uncertain || c + 1 < walk->depth || words >= needed)
                    continue;
                words = needed; /* name each once */
            } else if (was_given(walk, option)) {
                continue;
            }
            found = report(walk, WORD_REQUIRED, walk->count, str_of(option->names[0]));
            found->option = option;
            found->cli = cli;
        }
        if (cli->needs_sub && c + 1 == walk->depth && cli->subs.count && !walk->any_sub) {
            struct word_found *found =
                report(walk, WORD_REQUIRED, walk->count, STR("a subcommand"));

            found->cli = cli;
        }
    }
}

/* Words that stand for any number of words. */
static bool means_more(const struct shell_word *word)
{
    static const char *const parts[] = {"opt", "arg", "flag", "param"};
    struct str text = word->text;

    if (str_contains(text, "...") || str_contains(text, "\xe2\x80\xa6") ||
        str_contains(text, "$@") || str_contains(text, "$*") || str_starts(text, "${@") ||
        str_starts(text, "@"))
        return true;
    for (size_t i = 0; (str_starts(text, "[") || str_starts(text, "<") || str_starts(text, "{")) &&
                       i < sizeof(parts) / sizeof(*parts);
         i++)
        if (str_contains_nocase(text, parts[i]))
            return true;
    return false;
}

/* 2>&1 stands alone, > has a file behind it, <(x) is a word that a program makes. */
static size_t after_redirection(struct walk *walk, size_t at)
{
    struct str text = walk->words[at].text;
    bool made = at + 1 < walk->count && str_starts(walk->words[at + 1].text, "(");

    walk->uncertain = walk->uncertain || made;
    walk->excerpt = walk->excerpt || made;
    return isdigit((unsigned char)text.ptr[text.len - 1]) || str_ends(text, "-") ? 1 : 2;
}

void cli_words(struct arena *arena, const struct cli_set *set, const struct shell_word *words,
               size_t count, bool excerpt, struct words_found *ret_found)
{
    struct walk walk = {.arena = arena,
                        .set = set,
                        .words = words,
                        .count = count,
                        .excerpt = excerpt,
                        .found = ret_found};

    if (set->count == 1)
        walk.chain[walk.depth++] = set->items[0];
    for (size_t i = 0; i < count; i++)
        walk.excerpt = walk.excerpt || means_more(&words[i]);
    for (size_t at = 0; at < count;) {
        if (words[at].redirection) {
            at += after_redirection(&walk, at);
            continue;
        }
        if (str_equal(words[at].text, "--")) {
            walk.positional += count - at - 1;
            break;
        }
        if (is_typographic(words[at].text)) {
            at = look_at_dash(&walk, at);
        } else if (is_option_word(&words[at])) {
            at = look_at_option(&walk, at);
        } else {
            /* $FLAGS may hold any number of words */
            walk.uncertain = walk.uncertain || str_starts(words[at].text, "$");
            walk.excerpt = walk.excerpt || str_starts(words[at].text, "$");
            look_at_positional(&walk, at++);
        }
    }
    if (!walk.excerpt && set->count == 1)
        check_required(&walk);
}
