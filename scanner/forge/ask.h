#ifndef FORGE_ASK_H
#define FORGE_ASK_H
#include "forge/address.h"
#include "forge/obtain.h"
#include "forge/token.h"

/* Asks the forge, in a confined child with the network: what its answers hold was written by
 * strangers. The child has the token in its memory alone. ret_text: forge-v1; false: nothing was
 * learned, and *ret_why says why. */
bool ask_forge(struct arena *arena, const struct address *address, const struct token *token,
               const struct forge_options *options, struct str *ret_text, const char **ret_why);
#endif
