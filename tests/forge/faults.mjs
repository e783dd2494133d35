// What a server, or something between it and us, can do to a client. Each must end in a whole report
// that says why something is not known, within the time that the user allowed.
import { gzipSync } from "node:zlib";
import { assert } from "./harness.mjs";
import { NOW } from "./world.mjs";

const send = (response, status, headers, body) => {
  response.writeHead(status, { "content-type": "application/json", date: new Date(NOW * 1000).toUTCString(), ...headers });
  response.end(body);
  return true;
};
const json = (response, status, headers, value) => send(response, status, headers, JSON.stringify(value));
const always = (answer) => (request, response) => answer(response);
const from = (first, answer) => (request, response, count) => count >= first && answer(response);
const between = (first, last, answer) => (request, response, count) =>
  count >= first && count <= last && answer(response);
const change = (how) => (text, count) => {
  const value = JSON.parse(text);
  const list = value.data?.repository?.list;
  return JSON.stringify(how(value, list, count) ?? value);
};

const SECONDARY = { message: "You have exceeded a secondary rate limit. Please wait a few minutes." };
const drip = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{");
  const timer = setInterval(() => response.write(" "), 500);
  response.on("close", () => clearInterval(timer));
  return true;
};
const endless = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const more = () => { while (!response.destroyed && response.write("[".repeat(65536))); };
  response.on("drain", more);
  more();
  return true;
};
const cutShort = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": 5000 });
  response.write('{"data":{"repository":');
  setTimeout(() => response.destroy(), 20);
  return true;
};
const reset = (response) => {
  response.socket.resetAndDestroy ? response.socket.resetAndDestroy() : response.socket.destroy();
  return true;
};
const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 });

// name: what happens; then what must come of it.
//   fault, twist, limit, reset, about: how the server behaves (server.mjs)
//   token: false asks by REST
//   status: of the source, "complete", "partial" or "absent"; why: what it must say
//   wait: --api-wait, 3 where it is not given; seconds: how long it may take
//   most: requests at most
export const faults = [
  { name: "401", fault: always((r) => json(r, 401, {}, { message: "Bad credentials" })),
    status: "absent", why: /does not accept the token from GH_TOKEN/, most: 1 },
  { name: "403 without a reason to wait", fault: always((r) => json(r, 403, {}, { message: "Resource not accessible" })),
    status: "absent", why: /refuses access: Resource not accessible/, most: 1 },
  { name: "403 with Retry-After", fault: between(2, 2, (r) => json(r, 403, { "retry-after": 1 }, SECONDARY)),
    status: "complete", says: /waiting 1 s/, seconds: 6 },
  { name: "403 without Retry-After", fault: from(2, (r) => json(r, 403, {}, SECONDARY)),
    status: "absent-items", why: /wait for 60 s, more than --api-wait/, most: 2, seconds: 4 },
  { name: "429 with Retry-After", fault: between(1, 1, (r) => json(r, 429, { "retry-after": 1 }, SECONDARY)),
    status: "complete", says: /waiting 1 s/ },
  { name: "429 with a Retry-After of an hour", fault: from(2, (r) => json(r, 429, { "retry-after": 3600 }, SECONDARY)),
    status: "absent-items", why: /wait for 3600 s/, most: 2, seconds: 4 },
  { name: "429 without Retry-After", fault: from(2, (r) => json(r, 429, {}, {})),
    status: "absent-items", why: /wait for 60 s/, most: 2, seconds: 4 },
  { name: "the primary limit as HTTP 200", limit: { graphql: 5, rest: 60 }, status: "partial",
    why: /has had enough requests for now/, seconds: 4 },
  { name: "the primary limit as HTTP 200, soon over", fault: between(2, 2, (r) => json(r, 200,
      { "x-ratelimit-remaining": 0, "x-ratelimit-reset": NOW + 1 }, { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] })),
    status: "complete", seconds: 7 },
  { name: "the primary limit of REST", token: false, limit: { rest: 8, graphql: 0 }, status: "partial",
    why: /without a token is nearly used up/, most: 3 },
  { name: "no request left by REST", token: false, limit: { rest: 0, graphql: 0 }, status: "absent",
    why: /wait for 1801 s.*GH_TOKEN/, most: 1, seconds: 4 },
  { name: "a burst of 502 and 504", fault: (q, r, n) => (n === 2 || n === 4) && send(r, n === 2 ? 502 : 504, {}, "<html>"),
    status: "complete", wait: 10 },
  { name: "a burst of 500 and 503 by REST", token: false, fault: (q, r, n) => (n === 2 || n === 3) && send(r, n === 2 ? 500 : 503, {}, "<html>"),
    status: "complete", wait: 10 },
  { name: "502 for ever", fault: from(2, (r) => send(r, 502, {}, "<html>")), status: "absent-items",
    why: /it has a fault \(status 502\)/, most: 6, seconds: 6 },
  { name: "an answer that ends half way", fault: between(2, 2, cutShort), status: "complete", wait: 10 },
  { name: "answers that all end half way", fault: always(cutShort), status: "absent", why: /ended half way/, seconds: 6 },
  { name: "an answer without an end", fault: from(2, endless), status: "absent-items", why: /over 10 MiB/, seconds: 9 },
  { name: "a gzip bomb", fault: from(2, (r) => send(r, 200, { "content-encoding": "gzip" }, bomb)),
    status: "absent-items", why: /over 10 MiB/, seconds: 9 },
  { name: "damaged gzip", fault: from(2, (r) => send(r, 200, { "content-encoding": "gzip" }, "no gzip at all")),
    status: "absent-items", why: /damaged/, seconds: 6 },
  { name: "an answer that drips", fault: from(2, drip), status: "absent-items", why: /too long/, seconds: 8 },
  { name: "no answer at all", fault: from(2, () => true), status: "absent-items", why: /too long/, seconds: 8 },
  { name: "a reset connection", fault: between(2, 2, reset), status: "complete", wait: 10 },
  { name: "connections that are all reset", fault: always(reset), status: "absent", why: /(half way|hung up)/, seconds: 6 },
  { name: "a page of HTML", fault: from(2, (r) => send(r, 200, { "content-type": "text/html" }, "<html>log in</html>")),
    status: "absent-items", why: /damaged/, seconds: 6 },
  { name: "a list in place of an object", fault: always((r) => json(r, 200, {}, [1, 2])), status: "absent",
    why: /holds no data/, seconds: 6 },
  { name: "a text in place of the repository", fault: always((r) => json(r, 200, {}, { data: { repository: "x" } })),
    status: "absent", why: /holds no data/, seconds: 6 },
  { name: "an object in place of a list", twist: change((value, list) => { if (list) list.nodes = {}; }),
    status: "absent-items", why: /left out a page/ },
  { name: "a text in place of a number", twist: change((value, list, n) => { if (list && n === 2) list.nodes[3].number = "x"; }),
    status: "partial", why: /left out parts of its answer/ },
  { name: "an answer of REST of another type", token: false, fault: from(1, (r) => json(r, 200, {}, "x")),
    status: "absent", why: /damaged/, seconds: 6 },
  { name: "nothing where the repository should be", fault: always((r) => json(r, 200, {}, {})), status: "absent",
    why: /holds no data/, seconds: 6 },
  { name: "data that is null", fault: always((r) => json(r, 200, {}, { data: null })), status: "absent", why: /holds no data/, seconds: 6 },
  { name: "no such repository", about: { name: "other" }, status: "absent", why: /has no repository ada\/engine/, most: 1 },
  { name: "no such repository by REST", about: { name: "other" }, token: false, status: "absent",
    why: /none that may be seen without a token/, most: 1 },
  { name: "invalid UTF-8", twist: (text) => Buffer.from(text.replaceAll("Dead link", "Dead \u00fe link"), "latin1"),
    status: "complete", untrue: true },
  { name: "deep nesting", fault: from(2, (r) => send(r, 200, {}, "[".repeat(300000))), status: "absent-items",
    why: /damaged/, seconds: 6 },
  { name: "a key that stands twice", fault: from(2, (r) => send(r, 200, {}, '{"data":{"repository":{}},"data":{"repository":{}}}')),
    status: "absent-items", why: /duplicate/, seconds: 6 },
  { name: "a cursor that comes again", twist: change((value, list) => { if (list) list.pageInfo = { hasNextPage: true, endCursor: "again" }; }),
    fault: (q, r, n, text) => { if (/"after":"again"/.test(text)) q.again = true; }, status: "partial",
    why: /round in circles|valid cursor/, most: 6 },
  { name: "a cursor that is null", twist: change((value, list) => { if (list) list.pageInfo = { hasNextPage: true, endCursor: null }; }),
    status: "partial", why: /round in circles/, most: 4 },
  { name: "more pages than there are items", twist: change((value, list, n) => { if (list) { list.totalCount = 1; list.pageInfo = { hasNextPage: true, endCursor: "n" + n }; } }),
    status: "partial", why: /round in circles|valid cursor/, most: 6 },
  { name: "a part that is missing, with an error", twist: change((value, list, n) => {
      if (!list || n !== 2) return;
      list.nodes[5] = null;
      value.errors = [{ type: "FORBIDDEN", path: ["repository", "list", "nodes", 5], message: "Something is hidden" }];
    }), status: "partial", why: /left something out: Something is hidden/ },
  { name: "a resource limit", twist: change((value, list, n) => n === 2
      ? { data: value.data, errors: [{ type: "RESOURCE_LIMITS_EXCEEDED", message: "Resource limits for this query exceeded." }] } : value),
    status: "complete", wait: 10 },
  { name: "headers without an end", fault: from(2, (r) => {
      r.socket.write("HTTP/1.1 200 OK\r\n");
      const more = () => { while (!r.socket.destroyed && r.socket.write(`x-${"y".repeat(900)}: z\r\n`)); };
      r.socket.on("drain", more);
      more();
      return true;
    }), status: "absent-items", why: /too many headers|cannot be asked/, seconds: 6 },
  { name: "what is no HTTP", fault: from(2, (r) => { r.socket.end("220 mail ready\r\n"); return true; }),
    status: "absent-items", why: /(not HTTP|half way|cannot be asked)/, seconds: 6 },
];

// Sanitizers and a busy machine are slow; what is looked for is a wait that does not end.
const SLACK = 10;

export function judge({ status, why, says, seconds = 8, most }, server, result) {
  assert(result.status === 0, "exit status", result.status, result.err);
  assert(result.report?.findings?.length > 50, "the rest of the scan is not there");
  const wanted = status === "absent-items" ? "partial" : status; // the repository is known, no more
  assert(result.forge?.status === wanted, "the source is", result.forge, "not", wanted);
  if (why) assert(why.test(result.forge.why), "says:", result.forge.why);
  if (says) assert(says.test(result.err), "says:", result.err);
  assert(result.seconds <= seconds + SLACK, "took", result.seconds, "s");
  if (most) assert(server.seen.requests.length <= most, server.seen.requests.length, "requests");
  if (status === "absent-items")
    assert(result.record.issue_window.none_read && !result.record.items.length, "items:", result.record.items.length);
}
