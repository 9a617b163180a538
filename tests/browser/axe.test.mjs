// @ts-check
/** axe-core finds nothing against WCAG 2.2 AA, on every kind of page, phone and desktop, light, dark and large. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { DESKTOP, PHONE, browser, kinds, open, pageWith, site } from './site.mjs'
import { serve } from './server.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** @type {import('playwright-core').Browser} */ let chrome
/** @type {Awaited<ReturnType<typeof serve>>} */ let host
before(async () => { [chrome, host] = await Promise.all([browser(), serve(site)]) })
after(async () => { await chrome.close(); host.close() })

/** The longest page of each kind, and what the longest may lack. @returns {[string, string][]} */
const samples = () => [...kinds(), .../** @type {[string, string][]} */ (['class="moved"', 'class="timeline"', 'id="exit"', 'class="footnotes"', 'class="table"'].map(mark => [mark, pageWith(mark) ?? 'index.html']))]

for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  for (const look of /** @type {const} */ (['light', 'dark', 'large'])) {
    test(`axe: ${size}, ${look}`, async () => {
      const { context, page, faults } = await open(chrome, host.base, { viewport, look })
      for (const [kind, path] of samples()) {
        await page.goto(host.base + path)
        await page.evaluate(AXE)
        const found = await page.evaluate(rules => /** @type {any} */ (window).axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), RULES)
        const told = found.violations.map((/** @type {any} */ rule) => `${rule.id}: ${rule.help}: ${rule.nodes.slice(0, 3).map((/** @type {any} */ node) => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')).join(' | ')}`)
        assert.deepEqual(told, [], `${kind} ${path}`)
      }
      assert.deepEqual(faults, [])
      await context.close()
    })
  }
}
