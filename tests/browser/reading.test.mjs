// @ts-check
/** What a reader does: previews, switches, jumps, copies, prints, leaves, reads offline; with keys alone where it matters. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DESKTOP, PHONE, browser, kinds, open, pageWith, read, site } from './site.mjs'
import { serve } from './server.mjs'

/** @type {import('playwright-core').Browser} */ let chrome
/** @type {Awaited<ReturnType<typeof serve>>} */ let host
before(async () => { [chrome, host] = await Promise.all([browser(), serve(site)]) })
after(async () => { await chrome.close(); host.close() })
const entry = () => /** @type {string} */ (kinds().get('entry'))

test('a citation shows its article on hover, and Escape sends it away', async () => {
  const { context, page, faults } = await open(chrome, host.base, { viewport: DESKTOP })
  await page.goto(host.base + entry())
  const cite = page.locator('.role-reasons a.cite').first()
  await cite.hover()
  const box = page.locator('.preview.floats')
  await box.locator('.kuan').first().waitFor()
  assert.match(await box.locator('.head').innerText(), /第.+条/)
  await box.hover()
  await page.waitForTimeout(500)
  assert.ok(await box.isVisible(), 'the pointer may move into it')
  const fits = await box.evaluate(part => { const spot = part.getBoundingClientRect(); return spot.left >= 0 && spot.right <= innerWidth && spot.top >= 0 })
  assert.ok(fits, 'it stands within the window')
  await page.keyboard.press('Escape')
  assert.equal(await box.count(), 0)
  await cite.hover()
  await box.waitFor()
  await page.mouse.move(5, 5)
  await box.waitFor({ state: 'detached' })
  assert.deepEqual(faults, [])
  await context.close()
})

test('a pointer that passes over another citation on its way out leaves no preview behind', async () => {
  const { context, page, faults } = await open(chrome, host.base, { viewport: DESKTOP })
  await page.goto(host.base + entry())
  const cites = page.locator('.role-reasons a.cite')
  await cites.first().hover()
  const box = page.locator('.preview.floats')
  await box.waitFor()
  // Both events at once, as a fast pointer makes them: a browser told to move takes longer than a preview waits.
  await cites.last().evaluate(link => {
    const first = document.querySelector('.role-reasons a.cite')
    const tell = (/** @type {string} */ kind, /** @type {Element | null} */ at, /** @type {Element | null} */ relatedTarget) => at?.dispatchEvent(new MouseEvent(kind, { bubbles: true, relatedTarget }))
    tell('mouseout', first, link)
    tell('mouseover', link, first)
    tell('mouseout', link, document.body)
    tell('mouseover', document.body, link)
  })
  await box.waitFor({ state: 'detached', timeout: 5000 })
  assert.deepEqual(faults, [])
  await context.close()
})

test('keys alone open a preview, reach its link, and turn previews off', async () => {
  const { context, page } = await open(chrome, host.base, { viewport: DESKTOP })
  await page.goto(host.base + entry())
  await page.locator('.role-contacts a, .role-evidence input').last().focus()
  const onCite = () => page.evaluate(() => document.activeElement?.classList.contains('cite') ?? false)
  for (let count = 0; count < 60 && !await onCite(); count++) await page.keyboard.press('Tab')
  await page.locator('.preview .kuan').first().waitFor()
  await page.keyboard.press('Tab')
  const isIn = () => page.evaluate(() => !!document.activeElement?.closest('.preview'))
  assert.ok(await isIn(), 'Tab leads into it')
  await page.locator('.preview').hover()
  await page.mouse.move(5, 5)
  await page.waitForTimeout(500)
  assert.ok(await isIn(), 'it stays while the focus is in it, wherever the pointer goes')
  await page.locator('.preview [data-set]').press('Enter')
  assert.equal(await page.locator('.preview').count(), 0)
  await page.locator('a.cite').first().hover()
  await page.waitForTimeout(500)
  assert.equal(await page.locator('.preview').count(), 0)
  await page.reload()
  assert.equal(await page.locator('html').getAttribute('data-preview'), 'off')
  await context.close()
})

test('a tap on a phone opens the article below the paragraph, a second closes it', async () => {
  const { context, page } = await open(chrome, host.base, { viewport: PHONE, hasTouch: true, isMobile: true })
  await page.goto(host.base + entry())
  const cite = page.locator('.role-reasons p > a.cite').first()
  await cite.tap()
  await page.locator('p + .preview .kuan').first().waitFor()
  assert.equal(await cite.getAttribute('aria-expanded'), 'true')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
  await cite.tap()
  assert.equal(await page.locator('.preview').count(), 0)
  await cite.tap()
  await page.locator('.preview .row a').tap()
  await page.waitForURL(/laws\/.+#?/)
  await context.close()
})

test('colours and sizes are remembered and painted at once', async () => {
  const { context, page } = await open(chrome, host.base, { viewport: PHONE })
  await page.goto(host.base + entry())
  await page.locator('.menu > summary').focus()
  await page.keyboard.press('Enter')
  for (const name of ['[data-set=size]', '[data-to=dark]']) await page.locator(`.display ${name}`).press('Enter')
  assert.equal(await page.locator('[data-set=size]').getAttribute('aria-pressed'), 'true')
  const first = page.waitForRequest(/style\.css/).then(() => page.evaluate(() => ({ ...document.documentElement.dataset })), () => null)
  await page.goto(host.base + 'hotlines.html')
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
  assert.equal(await page.locator('html').getAttribute('data-size'), 'large')
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark')
  const early = await first
  if (early) assert.equal(early.theme, 'dark')
  await context.close()
})

test('skip link, menu and search work by keyboard', async () => {
  const { context, page, faults } = await open(chrome, host.base, { viewport: DESKTOP })
  await page.goto(host.base + entry())
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'q')
  await page.keyboard.type('退款')
  await page.locator('.search-hit').first().waitFor()
  await page.keyboard.press('ArrowDown')
  assert.ok(await page.locator('#q').getAttribute('aria-activedescendant'))
  await page.keyboard.press('Escape')
  assert.ok(await page.locator('.search-panel').isHidden())
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith(entry()))
  assert.deepEqual(faults, [])
  await context.close()
})

test('every target on an entry can be reached by Tab and shows its focus', async () => {
  const { context, page } = await open(chrome, host.base, { viewport: DESKTOP })
  await page.goto(host.base + entry())
  await page.evaluate(() => { document.documentElement.dataset.preview = 'off' })
  const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')].filter(part => part.checkVisibility({ visibilityProperty: true })).length)
  const seen = new Set()
  for (let count = 0; count < wanted + 5; count++) {
    await page.keyboard.press('Tab')
    const spot = await page.evaluate(() => {
      const part = document.activeElement
      if (!part || part === document.body) return null
      return { place: [...document.querySelectorAll('*')].indexOf(part), outline: getComputedStyle(part).outlineStyle, html: part.outerHTML.slice(0, 90) }
    })
    if (!spot || seen.has(spot.place)) continue
    seen.add(spot.place)
    assert.notEqual(spot.outline, 'none', spot.html)
  }
  assert.equal(seen.size, wanted)
  await context.close()
})

test('a law leads to its articles by number', async () => {
  const { context, page } = await open(chrome, host.base)
  await page.goto(host.base + kinds().get('law'))
  const last = /** @type {string} */ (await page.locator('.tiao').last().getAttribute('id')).slice(1)
  for (const typed of [last.replace('-', '之'), `第${last.replace('-', '条之')}${last.includes('-') ? '' : '条'}`]) {
    await page.locator('#jump').fill(typed)
    await page.locator('#jump').press('Enter')
    assert.ok(page.url().endsWith(`#a${last}`), typed)
  }
  await page.locator('#jump').fill('9999')
  await page.locator('#jump').press('Enter')
  assert.match(await page.locator('.jump [role=status]').innerText(), /9999/)
  await context.close()
})

test('an answer is copied as text, with its address', async () => {
  const { context, page } = await open(chrome, host.base, { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto(host.base + entry())
  await page.locator('.share > summary').click()
  await page.locator('[data-copy]').click()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  for (const part of [await page.locator('h1').innerText(), await page.locator('.answer p').innerText()]) assert.ok(text.includes(part.replace(/\n/g, '')))
  assert.match(text, /https?:\/\//)
  await context.close()
})

test('quick exit leaves without a way back', async t => {
  const path = pageWith('id="exit"', 'entry')
  if (!path) { t.skip('no page has one'); return }
  const { context, page } = await open(chrome, host.base)
  await context.route('https://**', route => route.fulfill({ body: '<title>elsewhere</title>', contentType: 'text/html' }))
  await page.goto(host.base + 'hotlines.html')
  await page.goto(host.base + path)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.waitForURL('https://**')
  await page.goBack()
  assert.match(page.url(), /hotlines/)
  await context.close()
})

test('dates become words by the reader’s clock', async () => {
  const path = /** @type {string} */ (kinds().get('law'))
  const from = /** @type {RegExpExecArray} */ (/class="status" data-from="(\d{4}-\d\d-\d\d)"/.exec(read(path)))[1]
  const words = /data-future="([^"]+)" data-now="([^"]+)" data-past="([^"]+)"/.exec(read(path)) ?? []
  const day = 86_400_000
  for (const [shift, word] of /** @type {[number, string][]} */ ([[-2 * day, words[1]], [2 * day, words[2]]])) {
    const { context, page } = await open(chrome, host.base)
    await page.clock.setFixedTime(new Date(Date.parse(from) + shift))
    await page.goto(host.base + path)
    assert.equal(await page.locator('.status').first().innerText(), word)
    await context.close()
  }
})

test('print hides the frame and keeps address and day', async () => {
  const { context, page } = await open(chrome, host.base, { viewport: DESKTOP })
  await page.goto(host.base + entry())
  await page.emulateMedia({ media: 'print' })
  for (const part of ['.top', '.related', '.contents', '.share']) assert.ok(await page.locator(part).first().isHidden(), part)
  for (const part of ['h1', '.answer', '.role-evidence input', '.statutes dd.when', '.tools .asof', '.foot .address']) assert.ok(await page.locator(part).first().isVisible(), part)
  await context.close()
})

test('a visited page is read without a network, and says so', async () => {
  const own = await serve(site, '/some/where/')
  const { context, page } = await open(chrome, own.base, { serviceWorkers: 'allow' })
  await page.goto(own.base + entry())
  const opted = await page.evaluate(() => 'offline' in document.body.dataset)
  // A site that has not asked for it still carries the worker, which is then registered by hand.
  await page.evaluate(async () => { await navigator.serviceWorker.register((document.body.dataset.root ?? './') + 'sw.js'); await navigator.serviceWorker.ready })
  await page.waitForFunction(() => !!navigator.serviceWorker.controller)
  await page.reload()
  await page.waitForLoadState('networkidle')
  assert.equal(await page.locator('.offline-note:visible').count(), 0)
  own.close()
  await page.goto(own.base + entry())
  assert.ok(await page.locator('.answer').isVisible())
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.answer') ?? document.body).borderInlineStartStyle), 'solid', 'with its style')
  assert.equal(await page.locator('.offline-note:visible').count(), opted ? 1 : 0)
  await page.goto(own.base + 'hotlines.html')
  assert.ok(await page.locator('a[href="tel:110"]').first().isVisible(), 'the numbers are there though nobody visited them')
  await context.close()
})
