/* Which state of the repository does the paper mean? */
#include "facts/paper.h"

#include "facts/facts.h"
#include "util/arena.h"
#include "util/date.h"
#include "util/limits.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 24 * 60 * 60, NEAR = 30 * DAY, MOST_TRIES = 200, NAME_BYTES = 100 };

/* Words by which a name or a line speaks of a paper; the heavier ones mean its final state. */
static const struct {
    const char *word;
    unsigned weight;
} words[] = {
    {"camera-ready", 9}, {"camera_ready", 9}, {"cameraready", 9}, {"camera ready", 9},
    {"published", 8},    {"publication", 8},  {"paper", 8},       {"article", 7},
    {"manuscript", 6},   {"accepted", 6},     {"final", 3},       {"neurips", 5},
    {"nips", 5},         {"icml", 5},         {"iclr", 5},        {"cvpr", 5},
    {"iccv", 5},         {"eccv", 5},         {"wacv", 5},        {"miccai", 5},
    {"aaai", 5},         {"ijcai", 5},        {"emnlp", 5},       {"naacl", 5},
    {"acl", 5},          {"coling", 5},       {"sigir", 5},       {"kdd", 5},
    {"corl", 5},         {"icra", 5},         {"aistats", 5},     {"colm", 5},
    {"jmlr", 5},         {"tmlr", 5},         {"siggraph", 5},    {"interspeech", 5},
    {"icassp", 5},       {"usenix", 5},       {"osdi", 5},        {"sosp", 5},
    {"preprint", 4},     {"arxiv", 4},        {"submission", 3},  {"submitted", 3},
};

/* Only of lines. */
static const char *const line_words[] = {"experiment",       "reproduc", "results of", "results in",
                                         "original version", "thesis",   "camera"};

static bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* How much a text speaks of a paper; a word must stand alone, digits and lines may touch it. */
static unsigned weight_of(struct str text)
{
    unsigned best = 0;

    for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++) {
        size_t length = strlen(words[w].word);

        for (size_t i = 0; i + length <= text.len && words[w].weight > best; i++)
            if (!strncasecmp(text.ptr + i, words[w].word, length) &&
                (!i || !is_word_byte(text.ptr[i - 1])) &&
                (i + length == text.len || !is_word_byte(text.ptr[i + length])))
                best = words[w].weight;
    }
    return best;
}

static bool line_speaks(struct str line)
{
    if (weight_of(line) > 3)
        return true;
    for (size_t i = 0; i < sizeof(line_words) / sizeof(*line_words); i++)
        if (str_contains_nocase(line, line_words[i]))
            return true;
    return false;
}

struct search {
    const struct facts *facts;
    struct paper *paper;
    unsigned tries;
};

static bool take(struct search *search, const char *how, const char *rev, const char *name)
{
    struct paper paper = {.how = how, .name = name};

    if (search->tries++ > MOST_TRIES ||
        !snapshot_resolve(search->facts->snapshot, rev, &paper.commit, &paper.time))
        return false;
    *search->paper = paper;
    return true;
}

static bool in_name(char c)
{
    return is_word_byte(c) || (c >= '0' && c <= '9') || (c && strchr("._-/+", c));
}

/* A word of a line that can be a revision: as a tag or branch by what stands before it, else a
 * commit by its digits or a tag by its name. */
static bool try_word(struct search *search, struct str word, bool announced)
{
    const struct snapshot *snapshot = search->facts->snapshot;
    size_t digits = 0, hex = 0;
    bool is_tag = false;
    char name[NAME_BYTES + 1];

    while (word.len && strchr(".-/+", word.ptr[word.len - 1]))
        word.len--;
    while (word.len && strchr(".-/+", word.ptr[0]))
        word = str_slice(word, 1, word.len);
    if (word.len < 2 || word.len > NAME_BYTES)
        return false;
    memcpy(name, word.ptr, word.len);
    name[word.len] = '\0';
    for (size_t i = 0; i < word.len; i++) {
        digits += name[i] >= '0' && name[i] <= '9';
        hex += (name[i] >= '0' && name[i] <= '9') || (name[i] >= 'a' && name[i] <= 'f');
    }
    if (!strcmp(name, "main") || !strcmp(name, "master") || !strcmp(name, "HEAD") ||
        (snapshot->branch && !strcmp(name, snapshot->branch)))
        return false;
    for (size_t i = 0; i < snapshot->tag_count && !is_tag; i++)
        is_tag = !strcmp(snapshot->tags[i].name, name);
    if (!announced && !is_tag && !(hex == word.len && word.len >= 7 && word.len <= 40 && digits))
        return false;
    if (is_tag && !announced && !digits)
        return false; /* a word of the language that is also a tag */
    return take(search, "README", name, arena_strdup(search->facts->arena, name));
}

static bool try_line(struct search *search, struct str line)
{
    static const char *const announcers[] = {
        "/tree/",      "/releases/tag/", "/commit/", "/commits/", "git checkout ",
        "git switch ", "--branch ",      " -b ",     "branch ",   "tag ",
        "branch `",    "tag `",          "@"};
    size_t at = 0;

    for (size_t i = 0; i < sizeof(announcers) / sizeof(*announcers); i++) {
        const char *found = memmem(line.ptr, line.len, announcers[i], strlen(announcers[i]));
        size_t start, end;

        if (!found)
            continue;
        start = end = (size_t)(found - line.ptr) + strlen(announcers[i]);
        while (end < line.len && in_name(line.ptr[end]))
            end++;
        if (try_word(search, str_slice(line, start, end), true))
            return true;
    }
    while (at < line.len) {
        size_t end = at;

        while (end < line.len && in_name(line.ptr[end]))
            end++;
        if (end > at && try_word(search, str_slice(line, at, end), false))
            return true;
        at = end + 1;
    }
    return false;
}

static void cite(struct search *search, const char *path, unsigned line, struct str text)
{
    search->paper->path = path;
    search->paper->line = line;
    search->paper->quote = text_clean(search->facts->arena, str_trim(text), LIMIT_QUOTE_BYTES);
}

/* A line that speaks of the paper, or the one below it: a command stands under its sentence. */
static bool of_readme(struct search *search)
{
    enum { NEAR_LINES = 4 };
    const struct document *readme = search->facts->documents.readme;
    struct str text, line;
    unsigned number = 0, spoke = 0;

    if (!readme)
        return false;
    text = readme->text;
    while (str_next_line(&text, &line)) {
        line = str_slice(line, 0, LIMIT_LINE_BYTES);
        number++;
        if (line_speaks(line))
            spoke = number;
        if (!spoke || number - spoke > NEAR_LINES || !str_trim(line).len || !try_line(search, line))
            continue;
        cite(search, readme->path, number, line);
        return true;
    }
    return false;
}

static struct str unquoted(struct str text)
{
    text = str_trim(text);
    while (text.len && strchr("\"'", text.ptr[0]))
        text = str_slice(text, 1, text.len);
    while (text.len && strchr("\"'", text.ptr[text.len - 1]))
        text.len--;
    return text;
}

/* `commit:`, or with `version` what `version:` names: a tag of that name, with a v or without. */
static bool of_citation(struct search *search, bool version)
{
    const struct file *file = snapshot_find(search->facts->snapshot, "CITATION.cff");
    struct arena *arena = search->facts->arena;
    const char *key = version ? "version:" : "commit:";
    struct str text, line;
    unsigned number = 0;

    if (!file || file_read(search->facts->snapshot, arena, file, LIMIT_CONFIG_BYTES, &text))
        return false;
    while (str_next_line(&text, &line)) {
        struct str value = unquoted(str_slice(line, strlen(key), line.len));

        number++;
        if (!str_starts(line, key) || !value.len || value.len > NAME_BYTES)
            continue;
        if (!take(search, version ? "version" : "CITATION", str_dup(arena, value),
                  text_clean(arena, value, NAME_BYTES)) &&
            !(version && take(search, "version", arena_printf(arena, "v%s", str_dup(arena, value)),
                              arena_printf(arena, "v%s", str_dup(arena, value)))))
            return false;
        cite(search, "CITATION.cff", number, line);
        return true;
    }
    return false;
}

/* The tag that is most clearly named for a paper; of several the oldest. */
static bool of_tags(struct search *search)
{
    const struct snapshot *snapshot = search->facts->snapshot;
    const struct tag *best = NULL;
    unsigned weight = 3;

    for (size_t i = 0; i < snapshot->tag_count; i++) {
        const struct tag *tag = &snapshot->tags[i];
        unsigned own = weight_of(str_of(tag->name));

        if (!tag->commit || own < weight || (own == weight && best && tag->time >= best->time) ||
            (own == 3 && weight == 3 && !best && own < 3))
            continue;
        weight = own;
        best = tag;
    }
    return best && take(search, "tag", best->commit, best->name);
}

struct best_branch {
    struct arena *arena;
    const char *name, *ref;
    unsigned weight;
};

static bool see_branch(void *context, const char *name, const char *ref)
{
    struct best_branch *best = context;
    unsigned weight = weight_of(str_of(name));

    if (weight > best->weight ||
        (weight == best->weight && best->name && strcmp(name, best->name) < 0)) {
        best->weight = weight;
        best->name = text_clean(best->arena, str_of(name), NAME_BYTES);
        best->ref = arena_strdup(best->arena, ref);
    }
    return true;
}

static bool of_branches(struct search *search)
{
    struct best_branch best = {.arena = search->facts->arena, .weight = 3};

    snapshot_branches(search->facts->snapshot, see_branch, &best);
    return best.name && take(search, "branch", best.ref, best.name);
}

/* By the date. */

struct nearest_commit {
    time_t until, time;
    unsigned char id[20];
};

static bool see_commit(void *context, const struct commit *commit)
{
    struct nearest_commit *nearest = context;

    if (commit->commit_time <= nearest->until &&
        (commit->commit_time > nearest->time ||
         (commit->commit_time == nearest->time && memcmp(commit->id, nearest->id, 20) > 0))) {
        nearest->time = commit->commit_time;
        memcpy(nearest->id, commit->id, sizeof(nearest->id));
    }
    return true;
}

/* A tag of the weeks around it, else the last commit up to the day. */
static bool of_date(struct search *search, time_t date)
{
    const struct snapshot *snapshot = search->facts->snapshot;
    struct nearest_commit nearest = {.until = date + DAY - 1};
    const struct tag *best = NULL;
    char hex[41];

    for (size_t i = 0; i < snapshot->tag_count; i++) {
        const struct tag *tag = &snapshot->tags[i];

        if (tag->commit && labs(tag->time - date) <= NEAR &&
            (!best || labs(tag->time - date) < labs(best->time - date)))
            best = tag;
    }
    if (best)
        return take(search, "date", best->commit, best->name);
    (void)snapshot_walk(snapshot, see_commit, &nearest);
    if (!nearest.time)
        return false;
    for (unsigned i = 0; i < 20; i++)
        snprintf(hex + (size_t)i * 2, 3, "%02x", nearest.id[i]);
    return take(search, "date", hex, NULL);
}

bool paper_find(const struct facts *facts, const struct paper_options *options,
                struct paper *ret_paper, const char **ret_why)
{
    struct search search = {facts, ret_paper, 0};
    const struct snapshot *snapshot = facts->snapshot;

    if (!snapshot->commit) {
        *ret_why = snapshot->history_unknown ? snapshot->history_unknown : "there are no commits";
        return false;
    }
    if (options->rev) {
        *ret_why = "there is no such tag, branch or commit";
        return take(&search, "named", options->rev, options->rev);
    }
    if (options->date) {
        *ret_why = "the history begins later";
        return of_date(&search, options->date);
    }
    *ret_why = "no tag, branch or commit is named for the paper in README, CITATION.cff or the "
               "references";
    return of_readme(&search) || of_citation(&search, false) || of_tags(&search) ||
           of_branches(&search) || of_citation(&search, true);
}
