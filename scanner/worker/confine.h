#ifndef WORKER_CONFINE_H
#define WORKER_CONFINE_H
#include "worker/worker.h"

/* Is this a build with AddressSanitizer? Its address space cannot be limited. */
#if defined(__SANITIZE_ADDRESS__)
#define WORKER_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WORKER_SANITIZED 1
#endif
#endif
#ifndef WORKER_SANITIZED
#define WORKER_SANITIZED 0
#endif

/* In the child, before it reads a byte of the target. Gives up what the job does not need: the
 * environment, resources, programs, network, writing, reading elsewhere. What the kernel cannot
 * enforce is left out (worker_confinement() names it); false where a limit was there and failed. */
bool confine(const struct worker_limits *limits, struct rh_error *err) MUST_CHECK;
#endif
