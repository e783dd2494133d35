#ifndef FACTS_NAME_H
#define FACTS_NAME_H
#include "util/str.h"

struct arena;

/* Names and addresses of people, told apart by what they say; nothing here knows a repository. */

/* A name as recorded, as UTF-8: what is no UTF-8 was Latin-1 nearly always. */
struct str name_to_utf8(struct arena *arena, struct str name);
/* What two spellings of one name share: small letters, no accents, no dots, no middle initials, no
 * "(nickname)", words in alphabetical order. "" where nothing is left. */
const char *name_key(struct arena *arena, struct str name);
/* The letters and digits of a name alone, in its own order: "Ada B. Lovelace" -> "adalovelace". */
const char *name_squash(struct arena *arena, struct str name);
/* Does one edit (a letter more, less or other, two neighbours swapped) turn one into the other? */
bool name_is_near(const char *a, const char *b);
/* A program, by its name or address. */
bool name_is_bot(struct str name, struct str email);
/* What a program wrote because nobody had told it a name: "Your Name", "root". */
bool name_is_placeholder(struct str name);
/* An address that says nothing about who: none, an example's, a machine's own. */
bool email_is_placeholder(struct str email);
/* The account behind a forge's private address: "17+ada@users.noreply.github.com" -> "ada". */
struct str email_account(struct str email);
#endif
