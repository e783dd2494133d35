/* The one C++ file: toml++ behind two C functions. Header-only, so that its limits are ours and no
 * exception is thrown; nothing but memory can fail in what is left. */
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY       1
#define TOML_EXCEPTIONS        0
#define TOML_ENABLE_FORMATTERS 1
#define TOML_MAX_NESTED_VALUES 32

#include <algorithm>
#include <sstream>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

extern "C" {
#include "util/arena.h"
#include "util/limits.h"
#include "util/toml.h"
}

namespace
{

/* Parts of a dotted key. toml++ has no limit, and its destructor goes as deep as the keys do. */
constexpr unsigned KEY_PARTS = 16;

/* The line where a key has too many parts, or 0. Strings and comments are stepped over. */
unsigned find_deep_key(std::string_view text)
{
    unsigned line = 1, dots = 0;

    for (size_t i = 0; i < text.size(); i++) {
        const char c = text[i];

        if (c == '\n')
            line++;
        if (c == '"' || c == '\'') {
            const bool triple = text.substr(i, 3) == std::string_view(c == '"' ? "\"\"\"" : "'''");
            const std::string_view close = text.substr(i, triple ? 3 : 1);

            i += close.size();
            while (i < text.size() && text.substr(i, close.size()) != close) {
                if (text[i] == '\n') {
                    if (!triple)
                        return 0; /* a mistake that the parser names better */
                    line++;
                }
                i += c == '"' && text[i] == '\\' && i + 1 < text.size() && text[i + 1] != '\n' ? 2
                                                                                               : 1;
            }
            i += close.size() - 1;
        } else if (c == '#') {
            while (i + 1 < text.size() && text[i + 1] != '\n')
                i++;
        } else if (c == '.') {
            if (++dots >= KEY_PARTS)
                return line;
        } else if (c == '\n' || c == '=' || c == ',' || c == '[' || c == '{') {
            dots = 0;
        }
    }
    return 0;
}

struct str copy(struct arena *arena, std::string_view text)
{
    return {arena_strndup(arena, text.data(), text.size()), text.size()};
}

struct child {
    std::string_view key;
    const toml::node *node;
};

std::vector<child> children_in_order(const toml::node &node)
{
    std::vector<child> children;

    if (const toml::table *table = node.as_table())
        for (auto &&[key, value] : *table)
            children.push_back({key.str(), &value});
    else if (const toml::array *array = node.as_array())
        for (const toml::node &value : *array)
            children.push_back({{}, &value});
    std::stable_sort(children.begin(), children.end(), [](const child &a, const child &b) {
        return a.node->source().begin < b.node->source().begin;
    });
    return children;
}

/* Calls itself at most KEY_PARTS * (TOML_MAX_NESTED_VALUES + 1) deep. */
toml_value *convert(struct arena *arena, std::string_view key, const toml::node &node)
{
    toml_value *made = static_cast<toml_value *>(arena_alloc(arena, sizeof(*made)));
    const toml_value **end = &made->first;

    made->line = node.source().begin.line;
    made->key = copy(arena, key);
    if (const auto *string = node.as_string()) {
        made->kind = TOML_STRING;
        made->text = copy(arena, string->get());
        return made;
    }
    if (node.is_table() || node.is_array()) {
        made->kind = node.is_table() ? TOML_TABLE : TOML_LIST;
        for (const child &child : children_in_order(node)) {
            toml_value *converted = convert(arena, child.key, *child.node);

            *end = converted;
            end = &converted->next;
            made->count++;
        }
        return made;
    }

    std::ostringstream written;

    if (const auto *integer = node.as_integer()) {
        made->kind = TOML_INTEGER;
        made->integer = integer->get();
        written << integer->get();
    } else if (const auto *truth = node.as_boolean()) {
        made->kind = TOML_BOOL;
        made->integer = truth->get();
        written << (truth->get() ? "true" : "false");
    } else if (const auto *number = node.as_floating_point()) {
        made->kind = TOML_FLOAT;
        written << *number;
    } else {
        made->kind = TOML_DATE;
        if (const auto *date = node.as_date())
            written << date->get();
        else if (const auto *time = node.as_time())
            written << time->get();
        else if (const auto *both = node.as_date_time())
            written << both->get();
    }
    made->text = copy(arena, written.str());
    return made;
}

} // namespace

bool toml_parse(struct arena *arena, const char *name, struct str text, const toml_value **ret_root,
                rh_error *err)
{
    if (text.len > LIMIT_CONFIG_BYTES)
        return error_set(err, RH_ERROR_TARGET, "%s: larger than %u KiB", name,
                         LIMIT_CONFIG_BYTES / KIB);

    const std::string_view view(text.ptr ? text.ptr : "", text.len);
    const unsigned deep = find_deep_key(view);

    if (deep)
        return error_set(err, RH_ERROR_TARGET, "%s:%u: a key of more than %u parts", name, deep,
                         KEY_PARTS);

    const toml::parse_result result = toml::parse(view);

    if (!result) {
        const toml::parse_error &error = result.error();
        const std::string_view words = error.description();

        return error_set(err, RH_ERROR_TARGET, "%s:%u: %.*s", name, error.source().begin.line,
                         static_cast<int>(std::min<size_t>(words.size(), 200)), words.data());
    }
    *ret_root = convert(arena, {}, result.table());
    return true;
}

const toml_value *toml_get(const toml_value *node, const char *key)
{
    if (!node || node->kind != TOML_TABLE)
        return nullptr;
    for (const toml_value *child = node->first; child; child = child->next)
        if (str_equal(child->key, key))
            return child;
    return nullptr;
}

struct str toml_string(const toml_value *node)
{
    return node && node->kind == TOML_STRING ? node->text : (struct str){nullptr, 0};
}
