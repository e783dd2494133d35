#ifndef RULESET_FINGERPRINT_H
#define RULESET_FINGERPRINT_H
#include "rh/rule.h"

/* Gives every piece of evidence its fingerprint: a hash of the rule, its check, the text that is
 * quoted (case and blanks do not count; where nothing is quoted, the address, else the last part of
 * the path) and how many times that came before. Neither path nor line, so it survives moved lines
 * and renamed folders. */
void fingerprint_all(const struct rh_rule *rule, struct rh_evidence *evidence, size_t count);
#endif
