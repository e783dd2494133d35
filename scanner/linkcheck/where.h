#ifndef LINKCHECK_WHERE_H
#define LINKCHECK_WHERE_H
#include <stdbool.h>

struct sockaddr;

/* Is this an address on the public internet? Not: this machine, a private or link-local network,
 * a group of receivers, what is reserved, nor IPv4 written as IPv6. */
bool where_is_public(const struct sockaddr *address);
/* This machine: 127.0.0.0/8 or ::1. */
bool where_is_loopback(const struct sockaddr *address);
/* The port; 0: no address of the internet. */
unsigned where_port(const struct sockaddr *address);
#endif
