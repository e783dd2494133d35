/* embed OUT.c CARDS.tsv FILE...: writes the rule files as C, so that the program carries them:
 * their text, its digest, and the tree that the YAML parser makes of it, and the table of how often
 * each rule was right. Parsing them at each start would cost more than scanning a small repository.
 */
#include "ruleset/digest.h"
#include "ruleset/embedded.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct nodes {
    const struct yaml **items;
    size_t count, capacity;
};

static struct str read_file(struct arena *arena, const char *path)
{
    char *bytes = arena_alloc(arena, LIMIT_CONFIG_BYTES + 1);
    FILE *file = fopen(path, "re");
    size_t size = file ? fread(bytes, 1, LIMIT_CONFIG_BYTES + 1, file) : 0;

    if (!file || ferror(file)) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    fclose(file);
    return (struct str){bytes, size};
}

static void write_bytes(FILE *out, struct str bytes)
{
    putc('"', out);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];

        if (byte >= ' ' && byte < 0x7f && !strchr("\"\\?", byte))
            putc(byte, out);
        else
            fprintf(out, "\\%03o", byte);
        if (byte == '\n' && i + 1 < bytes.len)
            fputs("\"\n    \"", out);
    }
    putc('"', out);
}

static void write_str(FILE *out, struct str text)
{
    if (text.ptr) {
        fputs("{", out);
        write_bytes(out, text);
        fprintf(out, ", %zu}", text.len);
    } else {
        fputs("{0}", out);
    }
}

/* Siblings follow each other, and their children follow all of them. */
static void list_nodes(struct arena *arena, const struct yaml *root, struct nodes *nodes)
{
    *ARENA_PUSH(arena, nodes) = root;
    for (size_t i = 0; i < nodes->count; i++)
        for (const struct yaml *child = nodes->items[i]->first; child; child = child->next)
            *ARENA_PUSH(arena, nodes) = child;
}

static void write_tree(FILE *out, size_t number, const struct nodes *nodes)
{
    size_t next_child = 1;

    fprintf(out, "static const struct yaml nodes_%zu[%zu];\n", number, nodes->count);
    fprintf(out, "static const struct yaml nodes_%zu[%zu] = {\n", number, nodes->count);
    for (size_t i = 0; i < nodes->count; i++) {
        const struct yaml *node = nodes->items[i];

        fprintf(out, "    {%u, %u, %u, %u, ", node->kind, node->quoted, node->line, node->column);
        write_str(out, node->text);
        fputs(", ", out);
        write_str(out, node->key);
        fprintf(out, ", %u, ", node->key_line);
        if (node->first)
            fprintf(out, "&nodes_%zu[%zu], ", number, next_child);
        else
            fputs("0, ", out);
        if (node->next)
            fprintf(out, "&nodes_%zu[%zu], ", number, i + 1);
        else
            fputs("0, ", out);
        fprintf(out, "%zu, 0},\n", node->count);
        next_child += node->count;
    }
    fputs("};\n\n", out);
}

static void fail_at(const char *path, size_t line, const char *what)
{
    fprintf(stderr, "%s:%zu: %s\n", path, line, what);
    exit(1);
}

/* Lines of "rule right wrong debatable repositories", tabs between, under a line of titles. */
static void write_cards(FILE *out, struct arena *arena, const char *path)
{
    struct str text = read_file(arena, path), line;

    fputs("const struct embedded_card embedded_cards[] = {\n", out);
    for (size_t number = 1; str_next_line(&text, &line); number++) {
        char *at = arena_strndup(arena, line.ptr, line.len), *end = strchr(at, '\t');

        if (number == 1)
            continue;
        if (!end)
            fail_at(path, number, "a rule and four numbers are needed");
        fprintf(out, "    {\"%.*s\"", (int)(end - at), at);
        for (unsigned column = 0; column < 4; column++) {
            at = end + 1;
            if (*end != '\t' || *at < '0' || *at > '9')
                fail_at(path, number, "a rule and four numbers are needed");
            fprintf(out, ", %lu", strtoul(at, &end, 10));
        }
        if (*end)
            fail_at(path, number, "there is more than a rule and four numbers");
        fputs("},\n", out);
    }
    fputs("    {0},\n};\n", out);
}

static void write_trees(FILE *out, struct arena *arena, char **paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str text = read_file(arena, paths[i]);
        struct nodes nodes = {0};
        const struct yaml *root;
        struct rh_error err;

        if (!yaml_parse(arena, paths[i], text, YAML_STRICT, &root, &err)) {
            fprintf(stderr, "%s\n", err.text);
            exit(1);
        }
        list_nodes(arena, root, &nodes);
        write_tree(out, i, &nodes);
    }
}

/* "readme.yml", "profiles/anonymity.yml" */
static const char *own_name(const char *path)
{
    const char *profile = strstr(path, "profiles/");

    return profile ? profile : path_base(path);
}

static void write_files(FILE *out, struct arena *arena, char **paths, size_t count)
{
    fputs("const struct embedded_file embedded_rules[] = {\n", out);
    for (size_t i = 0; i < count; i++) {
        struct str text = read_file(arena, paths[i]);

        fprintf(out, "    {\"rules/%s\", \"%s\", nodes_%zu, %zu,\n    ", own_name(paths[i]),
                digest_hex(arena, text), i, text.len);
        write_bytes(out, text);
        fputs("},\n", out);
    }
    fputs("    {0},\n};\n", out);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    FILE *out = argc > 3 ? fopen(argv[1], "we") : NULL;

    if (!out) {
        fputs("usage: embed OUT.c CARDS.tsv FILE...\n", stderr);
        return 1;
    }
    fputs("#include \"ruleset/embedded.h\"\n"
          "#include \"util/yaml.h\"\n\n"
          "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
          out);
    write_cards(out, arena, argv[2]);
    write_trees(out, arena, argv + 3, (size_t)argc - 3);
    write_files(out, arena, argv + 3, (size_t)argc - 3);
    arena_free(arena);
    if (ferror(out) | fclose(out)) {
        fprintf(stderr, "%s: cannot be written\n", argv[1]);
        return 1;
    }
    return 0;
}
