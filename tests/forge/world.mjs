// Made-up repositories with a known history, the same for the same seed.

// A small generator of numbers (mulberry32): no dependency, no clock.
export function numbers(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    share: next,
    below: (n) => Math.floor(next() * n),
    pick: (list) => list[Math.floor(next() * list.length)],
    // Most are small, some are very long.
    wait: (scale) => Math.floor(-Math.log(1 - next()) * scale),
  };
}

export const NOW = Date.parse("2026-03-01T12:00:00Z") / 1000;
const DAY = 86400; // seconds

const person = (login, as, kind = "User") => ({ login, as, kind });
export const PEOPLE = {
  ada: person("ada", "OWNER"),
  mel: person("mel", "MEMBER"),
  col: person("col", "COLLABORATOR"),
  con: person("con", "CONTRIBUTOR"),
  eve: person("eve", "NONE"),
  bob: person("bob", "NONE"),
  zoe: person("zoe", "FIRST_TIME_CONTRIBUTOR"),
  stale: person("stale", "NONE", "Bot"),
};
const MAINTAINERS = [PEOPLE.ada, PEOPLE.mel, PEOPLE.col];
const OUTSIDERS = [PEOPLE.con, PEOPLE.eve, PEOPLE.bob, PEOPLE.zoe];
const GONE = null;

const TITLES = ["Does not install", "Where are the weights?", "Cannot reproduce table 2",
  "CUDA out of memory", "Dead link in the README", "Größe der Daten 🙂", "a \"quoted\" title\\",
  "Version conflict", "Question about the licence"];
const LABELS = ["bug", "install", "question", "good first issue"];

function talk(random, item, end, many) {
  let at = item.created;
  const count = many ? 15 + random.below(140) : random.below(6);
  for (let i = 0; i < count; i++) {
    at += random.wait(many ? DAY / 4 : 3 * DAY);
    if (at > end) break;
    const roll = random.share();
    const by = roll < (many ? 0.01 : 0.35) ? random.pick(MAINTAINERS)
      : roll < 0.55 ? item.by : roll < 0.62 ? PEOPLE.stale : roll < 0.66 ? GONE
        : random.pick(OUTSIDERS);
    item.comments.push({ by, at });
  }
}

function ending(random, item, end) {
  let at = item.created + random.wait(60 * DAY);
  if (at > end || random.share() < 0.3) return;
  const by = random.share() < 0.2 ? item.by : random.share() < 0.1 ? PEOPLE.stale
    : random.share() < 0.1 ? GONE : random.pick(MAINTAINERS);
  if (item.pull && random.share() < 0.6) {
    item.merged = item.closed = at;
    item.mergedBy = random.pick(MAINTAINERS);
    item.events.push({ kind: "merged", by: item.mergedBy, at });
    item.events.push({ kind: "closed", by: item.mergedBy, at });
    return;
  }
  item.events.push({ kind: "closed", by, at });
  item.closed = at;
  item.reason = item.pull ? null : random.pick(["COMPLETED", "NOT_PLANNED"]);
  if (random.share() < 0.1 && at + DAY < end) {
    item.events.push({ kind: "reopened", by: random.pick(MAINTAINERS), at: at + DAY });
    item.closed = 0;
    item.reason = null;
  }
}

// A repository of `count` issues and about a third as many pull requests.
export function world(seed, count, options = {}) {
  const random = numbers(seed);
  const total = Math.round(count * (options.noPulls ? 1 : 4 / 3));
  const repository = {
    owner: "ada", name: "engine", created: NOW - 1500 * DAY, pushed: NOW - 3 * DAY,
    hasIssues: true, archived: false, disabled: false, empty: false, parent: null,
    stars: 12, forks: 3, watchers: 2, items: [], releases: [], activeForks: [],
    discussions: [...Array(9).keys()].map((n) => ({ at: NOW - (20 - n) * DAY, question: n % 3 > 0, answered: n % 3 > 1 })),
    ...options.about,
  };
  let at = repository.created;
  for (let number = 1; number <= total; number++) {
    at += random.share() < 0.05 ? 0 : Math.floor(random.share() * 2 * 1400 * DAY / total);
    const pull = !options.noPulls && number % 4 === 0;
    const item = {
      number, pull, title: random.pick(TITLES), by: random.share() < 0.03 ? GONE
        : random.share() < 0.8 ? random.pick(OUTSIDERS) : random.pick(MAINTAINERS),
      labels: LABELS.filter(() => random.share() < 0.2), created: at, closed: 0, merged: 0,
      mergedBy: null, reason: null, locked: random.share() < 0.03,
      draft: pull && random.share() < 0.1, comments: [], events: [], reviews: [], noise: 0,
    };
    if (!pull && random.share() < 0.02)
      item.events.push({ kind: "transferred", by: random.pick(MAINTAINERS), at: at + 60 });
    talk(random, item, NOW - DAY, random.share() < 0.02);
    ending(random, item, NOW - DAY);
    item.noise = random.below(2); // events of other kinds
    if (pull && options.reviews !== false)
      for (let i = random.below(4); i > 0; i--)
        item.reviews.push({ by: random.pick(MAINTAINERS), at: at + random.wait(2 * DAY),
          state: random.share() < 0.1 ? "PENDING" : "COMMENTED" });
    item.events.sort((a, b) => a.at - b.at);
    repository.items.push(item);
  }
  for (let i = 0; i < (options.releases ?? 5); i++)
    repository.releases.push({ tag: `v0.${i}`, name: i ? `Version 0.${i}` : null,
      by: random.pick(MAINTAINERS), at: repository.created + i * 100 * DAY, prerelease: !i });
  repository.activeForks = [{ name: "bob/engine", created: NOW - 300 * DAY, pushed: NOW - 9 * DAY,
    stars: 1 }];
  return repository;
}

export const moment = (seconds) =>
  seconds ? new Date(seconds * 1000).toISOString().replace(".000Z", "Z") : null;

// What a complete record of it must hold, as docs/forge.md says: by GraphQL, or by REST, which
// sees no reviews and no forks.

const writer = (by, withAssociation) => {
  if (!by) return null;
  const out = { login: by.login };
  if (by.kind === "Bot") out.kind = "bot";
  if (withAssociation) out.as = by.as.toLowerCase();
  return out;
};

const answers = (item, comment) => comment.by && comment.by.kind === "User" &&
  MAINTAINERS.includes(comment.by) && comment.by !== item.by;

// How many comments are read: the first few, then more until somebody has answered.
export function commentsRead(item) {
  let count = 20, pages = 0;
  const reviewed = item.reviews.slice(0, 10)
    .some((review) => review.state !== "PENDING" && answers(item, review));
  while (count < item.comments.length && !reviewed &&
         !item.comments.slice(0, count).some((comment) => answers(item, comment))) {
    count += 100;
    pages++;
  }
  return { count: Math.min(count, item.comments.length), pages };
}

function recordItem(item, graphql) {
  const { count } = graphql ? commentsRead(item) : { count: item.comments.length };
  const comments = item.comments.slice(0, count)
    .map(({ by, at }) => ({ at: moment(at), by: writer(by, true) }));
  const out = { number: item.number };
  if (item.pull) out.pull = true;
  Object.assign(out, { title: item.title, labels: item.labels, by: writer(item.by, true),
    created: moment(item.created) });
  if (item.closed) out.closed = moment(item.closed);
  if (item.reason && item.closed) out.closed_as = item.reason.toLowerCase();
  if (item.merged) out.merged = moment(item.merged);
  if (item.mergedBy) out.merged_by = writer(item.mergedBy, false);
  if (item.draft) out.draft = true;
  if (item.locked) out.locked = true;
  if (graphql && item.pull)
    comments.push(...item.reviews.filter(({ state }) => state !== "PENDING")
      .map(({ by, at }) => ({ at: moment(at), by: writer(by, true), review: true })));
  out.comments = comments;
  if (count < item.comments.length) out.comments_here = "first";
  if (graphql && item.pull) out.reviews_known = true;
  out.events = item.events.filter(({ kind }) => kind !== "merged")
    .map(({ kind, by, at }) => ({ event: kind, at: moment(at), by: writer(by, false) }));
  return out;
}

export function record(repository, graphql) {
  const items = repository.items.map((item) => recordItem(item, graphql)).reverse();
  const out = {
    repository: {
      host: "github.com", name: `${repository.owner}/${repository.name}`,
      url: `https://github.com/${repository.owner}/${repository.name}`,
      owner_kind: "user", default_branch: "main", created: moment(repository.created),
      pushed: moment(repository.pushed), archived: repository.archived,
      locked: repository.disabled, empty: repository.empty, issues: repository.hasIssues,
      discussions: repository.discussions.length > 0, stars: repository.stars, forks: repository.forks,
      watchers: repository.watchers,
    },
    issue_window: { total: repository.items.filter(({ pull }) => !pull).length },
    pull_window: { total: repository.items.filter(({ pull }) => pull).length },
    releases: repository.releases.map(({ tag, name, by, at, prerelease }) => ({
      tag, ...(name && { name }), at: moment(at), by: writer(by, false),
      ...(prerelease && { prerelease }) })).reverse(),
    items,
  };
  if (graphql) {
    const questions = repository.discussions.filter(({ question }) => question);
    out.repository.questions_answered = questions.filter(({ answered }) => answered).length;
    out.repository.questions_open = questions.filter(({ answered }) => !answered).length;
    if (repository.discussions.length) out.repository.discussed = moment(repository.discussions.at(-1).at);
    out.active_forks = repository.activeForks.map(({ name, created, pushed, stars }) =>
      ({ name, created: moment(created), pushed: moment(pushed), stars }));
  } else
    delete out.repository.empty;
  return out;
}

// The fewest requests that can fetch it.
export function fewest(repository, graphql) {
  const pages = (count) => Math.ceil(count / 100);
  const pulls = repository.items.filter(({ pull }) => pull).length;
  if (graphql) {
    const more = repository.items.map((item) => commentsRead(item).pages);
    const all = more.reduce((sum, n) => sum + n, 0);
    return 1 + pages(repository.items.length - pulls) + pages(pulls) +
      Math.max(Math.ceil(all / 20), ...more, 0);
  }
  const sum = (of) => repository.items.reduce((total, item) => total + of(item), 0);
  // an empty list is asked for once all the same
  return 2 + Math.max(1, pages(repository.items.length)) +
    Math.max(1, pages(sum((item) => item.comments.length))) +
    Math.max(1, pages(sum((item) => item.events.length + item.noise)));
}

// A repository to serve, of a record that somebody else made up.
export function fromRecord({ observed, repository, items }) {
  const when = (text) => text ? Date.parse(text) / 1000 : 0;
  const by = (of) => of && person(of.login, (of.as ?? "none").toUpperCase(), of.kind === "bot" ? "Bot" : "User");
  const [owner, name] = repository.name.split("/");
  return {
    now: when(observed), owner, name, created: when(observed) - 2000 * DAY, pushed: when(observed),
    hasIssues: true, archived: false, disabled: false, empty: false, parent: null, stars: 0, forks: 0,
    watchers: 0, releases: [], activeForks: [], discussions: [],
    items: items.slice().reverse().map((item) => ({
      number: item.number, pull: Boolean(item.pull), title: item.title, by: by(item.by),
      labels: item.labels, created: when(item.created), closed: when(item.closed),
      merged: when(item.merged), mergedBy: by(item.merged_by), reason: null, locked: false,
      draft: false, noise: 1,
      comments: item.comments.filter(({ review }) => !review).map((one) => ({ by: by(one.by), at: when(one.at) })),
      reviews: item.comments.filter(({ review }) => review)
        .map((one) => ({ by: by(one.by), at: when(one.at), state: "COMMENTED" })),
      events: [...item.events.map((one) => ({ kind: one.event, by: by(one.by), at: when(one.at) })),
        ...(item.merged ? [{ kind: "merged", by: by(item.merged_by), at: when(item.merged) }] : [])],
    })),
  };
}
