// Looks at pages in a real Chromium: browser.mjs FOLDER PLAN.json prints a TAP line a check, without
// numbers. The plan: {"chromium": PATH, "pages": [{"name", "file", "views": "all"|"few", "findings": N,
// "says": [TEXT...]}], "pictures": FOLDER or null}.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { pathToFileURL } from 'node:url'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const [folder, planFile] = process.argv.slice(2)
const plan = JSON.parse(readFileSync(planFile, 'utf8'))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const say = (name, what, problems) => {
  console.log(`${problems.length ? 'not ' : ''}ok - ${name}: ${what}`)
  for (const problem of problems.slice(0, 12)) console.log(`# ${String(problem).replaceAll('\n', ' ')}`)
}

const VIEWS = [[1280, 'light'], [820, 'light'], [390, 'light'], [320, 'light'], [1280, 'dark'], [390, 'dark']]
const FEW = [[320, 'light'], [1280, 'dark']]
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND']

// bypassCSP lets axe be put into a page whose own policy forbids all script.
const open = bypassCSP => chromium.launchPersistentContext(mkdtempSync(`${tmpdir()}/repohealth-browser-`),
  { executablePath: plan.chromium, bypassCSP, args: FLAGS })

const violations = async page => {
  await page.evaluate(axe)
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))
}

// What is wider than its page, named so that it can be found.
const overflow = page => page.evaluate(() => {
  const wide = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= wide) return []
  return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1)
    .map(e => `${e.tagName}.${e.getAttribute('class')} ${e.getBoundingClientRect().right} ${e.textContent.slice(0, 40)}`)
})

const openAll = page => page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true }))

// Only our own markup, whatever names a repository has.
const foreign = page => page.evaluate(() => {
  const known = new Set(('HTML HEAD META TITLE STYLE BODY MAIN HEADER FOOTER SECTION ARTICLE NAV DIV P SPAN B I EM Q UL OL LI ' +
    'H1 H2 H3 H4 A CODE SMALL TIME DETAILS SUMMARY FIELDSET LEGEND LABEL INPUT TABLE THEAD TBODY TR TH TD WBR ' +
    'SVG SYMBOL PATH USE LINE CIRCLE RECT').split(' '))
  const bad = []
  for (const e of document.querySelectorAll('*')) {
    if (!known.has(e.tagName.toUpperCase())) bad.push(`element ${e.tagName}`)
    for (const a of e.attributes) {
      if (/^on/i.test(a.name)) bad.push(`${e.tagName} ${a.name}`)
      if (/^(src|srcset|action|formaction|data|poster)$/i.test(a.name)) bad.push(`${e.tagName} ${a.name}=${a.value}`)
      if (/^(xlink:)?href$/i.test(a.name) && !/^(https?:\/\/[a-z0-9]|#[a-zA-Z0-9.-]+$)/.test(a.value)) bad.push(`href ${a.value}`)
      if (a.name === 'style' && a.value && !/^(left|bottom|height|width|--[a-z]+):[0-9.]+(px|%)?(;|$)/.test(a.value)) bad.push(`style ${a.value}`)
    }
  }
  return bad
})

// Links within the page lead somewhere.
const dangling = page => page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
  .filter(a => !document.getElementById(a.getAttribute('href').slice(1))).map(a => a.getAttribute('href')))

const hiddenOnPaper = page => page.evaluate(() => [...document.querySelectorAll('details')]
  .filter(d => [...d.children].some(c => !c.checkVisibility({ contentVisibilityAuto: true })))
  .map(d => d.id || d.textContent.slice(0, 40)))

async function look (page, { name, file, views, says }) {
  const heard = []
  const listen = request => { if (!request.url().startsWith('file:')) heard.push(request.url()) }
  const complain = message => { if (['error', 'warning'].includes(message.type())) heard.push(message.text()) }
  page.on('request', listen)
  page.on('console', complain)
  page.on('pageerror', error => heard.push(error.message))
  for (const [width, colorScheme] of views === 'all' ? VIEWS : FEW) {
    await page.emulateMedia({ colorScheme, media: 'screen' })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(pathToFileURL(file).href)
    if (plan.pictures) await page.screenshot({ path: `${plan.pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    await openAll(page)
    say(name, `nothing is wider than ${width} pixels (${colorScheme})`, await overflow(page))
    say(name, `axe finds nothing at ${width} pixels (${colorScheme})`, await violations(page))
  }
  say(name, 'only markup of ours, and links of the web', await foreign(page))
  say(name, 'links within the page lead somewhere', await dangling(page))
  const text = await page.evaluate(() => document.body.textContent)
  say(name, 'hostile words are words', says.filter(words => !text.includes(words)))
  say(name, 'nothing is asked of the network, and nothing complains', heard)
}

// Radio buttons choose among the findings without script, and paper shows all of them whatever is chosen.
async function choose (page, { name, file, findings }) {
  const shown = () => page.evaluate(() => [...document.querySelectorAll('.find details.f')].filter(d => d.checkVisibility()).length)
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(pathToFileURL(file).href)
  const all = await shown()
  const choices = await page.locator('.filter input').count()
  const wrong = []
  for (let i = 1; i < choices; i++) {
    await page.locator('.filter input').nth(i).check()
    const expected = Number((await page.locator('.filter label').nth(i).textContent()).match(/\d+/)[0])
    if (await shown() !== expected) wrong.push(`choice ${i} shows ${await shown()}, not ${expected}, of ${all}`)
  }
  if (choices) say(name, 'choosing leaves what is asked for', wrong)
  await page.emulateMedia({ media: 'print' })
  say(name, 'paper has every finding open', await hiddenOnPaper(page))
  await page.pdf({ path: `${folder}/${name}.pdf`, format: 'A4', preferCSSPageSize: true })
  await page.emulateMedia({ media: 'screen' })
  void findings
}

// The page's own policy, in a browser that obeys it.
async function obey (page, { name, file }) {
  await page.goto(pathToFileURL(file).href)
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    const reached = []
    if (window.ran) reached.push('an inline script ran')
    const image = new Image()
    await new Promise(resolve => {
      document.addEventListener('securitypolicyviolation', resolve, { once: true })
      image.src = 'https://example.org/x.png'
      setTimeout(() => { reached.push('an image was asked for'); resolve() }, 3000)
    })
    return reached
  })
  say(name, 'its policy stops script and requests', ran)
}

const context = await open(true)
const page = await context.newPage()
for (const one of plan.pages) {
  await look(page, one)
  page.removeAllListeners()
  if (one.findings !== null) await choose(page, one)
}
await context.close()
const strict = await open(false)
await obey(await strict.newPage(), plan.pages[0])
await strict.close()
