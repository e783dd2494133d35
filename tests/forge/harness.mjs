// Runs the tool on a local repository whose origin is the made-up one, and the tests side by side.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

export const TOKEN = "ghp_secretTOKENsecretTOKENsecret0042";

// git's own files, by hand: one commit of one README.
function plant(folder, origin) {
  const git = join(folder, ".git");
  const put = (kind, bytes) => {
    const object = Buffer.concat([Buffer.from(`${kind} ${bytes.length}\0`), bytes]);
    const id = createHash("sha1").update(object).digest("hex");
    mkdirSync(join(git, "objects", id.slice(0, 2)), { recursive: true });
    writeFileSync(join(git, "objects", id.slice(0, 2), id.slice(2)), deflateSync(object));
    return id;
  };
  const text = Buffer.from("# Engine\n\nA library that computes.\n");
  const blob = put("blob", text);
  const tree = put("tree", Buffer.concat([Buffer.from("100644 README.md\0"), Buffer.from(blob, "hex")]));
  const who = "Ada Lovelace <ada@example.org> 1700000000 +0000";
  const commit = put("commit", Buffer.from(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nFirst\n`));
  mkdirSync(join(git, "refs/heads"), { recursive: true });
  writeFileSync(join(git, "HEAD"), "ref: refs/heads/main\n");
  writeFileSync(join(git, "refs/heads/main"), `${commit}\n`);
  writeFileSync(join(git, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n" +
    `[remote "origin"]\n\turl = ${origin}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`);
  writeFileSync(join(folder, "README.md"), text);
}

export class Bench {
  constructor(tool, { origin = "https://github.com/ada/engine.git" } = {}) {
    this.tool = tool;
    this.folder = mkdtempSync(join(tmpdir(), "forge."));
    this.repo = join(this.folder, "repo");
    mkdirSync(this.repo);
    mkdirSync(join(this.folder, "bin"));
    plant(this.repo, origin);
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  read(name) {
    return readFileSync(join(this.folder, name));
  }

  // Starts the tool; {child, ended: Promise of {status, out, err, seconds}}.
  start(words, environment = {}) {
    const begin = process.hrtime.bigint();
    const child = spawn(this.tool, words, {
      cwd: this.folder, stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: `${join(this.folder, "bin")}:${process.env.PATH}`, HOME: this.folder, LC_ALL: "C.UTF-8",
        XDG_CACHE_HOME: join(this.folder, "cache"),
        ...Object.fromEntries(["ASAN_OPTIONS", "UBSAN_OPTIONS"].filter((n) => process.env[n]).map((n) => [n, process.env[n]])),
        ...environment },
    });
    const out = [], err = [];
    child.stdout.on("data", (bytes) => out.push(bytes));
    child.stderr.on("data", (bytes) => err.push(bytes));
    const ended = new Promise((done) => child.on("close", (status, signal) => done({
      status: signal ?? status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(),
      seconds: Number(process.hrtime.bigint() - begin) / 1e9 })));
    return { child, ended };
  }

  // One scan that asks `server`; {status, out, err, report, record}.
  async scan(server, { token = TOKEN, words = [], environment = {}, keep = "record.json", repo = "repo" } = {}) {
    const saves = keep ? ["--save-forge", keep] : [];
    const result = await this.start(
      ["scan", "--issues", "always", "--api-url", server.url, "--format", "json", "--as-of", "2026-03-02",
        ...saves, ...words, repo], { ...(token && { GH_TOKEN: token }), ...environment }).ended;
    try {
      result.report = JSON.parse(result.out);
      result.forge = result.report.sources.find(({ name }) => name === "forge");
    } catch { /* the test will say */ }
    try {
      if (keep) result.record = JSON.parse(this.read(keep));
    } catch { /* none was kept */ }
    return result;
  }
}

export function assert(truth, ...words) {
  if (!truth) throw new Error(words.map((word) => typeof word === "string" ? word : JSON.stringify(word)).join(" "));
}

// The first place where two values differ, or null.
export function difference(wanted, got, place = "") {
  if (wanted === got) return null;
  if (typeof wanted !== "object" || typeof got !== "object" || !wanted || !got)
    return `${place}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`;
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
    const found = difference(wanted[key], got[key], `${place}.${key}`);
    if (found) return found;
  }
  return null;
}

// Runs tests, {name: async function}, a few at a time, and prints TAP.
export async function run(tests, atOnce = 4) {
  const names = Object.keys(tests).filter((name) => process.argv.length < 4 || process.argv.slice(3).some((part) => name.includes(part)));
  let next = 0, printed = 0, failed = 0;
  const results = []; // TAP wants them in order
  console.log(`1..${names.length}`);
  const work = async () => {
    while (next < names.length) {
      const place = next++;
      try {
        await tests[names[place]]();
        results[place] = "";
      } catch (error) {
        failed++;
        results[place] = String(error.stack ?? error).split("\n").slice(0, 6).map((line) => `\n# ${line}`).join("");
      }
      for (; results[printed] !== undefined; printed++)
        console.log(`${results[printed] ? "not ok" : "ok"} ${printed + 1} - ${names[printed]}${results[printed]}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  process.exitCode = failed ? 1 : 0;
}
