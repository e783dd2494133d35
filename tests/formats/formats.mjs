// Has Node's readers judge the formats in a folder: formats.mjs FOLDER NAME...; a line a check.
import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { makeBadge } from 'badge-maker'
import { marked } from 'marked'
import { parse } from 'test-results-parser'

const [folder, ...names] = process.argv.slice(2)
const file = (name, suffix) => `${folder}/${name}.${suffix}`
const text = (name, suffix) => readFileSync(file(name, suffix), 'utf8')
const data = (name, suffix) => JSON.parse(text(name, suffix))
const say = (name, what, good) => console.log(`${good ? '' : 'not '}ok - ${name}: ${what}`)

const ajv = new Ajv2020({ strict: false, allErrors: false })
addFormats(ajv)
const isSarif = ajv.compile(JSON.parse(readFileSync(
  new URL('node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json', import.meta.url))))

// The names that an endpoint badge may ask for.
const COLORS = ['brightgreen', 'green', 'yellowgreen', 'yellow', 'orange', 'red', 'blue', 'lightgrey']
const OURS = /^<\/?(details|summary|sub)>/ // the HTML that the Markdown writer itself puts there

const faults = report => report.findings.filter(f => f.outcome === 'fail' || f.outcome === 'partial')
const places = findings => findings.flatMap(f => f.evidence.length ? f.evidence : [null])

function sarif (name) {
  const report = data(name, 'json')
  const few = data(name, 'sarif')
  const all = data(name, 'all.sarif')
  say(name, 'SARIF is valid', isSarif(few))
  say(name, 'SARIF with --all is valid', isSarif(all))
  const results = few.runs[0].results
  say(name, 'a result for each piece of evidence of what fails', results.length === places(faults(report)).length)
  say(name, 'with --all one of each', all.runs[0].results.length === places(report.findings).length)
  say(name, 'only faults have a level', all.runs[0].results.every(r => (r.kind === 'fail') === (r.level !== 'none')))
  say(name, 'ruleIndex is that of the rule', all.runs[0].results.every(
    r => all.runs[0].tool.driver.rules[r.ruleIndex].id === r.ruleId))
  const known = new Set(places(report.findings).filter(Boolean).map(e => e.fingerprint))
  say(name, 'fingerprints are those of the report', results.every(
    r => !r.partialFingerprints || known.has(r.partialFingerprints['repohealth/v1'])))
  const exempted = report.findings.filter(f => f.exempted !== null).map(f => f.rule)
  say(name, 'what is exempted is suppressed, and nothing else', all.runs[0].results.every(
    r => exempted.includes(r.ruleId) === Boolean(r.suppressions)))
  delete few.runs[0].tool.driver.name
  say(name, 'the validator is awake', !isSarif(few))
}

function junit (name) {
  const report = data(name, 'json')
  const read = parse({ type: 'junit', files: [file(name, 'xml')] })
  const cases = read.suites.flatMap(suite => suite.cases)
  const aim = Object.fromEntries(report.milestones.map(m => [m.id, m.in_aim]))
  const fails = report.findings.filter(
    f => f.outcome === 'fail' && f.exempted === null && (aim[f.milestone] ?? true))
  say(name, 'test-results-parser finds a case for each rule', cases.length === report.findings.length)
  say(name, 'and those that fail', cases.filter(c => c.status === 'FAIL').map(c => c.name).sort().join() ===
    fails.map(f => f.title).sort().join())
}

function badge (name) {
  const badge = data(name, 'badge.json')
  say(name, 'the badge has the keys of an endpoint badge', Object.keys(badge).sort().join() === 'color,label,message,schemaVersion')
  say(name, 'its colour has a name', COLORS.includes(badge.color))
  const { label, message, color } = badge
  say(name, 'badge-maker draws it', makeBadge({ label, message, color }).includes(message))
}

function markdown (name) {
  let foreign = 0
  const report = data(name, 'json')
  const links = []
  marked.walkTokens(marked.lexer(text(name, 'md')), token => {
    if (token.type === 'html' && !token.raw.split('\n').every(line => !line.trim() || OURS.test(line.trim()))) foreign++
    if (token.type === 'image') foreign++
    if (token.type === 'link') links.push(token.href)
  })
  const home = (report.target.url ?? '').replace(/\.git$/, '')
  const urls = places(report.findings).filter(Boolean).map(e => e.url)
  say(name, 'Markdown holds no HTML, picture or link of the repository', foreign === 0 && links.every(
    href => urls.includes(href) || (home && href.startsWith(`${home}/blob/${report.target.commit}/`))))
  say(name, 'a link opens the line', !home || links.some(href => /#L\d+$/.test(href)))
}

for (const name of names) for (const check of [sarif, junit, badge, markdown]) check(name)

