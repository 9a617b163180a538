// @ts-check
/** What every page keeps to: valid HTML, its own origin, a strict policy, a narrow screen, few bytes, and use without script. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import { DESKTOP, browser, kinds, open, pages, read, site } from './site.mjs'
import { serve } from './server.mjs'

/** @type {import('playwright-core').Browser} */ let chrome
/** @type {Awaited<ReturnType<typeof serve>>} */ let host
before(async () => { [chrome, host] = await Promise.all([browser(), serve(site, '/some/where/')]) })
after(async () => { await chrome.close(); host.close() })

/** @param {string} path */
const packed = path => gzipSync(readFileSync(join(site, path))).length
const assets = () => { const [hash] = readdirSync(join(site, 'assets')).filter(name => statSync(join(site, 'assets', name)).isDirectory()); return `assets/${hash}` }

test('pages are valid HTML', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: /** @type {any} */ ({ ...RULES, ...IDS }) })
  const each = new Set([...kinds().values(), ...pages().filter((_, number) => number % 40 === 0)])
  /** @type {string[]} */
  const faults = []
  for (const path of each) {
    const report = await validator.validateString(read(path))
    for (const result of report.results) for (const fault of result.messages) faults.push(`${path}:${fault.line}: ${fault.ruleId}: ${fault.message}`)
  }
  assert.deepEqual(faults.slice(0, 20), [])
})

// Rules of taste that do not fit: the theme's own choices in void elements, sizes and trailing space, and tel: links that are numbers.
/** @type {Record<string, 'off'>} */
const RULES = { 'void-style': 'off', 'long-title': 'off', 'no-trailing-whitespace': 'off', 'tel-non-breaking': 'off', 'doctype-style': 'off', 'require-sri': 'off' }
/** Telephone numbers are anchors. */
const IDS = { 'valid-id': ['error', { relaxed: true }] }

test('pages ask only their own origin, break no policy, and log no error', async () => {
  const { context, page, faults } = await open(chrome, host.base, { viewport: DESKTOP })
  await context.addInitScript(() => addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI)))
  for (const path of kinds().values()) {
    await page.goto(host.base + path)
    await page.locator('form[data-search] input').first().focus()
    await page.waitForLoadState('networkidle')
  }
  assert.deepEqual(faults, [])
  await context.close()
})

test('no horizontal scroll at 360 px, nor at 200 % text', async () => {
  for (const look of /** @type {const} */ (['light', 'large'])) {
    const { context, page } = await open(chrome, host.base, { look })
    for (const [kind, path] of kinds()) {
      await page.goto(host.base + path)
      if (look === 'light') assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), kind)
      await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; document.querySelector('#menu')?.setAttribute('open', '') })
      const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter(part => part.checkVisibility() && part.getBoundingClientRect().right > innerWidth + 1 && !part.closest('.table, .sr')).map(part => part.outerHTML.slice(0, 120)))
      assert.deepEqual(wide.slice(0, 3), [], `${kind} at 200 %`)
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${kind} at 200 %`)
    }
    await context.close()
  }
})

test('without script everything but search and preview is there', async () => {
  const { context, page, faults } = await open(chrome, host.base, { javaScriptEnabled: false })
  await page.goto(host.base + kinds().get('entry'))
  for (const part of ['h1', '.answer', '.role-steps', '.statutes', '.related']) assert.ok(await page.locator(part).first().isVisible(), part)
  assert.equal(await page.locator('button.script:visible').count(), 0)
  await page.locator('.menu > summary').click()
  assert.ok(await page.locator('.panel nav a').first().isVisible())
  assert.equal(await page.locator('[data-set]:visible').count(), 0)
  await page.locator('.menu > summary').click()
  await page.locator('.prose a.cite').first().click()
  assert.match(page.url(), /laws\//)
  await page.goto(host.base + 'index.html')
  await page.locator('.search input').fill('退款')
  await page.locator('.search button').click()
  assert.match(page.url(), /search\.html\?$/, 'what was typed is told nobody')
  assert.ok(await page.locator('.unable').isVisible())
  assert.ok(await page.locator('.index a').count() > 0)
  assert.deepEqual(faults, [])
  await context.close()
})

test('a site opens from disk', async () => {
  const { context, page } = await open(chrome, host.base)
  await page.goto(pathToFileURL(join(site, 'index.html')).href)
  await page.locator('.situations a').first().click()
  await page.locator('.cards a').first().click()
  await page.locator('.answer').waitFor()
  await page.locator('.menu > summary').click()
  await page.locator('[data-set=size]').click()
  assert.equal(await page.locator('html').getAttribute('data-size'), 'large')
  assert.ok(await page.locator('.mark').evaluate(image => /** @type {HTMLImageElement} */ (image).naturalWidth > 0))
  await page.locator('.search input').fill('退款')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search\.html/)
  assert.ok(await page.locator('.unable').isVisible())
  await page.goto(host.base + 'search.html')
  assert.ok(await page.locator('.unable').isHidden())
  await context.close()
})

test('style, scripts and pages stay within their budgets', async () => {
  const folder = assets()
  const style = packed(`${folder}/style.css`)
  assert.ok(style <= 15 * 1024, `style.css ${style}`)
  const { context, page } = await open(chrome, host.base)
  /** @type {string[]} */
  const scripts = []
  /** @type {string[]} */
  const all = []
  page.on('request', request => { const path = new URL(request.url()).pathname.replace('/some/where/', ''); all.push(path); if (path.endsWith('.js')) scripts.push(path) })
  await page.goto(host.base + kinds().get('entry'))
  await page.waitForLoadState('networkidle')
  const sum = (/** @type {string[]} */ paths) => paths.reduce((bytes, path) => bytes + packed(path), 0)
  const loaded = sum(scripts)
  const total = sum(all)
  await page.locator('form[data-search] input').focus()
  await page.waitForLoadState('networkidle')
  const search = sum(scripts.filter(path => path.includes('/search/')))
  console.log(`style ${style} B, scripts of an entry ${loaded} B (${loaded + search} B with search), the page in all ${total} B, gzip`)
  assert.ok(loaded + search <= 11 * 1024 && search > 0, `scripts ${loaded} + ${search}`)
  assert.ok(total <= 60 * 1024, `page ${total}`)
  await context.close()
})
