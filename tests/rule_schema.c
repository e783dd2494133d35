/* What the program prints of its tables is what the files given hold: the JSON Schema of rule files
 * whole, the keys of docs/rules.md between two marks. Prints TAP. */
#include "ruleset/manual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "r"), *out;
    char chunk[4096], *text = NULL;
    size_t size, got;

    if (!file)
        return NULL;
    out = open_memstream(&text, &size);
    while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
        fwrite(chunk, 1, got, out);
    fclose(out);
    fclose(file);
    return text;
}

static char *print(void (*print_to)(FILE *out))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    print_to(out);
    fclose(out);
    return text;
}

static int report(bool good, unsigned number, const char *what, const char *remedy)
{
    printf("%sok %u - %s\n", good ? "" : "not ", number, what);
    if (!good)
        printf("# %s\n", remedy);
    return !good;
}

int main(int argc, char **argv)
{
    char *schema, *manual, *printed_schema = print(manual_schema),
                           *printed_keys = print(manual_keys);
    int failed = 0;

    if (argc != 3)
        return 2;
    schema = read_all(argv[1]);
    manual = read_all(argv[2]);
    printf("1..2\n");
    failed +=
        report(schema && !strcmp(schema, printed_schema), 1, argv[1], "ci/refresh prints it anew");
    failed += report(manual && strstr(manual, printed_keys), 2, argv[2],
                     "ci/refresh prints its keys anew");
    free(schema);
    free(manual);
    free(printed_schema);
    free(printed_keys);
    return failed != 0;
}
