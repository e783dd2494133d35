// A server that answers like GitHub's API, well or badly.
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { gzipSync } from "node:zlib";
import { answer as graphql } from "./graphql.mjs";
import { answer as rest, etag } from "./rest.mjs";
import { NOW } from "./world.mjs";

const AGENT = "an agent must name itself";

// repository: what is there. token: the only one that is accepted (null: any, and none by REST).
// fault(request, response, count): answers the count-th request badly and returns true, or not.
// tls: {key, cert}. twist(text, count): changes the body of a good answer.
export function serve({ repository, token = "ghp_secret", fault, twist, tls, now = NOW, reset = now + 1800, limit = { rest: 60, graphql: 5000 } }) {
  const seen = { requests: [], points: 0, foreign: [] };
  const left = { ...limit };
  let closed = false;

  const find = (owner, name) => owner === undefined ? repository
    : [`${repository.owner}/${repository.name}`, repository.movedFrom].includes(`${owner}/${name}`)
      ? repository : undefined;

  const send = (request, response, status, headers, body) => {
    if (status === 200 && twist) body = twist(body, seen.requests.length);
    const zipped = /gzip/.test(request.headers["accept-encoding"] ?? "") && body.length > 1000;
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8", date: new Date(now * 1000).toUTCString(),
      "x-github-request-id": "0", ...(zipped && { "content-encoding": "gzip" }), ...headers });
    response.end(zipped ? gzipSync(body, { level: 1 }) : body);
  };

  const limits = (kind) => ({ "x-ratelimit-limit": limit[kind], "x-ratelimit-remaining": Math.max(0, left[kind]),
    "x-ratelimit-reset": reset, "x-ratelimit-resource": kind === "rest" ? "core" : "graphql" });

  const take = (request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const url = new URL(request.url, `http://${request.headers.host}`);
      // of a host of one's own
      const prefix = url.pathname.startsWith("/api/v3/") ? "/api/v3" : "";
      url.pathname = url.pathname.slice(prefix.length);
      const origin = `http${tls ? "s" : ""}://${request.headers.host}${prefix}`;
      const text = Buffer.concat(parts).toString();
      seen.requests.push({ method: request.method, url: request.url, headers: request.headers, text });
      if (fault?.(request, response, seen.requests.length, text)) return;
      if (!request.headers["user-agent"]) return send(request, response, 403, {}, JSON.stringify({ message: AGENT }));
      const given = /^(?:bearer|token) (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
      if (given !== undefined && token !== null && given !== token)
        return send(request, response, 401, {}, JSON.stringify({ message: "Bad credentials" }));
      if (request.method === "POST" && /\/graphql$/.test(url.pathname)) {
        if (given === undefined)
          return send(request, response, 401, {}, JSON.stringify({ message: "This endpoint requires you to be authenticated." }));
        const { query, variables } = JSON.parse(text);
        if (left.graphql <= 0)
          return send(request, response, 200, limits("graphql"), JSON.stringify({ errors: [
            { type: "RATE_LIMITED", message: "API rate limit exceeded for user ID 1." }] }));
        const { points, answer } = graphql(query, variables, find);
        seen.points += points;
        left.graphql -= points;
        return send(request, response, 200, limits("graphql"), JSON.stringify(answer));
      }
      if (left.rest <= 0)
        return send(request, response, 403, limits("rest"), JSON.stringify({ message: "API rate limit exceeded for 127.0.0.1." }));
      let result;
      try {
        result = rest(url, origin, find);
      } catch (error) {
        seen.problem = error.message;
        return send(request, response, 500, {}, JSON.stringify({ message: error.message }));
      }
      const { status, headers, body } = result;
      const tag = etag(body);
      if (status === 200 && request.headers["if-none-match"] === tag) {
        if (given === undefined) left.rest--;
        return send(request, response, 304, { etag: tag, ...limits("rest") }, "");
      }
      left.rest--;
      send(request, response, status, { ...(status === 200 && { etag: tag }), ...limits("rest"), ...headers }, body);
    });
  };
  const server = tls ? createSecureServer(tls, take) : createServer(take);
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready({
    url: tls ? `https://localhost:${server.address().port}` : `http://127.0.0.1:${server.address().port}`, seen, left,
    close: () => { if (!closed) { closed = true; server.closeAllConnections(); server.close(); } },
  })));
}
