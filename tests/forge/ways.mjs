// How the forge is found, asked and remembered when nothing goes wrong, or the user is careful.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { TOKEN, assert } from "./harness.mjs";
import { serve } from "./server.mjs";
import { record, world } from "./world.mjs";

// All bytes below a folder, by file.
function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield [path, readFileSync(path)];
  }
}

function childrenOf(pid) {
  const all = readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)).map((name) => {
    try {
      return { pid: name, parent: / \(.*\) . ([0-9]+)/.exec(` ${readFileSync(`/proc/${name}/stat`, "utf8").replace(/^[0-9]+/, "")}`)?.[1] };
    } catch {
      return {};
    }
  });
  const found = [], grow = (of) => {
    for (const child of all.filter(({ parent }) => parent === String(of))) {
      found.push(child.pid);
      grow(child.pid);
    }
  };
  grow(pid);
  return found;
}

const readable = (path) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

const small = (options) => world(11, 40, options);

export function ways(tests, with_, same) {
  const simple = (name, options, test) => {
    tests[name] = () => with_({ repository: small(), ...options }, test);
  };

  // Who is asked at all.

  simple("a local repository is not asked about by itself", {}, async (server, bench) => {
    const { ended } = bench.start(["scan", "--api-url", server.url, "--format", "json", "repo"], { GH_TOKEN: TOKEN });
    const result = await ended;
    const source = JSON.parse(result.out).sources.find(({ name }) => name === "forge");
    assert(result.status === 0 && !server.seen.requests.length, server.seen.requests.length, "requests");
    assert(source.status === "absent" && /--issues always/.test(source.why), source);
    assert(result.err === "", result.err);
  });
  for (const words of [["--offline"], ["--issues", "never"]])
    simple(`nobody is asked with ${words.join(" ")}`, {}, async (server, bench) => {
      const result = await bench.scan(server, { words, keep: null });
      assert(result.status === 0 && !server.seen.requests.length, server.seen.requests.length, "requests");
      assert(result.forge.why.includes(words[0]), result.forge);
    });
  for (const [origin, why] of [["https://forge.example.org/a/b", /no GitHub that we know of/],
    ["/srv/git/b.git", /on no forge/], ["https://github.com/a/b/c", /on no forge|not that of a repository/]])
    simple(`an origin like ${origin} is not asked about`, { bench: { origin } }, async (server, bench) => {
      const result = await bench.start(["scan", "--issues", "always", "--format", "json", "repo"], { GH_TOKEN: TOKEN }).ended;
      const source = JSON.parse(result.out).sources.find(({ name }) => name === "forge");
      assert(source.status === "absent" && why.test(source.why), source);
    });
  simple("an origin by ssh", { bench: { origin: "git@github.com:ada/engine.git" } }, async (server, bench) => {
    same(small(), true, await bench.scan(server));
  });
  simple("a host of one's own", {}, async (server, bench) => {
    const own = { ...server, url: `${server.url}/api/v3/` };
    same(small(), true, await bench.scan(own));
    assert(server.seen.requests.every(({ url }) => url === "/api/graphql"), server.seen.requests[0].url);
    same(small(), false, await bench.scan(own, { token: null }));
    assert(server.seen.requests.at(-1).url.startsWith("/api/v3/repos/"), server.seen.requests.at(-1).url);
  });
  for (const url of ["http://api.example.org", "ftp://127.0.0.1", "http://127.0.0.1.example.org", "http://me@127.0.0.1/"])
    simple(`--api-url ${url} is refused`, {}, async (server, bench) => {
      const result = await bench.scan({ url }, { keep: null });
      assert(result.status === 2 && /--api-url takes an https address/.test(result.err), result.status, result.err);
    });

  tests["https, and a certificate that is trusted or not"] = async () => {
    const folder = mkdtempSync(join(tmpdir(), "forge-tls."));
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name));
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert,
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], { stdio: "ignore" });
    const tls = { key: readFileSync(key), cert: readFileSync(cert) };
    await with_({ repository: small(), tls }, async (server, bench) => {
      const result = await bench.scan(server, { keep: null });
      assert(/certificate is not one that this system trusts/.test(result.forge.why), result.forge);
      assert(!server.seen.requests.length, "it was asked all the same");
      for (const token of [TOKEN, null])
        same(small(), token !== null, await bench.scan(server, { token, environment: { SSL_CERT_FILE: cert } }));
    });
    rmSync(folder, { recursive: true });
  };
  simple("a host that does not answer is not waited for", {}, async (server, bench) => {
    server.close();
    const result = await bench.scan(server, { keep: null });
    assert(/does not answer/.test(result.forge.why) && result.seconds < 10, result.forge, result.seconds);
  });

  // The repository's own ways.

  simple("a renamed repository, by GraphQL", { repository: small({ about: { movedFrom: "ada/engine", name: "motor" } }) },
    async (server, bench) => {
      const result = await bench.scan(server);
      assert(result.record.repository.name === "ada/motor" && result.record.repository.asked === "ada/engine", result.record.repository);
      assert(server.seen.requests.some(({ text }) => /"query Issues/.test(text) && JSON.parse(text).variables.name === "motor"), "asked by its old name");
    });
  simple("a renamed repository, by REST", { repository: small({ about: { movedFrom: "ada/engine", name: "motor" } }) },
    async (server, bench) => {
      const result = await bench.scan(server, { token: null });
      assert(result.record.repository.name === "ada/motor" && result.record.repository.asked === "ada/engine", result.record.repository);
      assert(result.record.items.length === record(small(), false).items.length, result.record.items.length);
      assert(server.seen.requests[1].url.startsWith("/repositories/1"), server.seen.requests[1].url);
    });
  for (const token of [TOKEN, null])
    simple(`issues that are disabled, by ${token ? "GraphQL" : "REST"}`, { repository: small({ about: { hasIssues: false } }) },
      async (server, bench) => {
        const { record: got, forge } = await bench.scan(server, { token });
        assert(got.repository.issues === false && got.issue_window.none_read && forge.status === "complete", got.issue_window, forge);
        assert(got.items.length === 13 && got.items.every(({ pull }) => pull), got.items.length);
      });
  simple("an archived, locked, empty repository without issues",
    { repository: world(1, 0, { releases: 0, about: { archived: true, disabled: true, empty: true } }) },
    async (server, bench) => {
      const { record: got, forge } = await bench.scan(server);
      const { archived, locked, empty } = got.repository;
      assert(archived && locked && empty && !got.items.length && forge.status === "complete", got);
      assert(server.seen.requests.length === 1, server.seen.requests.length);
      assert((await bench.scan(server, { token: null })).record.issue_window.total === 0);
    });

  // Budgets.

  for (const [token, most] of [[TOKEN, 5], [null, 9]])
    tests[`a budget of ${most} requests by ${token ? "GraphQL" : "REST"}`] = () => {
      const repository = world(3, 1500);
      return with_({ repository, limit: { rest: 100, graphql: 5000 } }, async (server, bench) => {
        const result = await bench.scan(server, { token, words: ["--max-requests", String(most)] });
        assert(server.seen.requests.length === most, server.seen.requests.length, "requests");
        assert(result.forge.status === "partial" && /--max-requests/.test(result.forge.why), result.forge);
        assert(/of which --max-requests allows/.test(result.err), result.err);
        assert(result.record.issue_window.since && result.record.pull_window.since, result.record.issue_window);
      });
    };
  tests["old issues that are still open are read when a budget cannot hold all"] = () => {
    const repository = world(5, 2400, { noPulls: true });
    for (const item of repository.items.slice(0, 1800)) item.closed ||= item.created + 60;
    repository.items[17].closed = repository.items[1200].closed = 0;
    return with_({ repository }, async (server, bench) => {
      const result = await bench.scan(server, { words: ["--max-requests", "15"] });
      const { issue_window: window, items } = result.record;
      assert(window.open_too && window.since, window);
      assert(items.some(({ number }) => number === 18), "number 18 is not there");
      for (const item of repository.items)
        assert(item.closed || items.some(({ number }) => number === item.number), "open, and not there:", item.number);
    });
  };

  simple("on a terminal it says how far it is, and cleans up", {}, async (server, bench) => {
    const words = [bench.tool, "scan", "--issues", "always", "--api-url", server.url, "-o", "report.txt", "repo"];
    bench.tool = "script"; // gives it a terminal
    const { status, out } = await bench.start(["-qec", words.join(" "), "/dev/null"], { TERM: "xterm", GH_TOKEN: TOKEN }).ended;
    assert(status === 0 && /has 53 issues and pull requests: about [0-9]+ requests\r\n/.test(out), status, out);
    assert(/\rasking github.com|\nasking github.com/.test(out) && out.endsWith("\r\u001b[K"), out);
  });
  simple("with -q it says nothing", {}, async (server, bench) => {
    const result = await bench.scan(server, { words: ["-q"] });
    assert(result.err === "", result.err);
    same(small(), true, result);
  });

  // Record and replay.

  tests["a replay gives the same bytes"] = () => {
    const repository = world(13, 300);
    return with_({ repository }, async (server, bench) => {
      const live = await bench.scan(server, { keep: "a.json.gz" });
      const count = server.seen.requests.length;
      const replay = async (file, ...words) => (await bench.start(["scan", "--format", "json", "--as-of", "2026-03-02",
        "--forge", file, ...words, "repo"]).ended).out;
      assert(live.out && live.out === await replay("a.json.gz", "--save-forge", "b.json"), "compressed");
      assert(live.out === await replay("b.json", "--save-forge", "c.json.gz"), "plain");
      assert(gunzipSync(bench.read("a.json.gz")).equals(bench.read("b.json")), "the text differs");
      assert(bench.read("a.json.gz").equals(bench.read("c.json.gz")), "the compressed file differs");
      assert(server.seen.requests.length === count, "a replay asked");
      assert((await bench.scan(server, { keep: "d.json" })).out === live.out, "a second scan differs");
      assert(bench.read("d.json").equals(bench.read("b.json")), "a second record differs");
    });
  };
  tests["an ETag saves the answer"] = () => {
    const repository = world(13, 150);
    return with_({ repository }, async (server, bench) => {
      const first = await bench.scan(server, { token: null, keep: "a.json" });
      const again = await bench.scan(server, { token: null, keep: "b.json" });
      const half = server.seen.requests.length / 2;
      assert(server.seen.requests.slice(0, half).every(({ headers }) => !headers["if-none-match"]), "at first");
      assert(server.seen.requests.slice(half).every(({ headers }) => headers["if-none-match"]), "again",
        server.seen.requests.slice(half).filter(({ headers }) => !headers["if-none-match"]).map(({ url }) => url));
      assert(first.out === again.out && bench.read("a.json").equals(bench.read("b.json")), "they differ");
      assert(readdirSync(join(bench.folder, "cache/repohealth/http")).length === half, "files");
      for (const [path] of files(join(bench.folder, "cache"))) writeFileSync(path, "spoilt\n");
      assert((await bench.scan(server, { token: null })).out === first.out, "a spoilt cache");
      const cleaned = await bench.start(["cache", "clean"]).ended;
      assert(cleaned.status === 0 && ![...files(join(bench.folder, "cache"))].length, "cache clean left", [...files(join(bench.folder, "cache"))].map(([p]) => p));
    });
  };

  // The token.

  for (const [name, environment] of [
    ["GH_TOKEN first", { GH_TOKEN: TOKEN, GITHUB_TOKEN: "no1", GITHUB_AUTH_TOKEN: "no2" }],
    ["then GITHUB_TOKEN", { GITHUB_TOKEN: TOKEN, GITHUB_AUTH_TOKEN: "no" }],
    ["then GITHUB_AUTH_TOKEN", { GH_TOKEN: "", GITHUB_AUTH_TOKEN: TOKEN }]])
    simple(`the token is ${name}`, {}, async (server, bench) => {
      same(small(), true, await bench.scan(server, { token: null, environment }));
    });
  simple("the token is what gh says at last", {}, async (server, bench) => {
    writeFileSync(join(bench.folder, "bin/gh"), `#!/bin/sh\necho "$@" >"$HOME/asked"\necho ${TOKEN}\n`);
    chmodSync(join(bench.folder, "bin/gh"), 0o755);
    same(small(), true, await bench.scan(server, { token: null }));
    assert(bench.read("asked").toString() === "auth token --hostname github.com\n", bench.read("asked").toString());
  });
  simple("a gh that knows none", {}, async (server, bench) => {
    writeFileSync(join(bench.folder, "bin/gh"), "#!/bin/sh\necho no oauth token >&2\nexit 1\n");
    chmodSync(join(bench.folder, "bin/gh"), 0o755);
    same(small(), false, await bench.scan(server, { token: null }));
  });
  simple("what cannot be a token is not sent", {}, async (server, bench) => {
    const result = await bench.scan(server, { token: `${TOKEN}\r\nX-Other: 1`, keep: null });
    assert(!server.seen.requests.length && /GH_TOKEN cannot be a token/.test(result.forge.why), result.forge);
    assert(!`${result.out}${result.err}`.includes(TOKEN), "shown");
  });
  simple("a proxy is not shown what is not encrypted", {}, async (server, bench) => {
    const proxy = await serve({ repository: small(), token: null });
    const result = await bench.scan(server, { environment: { http_proxy: proxy.url, ALL_PROXY: proxy.url } });
    proxy.close();
    same(small(), true, result);
    assert(!proxy.seen.requests.length, "the proxy was asked");
  });

  // Another host that hopes to get the token.
  const lures = {
    "a redirect of GraphQL": { fault: (to) => (q, r) => { r.writeHead(307, { location: `${to}/graphql` }); r.end(); return true; } },
    "a redirect of REST": { token: null, fault: (to) => (q, r) => { r.writeHead(301, { location: `${to}/repos/ada/engine` }); r.end(); return true; } },
    "a link to the next page": { token: null, fault: (to) => (q, r, n) => {
      if (n !== 2) return false;
      r.writeHead(200, { link: `<${to}/repos/ada/engine/issues?page=2>; rel="next"` });
      r.end("[]");
      return true;
    } },
  };
  for (const [name, { token = TOKEN, fault }] of Object.entries(lures))
    tests[`${name} to another host`] = async () => {
      const other = await serve({ repository: small(), token: null });
      await with_({ repository: small(), fault: fault(other.url) }, async (server, bench) => {
        const result = await bench.scan(server, { token, keep: null });
        assert(result.status === 0 && ["partial", "absent"].includes(result.forge.status), result.forge);
        assert(/another address|elsewhere/.test(result.forge.why), result.forge.why);
      });
      other.close();
      assert(!other.seen.requests.length, "the other host was asked");
    };

  tests["the token is nowhere"] = async () => {
    let look, looked = new Promise((done) => { look = done; });
    const fault = (request, response, count) => {
      if (count === 2) look(response);
      return count === 2;
    };
    await with_({ repository: small(), fault }, async (server, bench) => {
      const { child, ended } = bench.start(["scan", "--issues", "always", "--api-url", server.url, "--format", "json",
        "--save-forge", "record.json", "--api-wait", "2", "repo"], { GITHUB_TOKEN: TOKEN });
      await looked; // the child waits for an answer that does not come
      const children = childrenOf(child.pid);
      assert(children.length >= 1, "no child");
      for (const pid of children) {
        assert(readable(`/proc/${pid}/cmdline`), "no command line to look at");
        for (const name of ["cmdline", "environ", "status", "comm"])
          assert(!readable(`/proc/${pid}/${name}`).includes(TOKEN), `in /proc/${pid}/${name}`);
      }
      assert(!readable(`/proc/${child.pid}/cmdline`).includes(TOKEN), "in the command line");
      const result = await ended;
      assert(result.status === 0, result.err);
      for (const [name, text] of [["standard output", result.out], ["standard error", result.err]])
        assert(!text.includes(TOKEN), `on ${name}`);
      for (const [path, bytes] of files(bench.folder)) assert(!bytes.includes(TOKEN), `in ${path}`);
      assert(server.seen.requests.every(({ headers, url, text }) =>
        headers.authorization === `Bearer ${TOKEN}` && !url.includes(TOKEN) && !text.includes(TOKEN)), "sent otherwise");
    });
  };
  simple("the token is not in what is said of refusals", { token: "another" }, async (server, bench) => {
    const result = await bench.scan(server, { keep: null });
    assert(/does not accept the token from GH_TOKEN/.test(result.forge.why), result.forge);
    assert(!`${result.out}${result.err}`.includes(TOKEN), "shown");
  });
  simple("without a token none is sent", {}, async (server, bench) => {
    same(small(), false, await bench.scan(server, { token: null }));
    assert(server.seen.requests.every(({ headers }) => !("authorization" in headers)));
    assert(server.seen.requests.every(({ headers }) => headers["x-github-api-version"] === "2022-11-28" &&
      /^repohealth\//.test(headers["user-agent"]) && headers.accept === "application/vnd.github+json"), "headers");
  });
}
