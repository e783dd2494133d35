#include "linkcheck/where.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

static const struct {
    uint32_t network;
    unsigned bits;
} special4[] = {
    {0x00000000, 8},  /* this network */
    {0x0a000000, 8},  /* private */
    {0x64400000, 10}, /* shared by carriers */
    {0x7f000000, 8},  /* this machine */
    {0xa9fe0000, 16}, /* link-local, where clouds keep their metadata */
    {0xac100000, 12}, /* private */
    {0xc0000000, 24}, /* protocols */
    {0xc0000200, 24}, /* documentation */
    {0xc0586300, 24}, /* 6to4 relays */
    {0xc0a80000, 16}, /* private */
    {0xc6120000, 15}, /* measurements */
    {0xc6336400, 24}, /* documentation */
    {0xcb007100, 24}, /* documentation */
    {0xe0000000, 3},  /* groups, reserved, broadcast */
};

static const struct {
    unsigned char network[16];
    unsigned bits;
} special6[] = {
    {{0}, 96},                        /* unspecified, this machine, IPv4-compatible */
    {{[10] = 0xff, [11] = 0xff}, 96}, /* IPv4 written as IPv6 */
    {{0x00, 0x64, 0xff, 0x9b}, 32},   /* IPv4 behind a translator */
    {{0x01, 0x00}, 64},               /* thrown away */
    {{0x20, 0x01, 0x00, 0x00}, 23},   /* Teredo and other protocols */
    {{0x20, 0x01, 0x0d, 0xb8}, 32},   /* documentation */
    {{0x20, 0x02}, 16},               /* 6to4 */
    {{0x3f, 0xff}, 20},               /* documentation */
    {{0x5f, 0x00}, 16},               /* segment routing */
    {{0xfc}, 7},                      /* private */
    {{0xfe, 0x80}, 10},               /* link-local */
    {{0xfe, 0xc0}, 10},               /* site-local */
    {{0xff}, 8},                      /* groups */
};

static bool begins(const unsigned char *address, const unsigned char *network, unsigned bits)
{
    unsigned bytes = bits / 8, rest = bits % 8;

    if (memcmp(address, network, bytes))
        return false;
    return !rest || !((address[bytes] ^ network[bytes]) >> (8 - rest));
}

bool where_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        uint32_t number;

        memcpy(&in, address, sizeof(in));
        number = ntohl(in.sin_addr.s_addr);
        for (size_t i = 0; i < sizeof(special4) / sizeof(*special4); i++)
            if (!((number ^ special4[i].network) >> (32 - special4[i].bits)))
                return false;
        return true;
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, address, sizeof(in));
        for (size_t i = 0; i < sizeof(special6) / sizeof(*special6); i++)
            if (begins(in.sin6_addr.s6_addr, special6[i].network, special6[i].bits))
                return false;
        return true;
    }
    return false;
}

bool where_is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, address, sizeof(in));
        return ntohl(in.sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family == AF_INET6) {
        static const unsigned char loopback[16] = {[15] = 1};
        struct sockaddr_in6 in;

        memcpy(&in, address, sizeof(in));
        return !memcmp(in.sin6_addr.s6_addr, loopback, sizeof(loopback));
    }
    return false;
}

unsigned where_port(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, address, sizeof(in));
        return ntohs(in.sin_port);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, address, sizeof(in));
        return ntohs(in.sin6_port);
    }
    return 0;
}
