// GitHub's issues and pull requests, asked for and replayed: node forge.mjs TOOL [NAME...].
// Prints TAP.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import { faults, judge } from "./faults.mjs";
import { Bench, TOKEN, assert, difference, run } from "./harness.mjs";
import { serve } from "./server.mjs";
import { others } from "./others.mjs";
import { ways } from "./ways.mjs";
import { NOW, fewest, fromRecord, moment, record, world } from "./world.mjs";

const tool = process.argv[2];
const described = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(new URL("forge-v1.schema.json", import.meta.url))));
const tests = {};

// A server and a bench for the length of one test.
async function with_(options, test) {
  const server = await serve({ token: TOKEN, ...options });
  const bench = new Bench(tool, options.bench);
  try {
    await test(server, bench);
    assert(!server.seen.problem, server.seen.problem ?? "");
  } finally {
    server.close();
    bench.close();
  }
}

const byTime = (a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0;

// A record without what tells how it was made.
function seen({ format, observed, source, requests, partial, ...rest }) {
  return rest;
}

function same(repository, graphql, result) {
  assert(result.status === 0, "status", result.status, result.err);
  assert(result.record, "no record", result.forge, result.err);
  assert(described(result.record), "the record is not as described:", described.errors);
  const wanted = record(repository, graphql), got = seen(result.record);
  for (const { items } of [wanted, got])
    for (const item of items) {
      const keys = item.comments.map((c) => [c.at, JSON.stringify(c), c]);
      item.comments = keys.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : 1).map((k) => k[2]);
    }
  assert(!difference(wanted, got), "the record is not the truth:", difference(wanted, got) ?? "");
  assert(!result.record.partial, "partial:", result.record.partial ?? "");
  assert(result.forge.status === "complete", result.forge);
  assert(result.record.observed === moment(NOW), result.record.observed);
}

for (const size of [30, 300, 3000])
  for (const graphql of [true, false])
    tests[`${size} issues by ${graphql ? "GraphQL" : "REST"}`] = async () => {
      const repository = world(size, size);
      await with_({ repository, limit: { rest: 5000, graphql: 5000 } }, async (server, bench) => {
        const result = await bench.scan(server, { token: graphql && TOKEN, words: ["--max-requests", "1000"] });
        same(repository, graphql, result);
        const least = fewest(repository, graphql), used = server.seen.requests.length;
        assert(used === result.record.requests, used, "requests, and the record says", result.record.requests);
        assert(used <= least * 1.1, used, "requests where", least, "would do");
        assert(result.err.includes("about"), "no estimate:", result.err);
      });
    };

// Figures of made-up worlds, worked out elsewhere by other means (tests/forge_truth.py).
function differs(found, wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    const given = found[name], unknown = typeof given === "object" && given !== null;
    const good = value === "unknown" ? unknown : typeof value === "number" && typeof given === "number"
      ? Math.abs(given - value) <= 1e-9 * Math.max(1, Math.abs(value)) : given === value;
    if (!good) return `${name}: ${JSON.stringify(given)}, not ${value}`;
  }
  return null;
}

for (const size of [30, 300, 3000])
  for (const graphql of [true, false])
    tests[`every figure of ${size} issues by ${graphql ? "GraphQL" : "REST"}`] = async () => {
      const folder = new URL("truth/", import.meta.url).pathname;
      const { record: told, truth, day } = JSON.parse(readFileSync(`${folder}${size}.json`));
      const repository = fromRecord(told);
      // REST sees no reviews, and so not all that maintainers do
      const seen = (name) => name === "pulls.outside" ||
        (name.startsWith("issues.") && name !== "issues.days_since_maintainer");
      const wanted = Object.fromEntries(Object.entries(truth).filter(([name]) => graphql || seen(name)));
      await with_({ repository, now: repository.now, limit: { rest: 5000, graphql: 5000 } }, async (server, bench) => {
        const result = await bench.scan(server, { token: graphql && TOKEN, keep: null, repo: `${folder}repo`,
          words: ["--max-requests", "1000", "--as-of", day] });
        assert(result.forge?.status === "complete", result.forge, result.err);
        const problem = differs(result.report.metrics, wanted);
        assert(!problem, problem ?? "");
      });
    };

// Whatever is said to be complete is: all items of a window are there, with all that belongs to them.
function holds(repository, graphql, got) {
  const truth = new Map(record(repository, graphql).items.map((item) => [item.number, item]));
  const here = new Map(got.items.map((item) => [item.number, item]));
  for (const item of here.values())
    assert(truth.has(item.number), "an item that is not:", item.number);
  for (const item of truth.values()) {
    const window = item.pull ? got.pull_window : got.issue_window;
    if (window.none_read || (window.since && item.created < window.since && !(window.open_too && !item.closed)))
      continue;
    assert(here.has(item.number), "item", item.number, "of", item.created, "is missing in", window);
    const mine = here.get(item.number);
    assert(mine.comments_here || mine.comments.length === item.comments.length, "comments of", item.number);
    assert(mine.events_here || mine.events.length === item.events.length, "events of", item.number);
  }
}

for (const fault of faults)
  tests[fault.name] = async () => {
    const repository = world(7, 260, { about: fault.about });
    const graphql = fault.token !== false;
    await with_({ repository, ...fault }, async (server, bench) => {
      const words = ["--api-wait", String(fault.wait ?? 3)];
      const keeps = fault.status !== "absent";
      const result = await bench.scan(server, { token: graphql && TOKEN, words, keep: keeps && "record.json" });
      judge(fault, server, result);
      assert(!keeps || result.record, "no record");
      if (fault.status === "complete" && !fault.untrue) same(repository, graphql, result);
      if (keeps) holds(repository, graphql, result.record);
    });
  };

ways(tests, with_, same);
others(tests, with_);

await run(tests, 6);
