// GitHub's REST API over a made-up repository: the few answers that the client asks for.
import { createHash } from "node:crypto";
import { check, fillAs } from "./openapi.mjs";
import { moment } from "./world.mjs";

const GHOST = { login: "ghost", kind: "User" };

const users = new Map();
function user(by) {
  const { login, kind } = by ?? GHOST;
  if (!users.has(login)) {
    const name = kind === "Bot" ? `${login}[bot]` : login;
    users.set(login, fillAs("simple-user", { login: name, id: users.size + 1, type: kind }));
  }
  return users.get(login);
}

const base = ({ owner, name }) => `https://api.github.com/repos/${owner}/${name}`;
const page = ({ owner, name }) => `https://github.com/${owner}/${name}`;

function issue(repository, item) {
  const kind = item.pull ? "pull" : "issues";
  return fillAs("issue", {
    id: 1000 + item.number, number: item.number, title: item.title,
    html_url: `${page(repository)}/${kind}/${item.number}`,
    url: `${base(repository)}/issues/${item.number}`, user: user(item.by),
    author_association: item.by ? item.by.as : "NONE", state: item.closed ? "closed" : "open",
    locked: item.locked, comments: item.comments.length, created_at: moment(item.created),
    updated_at: moment(item.created), closed_at: moment(item.closed),
    state_reason: item.closed && item.reason ? item.reason.toLowerCase() : null,
    labels: item.labels.map((name, id) => ({ id, node_id: "x", url: "https://api.github.com/x", name,
      description: null, color: "ffffff", default: false })),
    ...(item.pull && { draft: item.draft, pull_request: { url: "https://api.github.com/x",
      html_url: "https://api.github.com/x", diff_url: null, patch_url: null,
      merged_at: moment(item.merged) } }),
  });
}

function pull(repository, item) {
  return fillAs("pull-request-simple", {
    id: 1000 + item.number, number: item.number, title: item.title, user: user(item.by),
    author_association: item.by ? item.by.as : "NONE", state: item.closed ? "closed" : "open",
    locked: item.locked, created_at: moment(item.created), updated_at: moment(item.created),
    closed_at: moment(item.closed), merged_at: moment(item.merged), draft: item.draft, labels: [],
  });
}

function comments(repository) {
  return repository.items.flatMap((item) => item.comments.map(({ by, at }) => ({ item, by, at })))
    .sort((a, b) => b.at - a.at || b.item.number - a.item.number)
    .map(({ item, by, at }, id) => () => fillAs("issue-comment", {
      id, issue_url: `${base(repository)}/issues/${item.number}`, user: user(by),
      author_association: by ? by.as : "NONE", created_at: moment(at), updated_at: moment(at) }));
}

function events(repository) {
  const all = repository.items.flatMap((item) => [
    ...item.events.map((event, order) => ({ item, order, ...event })),
    ...Array(item.noise).fill({ item, order: -1, kind: "labeled", by: item.by, at: item.created })]);
  return all.sort((a, b) => b.at - a.at || b.item.number - a.item.number || b.order - a.order)
    .map(({ item, kind, by, at }, id) => () => fillAs("issue-event", {
      id, event: kind, actor: user(by), created_at: moment(at), commit_id: null, commit_url: null,
      issue: issue(repository, item) }));
}

const LISTS = {
  issues: (r) => r.hasIssues && r.items.slice().reverse().map((item) => () => issue(r, item)),
  pulls: (r) => r.items.filter((item) => item.pull).reverse().map((item) => () => pull(r, item)),
  "issues/comments": comments,
  "issues/events": events,
  releases: (r) => r.releases.slice().reverse().map(({ tag, name, by, at, prerelease }) => () =>
    fillAs("release", { tag_name: tag, name, author: user(by), created_at: moment(at),
      published_at: moment(at), prerelease, draft: false })),
};

function about(repository) {
  return fillAs("full-repository", {
    id: 1, name: repository.name, full_name: `${repository.owner}/${repository.name}`,
    html_url: page(repository), owner: user({ login: repository.owner, kind: "User" }),
    created_at: moment(repository.created), pushed_at: moment(repository.pushed),
    archived: repository.archived, disabled: repository.disabled, has_issues: repository.hasIssues,
    has_discussions: repository.discussions.length > 0, default_branch: "main", stargazers_count: repository.stars,
    forks_count: repository.forks, subscribers_count: repository.watchers, fork: false,
  });
}

const lists = new WeakMap();
function listOf(repository, name) {
  if (!lists.has(repository)) lists.set(repository, {});
  return lists.get(repository)[name] ??= LISTS[name](repository);
}

export const etag = (body) => `W/"${createHash("sha256").update(body).digest("hex")}"`;

// {status, headers, body} of GET url; `find` gives a repository by owner and name, `origin` is ours.
export function answer(url, origin, find) {
  const [, root, owner, name, ...rest] = url.pathname.split("/");
  const repository = root === "repos" ? find(owner, name)
    : root === "repositories" ? find() : undefined;
  const what = (root === "repositories" ? [name, ...rest] : rest).filter(Boolean).join("/");
  const missing = { status: 404, headers: {}, body: JSON.stringify({ message: "Not Found",
    documentation_url: "https://docs.github.com/rest", status: "404" }) };
  if (!repository) return missing;
  if (repository.movedFrom && root === "repos" && repository.movedFrom === `${owner}/${name}`)
    return { status: 301, headers: { location: `${origin}/repositories/1${what && "/"}${what}${url.search}` },
      body: JSON.stringify({ message: "Moved Permanently" }) };
  if (!what) {
    const body = about(repository);
    check("/repos/{owner}/{repo}", body);
    return { status: 200, headers: {}, body: JSON.stringify(body) };
  }
  if (!LISTS[what]) return missing;
  const all = listOf(repository, what);
  if (!all) return { status: 410, headers: {}, body: JSON.stringify({ message: "Issues are disabled for this repo" }) };
  const size = Number(url.searchParams.get("per_page") ?? 30);
  // GitHub pages its longest list by a cursor, and refuses numbers
  const after = url.searchParams.get("after");
  const at = after ? Number(Buffer.from(after, "base64").toString())
    : (Number(url.searchParams.get("page") ?? 1) - 1) * size;
  const body = all.slice(at, at + Math.min(size, 100)).map((make) => make());
  check(`/repos/{owner}/{repo}/${what}`, body);
  const links = [], to = (place) => {
    const next = new URL(url);
    if (what === "issues") next.searchParams.set("after", Buffer.from(String(place)).toString("base64"));
    else next.searchParams.set("page", String(place / size + 1));
    return `${origin}${next.pathname}${next.search}`;
  };
  if (at + size < all.length) {
    links.push(`<${to(at + size)}>; rel="next"`);
    if (what !== "issues") links.push(`<${to(Math.floor((all.length - 1) / size) * size)}>; rel="last"`);
  }
  if (at) links.push(`<${to(Math.max(0, at - size))}>; rel="prev"`);
  return { status: 200, headers: links.length ? { link: links.join(", ") } : {}, body: JSON.stringify(body) };
}
