/* Prints the sample report: print_sample FORMAT [all] [scores] [color]. For tests/json_schema.py.
 */
#include "report/writer.h"
#include "sample_report.h"

#include <string.h>

int main(int argc, char **argv)
{
    const struct writer *writer = writer_by_name(argc > 1 ? argv[1] : "json");
    struct writer_options options = {0};

    for (int i = 2; i < argc; i++) {
        options.all |= !strcmp(argv[i], "all");
        options.scores |= !strcmp(argv[i], "scores");
        options.color |= !strcmp(argv[i], "color");
    }
    writer->write(sample_report(), &options, stdout);
    return ferror(stdout) ? 1 : 0;
}
