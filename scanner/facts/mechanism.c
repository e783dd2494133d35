/* What code is built for, by single lines of it: extension points, seeds, clusters, GPUs. */
#include "facts/code.h"
#include "util/phrase.h"

#include <string.h>

enum { SHOWN_MOST = 50, ACCELERATED_SHARE = 20 };

/* Where words mean what they say here. */
enum where {
    WHERE_SCRIPTS = 1 << 0,  /* Python, R, Julia, MATLAB, Lua */
    WHERE_COMPILED = 1 << 1, /* the other languages */
    WHERE_SHELL = 1 << 2,    /* shell and settings */
    WHERE_CODE = WHERE_SCRIPTS | WHERE_COMPILED,
};

enum mechanism {
    MECHANISM_REGISTRY,
    MECHANISM_INTERFACE,
    MECHANISM_TRAIT, /* an interface of a compiled language */
    MECHANISM_SEED_OPTION,
    MECHANISM_SEED_SET,
    MECHANISM_RANDOM,
    MECHANISM_GPU,
    MECHANISM_VISIBLE, /* CUDA_VISIBLE_DEVICES: a certain GPU where a number stands behind it */
    MECHANISM_CLUSTER,
    MECHANISM_FRAMEWORK, /* one that people run on GPUs */
    MECHANISM_DATA,      /* a data set by its name */
    MECHANISM_COUNT,
};

static const struct {
    const char *const *phrases;
    unsigned where;
    enum observation_kind kind; /* where the first lines of it are shown */
    const char *status;         /* NULL: not shown */
} mechanisms[MECHANISM_COUNT] = {
    [MECHANISM_REGISTRY] = {(const char *const[]){
                                "@register*", "Registry(", "_REGISTRY.register*", ".register(\"*",
                                ".register('*", ".register_module(", "@registry.*",
                                "register_model(", "register_task(", "register_dataset(",
                                "register_metric(", "register_loss(", "entry_points(",
                                "iter_entry_points(", NULL},
                            WHERE_SCRIPTS, OBSERVATION_EXTENSION_POINT, "registry"},
    [MECHANISM_INTERFACE] = {(const char *const[]){"@abstractmethod", "@abc.abstractmethod",
                                                   "(ABC)", "(abc.ABC)", ", ABC)",
                                                   "metaclass=ABCMeta", "metaclass=abc.ABCMeta",
                                                   "abstract type", "setGeneric(", "UseMethod(",
                                                   "methods (Abstract*", "(Protocol)", NULL},
                             WHERE_SCRIPTS, OBSERVATION_EXTENSION_POINT, "interface"},
    [MECHANISM_TRAIT] = {(const char *const[]){"abstract class", "public interface", "pub trait",
                                               "export interface", "sealed trait",
                                               "extension point", NULL},
                         WHERE_COMPILED, OBSERVATION_EXTENSION_POINT, "interface"},
    [MECHANISM_SEED_OPTION] = {(const char *const[]){"--seed", "--random_seed", "--random-seed",
                                                     "--manualSeed", "--manual_seed", "seed:",
                                                     "random_seed:", "DEFINE_integer(\"seed\"",
                                                     "DEFINE_integer('seed'", NULL},
                               WHERE_CODE | WHERE_SHELL, OBSERVATION_SEED, "option"},
    [MECHANISM_SEED_SET] = {(const char *const[]){
                                "manual_seed(", "manual_seed_all(", "random.seed(", "set.seed(",
                                "seed_everything(", "set_seed(", "set_random_seed(", "default_rng(",
                                "PRNGKey(", "RandomState(", "Random.seed!(", "seed!(",
                                "random.key(", "rng(", "srand", "mt19937", "RandStream(", NULL},
                            WHERE_CODE, OBSERVATION_SEED, "set"},
    [MECHANISM_RANDOM] = {(const char *const[]){"random.*", "np.random", "torch.rand*", "randn(",
                                                "rand", "rnorm(", "runif(", "sample(", "shuffle*",
                                                "dropout*", "randperm(", "multinomial",
                                                "train_test_split", NULL},
                          WHERE_CODE, OBSERVATION_SEED, NULL},
    [MECHANISM_GPU] = {(const char *const[]){"cuda:1*", "cuda:2*", "cuda:3*", "cuda:4*", "cuda:5*",
                                             "cuda:6*", "cuda:7*", NULL},
                       WHERE_SCRIPTS, OBSERVATION_FIXED_GPU, "found"},
    [MECHANISM_VISIBLE] = {(const char *const[]){"CUDA_VISIBLE_DEVICES", NULL}, WHERE_SCRIPTS,
                           OBSERVATION_FIXED_GPU, "found"},
    [MECHANISM_CLUSTER] = {(const char *const[]){NULL}, WHERE_SHELL, OBSERVATION_CLUSTER_SCRIPT,
                           "found"},
    [MECHANISM_FRAMEWORK] = {(const char *const[]){"import torch*",
                                                   "from torch*",
                                                   "import tensorflow*",
                                                   "from tensorflow*",
                                                   "import jax*",
                                                   "from jax*",
                                                   "import flax*",
                                                   "from flax*",
                                                   "import cupy",
                                                   "import keras*",
                                                   "from keras*",
                                                   "import mxnet*",
                                                   "import paddle*",
                                                   "import caffe",
                                                   "require 'torch'",
                                                   "require 'cutorch'",
                                                   "require 'nn'",
                                                   "using CUDA",
                                                   "using Flux",
                                                   "using Lux",
                                                   "library(torch)",
                                                   "library(keras)",
                                                   "library(tensorflow)",
                                                   "gpuArray(",
                                                   NULL},
                             WHERE_SCRIPTS, OBSERVATION_FIXED_GPU, NULL},
    [MECHANISM_DATA] = {(const char *const[]){"torchvision.datasets",
                                              "datasets.CIFAR*",
                                              "datasets.MNIST*",
                                              "datasets.ImageNet*",
                                              "load_dataset(",
                                              "tfds.load(",
                                              "fetch_openml(",
                                              "sklearn.datasets",
                                              "keras.datasets*",
                                              "torch_geometric.datasets",
                                              "dgl.data",
                                              "ogb*",
                                              "urlretrieve(",
                                              "download.file(",
                                              "tf.keras.utils.get_file(",
                                              "hf_hub_download(",
                                              "snapshot_download(",
                                              "MLDatasets",
                                              "RDatasets",
                                              "rnorm(",
                                              "mvrnorm(",
                                              "rbinom(",
                                              "gdown*",
                                              NULL},
                        WHERE_SCRIPTS, OBSERVATION_SEED, NULL},
};

struct state {
    const struct phrase_set *phrases;
    size_t counts[MECHANISM_COUNT];
    bool cluster;                /* in this file */
    size_t plain_shell;          /* shell scripts without a scheduler's lines */
    size_t framework_before;     /* lines, before this file */
    size_t scripts, accelerated; /* files, and those that import a framework */
};

/* What stands behind the line's first '='. */
static struct str value_of(struct str line)
{
    const char *equals = memchr(line.ptr, '=', line.len);

    return equals ? str_trim(str_slice(line, (size_t)(equals - line.ptr) + 1, line.len))
                  : (struct str){0};
}

/* "0" and nothing else. */
static bool names_first(struct str line)
{
    struct str value = value_of(line);

    return value.len > 2 && value.ptr[1] == '0' && value.ptr[2] == value.ptr[0];
}

static void add(struct facts *facts, struct state *state, const struct source *source,
                const struct source_line *line, enum mechanism mechanism)
{
    const char *status = mechanisms[mechanism].status;

    if (mechanism == MECHANISM_VISIBLE && names_first(line->code))
        status = "first";
    if (state->counts[mechanism]++ < SHOWN_MOST && status)
        facts_observe(facts, mechanisms[mechanism].kind, status, source->file->file->path,
                      line->number, str_trim(line->text));
}

/* A scheduler's orders are comments to the shell. */
static bool is_order(struct str line)
{
    return str_starts(line, "#SBATCH ") || str_starts(line, "#PBS ") ||
           str_starts(line, "#BSUB ") || str_starts(line, "#$ -");
}

static unsigned where_is(const struct source *source)
{
    static const bool scripts[LANGUAGE_COUNT] = {
        [LANGUAGE_PYTHON] = true, [LANGUAGE_R] = true,   [LANGUAGE_JULIA] = true,
        [LANGUAGE_MATLAB] = true, [LANGUAGE_LUA] = true,
    };

    if (source->settings || source->language == LANGUAGE_SHELL)
        return WHERE_SHELL;
    return scripts[source->language] ? WHERE_SCRIPTS : WHERE_COMPILED;
}

/* Set to a number as written, not to an option's value or to nothing. */
static bool sets_number(struct str line)
{
    struct str value = value_of(line);

    return value.len > 1 && strchr("\"'", value.ptr[0]) && value.ptr[1] >= '0' &&
           value.ptr[1] <= '9';
}

/* Whether a phrase was found in what it is about. */
static bool holds(enum mechanism mechanism, struct str line)
{
    if (mechanism == MECHANISM_GPU)
        return !str_contains(line, "help");
    return mechanism != MECHANISM_VISIBLE || sets_number(line);
}

static void look_at_line(struct facts *facts, void *data, const struct source *source,
                         const struct source_line *line)
{
    struct state *state = data;
    unsigned where = where_is(source);
    uint64_t found;

    if (!state->phrases) {
        const char *const *groups[MECHANISM_COUNT];

        for (enum mechanism i = 0; i < MECHANISM_COUNT; i++)
            groups[i] = mechanisms[i].phrases;
        state->phrases = phrase_set_new(facts->arena, groups, MECHANISM_COUNT);
    }
    if (source->language == LANGUAGE_SHELL && !state->cluster && is_order(line->text)) {
        state->cluster = true;
        add(facts, state, source, line, MECHANISM_CLUSTER);
    }
    found = phrase_set_find(state->phrases, line->code);
    for (enum mechanism i = 0; found && i < MECHANISM_COUNT; i++)
        if (found >> i & 1 && mechanisms[i].where & where && holds(i, line->code))
            add(facts, state, source, line, i);
    /* C++ says it with two words apart */
    if (where == WHERE_COMPILED && str_contains(line->code, "virtual ") &&
        str_contains(line->code, "= 0"))
        add(facts, state, source, line, MECHANISM_TRAIT);
}

/* Words that stand on many lines of any code. */
static bool is_common(struct str word)
{
    static const char *const words[] = {"import", "from", "using", "require", "class", "type"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_equal(word, words[i]))
            return true;
    return false;
}

/* The longest word of a phrase that is not common. */
static struct str rarest_word(const char *phrase)
{
    struct str rest = {phrase, strcspn(phrase, "*")}, word, rarest = {0};

    while (str_next_word(&rest, &word))
        if (!rarest.len || (!is_common(word) && (is_common(rarest) || word.len > rarest.len)))
            rarest = word;
    return rarest;
}

/* One of each phrase, and what look_at_line() asks for beside them. */
static bool word_of(size_t index, struct str *ret_word)
{
    static const char *const others[] = {"#SBATCH", "#PBS", "#BSUB", "#$", "virtual", NULL};

    for (enum mechanism i = 0; i <= MECHANISM_COUNT; i++) {
        const char *const *phrase = i < MECHANISM_COUNT ? mechanisms[i].phrases : others;

        for (; *phrase; phrase++)
            if (!index--) {
                *ret_word = rarest_word(*phrase);
                return true;
            }
    }
    return false;
}

static void end(struct facts *facts, void *data, const struct source *source)
{
    struct state *state = data;

    (void)facts;
    if (source->language == LANGUAGE_SHELL && !state->cluster)
        state->plain_shell++;
    state->cluster = false;
    if (where_is(source) == WHERE_SCRIPTS) {
        state->scripts++;
        state->accelerated += state->counts[MECHANISM_FRAMEWORK] > state->framework_before;
    }
    state->framework_before = state->counts[MECHANISM_FRAMEWORK];
}

static void set_count(struct facts *facts, enum metric metric, size_t count,
                      const struct code_seen *seen)
{
    if (seen->unread)
        facts_unknown(facts, metric, seen->why);
    else
        facts_integer(facts, metric, (int64_t)count);
}

static void finish(struct facts *facts, void *data, const struct code_seen *seen)
{
    const struct state *state = data;

    set_count(facts, METRIC_MODULARITY_REGISTRY_LINES, state->counts[MECHANISM_REGISTRY], seen);
    set_count(facts, METRIC_MODULARITY_INTERFACE_LINES,
              state->counts[MECHANISM_INTERFACE] + state->counts[MECHANISM_TRAIT], seen);
    set_count(facts, METRIC_EXAMPLES_CLUSTER_SCRIPTS, state->counts[MECHANISM_CLUSTER], seen);
    set_count(facts, METRIC_EXAMPLES_PLAIN_SHELL_SCRIPTS, state->plain_shell, seen);
    code_bool(facts, METRIC_EXAMPLES_SEED_OPTION, state->counts[MECHANISM_SEED_OPTION] != 0, seen);
    code_bool(facts, METRIC_EXAMPLES_SEED_SET, state->counts[MECHANISM_SEED_SET] != 0, seen);
    code_bool(facts, METRIC_EXAMPLES_RANDOMNESS, state->counts[MECHANISM_RANDOM] != 0, seen);
    code_bool(facts, METRIC_EXAMPLES_LOADS_PUBLIC_DATA, state->counts[MECHANISM_DATA] != 0, seen);
    code_bool(facts, METRIC_CODE_ACCELERATED,
              facts->tree.languages[LANGUAGE_CUDA] ||
                  (state->accelerated && state->accelerated * ACCELERATED_SHARE >= state->scripts),
              seen);
    code_bool(facts, METRIC_INSTALL_FIXED_GPU,
              state->counts[MECHANISM_GPU] + state->counts[MECHANISM_VISIBLE] != 0, seen);
}

const struct line_scanner mechanism_scanner = {
    .state_size = sizeof(struct state),
    .word = word_of,
    .line = look_at_line,
    .end = end,
    .finish = finish,
};
