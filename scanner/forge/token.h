#ifndef FORGE_TOKEN_H
#define FORGE_TOKEN_H
#include "util/limits.h"

#include <stdbool.h>

/* A secret: it goes into one header of requests to its own host, and nowhere else. */
struct token {
    char text[LIMIT_FORGE_TOKEN + 1]; /* "": there is none */
    const char *from;                 /* "GH_TOKEN", "gh auth token", to be named in messages */
};

/* From the environment (GH_TOKEN, GITHUB_TOKEN, GITHUB_AUTH_TOKEN; on a host of one's own first
 * GH_ENTERPRISE_TOKEN, GITHUB_ENTERPRISE_TOKEN), else what `gh auth token --hostname HOST` prints,
 * where that program is installed. False: what stands there can be no token; `from` names it. */
bool token_find(const char *host, struct token *ret_token);
void token_forget(struct token *token);
#endif
