/* Keys that stand in the source: one that the reader must put in before anything runs, or one that
 * works. Of the latter nothing is ever shown but what kind it is and where it stands. */
#include "facts/code.h"
#include "util/arena.h"
#include "util/pattern.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { FOUND_MOST = 50, LEAST_DISTINCT = 10 };

static const double LEAST_BITS = 3.2; /* a letter; of 16 different ones it is 4 */

/* Keys that tell by their shape whose they are. */
static const struct {
    const char *word; /* every line with one has it */
    const char *what;
    const char *pattern; /* group 1 is the key */
} shapes[] = {
    {"sk-", "a key of OpenAI", "\\b(sk-(?:proj-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,})"},
    {"sk-", "a key of OpenAI", "[\"'](sk-[A-Za-z0-9]{48})[\"']"},
    {"sk-ant-", "a key of Anthropic", "\\b(sk-ant-[a-z0-9]{2,8}-[A-Za-z0-9_-]{60,})"},
    {"hf_", "a token of Hugging Face", "\\b(hf_[A-Za-z]{34})\\b"},
    {"ghp_", "a token of GitHub", "\\b(ghp_[A-Za-z0-9]{36})\\b"},
    {"gho_", "a token of GitHub", "\\b(gho_[A-Za-z0-9]{36})\\b"},
    {"github_pat_", "a token of GitHub", "\\b(github_pat_[A-Za-z0-9_]{70,})\\b"},
    {"AKIA", "a key of AWS", "\\b(AKIA[A-Z2-7]{16})\\b"},
    {"AIza", "a key of Google", "\\b(AIza[A-Za-z0-9_-]{35})\\b"},
    {"xox", "a token of Slack", "\\b(xox[bpars]-[0-9A-Za-z-]{30,})\\b"},
    {"PRIVATE KEY", "a private key", "(-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----)"},
    {"wandb", "a key of Weights & Biases",
     "(?i)wandb[\\w.(]{0,20}(?:key)?\\W{1,6}(?:=\\s*)?[\"']([0-9a-f]{40})[\"']"},
    {"key", "a key",
     "(?i)\\b\\w{0,20}(?:api_?key|secret_?key|access_?key|auth_?key)\\w{0,8}[\"']?\\]?\\s*[=:]\\s*"
     "[\"']([A-Za-z0-9+/_-]{24,100}={0,2})[\"']"},
    {"secret", "a secret",
     "(?i)\\b\\w{0,20}(?:client_?secret|api_?secret|secret)[\"']?\\]?\\s*[=:]\\s*"
     "[\"']([A-Za-z0-9+/_-]{24,100}={0,2})[\"']"},
};

enum { SHAPES = sizeof(shapes) / sizeof(*shapes) };

/* What stands where the reader's own key belongs. */
static const char fill_in[] =
    "(?i)(?:\\b\\w{0,30}(?:api_?key|apikey|_key|token|secret|password|passwd|credentials?)\\w{0,10}"
    "[\"']?\\]?\\s*=\\s*|\\blogin\\(\\s*(?:\\w+\\s*=\\s*)?)"
    "[\"'](?:[<\\[{(]\\s*)?(?:(?:your|my|insert|enter|put|paste|add|replace|fill)[-_ a-z]{0,30}"
    "(?:key|token|secret|password|here|credentials?)[-_ "
    "a-z]{0,20}|sk-(?:x{3,}|\\.{3,}|\\*{3,}|your[-_"
    "a-z]*)|hf_(?:x{3,}|\\.{3,}|your[-_a-z]*)|x{4,})(?:\\s*[>\\]})])?[\"']";

/* What only looks so: a default that is compared with or warned of, a key from elsewhere. */
static const char unless[] = "(?i)environ|getenv|[!=]=|\\bnot in\\b|help\\s*=|add_argument|raise "
                             "|warn|print\\(|example|dummy|"
                             "fake|\\bassert\\b|\\btest";

struct state {
    struct pattern *shapes[SHAPES], *fill_in, *unless;
    size_t found;
    bool tried;
};

static struct pattern *compile(struct arena *arena, const char *text)
{
    struct pattern *pattern = NULL;
    struct rh_error err = {0};

    if (!pattern_compile(arena, text, &pattern, &err))
        assert(false && "a pattern of the table does not compile");
    return pattern;
}

static void prepare(struct state *state, struct arena *arena)
{
    if (state->tried)
        return;
    state->tried = true;
    for (size_t i = 0; i < SHAPES; i++)
        state->shapes[i] = compile(arena, shapes[i].pattern);
    state->fill_in = compile(arena, fill_in);
    state->unless = compile(arena, unless);
}

/* Drawn at random, by its letters: a name, a word or a pattern repeats itself. */
static bool is_random(struct str key)
{
    static const char *const plain[] = {"example", "xxxx", "1234", "abcd", "your", "0000", "dummy"};
    size_t counts[256] = {0}, distinct = 0, digits = 0, letters = 0;
    double bits = 0;

    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
        if (str_contains_nocase(key, plain[i]))
            return false;
    for (size_t i = 0; i < key.len; i++) {
        distinct += !counts[(unsigned char)key.ptr[i]]++;
        digits += key.ptr[i] >= '0' && key.ptr[i] <= '9';
        letters += (key.ptr[i] | 32) >= 'a' && (key.ptr[i] | 32) <= 'z';
    }
    for (size_t i = 0; i < 256; i++)
        if (counts[i])
            bits -= (double)counts[i] * log2((double)counts[i] / (double)key.len);
    return distinct >= LEAST_DISTINCT && letters && (digits >= 2 || str_starts(key, "hf_")) &&
           bits / (double)key.len >= LEAST_BITS;
}

/* The kind of key on this line; NULL: none that works. */
static const char *secret_on(struct state *state, struct str line)
{
    struct groups groups;

    for (size_t i = 0; i < SHAPES; i++) {
        if (!str_contains_nocase(line, shapes[i].word) ||
            pattern_match(state->shapes[i], line, &groups) != MATCH_YES)
            continue;
        if (str_starts(groups.items[1], "-----") || is_random(groups.items[1]))
            return shapes[i].what;
    }
    return NULL;
}

static void look_at_line(struct facts *facts, void *data, const struct source *source,
                         const struct source_line *line)
{
    struct state *state = data;
    const char *path = source->file->file->path, *base = path_base(path), *what;

    if (source->file->roles & (ROLE_TEST | ROLE_DATA | ROLE_VENDORED) ||
        state->found >= FOUND_MOST || line->text.len < 12)
        return;
    prepare(state, facts->arena);
    what = secret_on(state, line->text);
    /* of an example a private key may be a part */
    if (what &&
        !(!strcmp(what, "a private key") && source->file->roles & (ROLE_EXAMPLE | ROLE_DOCS))) {
        state->found++;
        facts_observe(facts, OBSERVATION_CREDENTIAL, "secret", path, line->number, str_of(what));
        return;
    }
    /* settings and their templates are there to be filled in */
    if (source->settings || source->language == LANGUAGE_SHELL ||
        str_contains_nocase(str_of(base), "example") ||
        str_contains_nocase(str_of(base), "template") || source->file->roles & ROLE_EXAMPLE)
        return;
    if (pattern_match(state->fill_in, line->code, NULL) == MATCH_YES &&
        pattern_match(state->unless, line->code, NULL) == MATCH_NO) {
        state->found++;
        facts_observe(facts, OBSERVATION_CREDENTIAL, "fill_in", path, line->number,
                      str_trim(line->text));
    }
}

static bool word_of(size_t index, struct str *ret_word)
{
    static const char *const words[] = {
        "sk-",     "hf_",         "ghp_",   "gho_",     "github_pat_", "AKIA",       "AIza",
        "xox",     "PRIVATE KEY", "wandb",  "api_key",  "apikey",      "access_key", "auth_key",
        "secret",  "\"your",      "\"my",   "\"insert", "\"enter",     "\"put",      "\"paste",
        "\"add",   "\"replace",   "\"fill", "\"xxxx",   "\"<",         "'your",      "'my",
        "'insert", "'enter",      "'put",   "'paste",   "'add",        "'replace",   "'fill",
        "'xxxx",   "'<"};

    if (index >= sizeof(words) / sizeof(*words))
        return false;
    *ret_word = str_of(words[index]);
    return true;
}

const struct line_scanner credential_scanner = {
    .state_size = sizeof(struct state),
    .word = word_of,
    .line = look_at_line,
};
