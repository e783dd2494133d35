/* Nettle does SHA-256 without global state or allocation, and is on every machine that has curl. */
#include "ruleset/digest.h"

#include "util/arena.h"

#include <nettle/sha2.h>

static void write_hex(const uint8_t *bytes, size_t count, char *ret_hex)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < count; i++) {
        ret_hex[2 * i] = digits[bytes[i] >> 4];
        ret_hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret_hex[2 * count] = '\0';
}

const char *digest_hex(struct arena *arena, struct str bytes)
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    char *hex = arena_alloc(arena, DIGEST_HEX + 1);
    struct sha256_ctx context;

    sha256_init(&context);
    sha256_update(&context, bytes.len, (const uint8_t *)bytes.ptr);
    sha256_digest(&context, sizeof(digest), digest);
    write_hex(digest, sizeof(digest), hex);
    return hex;
}

void digest_pieces(const struct str *pieces, size_t count, char ret_hex[33])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;

    sha256_init(&context);
    for (size_t i = 0; i < count; i++) {
        uint64_t length = pieces[i].len;
        uint8_t prefix[8];

        for (size_t byte = 0; byte < sizeof(prefix); byte++)
            prefix[byte] = (uint8_t)(length >> (8 * byte));
        sha256_update(&context, sizeof(prefix), prefix);
        if (pieces[i].len)
            sha256_update(&context, pieces[i].len, (const uint8_t *)pieces[i].ptr);
    }
    sha256_digest(&context, sizeof(digest), digest);
    write_hex(digest, 16, ret_hex);
}
