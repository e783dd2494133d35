/* Replays inputs through a fuzz target, where no fuzzer drives it: every file of the folders given,
 * and each of its prefixes of a few lengths. Prints TAP, one test an input; what is wrong ends the
 * program, by the sanitizers or by an assertion. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BYTES = 1 << 20, PREFIXES = 8, SLOW_SECONDS = 5 };

static size_t read_file(const char *path, uint8_t *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(bytes, 1, MOST_BYTES, file) : 0;

    if (file)
        fclose(file);
    return size;
}

/* Each input is a copy of its own, so that a read past its end is seen. */
static void try_bytes(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);

    if (size)
        memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static int try_file(const char *folder, const char *name, unsigned number, uint8_t *bytes)
{
    char path[4096];
    size_t size;
    clock_t start = clock();
    double seconds;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    size = read_file(path, bytes);
    for (size_t i = 0; i <= PREFIXES; i++)
        try_bytes(bytes, size * i / PREFIXES);
    seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("%sok %u - %s\n", seconds > SLOW_SECONDS ? "not " : "", number, name);
    if (seconds > SLOW_SECONDS)
        printf("# took %.1f s\n", seconds);
    fflush(stdout);
    return seconds > SLOW_SECONDS;
}

static int is_input(const struct dirent *entry) { return entry->d_name[0] != '.'; }

int main(int argc, char **argv)
{
    uint8_t *bytes = malloc(MOST_BYTES);
    unsigned number = 0;
    int failed = 0;

    for (int i = 1; i < argc; i++) {
        struct dirent **entries;
        int count = scandir(argv[i], &entries, is_input, alphasort);

        for (int j = 0; j < count; j++) {
            failed += try_file(argv[i], entries[j]->d_name, ++number, bytes);
            free(entries[j]);
        }
        if (count >= 0)
            free(entries);
    }
    if (!number) {
        printf("not ok 1 - there are inputs to replay\n");
        number = (unsigned)++failed;
    }
    printf("1..%u\n", number);
    free(bytes);
    return failed != 0;
}
