#include "forge/http.h"

#include "util/arena.h"
#include "util/limits.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_MS = 10000, TOTAL_MS = 60000, SLOW_BYTES = 100, HEADER_BYTES = 300 };

struct http {
    struct arena *arena;
    CURL *curl;
    struct curl_slist *headers;
    const char *base;
    struct buf body;
    size_t header_bytes;
    struct http_answer *answer; /* of the question under way */
    struct arena *scratch;
    char error[CURL_ERROR_SIZE];
};

/* URLs. */

static void free_url(void *url) { curl_url_cleanup(url); }

/* NULL: no URL of these schemes. */
static CURLU *parse(struct arena *arena, const char *text)
{
    CURLU *url = curl_url();

    if (!url)
        abort();
    arena_own(arena, url, free_url);
    return curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) ? NULL : url;
}

static const char *part(struct arena *arena, CURLU *url, CURLUPart which)
{
    char *text = NULL;
    const char *copy;

    if (!url || curl_url_get(url, which, &text, which == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0))
        return NULL;
    copy = arena_strdup(arena, text);
    curl_free(text);
    return copy;
}

static bool is_loopback(const char *host)
{
    return !strcmp(host, "localhost") || text_ends(host, ".localhost") || !strcmp(host, "[::1]") ||
           (text_starts(host, "127.") && strspn(host, "0123456789.") == strlen(host));
}

bool http_may_ask(const char *text)
{
    struct arena *arena = arena_new();
    CURLU *url = parse(arena, text);
    const char *scheme = part(arena, url, CURLUPART_SCHEME),
               *host = part(arena, url, CURLUPART_HOST);
    bool may = scheme && host &&
               (!strcmp(scheme, "https") || (!strcmp(scheme, "http") && is_loopback(host)));

    arena_free(arena);
    return may;
}

bool http_same_origin(const char *text, const char *other)
{
    static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT};
    struct arena *arena = arena_new();
    CURLU *a = parse(arena, text), *b = parse(arena, other);
    bool same = true;

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        const char *left = part(arena, a, parts[i]), *right = part(arena, b, parts[i]);

        same &= left && right && !strcasecmp(left, right);
    }
    arena_free(arena);
    return same;
}

const char *http_resolve(struct arena *arena, const char *from, const char *to)
{
    CURLU *url = parse(arena, from);

    if (!url || curl_url_set(url, CURLUPART_URL, to, CURLU_DISALLOW_USER))
        return NULL;
    return part(arena, url, CURLUPART_URL);
}

bool http_split(struct arena *arena, const char *text, const char **ret_host, const char **ret_path)
{
    CURLU *url = parse(arena, text);
    const char *host = part(arena, url, CURLUPART_HOST), *path = part(arena, url, CURLUPART_PATH);
    struct str trimmed = str_of(path);

    if (!host || !path)
        return false;
    while (str_starts(trimmed, "/"))
        trimmed = str_slice(trimmed, 1, trimmed.len);
    while (str_ends(trimmed, "/"))
        trimmed.len--;
    *ret_host = host;
    *ret_path = str_dup(arena, trimmed);
    return true;
}

const char *http_link(struct arena *arena, const char *link, const char *relation)
{
    const char *wanted = arena_printf(arena, "rel=\"%s\"", relation);

    /* <URL>; rel="next", <URL>; rel="last" */
    for (const char *at = link; at && (at = strchr(at, '<')); at++) {
        const char *end = strchr(at, '>'), *next = end ? strchr(end, '<') : NULL, *found;

        if (!end)
            return NULL;
        found = strstr(end, wanted);
        if (found && (!next || found < next))
            return arena_strndup(arena, at + 1, (size_t)(end - at - 1));
    }
    return NULL;
}

/* Answers. */

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct http *http = context;

    buf_add(&http->body, (struct str){bytes, size * count});
    return http->body.full ? 0 : size * count; /* anything else ends the transfer */
}

static long number_of(struct str value)
{
    long number = 0;

    if (!value.len || value.len > 10)
        return -1;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return -1;
        number = number * 10 + (value.ptr[i] - '0');
    }
    return number;
}

static void take_field(struct http *http, struct str name, struct str value)
{
    struct http_answer *answer = http->answer;
    long number = number_of(value);

    if (str_equal_nocase(name, "link"))
        answer->link = str_dup(http->scratch, value);
    else if (str_equal_nocase(name, "etag"))
        answer->etag = str_dup(http->scratch, str_slice(value, 0, HEADER_BYTES));
    else if (str_equal_nocase(name, "location"))
        answer->location = str_dup(http->scratch, value);
    else if (str_equal_nocase(name, "retry-after"))
        answer->retry_after = number;
    else if (str_equal_nocase(name, "x-ratelimit-remaining"))
        answer->remaining = number;
    else if (str_equal_nocase(name, "x-ratelimit-reset"))
        answer->reset = number > 0 ? number : 0;
    else if (str_equal_nocase(name, "date"))
        answer->date = curl_getdate(str_dup(http->scratch, value), NULL);
    if (answer->date < 0)
        answer->date = 0;
}

static struct http_answer no_answer(void)
{
    return (struct http_answer){.retry_after = -1, .remaining = -1};
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct http *http = context;
    struct str line = str_trim((struct str){bytes, size * count});
    const char *colon = memchr(line.ptr, ':', line.len);

    http->header_bytes += size * count;
    if (http->header_bytes > LIMIT_FORGE_HEADERS)
        return 0;
    if (str_starts(line, "HTTP/")) {
        *http->answer = no_answer();
    } else if (colon) {
        size_t at = (size_t)(colon - line.ptr);

        take_field(http, str_slice(line, 0, at), str_trim(str_slice(line, at + 1, line.len)));
    }
    return size * count;
}

/* What became of a question that got no answer. */
static void explain(struct http *http, CURLcode code, struct http_answer *answer)
{
    static const struct {
        CURLcode code;
        bool passing;
        const char *text;
    } rows[] = {
        {CURLE_COULDNT_RESOLVE_HOST, false, "there is no such host, or no network"},
        {CURLE_COULDNT_RESOLVE_PROXY, false, "there is no such proxy"},
        {CURLE_COULDNT_CONNECT, false, "it does not answer"},
        {CURLE_OPERATION_TIMEDOUT, true, "it takes too long to answer"},
        {CURLE_PARTIAL_FILE, true, "its answer ended half way"},
        {CURLE_RECV_ERROR, true, "the connection ended half way"},
        {CURLE_SEND_ERROR, true, "the connection ended half way"},
        {CURLE_GOT_NOTHING, true, "it hung up without an answer"},
        {CURLE_BAD_CONTENT_ENCODING, true, "its answer is damaged"},
        {CURLE_HTTP2, true, "the connection ended half way"},
        {CURLE_HTTP2_STREAM, true, "the connection ended half way"},
        {CURLE_WEIRD_SERVER_REPLY, false, "its answer is not HTTP"},
        {CURLE_PEER_FAILED_VERIFICATION, false,
         "its certificate is not one that this system trusts"},
        {CURLE_SSL_CACERT_BADFILE, false, "the system's certificates cannot be read"},
        {CURLE_SSL_CONNECT_ERROR, true, "no secure connection could be made"},
    };

    *answer = no_answer();
    if (http->body.full || code == CURLE_FILESIZE_EXCEEDED) {
        answer->too_large = true;
        answer->problem =
            arena_printf(http->scratch, "its answer is over %u MiB", LIMIT_FORGE_ANSWER / MIB);
        return;
    }
    answer->problem =
        http->header_bytes > LIMIT_FORGE_HEADERS
            ? "its answer has too many headers"
            : arena_printf(http->scratch, "it cannot be asked (%s)", curl_easy_strerror(code));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].code != code)
            continue;
        answer->problem = rows[i].text;
        answer->passing = rows[i].passing;
    }
}

/* Questions. */

static void close_http(void *object)
{
    struct http *http = object;

    curl_easy_cleanup(http->curl);
    for (struct curl_slist *header = http->headers; header; header = header->next)
        explicit_bzero(header->data, strlen(header->data));
    curl_slist_free_all(http->headers);
    buf_release(&http->body);
}

static void add_header(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(*list, text);

    if (!longer)
        abort();
    *list = longer;
}

static void add_headers(struct http *http, const char *token)
{
    static const char *const fixed[] = {
        "Accept: application/vnd.github+json",
        "X-GitHub-Api-Version: 2022-11-28",
        "Expect:",
    };

    for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
        add_header(&http->headers, fixed[i]);
    if (token) {
        char line[LIMIT_FORGE_TOKEN + sizeof("Authorization: Bearer ")];

        snprintf(line, sizeof(line), "Authorization: Bearer %s", token);
        add_header(&http->headers, line);
        explicit_bzero(line, sizeof(line));
    }
}

struct http *http_open(struct arena *arena, const char *base, const char *token, unsigned silence,
                       const char **ret_problem)
{
    struct http *http = arena_alloc(arena, sizeof(*http));

    if (!http_may_ask(base)) {
        *ret_problem = "its address is neither https nor on this machine";
        return NULL;
    }
    *http = (struct http){.arena = arena, .base = base, .body.limit = LIMIT_FORGE_ANSWER};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    http->curl = curl_easy_init();
    if (!http->curl)
        abort();
    add_headers(http, token);
    arena_own(arena, http, close_http);
    curl_easy_setopt(http->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(http->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(http->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(http->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(http->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(http->curl, CURLOPT_TIMEOUT_MS, (long)TOTAL_MS);
    curl_easy_setopt(http->curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(http->curl, CURLOPT_LOW_SPEED_TIME, (long)silence);
    curl_easy_setopt(http->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(http->curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)LIMIT_FORGE_ANSWER);
    curl_easy_setopt(http->curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(http->curl, CURLOPT_USERAGENT, "repohealth/" RH_VERSION);
    curl_easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(http->curl, CURLOPT_WRITEDATA, http);
    curl_easy_setopt(http->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(http->curl, CURLOPT_HEADERDATA, http);
    curl_easy_setopt(http->curl, CURLOPT_ERRORBUFFER, http->error);
    if (getenv("SSL_CERT_FILE"))
        curl_easy_setopt(http->curl, CURLOPT_CAINFO, getenv("SSL_CERT_FILE"));
    if (getenv("SSL_CERT_DIR"))
        curl_easy_setopt(http->curl, CURLOPT_CAPATH, getenv("SSL_CERT_DIR"));
    /* a proxy would see the token of an origin that is not encrypted */
    if (text_starts(base, "http:"))
        curl_easy_setopt(http->curl, CURLOPT_PROXY, "");
    return http;
}

void http_ask(struct http *http, struct arena *arena, const char *url, const char *body,
              const char *etag, struct http_answer *ret_answer)
{
    struct curl_slist *headers = NULL;
    CURLcode code;

    *ret_answer = no_answer();
    if (!http_same_origin(url, http->base) || !http_may_ask(url)) {
        ret_answer->problem = "it sends us to another address, where the token must not go";
        return;
    }
    for (const struct curl_slist *header = http->headers; header; header = header->next)
        add_header(&headers, header->data);
    if (body)
        add_header(&headers, "Content-Type: application/json");
    if (etag)
        add_header(&headers, arena_printf(arena, "If-None-Match: %s", etag));
    http->body.len = 0;
    http->body.full = false;
    http->header_bytes = 0;
    http->answer = ret_answer;
    http->scratch = arena;
    curl_easy_setopt(http->curl, CURLOPT_URL, url);
    curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, headers);
    if (body) {
        curl_easy_setopt(http->curl, CURLOPT_POSTFIELDS, body);
    } else {
        curl_easy_setopt(http->curl, CURLOPT_HTTPGET, 1L);
    }
    code = curl_easy_perform(http->curl);
    if (code)
        explain(http, code, ret_answer);
    else
        curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &ret_answer->status);
    ret_answer->body = (struct str){http->body.ptr, http->body.len};
    curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
    for (struct curl_slist *header = headers; header; header = header->next)
        explicit_bzero(header->data, strlen(header->data));
    curl_slist_free_all(headers);
}
