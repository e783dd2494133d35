#include "facts/path_token.h"

#include "util/arena.h"

#include <string.h>

static const struct {
    const char *ending;
    enum token_kind kind;
} endings[] = {
    {".py", TOKEN_CODE},        {".ipynb", TOKEN_CODE},      {".sh", TOKEN_CODE},
    {".R", TOKEN_CODE},         {".Rmd", TOKEN_CODE},        {".jl", TOKEN_CODE},
    {".m", TOKEN_CODE},         {".md", TOKEN_CODE},         {".rst", TOKEN_CODE},
    {".cpp", TOKEN_CODE},       {".cc", TOKEN_CODE},         {".c", TOKEN_CODE},
    {".cu", TOKEN_CODE},        {".h", TOKEN_CODE},          {".hpp", TOKEN_CODE},
    {".java", TOKEN_CODE},      {".lua", TOKEN_CODE},        {".qmd", TOKEN_CODE},
    {".do", TOKEN_CODE},        {".pl", TOKEN_CODE},         {".r", TOKEN_CODE},
    {".bash", TOKEN_CODE},      {".go", TOKEN_CODE},         {".rs", TOKEN_CODE},
    {".js", TOKEN_CODE},        {".ts", TOKEN_CODE},         {".slurm", TOKEN_CODE},
    {".sbatch", TOKEN_CODE},    {".pyx", TOKEN_CODE},        {".f90", TOKEN_CODE},
    {".scala", TOKEN_CODE},     {".yaml", TOKEN_CONFIG},     {".yml", TOKEN_CONFIG},
    {".toml", TOKEN_CONFIG},    {".cfg", TOKEN_CONFIG},      {".ini", TOKEN_CONFIG},
    {".conf", TOKEN_CONFIG},    {".gin", TOKEN_CONFIG},      {".json", TOKEN_CONFIG},
    {".jsonnet", TOKEN_CONFIG}, {".prototxt", TOKEN_CONFIG}, {".libsonnet", TOKEN_CONFIG},
    {".txt", TOKEN_DATA},       {".csv", TOKEN_DATA},        {".tsv", TOKEN_DATA},
    {".jsonl", TOKEN_DATA},     {".pt", TOKEN_DATA},         {".pth", TOKEN_DATA},
    {".pkl", TOKEN_DATA},       {".npy", TOKEN_DATA},        {".npz", TOKEN_DATA},
    {".h5", TOKEN_DATA},        {".mat", TOKEN_DATA},        {".png", TOKEN_DATA},
    {".jpg", TOKEN_DATA},       {".gif", TOKEN_DATA},        {".pdf", TOKEN_DATA},
    {".wav", TOKEN_DATA},       {".parquet", TOKEN_DATA},    {".xml", TOKEN_DATA},
    {".fasta", TOKEN_DATA},     {".RData", TOKEN_DATA},      {".rds", TOKEN_DATA},
};

/* "Node.js", "Flux.jl", "transformers.js" are names of projects. */
static bool is_brand(struct str path)
{
    if (memchr(path.ptr, '/', path.len))
        return false;
    return str_ends(path, ".js") || str_ends(path, ".ts") ||
           (*path.ptr >= 'A' && *path.ptr <= 'Z' &&
            (str_ends(path, ".jl") || str_ends(path, ".rs")));
}

enum token_kind token_kind(struct str path)
{
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t length = strlen(endings[i].ending);

        if (str_ends(path, endings[i].ending) && path.len > length &&
            path.ptr[path.len - length - 1] != '/')
            return is_brand(path) ? TOKEN_OTHER : endings[i].kind;
    }
    return TOKEN_OTHER;
}

bool token_is_path(struct str text)
{
    bool letter = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);

        if (!is_letter && !(c >= '0' && c <= '9') && !strchr("._-/+", c))
            return false;
        letter |= is_letter;
    }
    return letter && *text.ptr != '-' && !str_contains(text, "//") &&
           (*text.ptr != '.' || str_starts(text, "./") || str_starts(text, "../") ||
            (text.len > 1 && text.ptr[1] >= 'a' && text.ptr[1] <= 'z' &&
             memchr(text.ptr, '/', text.len)));
}

static bool has_one_of(struct str path, const char *const *signs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_contains_nocase(path, signs[i]))
            return true;
    return false;
}

bool token_is_placeholder(struct str path)
{
    static const char *const signs[] = {"<",
                                        ">",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        "...",
                                        "path/to",
                                        "path_to",
                                        "???",
                                        "%s",
                                        "\\",
                                        "\xe2\x80\xa6",
                                        "path-to",
                                        "\xc2\xab"};

    return has_one_of(path, signs, sizeof(signs) / sizeof(*signs));
}

bool token_is_made_up(struct str path)
{
    static const char *const signs[] = {
        "your",     "xxx",        "foo",      "my_",       "example.com", "something",
        "anything", "everything", "whatever", "brand_new", "brandnew",    "_name.",
        "funcname", "filename",   "name_of",  "lowercase", "mycheck",     "hello",
        "some_",    "any_",       "new_",     "custom_",   "placeholder", "template_"};
    const char *base = path.len ? path.ptr + path.len : path.ptr;

    while (base > path.ptr && base[-1] != '/')
        base--;
    /* myfunc.m, but not mypy.ini */
    if (str_end(path) - base > 6 && (base[0] | 32) == 'm' && base[1] == 'y' && base[2] >= 'a' &&
        base[2] <= 'z')
        return true;
    return str_contains(path, "XX") || has_one_of(path, signs, sizeof(signs) / sizeof(*signs));
}

struct str token_without_place(struct str path)
{
    for (size_t i = 1; i < path.len; i++)
        if (path.ptr[i] == '#' || (path.ptr[i] == ':' && i > 1))
            return str_slice(path, 0, i);
    return path;
}

/* The first { of the text that a } and a comma belong to. */
static bool find_braces(struct str text, size_t *ret_open, size_t *ret_close)
{
    for (size_t i = 0; i < text.len; i++) {
        bool comma = false;

        if (text.ptr[i] != '{' || (i && text.ptr[i - 1] == '$'))
            continue;
        for (size_t at = i + 1; at < text.len && text.ptr[at] != '{'; at++) {
            comma |= text.ptr[at] == ',';
            if (text.ptr[at] != '}')
                continue;
            *ret_open = i;
            *ret_close = at;
            if (comma)
                return true;
            break;
        }
    }
    return false;
}

size_t token_expand(struct arena *arena, struct str text, struct str ret_names[TOKEN_MOST_NAMES])
{
    size_t count = 1, open, close;

    ret_names[0] = text;
    for (size_t i = 0; i < count;) {
        struct str name = ret_names[i], inside;
        bool first = true;

        if (!find_braces(name, &open, &close)) {
            i++;
            continue;
        }
        inside = str_slice(name, open + 1, close);
        while (inside.ptr && count < TOKEN_MOST_NAMES) {
            const char *comma = inside.len ? memchr(inside.ptr, ',', inside.len) : NULL;
            size_t length = comma ? (size_t)(comma - inside.ptr) : inside.len;
            struct str one = str_trim(str_slice(inside, 0, length));

            ret_names[first ? i : count++] =
                str_of(arena_printf(arena, "%.*s%.*s%.*s", (int)open, name.ptr, (int)one.len,
                                    one.ptr, (int)(name.len - close - 1), name.ptr + close + 1));
            first = false;
            inside = comma ? str_slice(inside, length + 1, inside.len) : (struct str){NULL, 0};
        }
        if (count >= TOKEN_MOST_NAMES && find_braces(ret_names[i], &open, &close))
            i++; /* too many to tell */
    }
    return count;
}
