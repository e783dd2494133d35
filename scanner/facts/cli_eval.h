#ifndef FACTS_CLI_EVAL_H
#define FACTS_CLI_EVAL_H
#include "facts/cli.h"
#include "facts/cli_source.h"

/* Following Python by hand, as far as a parser is concerned. Private to cli*.c. */

struct arena;
struct reading;
struct scope;

enum value_kind {
    VALUE_UNKNOWN,
    VALUE_CLI,      /* a parser, or a group of one */
    VALUE_SUBS,     /* what add_subparsers() gives */
    VALUE_FUNCTION, /* of this repository */
    VALUE_CLASS,
    VALUE_INSTANCE,
    VALUE_SUPER,  /* an instance, seen from above `class` */
    VALUE_BOUND,  /* a method of an instance */
    VALUE_METHOD, /* a method of a parser, by its name */
    VALUE_MODULE,
    VALUE_FOLDER,   /* a package without __init__.py */
    VALUE_EXTERNAL, /* of another package, by its dotted name; "x()" is what calling x gives */
    VALUE_TEXT,     /* a literal string */
};

struct value {
    enum value_kind kind;
    struct cli *cli;           /* CLI, SUBS, METHOD; of an instance that is a parser too */
    struct function *function; /* FUNCTION, BOUND */
    struct class *class;       /* CLASS, INSTANCE, SUPER: where to look from */
    struct instance *instance; /* INSTANCE, SUPER, BOUND */
    struct module *module;     /* MODULE */
    const char *name;          /* EXTERNAL, METHOD, TEXT, FOLDER */
    struct app *app;           /* EXTERNAL: a typer.Typer() or click group, made here */
};

struct function {
    const struct cli_source *source;
    size_t statement, decorators; /* the `def`, and the first @ above it */
    struct scope *scope;          /* where it was defined */
    struct class *class;          /* NULL: no method */
    struct app *app;              /* a click or typer command; NULL: neither */
    const char *hydra;            /* it is run by hydra; the decorator's name */
    bool running, dull;
};

struct class
{
    const struct cli_source *source;
    size_t statement, decorators;
    const char *name;
    struct scope *scope; /* of its members */
    struct value bases[6];
    size_t base_count;
};

struct instance {
    struct class *class;
    struct scope *attributes;
    struct cli *cli; /* the class is derived from a parser */
};

struct module {
    struct cli_source source;
    struct scope *scope;
    const char *path;
};

/* Commands and options that decorators make. */
struct app {
    struct cli *cli;
    struct function *function;
};

struct variable {
    struct str name;
    struct value value;
};

struct scope {
    struct scope *parent;
    struct scope *stars[6]; /* from x import * */
    size_t star_count;
    struct {
        struct variable *items;
        size_t count, capacity;
    } variables;
};

struct argument {
    struct str name; /* of a keyword; empty: by its place */
    size_t from, to; /* its tokens */
    unsigned stars;  /* *x, **x */
    struct value value;
};

enum { MOST_ARGUMENTS = 60 };

struct arguments {
    const struct cli_source *source;
    size_t from, to; /* the brackets */
    struct argument items[MOST_ARGUMENTS];
    size_t count;
    unsigned line;
    struct scope *scope;
};

struct reading {
    struct facts *facts;
    struct arena *arena;
    const char *script;
    struct str folder; /* of the script: where imports begin */
    struct {
        struct module **items;
        size_t count, capacity;
    } modules;
    struct cli *absl; /* flags that modules define, wherever they are */
    bool absl_parsed;
    struct cli_set *set;
    unsigned conditional; /* how many ifs and loops are around what is followed */
    unsigned loops;
    unsigned depth;      /* of expressions */
    unsigned calls;      /* that are followed now, within each other */
    unsigned imports;    /* of modules within each other */
    unsigned long steps; /* tokens seen */
    unsigned effects;    /* parsers made, arguments added, command lines read */
    bool made;           /* a parser was */
    const char *foreign; /* a package of others that may define flags; NULL: none */
};

/* values */
struct value scope_get(const struct scope *scope, struct str name);
void scope_set(struct arena *arena, struct scope *scope, struct str name, struct value value);
struct value value_attribute(struct reading *reading, struct value value, struct str name);
struct value external(struct reading *reading, const char *name);
/* A method or member by the class and those it is derived from. *ret_foreign: one of them is not
 * in the tree. */
struct value class_member(struct reading *reading, const struct class *class, struct str name,
                          bool *ret_foreign);
/* The name of the first base that is not in the tree; NULL: none. */
const char *class_foreign_base(const struct class *class);

/* following */
struct value eval(struct reading *reading, const struct cli_source *source, struct scope *scope,
                  size_t from, size_t to);
void run_block(struct reading *reading, const struct cli_source *source, struct scope *scope,
               size_t from, size_t to, bool main, struct function *function,
               struct value *ret_result);
/* Without arguments. */
void value_call(struct reading *reading, struct value value, const struct cli_source *source);
struct value call_function(struct reading *reading, struct function *function,
                           const struct arguments *arguments, const struct value *self);
/* Whether @decorator stands above it. */
bool function_is_marked(const struct function *function, const char *decorator);
struct module *module_load(struct reading *reading, const char *path, bool main);
void import_statement(struct reading *reading, const struct cli_source *source, struct scope *scope,
                      size_t from, size_t to);

/* arguments of a call: what stands between the brackets that open there, each part evaluated */
void arguments_read(struct reading *reading, const struct cli_source *source, struct scope *scope,
                    size_t open, struct arguments *arguments);
const struct argument *argument_named(const struct arguments *arguments, const char *name);
const struct argument *argument_at(const struct arguments *arguments, size_t place);
/* A literal string, or a variable that holds one; NULL: neither. */
const char *argument_text(struct reading *reading, const struct arguments *arguments,
                          const struct argument *argument);
bool argument_is(const struct arguments *arguments, const struct argument *argument,
                 const char *word);
/* The literal strings and numbers of a list; false where some are computed. */
bool literal_list(struct reading *reading, const struct cli_source *source, size_t from, size_t to,
                  const char *const **ret_items, size_t *ret_count);

/* parsers */
struct cli *cli_new(struct reading *reading, const struct arguments *arguments);
void cli_parsed(struct reading *reading, const struct cli *cli);
void cli_unknown(struct reading *reading, const char *why);
void cli_open(struct reading *reading, struct cli *cli, const struct arguments *arguments,
              const char *why);
struct cli_option *cli_add(struct reading *reading, struct cli *cli);
void cli_copy(struct reading *reading, struct cli *to, const struct cli *from);
struct value parser_make(struct reading *reading, const struct arguments *arguments);
void parser_set_up(struct reading *reading, struct cli *cli, const struct arguments *arguments);
struct value parser_method(struct reading *reading, struct cli *cli, const char *name,
                           const struct arguments *arguments);
struct value subparsers_method(struct reading *reading, struct cli *cli, const char *name,
                               const struct arguments *arguments);
/* What other packages' functions do; the result's kind is VALUE_UNKNOWN where nothing is known. */
struct value call_external(struct reading *reading, struct value callee,
                           const struct arguments *arguments);
/* The fields of a dataclass as options. */
enum field_style { FIELDS_HF, FIELDS_TYRO, FIELDS_TAP };
void fields_add(struct reading *reading, struct cli *cli, const struct class *class,
                enum field_style style);
/* click, typer: what the decorators of a function make of it. */
void decorators_read(struct reading *reading, struct function *function);
void app_called(struct reading *reading, struct app *app);
void signature_add(struct reading *reading, struct cli *cli, const struct function *function,
                   bool typer);
#endif
