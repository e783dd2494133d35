/* Whatever a record of the forge holds, it is read or refused with a reason, and what is read makes
 * the round trip. The same bytes are taken as an answer of the forge. */
#include "snapshot/forge.h"
#include "forge/graphql.h"
#include "util/arena.h"
#include "util/json.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_item(const struct forge_item *item)
{
    assert(item->number && item->created > 0 && item->title && text_is_utf8(str_of(item->title)));
    for (size_t i = 0; i < item->comments.count; i++)
        assert(item->comments.items[i].at > 0);
    for (size_t i = 1; i < item->events.count; i++)
        assert(item->events.items[i - 1].at <= item->events.items[i].at);
}

static void read_record(struct arena *arena, struct str text)
{
    struct forge forge, again;
    struct buf first = {0}, second = {0};
    struct rh_error err = {0};

    if (!forge_read_json(arena, text, &forge, &err)) {
        assert(err.text[0] && !strpbrk(err.text, "\r\n"));
        return;
    }
    for (size_t i = 0; i < forge.items.count; i++) {
        expect_item(&forge.items.items[i]);
        assert(!i || forge.items.items[i - 1].number > forge.items.items[i].number);
    }
    forge_write_json(&forge, &first);
    assert(forge_read_json(arena, (struct str){first.ptr, first.len}, &again, &err));
    forge_write_json(&again, &second);
    assert(first.len == second.len && !memcmp(first.ptr, second.ptr, first.len));
    buf_release(&first);
    buf_release(&second);
}

static void read_answer(struct arena *arena, struct str text)
{
    static const char *const keys[] = {"number", "title", "user.login", "labels", NULL};
    struct buf picked = {0};
    struct rh_error err = {0};
    struct forge_item item;
    const char *cursor;
    json_t *root;

    json_pick(text, keys, &picked);
    assert(picked.len <= text.len);
    buf_release(&picked);
    if (json_read(arena, text, &root, &err) &&
        graphql_item(arena, root, text.len % 2, &item, &cursor))
        expect_item(&item);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const struct str text = {(const char *)data, size};

    read_record(arena, text);
    read_answer(arena, text);
    arena_free(arena);
    return 0;
}
