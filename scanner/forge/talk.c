#include "forge/talk.h"

#include "util/arena.h"
#include "util/date.h"
#include "util/json.h"

#include <string.h>
#include <strings.h>
#include <time.h>

enum { TRIES = 5, FIRST_PAUSE_MS = 1000, LIMIT_PAUSE_S = 60, REDIRECTS = 3, SHOWN_BYTES = 160 };

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

enum talk_end talk_stop(struct talk *talk, const char *why)
{
    if (!talk->stopped)
        talk->stopped = arena_strdup(talk->arena, why);
    return TALK_STOPPED;
}

void talk_progress(struct talk *talk, size_t steps)
{
    const char *label = arena_printf(talk->arena, "asking %.30s", talk->host);

    talk->done += steps;
    progress_say(talk->progress, &talk->memory,
                 &(struct progress_step){.label = label, .done = talk->done, .total = talk->total});
}

/* False: it would be longer than the user allows. */
static bool pause_for(struct talk *talk, uint64_t milliseconds)
{
    struct timespec left = {.tv_sec = (time_t)(milliseconds / 1000),
                            .tv_nsec = (long)(milliseconds % 1000) * 1000000};

    if (talk->waited + milliseconds > talk->wait_cap)
        return false;
    talk->waited += milliseconds;
    while (nanosleep(&left, &left))
        continue;
    return true;
}

/* "github.com's limit is reached" and what was, or would have to be, done about it. */
static enum talk_end wait_out(struct talk *talk, const char *what, long seconds)
{
    progress_note(talk->progress, "%s %s: waiting %ld s", talk->host, what, seconds);
    if (pause_for(talk, (uint64_t)seconds * 1000))
        return TALK_ANSWERED;
    return talk_stop(talk,
                     arena_printf(talk->arena,
                                  "%s %s and wants us to wait for %ld s, more than "
                                  "--api-wait allows%s",
                                  talk->host, what, seconds,
                                  talk->token_from ? "" : "; a token in GH_TOKEN would help"));
}

enum talk_end talk_limited(struct talk *talk, const struct http_answer *answer)
{
    const char *what = "has had enough requests for now";
    long seconds = LIMIT_PAUSE_S << (talk->failures < 5 ? talk->failures : 5);

    if (++talk->failures >= TRIES)
        return talk_stop(
            talk, arena_printf(talk->arena, "%s keeps refusing for want of patience", talk->host));
    if (answer->retry_after >= 0) {
        seconds = answer->retry_after;
    } else if (answer->remaining == 0 && answer->reset) {
        /* by its clock, where it tells the time */
        time_t now = answer->date ? answer->date : time(NULL);

        seconds = answer->reset > now ? (long)(answer->reset - now) + 1 : 1;
    }
    return wait_out(talk, what, seconds);
}

enum talk_end talk_again(struct talk *talk, const char *why, bool can_shrink)
{
    uint64_t pause = (uint64_t)FIRST_PAUSE_MS << talk->failures;

    if (++talk->failures >= TRIES || talk->asked >= talk->most || !pause_for(talk, pause))
        return talk_stop(talk, arena_printf(talk->arena, "%s: %s", talk->host, why));
    return can_shrink ? TALK_SMALLER : TALK_ANSWERED;
}

/* What the forge says of an error, cleaned; "" where it says nothing. */
static const char *message_of(struct arena *scratch, const struct http_answer *answer)
{
    struct rh_error ignored;
    json_t *root = NULL;
    const json_t *text;

    if (!json_read(scratch, answer->body, &root, &ignored))
        return "";
    text = json_object_get(root, "message");
    return text_clean(scratch, (struct str){json_string_value(text), json_string_length(text)},
                      SHOWN_BYTES);
}

static enum talk_end refused(struct talk *talk, struct arena *scratch,
                             const struct http_answer *answer)
{
    const char *message = message_of(scratch, answer);

    if (answer->status == 401)
        return talk_stop(talk, talk->token_from
                                   ? arena_printf(scratch, "%s does not accept the token from %s",
                                                  talk->host, talk->token_from)
                                   : arena_printf(scratch,
                                                  "%s asks for a token: put one in "
                                                  "GH_TOKEN",
                                                  talk->host));
    if (answer->status == 429 || answer->retry_after >= 0 || answer->remaining == 0 ||
        strcasestr(message, "rate limit") || strcasestr(message, "abuse"))
        return talk_limited(talk, answer);
    return talk_stop(talk, arena_printf(scratch, "%s refuses access%s%s", talk->host,
                                        *message ? ": " : "", message));
}

/* TALK_ANSWERED with a status that is not for the asker: once more, to *url. */
static enum talk_end judge(struct talk *talk, struct arena *scratch,
                           const struct talk_question *question, struct http_answer *answer,
                           const char **url, unsigned *redirects, bool *ret_again)
{
    const char *to;

    *ret_again = true;
    switch (answer->status) {
    case 200:
    case 304:
        if (!question->body) /* else what it says may still be an error */
            talk->failures = 0;
        *ret_again = false;
        return TALK_ANSWERED;
    case 301:
    case 302:
    case 307:
    case 308:
        to = answer->location ? http_resolve(scratch, *url, answer->location) : NULL;
        if (!to || question->body || ++*redirects > REDIRECTS)
            return talk_stop(talk, arena_printf(scratch, "%s sends us elsewhere", talk->host));
        *url = to; /* http_ask refuses another origin */
        return TALK_ANSWERED;
    case 401:
    case 403:
    case 429:
        return refused(talk, scratch, answer);
    case 204:
    case 404:
    case 409:
    case 410:
    case 422:
        if (!question->body) {
            *ret_again = false;
            return TALK_ANSWERED;
        }
        break;
    case 500:
    case 502:
    case 503:
    case 504:
        if (answer->retry_after >= 0)
            return talk_limited(talk, answer);
        return talk_again(talk,
                          arena_printf(scratch, "it has a fault (status %ld)", answer->status),
                          question->can_shrink && answer->status != 503);
    }
    return talk_stop(
        talk, arena_printf(scratch, "%s answers with status %ld", talk->host, answer->status));
}

enum talk_end talk_ask(struct talk *talk, struct arena *scratch,
                       const struct talk_question *question, struct http_answer *ret_answer)
{
    const char *url = question->url;
    unsigned redirects = 0;
    bool again = true;
    enum talk_end end = TALK_ANSWERED;

    while (again && end == TALK_ANSWERED) {
        uint64_t start = now_ms();

        if (talk->stopped)
            return TALK_STOPPED;
        if (talk->asked >= talk->most)
            return talk_stop(talk, arena_printf(scratch,
                                                "stopped after %u requests, as "
                                                "--max-requests says",
                                                talk->asked));
        talk->asked++;
        http_ask(talk->http, scratch, url, question->body, question->etag, ret_answer);
        if (ret_answer->date && !talk->date)
            talk->date = ret_answer->date;
        if (ret_answer->status) {
            end = judge(talk, scratch, question, ret_answer, &url, &redirects, &again);
            continue;
        }
        talk->waited += now_ms() - start; /* it came to nothing */
        if (ret_answer->too_large && question->can_shrink)
            end = talk_again(talk, ret_answer->problem, true);
        else if (ret_answer->passing)
            end = talk_again(talk, ret_answer->problem, question->can_shrink);
        else
            end = talk_stop(talk, arena_printf(scratch, "%s: %s", talk->host, ret_answer->problem));
    }
    if (end == TALK_ANSWERED && talk->keep && ret_answer->remaining >= 0 &&
        ret_answer->remaining <= (long)talk->keep) {
        char reset[MOMENT_SIZE];

        /* this answer is still good; there will be no next question */
        moment_format(ret_answer->reset, reset);
        talk_stop(talk, arena_printf(scratch,
                                     "what %s grants without a token is nearly used up until "
                                     "%.5s UTC; a token in GH_TOKEN would help",
                                     talk->host, reset + 11));
    }
    return end;
}
