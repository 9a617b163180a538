// @ts-check
/** Lighthouse, mobile preset, on an entry, a law and the home page: prints the scores and fails below 100 (performance: 99). */
import lighthouse from 'lighthouse'
import { browser, kinds, site } from './site.mjs'
import { serve } from './server.mjs'

const PORT = 9333
const host = await serve(site)
const chrome = await browser([`--remote-debugging-port=${PORT}`])
let low = false
for (const kind of ['home', 'entry', 'law']) {
  const run = await lighthouse(host.base + kinds().get(kind), { port: PORT, output: 'json', logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'] })
  if (!run) throw new Error('Lighthouse gave no answer')
  const { categories, audits } = run.lhr
  const scores = Object.entries(categories).map(([name, { score }]) => /** @type {[string, number]} */ ([name, Math.round((score ?? 0) * 100)]))
  const bytes = Math.round(audits['total-byte-weight'].numericValue ?? 0)
  console.log(`${kind}: ${scores.map(pair => pair.join(' ')).join(', ')}; ${bytes} bytes; LCP ${audits['largest-contentful-paint'].displayValue}, CLS ${audits['cumulative-layout-shift'].displayValue}`)
  for (const [name, score] of scores) if (score < (name === 'performance' ? 99 : 100)) low = true
  for (const audit of Object.values(audits)) if (audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative' && audit.scoreDisplayMode !== 'metricSavings') console.log(`  ${audit.id}: ${audit.score} ${audit.displayValue ?? ''}`)
}
await chrome.close()
host.close()
process.exitCode = low ? 1 : 0
