// Another client of GitHub's API must find the same on the server: else it is made for ours alone.
import { graphql } from "@octokit/graphql";
import { Octokit } from "@octokit/rest";
import { TOKEN, assert } from "./harness.mjs";
import { world } from "./world.mjs";

export function others(tests, with_) {
  tests["Octokit pages through the lists by REST"] = () => {
    const repository = world(21, 250);
    return with_({ repository, limit: { rest: 5000, graphql: 5000 } }, async (server) => {
      const octokit = new Octokit({ auth: TOKEN, baseUrl: server.url,
        log: { debug() {}, info() {}, warn() {}, error() {} } });
      const where = { owner: "ada", repo: "engine", per_page: 100 };
      const { data } = await octokit.repos.get(where);
      assert(data.full_name === "ada/engine" && data.has_issues, data.full_name);
      const issues = await octokit.paginate(octokit.issues.listForRepo, { ...where, state: "all" });
      assert(issues.length === repository.items.length, issues.length, "issues");
      const comments = await octokit.paginate(octokit.issues.listCommentsForRepo, where);
      const wanted = repository.items.reduce((sum, item) => sum + item.comments.length, 0);
      assert(comments.length === wanted, comments.length, "comments, not", wanted);
      const events = await octokit.paginate(octokit.issues.listEventsForRepo, where);
      assert(events.length === repository.items.reduce((sum, item) => sum + item.events.length + item.noise, 0), events.length);
      try {
        await octokit.repos.get({ owner: "ada", repo: "other" });
        assert(false, "a repository that is not there");
      } catch (error) {
        assert(error.status === 404, error.status);
      }
    });
  };
  tests["Octokit pages through the issues by GraphQL"] = () => {
    const repository = world(22, 250);
    return with_({ repository }, async (server) => {
      const ask = graphql.defaults({ baseUrl: server.url, headers: { authorization: `token ${TOKEN}` } });
      const query = `query ($after: String) { repository(owner: "ada", name: "engine") {
        issues(first: 60, after: $after) { totalCount nodes { number } pageInfo { hasNextPage endCursor } } } }`;
      const numbers = [];
      for (let after = null, more = true; more;) {
        const { repository: { issues } } = await ask(query, { after });
        numbers.push(...issues.nodes.map(({ number }) => number));
        ({ hasNextPage: more, endCursor: after } = issues.pageInfo);
      }
      const wanted = repository.items.filter(({ pull }) => !pull).map(({ number }) => number);
      assert(numbers.join() === wanted.join(), numbers.length, "issues, not", wanted.length);
      for (const [text, words] of [["{ repository(owner: \"ada\", name: \"engine\") { issues { totalCount } } }", /must provide a `first` or `last`/],
        ["{ repository(owner: \"ada\", name: \"engine\") { issues(first: 101) { totalCount } } }", /exceeds the `first` limit/],
        ["{ repository(owner: \"ada\", name: \"engine\") { issues(first: 1, after: \"x\") { totalCount } } }", /valid cursor/],
        ["{ repository(owner: \"ada\", name: \"other\") { id } }", /Could not resolve to a Repository/],
        ["{ repository(owner: \"ada\", name: \"engine\") { issues(first: 100) { nodes { comments(first: 100) { nodes { reactions(first: 100) { totalCount } } } } } } }", /node limit/],
        ["{ nothing }", /Cannot query field/]])
        try {
          await ask(text);
          assert(false, "accepted:", text);
        } catch (error) {
          assert(words.test(error.message), error.message);
        }
    });
  };
}
