#include "facts/readme_content.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/pattern.h"
#include "util/phrase.h"

#include <ctype.h>
#include <string.h>

/* Tables of numeric results, told from the other tables of a README: arguments, downloads, sizes of
 * models, statistics of data. */

enum { CELLS = 4000 /* of one table */, COLUMNS = 60, TABLES = 300, NEAR_BLOCKS = 3 };

/* What is measured: in a column's or row's name it makes numbers results. */
static const char metric_words[] =
    "(?i)(?:^|[^a-z])(?:acc(?:uracy)?|top-?[15]|f1|f-?score|f-?measure|bleu|rouge|meteor|cider|"
    "spice|"
    "em|exact match|m?ap(?:\\d+|@\\d+|@\\[?\\.?5)?|map|(?:box|mask|seg) "
    "ap|ar|miou|iou|dice|psnr|ssim|"
    "lpips|fid|inception score|is\\b|nll|bits/dim|bpd|ppl|perplexity|wer|cer|mer|eer|der|auc|auroc|"
    "auprc|roc|recall|precision|r@\\d+|p@\\d+|hits@\\d+|mrr|ndcg|hit rate|mse|rmse|mae|mape|smape|"
    "r2|r\\^2|nrmse|error(?: rate| \\(%\\))?|err\\.?|loss|score|avg\\.?|average|mean|reward|return|"
    "success(?: rate)?|win ?rate|elo|pass@\\d+|resolved|kappa|spearman|pearson|correlation|rho|"
    "correct|solved|gap|regret|speed-?up|throughput|fps|it/s|tokens/s|latency|mmlu|gsm8k|hellaswag|"
    "glue|squad|sts|mnli|sst-2|cola|mteb|humaneval|mbpp|cifar-?100?|imagenet|coco|voc|"
    "cityscapes|dev|test|val(?:idation)?|zero-?shot|pck|pckh|mpjpe|pq|ate|rpe|auc|c-index|"
    "ari|nmi|silhouette|mcc|brier|gdt|lddt|tm-?score|rmsd|zero-?shot|q[238])(?:$|[^a-z])";

/* What is set, counted or fetched: such a column is no result, whatever its numbers. */
static const char setting_words[] =
    "(?i)\\b(?:param(?:eter)?s?|#params?|arguments?|options?|flags?|defaults?|description|types?|"
    "values?|learning rate|lr|batch(?: ?size)?|epochs?|steps|iterations?|iters?|seed|weight decay|"
    "dropout|hidden|layers?|heads?|dim(?:ension)?s?|d_model|size|sizes|resolution|input|"
    "crop|download|links?|url|md5|sha256|checksum|vram|memory|mem|gpu mem|ram|gpus?|"
    "flops|macs|gflops|version|python|cuda|pytorch|requires?|date|year|month|release|"
    "stars?|languages?|license|samples?|#\\w+|number of|num|nodes|edges|classes|features|instances|"
    "images|train(?:ing)? (?:set|samples|images|size)|test (?:set|samples|images|size)|subjects?|"
    "duration|hours|train(?:ing)? time|days|id|index|count|total|price|cost|context(?: length)?|"
    "tokens|vocab\\w*|config(?:uration)?|speed|relative speed|schedule|lr sched)\\b";

struct column {
    unsigned numbers, cells;
    bool metric, setting;
};

/* 76.25, 93.4%, 0.91 +- 0.02, 29.4 / 31, 1.2e-3; a bare integer counts as less, see below. */
static bool is_number(struct str text, bool *ret_fraction)
{
    size_t digits = 0, others = 0;

    text = str_trim(text);
    *ret_fraction = false;
    if (!text.len || text.len > 40)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (isdigit((unsigned char)text.ptr[i]))
            digits++;
        else if (!strchr(" .,%+-/()*~<>=|:", text.ptr[i]) && (unsigned char)text.ptr[i] < 0x80)
            others++;
        *ret_fraction =
            *ret_fraction || text.ptr[i] == '%' ||
            (text.ptr[i] == '.' && i + 1 < text.len && isdigit((unsigned char)text.ptr[i + 1]));
    }
    return digits && others <= 2 && digits >= others;
}

/* Versions and dates are written with digits and dots too. */
static bool is_version(struct str text)
{
    unsigned dots = 0;

    for (size_t i = 0; i < text.len; i++)
        dots += text.ptr[i] == '.';
    return dots >= 2 && !str_contains(text, "/") && !str_contains(text, " ");
}

struct words {
    struct pattern *metric, *setting;
};

static bool matches(struct pattern *pattern, struct str text)
{
    return text.len && pattern_match(pattern, text, NULL) == MATCH_YES;
}

static void read_columns(const struct table *table, const struct words *words,
                         struct column columns[COLUMNS], bool *ret_row_metric)
{
    *ret_row_metric = false;
    for (size_t i = 0; i < table->cell_count && i < CELLS; i++) {
        const struct cell *cell = &table->cells[i];
        bool fraction;

        if (cell->column >= COLUMNS)
            continue;
        if (!cell->row) {
            columns[cell->column].metric = matches(words->metric, cell->text);
            columns[cell->column].setting = matches(words->setting, cell->text);
            continue;
        }
        columns[cell->column].cells += str_trim(cell->text).len > 0;
        if (is_number(cell->text, &fraction) && !is_version(cell->text))
            columns[cell->column].numbers += fraction ? 2 : 1;
        else if (!cell->column && matches(words->metric, cell->text))
            *ret_row_metric = true;
    }
}

/* The words above a table: its section, and the nearest prose. */
static bool is_about_results(const struct reading *reading, const struct table *table,
                             bool *ret_settings)
{
    static const char *const results[] = {"result*",    "performance", "benchmark*", "accurac*",
                                          "comparison", "leaderboard", "evaluation", "outperform*",
                                          "scores",     "reproduc*",   "baseline*",  NULL};
    static const char *const settings[] = {
        "hyper-parameter*", "hyperparameter*", "argument*",    "parameters", "configuration",
        "options",          "statistics",      "requirement*", "dependenc*", "supported",
        "compatib*",        "changelog",       "glossary",     NULL};
    const struct document *readme = reading->readme;
    const struct block *section = document_section(readme, table->block);
    bool about = section && phrase_any(section->text, results);

    *ret_settings = section && phrase_any(section->text, settings);
    for (unsigned i = 1; i <= NEAR_BLOCKS && i <= table->block; i++) {
        const struct block *before = &readme->blocks.items[table->block - i];
        struct str near = str_slice(before->text, 0, 400);

        if (before->kind == BLOCK_HEADING)
            break;
        about = about || phrase_any(near, results);
        *ret_settings = *ret_settings || (i == 1 && phrase_any(near, settings));
    }
    return about;
}

static bool is_results(const struct reading *reading, const struct table *table,
                       const struct words *words)
{
    struct column columns[COLUMNS] = {0};
    bool row_metric, settings, about = is_about_results(reading, table, &settings);
    unsigned named = 0, fractions = 0;

    read_columns(table, words, columns, &row_metric);
    for (unsigned i = 0; i < COLUMNS && i < table->columns; i++) {
        const struct column *column = &columns[i];
        bool mostly = column->cells && column->numbers >= column->cells && column->numbers >= 2;

        if (!mostly || (column->setting && !column->metric))
            continue;
        if (column->metric && !column->setting)
            named++;
        if (i && column->numbers * 2 >= column->cells * 3) /* most of them are no integers */
            fractions++;
    }
    if (settings && !named)
        return false;
    return named || (fractions && (about || row_metric));
}

/* "| 75.30 | 84.67 |" in a block of code or text: a table that a program printed. */
static bool is_printed_row(struct str line)
{
    unsigned bars = 0, numbers = 0;

    if (line.len > LIMIT_QUOTE_BYTES * 2)
        return false;
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '|')
            bars++;
        else if (line.ptr[i] == '.' && i && i + 1 < line.len &&
                 isdigit((unsigned char)line.ptr[i - 1]) && isdigit((unsigned char)line.ptr[i + 1]))
            numbers++;
    return bars >= 2 && numbers >= 2;
}

static void look_at_code(struct reading *reading, const struct block *block,
                         const struct words *words)
{
    struct str rest = block->text, line;
    unsigned number = block->text_line;
    bool metric = false;

    for (; str_next_line(&rest, &line); number++) {
        if (metric && is_printed_row(line)) {
            content_note(reading, CONTENT_RESULTS_TABLE, number, line);
            return;
        }
        metric = metric || (str_contains(line, "|") && matches(words->metric, line));
    }
}

void content_of_tables(struct reading *reading)
{
    const struct document *readme = reading->readme;
    struct words words;

    if (!readme->tables.count && !str_contains(readme->text, "|"))
        return;
    words = (struct words){pattern_own(reading->facts->arena, metric_words),
                           pattern_own(reading->facts->arena, setting_words)};
    for (size_t i = 0; i < readme->tables.count && i < TABLES; i++) {
        const struct table *table = &readme->tables.items[i];

        if (is_results(reading, table, &words))
            content_note(reading, CONTENT_RESULTS_TABLE, table->line,
                         table->cell_count ? table->cells[0].text : (struct str){0});
    }
    for (size_t i = 0; i < readme->blocks.count; i++)
        if (readme->blocks.items[i].kind == BLOCK_CODE)
            look_at_code(reading, &readme->blocks.items[i], &words);
}
