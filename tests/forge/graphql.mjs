// GitHub's GraphQL API over a made-up repository: the published schema, run by graphql-js, with the
// limits that GitHub documents.
import { readFileSync } from "node:fs";
import { buildSchema, execute, parse, validate, valueFromAST, GraphQLError, GraphQLInt } from "graphql";
import { moment, NOW } from "./world.mjs";

// The text repeats two fields of one type, which a strict reader refuses.
export const schema = buildSchema(
  readFileSync(new URL("node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url), "utf8"),
  { assumeValidSDL: true });

const NODE_LIMIT = 500000;

const actor = (by) => by && { __typename: by.kind, login: by.login };
const encode = (text) => Buffer.from(text).toString("base64");
const decode = (text) => Buffer.from(text, "base64").toString();

// A connection; `name` makes its cursors its own.
function connection(name, list, make) {
  return (args) => {
    const { first, last, after } = args;
    if (first == null && last == null)
      throw new GraphQLError(`You must provide a \`first\` or \`last\` value to properly paginate ` +
        `the \`${name}\` connection.`);
    const size = first ?? last;
    if (size < 1 || size > 100)
      throw new GraphQLError(`Requesting ${size} records on the \`${name}\` connection exceeds the ` +
        "`first` limit of 100 records.");
    let items = typeof list === "function" ? list(args) : list;
    const total = items.length;
    let from = first == null ? Math.max(0, total - last) : 0;
    if (after != null) {
      const [kind, place] = decode(after).split(":");
      if (kind !== name || !/^[0-9]+$/.test(place))
        throw new GraphQLError(`\`${after}\` does not appear to be a valid cursor.`);
      from = Number(place);
    }
    items = items.slice(from, from + size);
    return {
      totalCount: total,
      nodes: items.map(make),
      pageInfo: { hasNextPage: from + items.length < total, hasPreviousPage: from > 0,
        startCursor: encode(`${name}:${from}`), endCursor: encode(`${name}:${from + items.length}`) },
    };
  };
}

const comment = ({ by, at }) => ({ __typename: "IssueComment", createdAt: moment(at),
  authorAssociation: by ? by.as : "NONE", author: actor(by) });

const EVENTS = { closed: ["CLOSED_EVENT", "ClosedEvent"], reopened: ["REOPENED_EVENT", "ReopenedEvent"],
  transferred: ["TRANSFERRED_EVENT", "TransferredEvent"], merged: ["MERGED_EVENT", "MergedEvent"] };

function node(item) {
  return {
    __typename: item.pull ? "PullRequest" : "Issue",
    id: encode(`item:${item.number}`), number: item.number, title: item.title,
    locked: item.locked, createdAt: moment(item.created), closedAt: moment(item.closed),
    authorAssociation: item.by ? item.by.as : "NONE", author: actor(item.by),
    stateReason: item.reason, isDraft: item.draft, mergedAt: moment(item.merged),
    mergedBy: actor(item.mergedBy),
    labels: connection(`labels${item.number}`, item.labels, (name) => ({ name })),
    comments: connection(`comments${item.number}`, item.comments, comment),
    reviews: connection(`reviews${item.number}`, item.reviews, ({ by, at, state }) => ({
      __typename: "PullRequestReview", state, submittedAt: state === "PENDING" ? null : moment(at),
      author: actor(by), authorAssociation: by ? by.as : "NONE" })),
    timelineItems: connection(`timeline${item.number}`,
      ({ itemTypes }) => item.events.filter(({ kind }) => !itemTypes || itemTypes.includes(EVENTS[kind][0])),
      ({ kind, by, at }) => ({ __typename: EVENTS[kind][1], createdAt: moment(at), actor: actor(by) })),
  };
}

function items(repository, pull) {
  return connection(pull ? "pulls" : "issues", ({ states, orderBy }) => {
    const chosen = repository.items.filter((item) => item.pull === pull &&
      (!states || states.includes(item.closed ? "CLOSED" : "OPEN")));
    return orderBy?.direction === "DESC" ? chosen.slice().reverse() : chosen;
  }, node);
}

const resolvers = (find) => ({
  repository: ({ owner, name }) => {
    const repository = find(owner, name);
    if (!repository)
      throw Object.assign(new GraphQLError(
        `Could not resolve to a Repository with the name '${owner}/${name}'.`,
        { extensions: { type: "NOT_FOUND" } }));
    return {
      nameWithOwner: `${repository.owner}/${repository.name}`,
      url: `https://github.com/${repository.owner}/${repository.name}`,
      createdAt: moment(repository.created), pushedAt: moment(repository.pushed),
      isArchived: repository.archived, isDisabled: repository.disabled, isEmpty: repository.empty,
      hasIssuesEnabled: repository.hasIssues, hasDiscussionsEnabled: repository.discussions.length > 0,
      owner: { __typename: "User" }, parent: null,
      defaultBranchRef: repository.empty ? null : { name: "main" },
      stargazerCount: repository.stars, forkCount: repository.forks,
      watchers: connection("watchers", Array(repository.watchers).fill({}), (user) => user),
      issues: items(repository, false), pullRequests: items(repository, true),
      discussions: (args) => connection("discussions", ({ answered }) => repository.discussions
        .filter((one) => answered == null || one.question && one.answered === answered)
        .slice().reverse(), ({ at }) => ({ createdAt: moment(at) }))(args),
      releases: connection("releases", repository.releases.slice().reverse(), ({ tag, name, by, at, prerelease }) => ({
        tagName: tag, name, isDraft: false, isPrerelease: prerelease, publishedAt: moment(at),
        author: actor(by) })),
      forks: connection("forks", repository.activeForks, ({ name, created, pushed, stars }) => ({
        nameWithOwner: name, createdAt: moment(created), pushedAt: moment(pushed),
        stargazerCount: stars })),
    };
  },
  node: ({ id }) => {
    const found = /^item:([0-9]+)$/.exec(decode(id));
    const item = found && find().items.find(({ number }) => number === Number(found[1]));
    if (!item) throw new GraphQLError("Could not resolve to a node with the global id of '" + id + "'");
    return node(item);
  },
  rateLimit: () => ({ limit: 5000, cost: 1, remaining: 4999, resetAt: moment(NOW), used: 1 }),
});

// Nodes that a query can give (the product of nested sizes), and the requests that its points are
// counted by.
export function price(document, variables) {
  const fragments = Object.fromEntries(document.definitions
    .filter(({ kind }) => kind === "FragmentDefinition").map((f) => [f.name.value, f]));
  let nodes = 0, requests = 0;
  const walk = (selection, times) => {
    for (const field of selection?.selections ?? []) {
      if (field.kind === "FragmentSpread") {
        walk(fragments[field.name.value].selectionSet, times);
        continue;
      }
      const size = field.arguments?.find(({ name }) => name.value === "first" || name.value === "last");
      const count = size ? valueFromAST(size.value, GraphQLInt, variables) : 0;
      if (count) {
        nodes += times * count;
        requests += times;
      }
      walk(field.selectionSet, count ? times * count : times);
    }
  };
  for (const definition of document.definitions)
    if (definition.kind === "OperationDefinition") walk(definition.selectionSet, 1);
  return { nodes, points: Math.max(1, Math.round(requests / 100)) };
}

// {points, answer}: `find` gives a repository by owner and name.
export function answer(text, variables, find) {
  let document;
  try {
    document = parse(text);
  } catch (error) {
    return { points: 1, answer: { errors: [{ message: error.message }] } };
  }
  const wrong = validate(schema, document);
  if (wrong.length)
    return { points: 1, answer: { errors: wrong.map(({ message }) => ({ message })) } };
  const { nodes, points } = price(document, variables);
  if (nodes > NODE_LIMIT)
    return { points: 1, answer: { errors: [{ type: "MAX_NODE_LIMIT_EXCEEDED",
      message: `This query requests up to ${nodes} possible nodes which exceeds the node limit of 500,000` }] } };
  const result = execute({ schema, document, rootValue: resolvers(find), variableValues: variables });
  const errors = result.errors?.map(({ message, path, extensions }) =>
    ({ ...(extensions?.type && { type: extensions.type }), path, message }));
  return { points, answer: { data: result.data, ...(errors && { errors }) } };
}
