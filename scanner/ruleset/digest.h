#ifndef RULESET_DIGEST_H
#define RULESET_DIGEST_H
#include "util/str.h"

struct arena;

enum { DIGEST_HEX = 64 };

/* SHA-256 in hexadecimal. */
const char *digest_hex(struct arena *arena, struct str bytes);
/* Its first 32 digits, over several pieces that are kept apart by their lengths. */
void digest_pieces(const struct str *pieces, size_t count, char ret_hex[33]);
#endif
