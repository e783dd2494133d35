#include "linkcheck/web.h"

#include "linkcheck/where.h"
#include "util/arena.h"
#include "util/limits.h"
#include "util/str.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    CONNECT_MS = 5000,
    TOTAL_MS = 20000,
    SLOW_BYTES = 100,
    SLOW_SECONDS = 10,
    HEADERS_MOST = 64 * KIB,
};

struct question {
    struct web *web;
    CURL *curl;
    unsigned tag;
    bool private, retry_known;
    size_t header_bytes;
    char *location;
    long retry_after;
};

struct web {
    struct arena *arena;
    CURLM *multi;
    bool try_loopback;
};

static void close_web(void *object)
{
    struct web *web = object;

    curl_multi_cleanup(web->multi);
}

struct web *web_open(struct arena *arena, bool try_loopback)
{
    struct web *web = arena_alloc(arena, sizeof(*web));

    *web = (struct web){.arena = arena, .try_loopback = try_loopback};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    web->multi = curl_multi_init();
    if (!web->multi)
        abort();
    arena_own(arena, web, close_web);
    return web;
}

static char *part(struct arena *arena, CURLU *url, CURLUPart which, unsigned flags)
{
    char *text = NULL, *copy;

    if (curl_url_get(url, which, &text, flags))
        return NULL;
    copy = arena_strdup(arena, text);
    curl_free(text);
    return copy;
}

/* NULL: no URL of http or https, or one with a name and a password. `base` may be NULL. */
static char *normal(struct arena *arena, const char *base, const char *text)
{
    CURLU *url = curl_url();
    char *whole = NULL, *scheme;

    if (!url)
        abort();
    if ((!base || !curl_url_set(url, CURLUPART_URL, base, CURLU_DISALLOW_USER)) &&
        !curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) &&
        !curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0)) {
        scheme = part(arena, url, CURLUPART_SCHEME, 0);
        if (scheme && (!strcmp(scheme, "http") || !strcmp(scheme, "https")))
            whole = part(arena, url, CURLUPART_URL, 0);
    }
    curl_url_cleanup(url);
    return whole;
}

const char *web_host(struct arena *arena, const char *text)
{
    CURLU *url = curl_url();
    char *host = NULL;

    if (!url)
        abort();
    if (!curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER))
        host = part(arena, url, CURLUPART_HOST, 0);
    curl_url_cleanup(url);
    for (char *at = host; at && *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + ('a' - 'A'));
    return host;
}

/* Called with what the name was resolved to, for each attempt of each question. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct question *question = context;
    unsigned port = where_port(&address->addr);
    bool may = (where_is_public(&address->addr) && (port == 80 || port == 443)) ||
               (question->web->try_loopback && where_is_loopback(&address->addr));

    if (purpose != CURLSOCKTYPE_IPCXN || !may) {
        question->private = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* That a body begins is enough. */
static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)size;
    (void)count;
    (void)context;
    return 0;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct question *question = context;
    struct str line = str_trim((struct str){bytes, size * count});
    const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;

    question->header_bytes += size * count;
    if (question->header_bytes > HEADERS_MOST)
        return 0;
    if (colon) {
        struct str name = {line.ptr, (size_t)(colon - line.ptr)};
        struct str value = str_trim(str_slice(line, name.len + 1, line.len));

        if (str_equal_nocase(name, "location"))
            question->location = str_dup(question->web->arena, value);
        if (str_equal_nocase(name, "retry-after"))
            question->retry_after = strtol(str_dup(question->web->arena, value), NULL, 10);
    }
    return size * count;
}

bool web_ask(struct web *web, unsigned tag, const char *text, bool head)
{
    char *url = normal(web->arena, NULL, text);
    struct question *question;
    CURL *curl;

    if (!url)
        return false;
    question = arena_alloc(web->arena, sizeof(*question));
    curl = curl_easy_init();
    if (!curl)
        abort();
    *question = (struct question){.web = web, .curl = curl, .tag = tag, .retry_after = -1};
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PRIVATE, question);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(web->try_loopback ? 2000 : TOTAL_MS));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_USERAGENT,
                     "Mozilla/5.0 (compatible; repohealth/" RH_VERSION ")");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, question);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, question);
    /* each question makes its own connection, so that each address is looked at */
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    if (getenv("SSL_CERT_FILE"))
        curl_easy_setopt(curl, CURLOPT_CAINFO, getenv("SSL_CERT_FILE"));
    if (getenv("SSL_CERT_DIR"))
        curl_easy_setopt(curl, CURLOPT_CAPATH, getenv("SSL_CERT_DIR"));
    if (head)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_multi_add_handle(web->multi, curl);
    return true;
}

static const char *explain(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_CONNECT:
        return "it does not answer";
    case CURLE_OPERATION_TIMEDOUT:
        return "it takes too long";
    case CURLE_PEER_FAILED_VERIFICATION:
        return "its certificate is not trusted";
    default:
        return "it gave no answer";
    }
}

static void finish(struct web *web, const CURLMsg *message, struct web_answer *ret_answer)
{
    CURL *curl = message->easy_handle;
    CURLcode code = message->data.result;
    struct question *question = NULL;
    long status = 0;
    char *from = NULL;

    curl_easy_getinfo(curl, CURLINFO_PRIVATE, (char **)&question);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &from);
    *ret_answer = (struct web_answer){.tag = question->tag, .retry_after = question->retry_after};
    if (status && (!code || code == CURLE_WRITE_ERROR)) {
        ret_answer->kind = WEB_ANSWERED;
        ret_answer->status = status;
        if (question->location)
            ret_answer->location = normal(web->arena, from, question->location);
    } else if (code == CURLE_COULDNT_RESOLVE_HOST) {
        ret_answer->kind = WEB_NO_SUCH_HOST;
    } else if (question->private) {
        ret_answer->kind = WEB_PRIVATE;
    } else {
        ret_answer->kind = WEB_FAILED;
        ret_answer->why = explain(code);
    }
    curl_multi_remove_handle(web->multi, curl);
    curl_easy_cleanup(curl);
}

bool web_next(struct web *web, int wait, struct web_answer *ret_answer)
{
    const CURLMsg *message;
    int running, left;

    for (int round = 0; round < 2; round++) {
        curl_multi_perform(web->multi, &running);
        while ((message = curl_multi_info_read(web->multi, &left)))
            if (message->msg == CURLMSG_DONE) {
                finish(web, message, ret_answer);
                return true;
            }
        if (!round)
            curl_multi_poll(web->multi, NULL, 0, wait, NULL);
    }
    return false;
}
