/* Prints the sample report as json-v1, for tests/json_schema.py. */
#include "report/writer.h"
#include "sample_report.h"

int main(void)
{
    writer_by_name("json")->write(sample_report(), &(struct writer_options){0}, stdout);
    return ferror(stdout) ? 1 : 0;
}
