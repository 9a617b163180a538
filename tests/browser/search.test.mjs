// @ts-check
/** Searching as a reader does, on the built site: what is found and how it is shown, with keys alone, and when the network fails. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { DESKTOP, PHONE, browser, kinds, open, site } from './site.mjs'
import { serve } from './server.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @type {import('playwright-core').Browser} */ let chrome
/** @type {Awaited<ReturnType<typeof serve>>} */ let host
/** What the server does with a file of the index, set by a test. @type {NonNullable<Parameters<typeof serve>[2]>} */
let meddle = async () => {}
before(async () => { [chrome, host] = await Promise.all([browser(), serve(site, '/some/where/', path => path.startsWith('search/') ? meddle(path) : Promise.resolve())]) })
after(async () => { await chrome.close(); host.close() })

const entry = () => /** @type {string} */ (kinds().get('entry'))
const generation = () => /** @type {string} */ (readdirSync(join(site, 'search')).find(name => /^[0-9a-f]{10}$/.test(name)))
/** @param {string} path */
const file = path => readFileSync(join(site, path))
/** The body of a file of the index, packed or not. @param {string} path */
const unpacked = path => file(path)[0] === 0x1f ? gunzipSync(file(path)) : file(path)

/** A page with a box on it. @param {Parameters<typeof open>[2] & { path?: string }} [options] */
async function visit({ path = 'search.html', ...options } = {}) {
  meddle = async () => {}
  const visited = await open(chrome, host.base, options)
  await visited.context.addInitScript(() => addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)))
  await visited.page.goto(host.base + path)
  return { ...visited, input: visited.page.locator('form[data-search] input') }
}

/** @param {Page} page */
const settled = page => page.locator('.search-panel[aria-busy="false"]').waitFor({ state: 'attached' })

/** @param {Page} page @param {string} typed */
async function ask(page, typed) {
  await page.locator('form[data-search] input').fill(typed)
  await settled(page)
}

/** @param {Page} page */
const note = page => page.locator('.search-note').innerText()
/** @param {Page} page @param {string} label */
const group = (page, label) => page.locator('.search-group', { has: page.locator('.search-label', { hasText: new RegExp(`^${label}$`) }) })

test('results stand in groups, with marks, and lead to pages that are there', async () => {
  const { context, page, faults } = await visit()
  await ask(page, '退款')
  for (const label of ['电话', '问答', '法条']) assert.ok(await group(page, label).locator('[role=option]').count() > 0, label)
  assert.equal(await group(page, '电话').locator('.search-title').first().innerText(), '全国12315平台')
  for (const text of await page.locator('.search-hit mark').allInnerTexts()) assert.match(text, /退|返还|价款/)
  await ask(page, '著作权')
  for (const label of ['问答', '法条', '法律', '名词']) assert.ok(await group(page, label).locator('[role=option]').count() > 0, label)
  for (const address of await page.locator('.search-hit').evaluateAll(links => links.map(link => /** @type {HTMLAnchorElement} */ (link).href))) {
    assert.equal((await fetch(address)).status, 200, address)
  }
  await ask(page, '不想活了')
  assert.ok(await page.locator('.search-card a[href="tel:12356"]').isVisible())
  assert.match(await note(page), /12356/, 'the card is announced')
  await ask(page, '刚转账被骗')
  assert.ok(await page.locator('.search-card a[href="tel:110"]').isVisible())
  assert.deepEqual(faults, [])
  await context.close()
})

test('legal words are shown and can be taken back', async () => {
  const { context, page } = await visit()
  await ask(page, '退款')
  const chips = page.locator('.search-synonyms button')
  assert.match(await page.locator('.search-synonyms').innerText(), /已同时查找：.*退还、返还价款/s)
  const before = await page.locator('.search-hit').allInnerTexts()
  await chips.first().click()
  await settled(page)
  await page.locator('.search-synonyms button', { hasText: '恢复' }).waitFor()
  assert.notDeepEqual(await page.locator('.search-hit').allInnerTexts(), before)
  assert.equal(await page.locator('.search-hit mark', { hasText: '返还' }).count(), 0)
  assert.ok(await page.locator('input:focus').count(), 'the focus is back in the box')
  await page.locator('.search-synonyms button', { hasText: '恢复' }).click()
  await page.locator('.search-synonyms button', { hasText: '返还价款' }).waitFor()
  assert.deepEqual(await page.locator('.search-hit').allInnerTexts(), before)
  await context.close()
})

test('a law and a number go straight to the article', async () => {
  const { context, page } = await visit()
  for (const [typed, title, address] of [
    ['消保法25', '《消费者权益保护法》第25条', /\/25\.html$/], ['民法典 577', '《民法典》第577条', /\/577\.html$/], ['刑法287之二', '《刑法》第287条之二', /\/287-2\.html$/],
  ]) {
    await ask(page, /** @type {string} */ (typed))
    const hits = page.locator('.search-hit')
    assert.deepEqual(await hits.allInnerTexts(), [title])
    assert.match(String(await hits.getAttribute('href')), /** @type {RegExp} */ (address))
  }
  await page.locator('input').press('ArrowDown')
  await page.locator('input').press('Enter')
  await page.waitForURL(/287-2\.html$/)
  await context.close()
})

test('pinyin offers words, exact phrases are exact, and nothing found is not the end', async () => {
  const { context, page } = await visit()
  await ask(page, 'tuihuo')
  assert.equal(await page.locator('.search-card').count(), 0)
  await page.locator('.search-words button', { hasText: /^退货$/ }).click()
  await group(page, '问答').waitFor()
  assert.equal(await page.locator('input').inputValue(), '退货')
  await ask(page, '“七日无理由”')
  assert.ok(await page.locator('.search-hit').count() > 3)
  assert.ok(await page.locator('mark', { hasText: '七日无理由' }).count() > 0)
  await ask(page, '“退款饕餮”')
  assert.match(await note(page), /没有一字不差/)
  await ask(page, '饕餮魑魅')
  assert.match(await note(page), /没有找到/)
  assert.ok(await page.locator('.search-help a[href="tel:12348"]').isVisible())
  await page.goto(`${host.base}search.html#q=著作权蓝&kind=hotline`)
  await settled(page)
  await page.locator('.search-words button', { hasText: /^著作$/ }).waitFor()
  await context.close()
})

test('filters narrow, the address keeps the question, and the back button goes back through both', async () => {
  const { context, page } = await visit()
  await ask(page, '押金')
  await page.locator('input').press('Enter')
  await settled(page)
  await page.locator('.search-filters button', { hasText: '法条' }).click()
  await page.waitForFunction(() => location.hash.includes('kind=article'))
  await settled(page)
  assert.deepEqual(await page.locator('.search-label').allInnerTexts(), ['法条'])
  await page.locator('.search-filters select').selectOption('民法典')
  await page.waitForFunction(() => location.hash.includes('group='))
  await settled(page)
  assert.ok((await page.locator('.search-title').allInnerTexts()).every(title => title.startsWith('《民法典》')))
  await page.locator('.search-hit').first().click()
  await page.waitForURL(/laws\//)
  await page.goBack()
  await page.locator('.search-hit').first().waitFor()
  assert.equal(await page.locator('.search-filters [aria-pressed=true]').innerText(), '法条')
  await page.goBack()
  await page.goBack()
  await page.waitForFunction(() => !location.hash.includes('kind='))
  await page.locator('.search-label', { hasText: '问答' }).waitFor()
  assert.equal(await page.locator('input').inputValue(), '押金')
  await ask(page, '定金')
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('input')?.value === '押金')
  await context.close()
})

test('a question sent before the script came is searched, no server is told it, and it does not come back', async () => {
  const { context, page, input } = await visit({ path: entry() })
  await context.route(/\/search\/\w+\.js/, async route => { await new Promise(done => setTimeout(done, 1500)); await route.continue() })
  /** @type {string[]} */
  const told = []
  page.on('request', request => { if (decodeURIComponent(request.url().split('#')[0]).includes('退货')) told.push(request.url()) })
  await input.fill('退货')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search\.html/)
  await page.locator('input').fill('退货')
  await page.keyboard.press('Enter')
  await page.locator('.search-hit').first().waitFor()
  assert.deepEqual(told, [])
  assert.equal(page.url(), `${host.base}search.html#${new URLSearchParams({ q: '退货' })}`)
  await page.locator('input').fill('')
  await page.locator('.search-panel').waitFor({ state: 'hidden' })
  await page.waitForFunction(() => !location.hash)
  await page.reload()
  await page.locator('.search-panel').waitFor({ state: 'hidden' })
  assert.equal(await page.locator('input').inputValue(), '', 'what was cleared stays cleared')
  await page.goto(host.base + entry())
  await page.goto(`${host.base}search.html?${new URLSearchParams({ q: '定金' })}`)
  await page.locator('.search-hit').first().waitFor()
  assert.equal(page.url(), `${host.base}search.html#${new URLSearchParams({ q: '定金' })}`, 'a link from elsewhere is put right')
  await page.goBack()
  assert.equal(page.url(), host.base + entry())
  await context.close()
})

test('keys alone: / and Ctrl-K, arrows, Enter, Escape, Home and End, with the focus in the box', async () => {
  const { context, page, input, faults } = await visit({ path: entry(), viewport: DESKTOP })
  for (const key of ['/', 'Control+k']) {
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur())
    await page.keyboard.press(key)
    assert.ok(await page.locator('[data-search] input:focus').count(), key)
  }
  await page.locator('[data-search] .search-panel').waitFor({ state: 'attached' })
  await page.keyboard.type('退/货')
  assert.equal(await input.inputValue(), '退/货')
  await settled(page)
  await ask(page, '退货')
  assert.equal(await input.getAttribute('role'), 'combobox')
  assert.equal(await input.getAttribute('aria-expanded'), 'true')
  assert.equal(await page.locator(`#${await input.getAttribute('aria-controls')}`).getAttribute('role'), 'listbox')
  const count = await page.locator('[role=option]').count()
  const chosen = () => page.evaluate(() => {
    const box = /** @type {HTMLElement} */ (document.activeElement)
    const all = [...document.querySelectorAll('[role=option]')]
    const selected = all.filter(option => option.getAttribute('aria-selected') === 'true')
    return [box.tagName, all.findIndex(option => option.id === box.getAttribute('aria-activedescendant')), selected.length]
  })
  assert.deepEqual(await chosen(), ['INPUT', -1, 0])
  await page.keyboard.press('ArrowDown')
  assert.deepEqual(await chosen(), ['INPUT', 0, 1])
  await page.keyboard.press('ArrowUp')
  assert.deepEqual(await chosen(), ['INPUT', count - 1, 1])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  assert.deepEqual(await chosen(), ['INPUT', 1, 1])
  for (const [key, place] of /** @type {[string, number][]} */ ([['Home', 0], ['End', 2]])) {
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press(key)
    assert.deepEqual(await chosen(), ['INPUT', -1, 0], key)
    assert.equal(await input.evaluate(box => /** @type {HTMLInputElement} */ (box).selectionStart), place, key)
  }
  await page.keyboard.press('Escape')
  assert.equal(await input.getAttribute('aria-expanded'), 'false')
  assert.ok(await page.locator('.search-panel').isHidden())
  assert.equal(await input.inputValue(), '退货', 'the first Escape only closes')
  await page.keyboard.press('ArrowDown')
  assert.ok(await page.locator('.search-panel').isVisible())
  const address = await page.locator('[role=option][aria-selected=true]').getAttribute('href')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => url.href === new URL(String(address), host.base + entry()).href)
  await page.goBack()
  await page.locator('[data-search] input').fill('退货')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search\.html#q=/)
  await page.locator('.search-hit').first().waitFor()
  assert.deepEqual(faults, [])
  await context.close()
})

test('nothing is searched while an input method composes', async () => {
  const { context, page, input } = await visit()
  await ask(page, '押金')
  /** @type {string[]} */
  const asked = []
  page.on('request', request => { if (request.url().includes('/search/')) asked.push(request.url()) })
  const held = await page.locator('.search-hit').allInnerTexts()
  await input.fill('')
  await page.locator('.search-panel').waitFor({ state: 'hidden' })
  const keyboard = await context.newCDPSession(page)
  for (const text of ['t', 'tui', 'tui huo']) {
    await keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await page.waitForTimeout(180)
  }
  await page.keyboard.press('ArrowDown')
  assert.deepEqual(asked, [])
  assert.ok(await page.locator('.search-panel').isHidden())
  await keyboard.send('Input.insertText', { text: '退货' })
  await page.locator('.search-hit').first().waitFor()
  await settled(page)
  assert.equal(await input.inputValue(), '退货')
  assert.notDeepEqual(await page.locator('.search-hit').allInnerTexts(), held)
  await context.close()
})

test('a slow shard is waited for and said; an answer to an older question is dropped', async () => {
  const { context, page } = await visit()
  await ask(page, '定金')
  meddle = path => new Promise(done => setTimeout(done, /\/t\d/.test(path) ? 1200 : 0))
  await page.locator('input').fill('著作权')
  await page.locator('.search-note', { hasText: '正在找' }).waitFor()
  await page.locator('input').fill('定金')
  await settled(page)
  const shown = await page.locator('.search-hit').allInnerTexts()
  await page.waitForTimeout(1500)
  assert.deepEqual(await page.locator('.search-hit').allInnerTexts(), shown)
  await ask(page, '著作权')
  assert.match(await note(page), /找到/)
  await context.close()
})

test('a failing shard is asked for twice, then said, with a button to try again', async () => {
  const { context, page } = await visit()
  /** @type {string[]} */
  const asked = []
  meddle = async path => { if (/\/d\d/.test(path)) { asked.push(path); if (asked.filter(one => one === path).length === 1) return { status: 500 } } }
  await ask(page, '退款')
  assert.ok(asked.length > 1 && await page.locator('.search-hit').count() > 0, 'the second time it was there')
  assert.doesNotMatch(await note(page), /没有取到/)
  const bad = new Set()
  meddle = async path => { if (/\/d\d/.test(path) && (bad.size < 1 || bad.has(path))) { bad.add(path); return { status: 500 } } }
  await ask(page, '肖像权')
  assert.ok(await page.locator('.search-hit').count() > 0, 'the rest is shown')
  assert.match(await note(page), /有一部分没有取到，结果可能不全/)
  meddle = async () => {}
  await page.locator('.search-note button').click()
  await page.waitForFunction(() => !/没有取到/.test(document.querySelector('.search-note')?.textContent ?? ''))
  meddle = async path => /\/t\d/.test(path) ? { status: 500 } : undefined
  await ask(page, '劳动仲裁')
  assert.match(await note(page), /搜索暂时用不了.*重试.*按目录找/)
  meddle = async () => {}
  await page.locator('.search-note button').click()
  await page.locator('.search-hit').first().waitFor()
  await context.close()
})

test('truncated shards and shards of another index are noticed; a new index is taken up', async () => {
  const { context, page } = await visit()
  const folder = generation()
  /** @param {string} path */
  const ofAnother = path => { const body = unpacked(path); body[0] ^= 1; return gzipSync(body) }
  for (const [name, spoil, typed] of /** @type {[string, (path: string) => Uint8Array, string][]} */ ([
    ['truncated', path => file(path).subarray(0, 60), '著作权'], ['of another index', ofAnother, '肖像权'], ['no gzip at all', () => Buffer.from('<html>'), '劳动仲裁'],
  ])) {
    let spoilt = 0
    const seen = new Set()
    meddle = async path => { if (/\/t\d/.test(path) && !seen.has(path)) { seen.add(path); spoilt++; return { body: spoil(path) } } }
    await ask(page, typed)
    assert.ok(spoilt > 0 && await page.locator('.search-hit').count() > 0, `${name}: fetched again`)
    meddle = async path => /\/t\d/.test(path) ? { body: spoil(path) } : undefined
    await page.goto('about:blank')
    await page.goto(`${host.base}search.html`)
    await ask(page, typed)
    assert.match(await note(page), /暂时用不了|没有取到/, `${name}: said`)
    assert.equal(await page.locator('.search-hit').count(), 0, name)
  }
  // The site is published anew while a page is open: every file of the old index is gone.
  const next = 'abcdefabcd'
  meddle = async () => {}
  await page.reload()
  await ask(page, '退款')
  meddle = async path => {
    if (path === 'search/manifest.bin') return { body: gzipSync(replaced(unpacked(path), folder, next)) }
    if (path.includes(folder)) return { status: 404 }
    const body = unpacked(path.replace(next, folder))
    body.set(Buffer.from(next, 'hex'))
    return { body: gzipSync(body) }
  }
  await ask(page, '肖像权')
  assert.ok(await page.locator('.search-hit').count() > 0)
  assert.doesNotMatch(await note(page), /没有取到/)
  await context.close()
})

/** @param {Buffer} bytes @param {string} from @param {string} to of the same length */
const replaced = (bytes, from, to) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')

test('without a network it is said, and searched again when there is one', async () => {
  const { context, page } = await visit()
  await ask(page, '退款')
  await context.setOffline(true)
  await ask(page, '肖像权')
  assert.match(await note(page), /现在没有网络/)
  await ask(page, '退款')
  assert.ok(await page.locator('.search-hit').count() > 0, 'what is there already is still found')
  await ask(page, '肖像权')
  await context.setOffline(false)
  await page.locator('.search-hit').first().waitFor()
  await context.close()
})

test('what is found is announced, once, politely', async () => {
  const { context, page } = await visit()
  await ask(page, '定金')
  await page.evaluate(() => {
    const told = /** @type {any} */ (window).told = /** @type {string[]} */ ([])
    const live = /** @type {HTMLElement} */ (document.querySelector('.search-note'))
    new MutationObserver(() => told.push(live.textContent ?? '')).observe(live, { childList: true, characterData: true, subtree: true })
  })
  assert.equal(await page.locator('.search-note').getAttribute('role'), 'status')
  await ask(page, '退货')
  // A machine that takes longer than 400 ms says first that it is looking, as it should.
  const loading = await page.locator('form[data-search]').first().getAttribute('data-loading')
  const all = await page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (window).told))
  const told = all.filter(words => words !== loading)
  assert.equal(new Set(told).size, 1, all.join(' | '))
  assert.equal(told[0].trim(), `找到${await page.locator('[role=option]').count()}条`)
  await context.close()
})

test('results fit 360 px, light, dark and large, and axe finds nothing', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  for (const look of /** @type {const} */ (['light', 'dark', 'large'])) {
    for (const path of ['search.html', entry()]) {
      if (look === 'large' && path !== 'search.html') continue
      const { context, page, faults } = await visit({ path, look, viewport: PHONE })
      await ask(page, '老板拖欠工资，网购退款被骗，裸聊被威胁')
      await page.locator('form[data-search] input').press('ArrowDown')
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${look} ${path}`)
      const wide = await page.locator('.search-panel *').evaluateAll(parts => parts.filter(part => part.getBoundingClientRect().right > innerWidth).map(part => part.outerHTML.slice(0, 100)))
      assert.deepEqual(wide, [])
      await page.evaluate(axe)
      const found = await page.evaluate(() => /** @type {any} */ (window).axe.run(document.querySelector('form[data-search]'), { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }))
      assert.deepEqual(found.violations.map((/** @type {any} */ rule) => `${rule.id}: ${rule.nodes[0].html.slice(0, 160)} ${rule.nodes[0].any[0]?.message ?? ''}`), [], `${look} ${path}`)
      assert.deepEqual(faults, [])
      await context.close()
    }
  }
})

test('hostile text cannot execute', async () => {
  const { context, page, faults } = await visit()
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>"\'&lt;'
  meddle = async path => {
    if (!/\/[dxf]\d*\.bin$/.test(path)) return
    const body = unpacked(path)
    const rows = JSON.parse(body.subarray(5).toString()).map((/** @type {any[]} */ row) => path.endsWith('f.bin') ? [row[0], hostile + row[1], ...row.slice(2)] : row.map((field, at) => at === 1 ? field : hostile + field))
    return { body: gzipSync(Buffer.concat([body.subarray(0, 5), Buffer.from(JSON.stringify(rows))])) }
  }
  const title = await page.title()
  await page.goto('about:blank')
  await page.goto(`${host.base}search.html#${new URLSearchParams({ q: '退款' + hostile })}`)
  await settled(page)
  assert.ok((await page.locator('.search-title').first().innerText()).startsWith('<img src=x onerror='))
  assert.equal(await page.locator('form[data-search] :is(img, script)').count(), 0)
  assert.equal(await page.title(), title)
  assert.deepEqual(faults, [])
  await context.close()
})

test('ten thousand characters are cut, and that is said', async () => {
  const { context, page, faults } = await visit()
  await ask(page, '网购退货'.repeat(2500))
  assert.match(await note(page), /只用了前200个字/)
  assert.ok(await page.locator('.search-hit').count() > 0)
  assert.deepEqual(faults, [])
  await context.close()
})
