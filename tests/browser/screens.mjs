// @ts-check
/** Pictures of each kind of page into target/screens/: phone, desktop, dark, large text, print. Arguments choose kinds. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DESKTOP, PHONE, browser, kinds, open, root, site } from './site.mjs'
import { serve } from './server.mjs'

const folder = join(root, 'target/screens')
const wanted = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const { base, close } = await serve(site)
const chrome = await browser()
/** @type {[string, any][]} */
const looks = [
  ['phone', { viewport: PHONE, isMobile: true, hasTouch: true }],
  ['phone-dark', { viewport: PHONE, isMobile: true, hasTouch: true, look: 'dark' }],
  ['phone-large', { viewport: PHONE, isMobile: true, hasTouch: true, look: 'large' }],
  ['desktop', { viewport: DESKTOP }],
  ['desktop-dark', { viewport: DESKTOP, look: 'dark' }],
]
for (const [look, options] of looks) {
  const { context, page } = await open(chrome, base, options)
  for (const [kind, path] of kinds()) {
    if (wanted.length && !wanted.includes(kind)) continue
    await page.goto(base + path)
    await page.screenshot({ path: join(folder, `${kind}-${look}.png`), fullPage: true, clip: await clip(page) })
    if (look !== 'desktop') continue
    const pdf = join(folder, `${kind}.pdf`)
    await page.pdf({ path: pdf, format: 'A4' })
    execFileSync('pdftoppm', ['-r', '60', '-l', '2', '-png', pdf, join(folder, `${kind}-print`)])
    rmSync(pdf)
  }
  await context.close()
}
await chrome.close()
close()
console.log(folder)

/** The top of a page, at most four screens of it. @param {import('playwright-core').Page} page */
async function clip(page) {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: document.documentElement.scrollHeight }))
  return { x: 0, y: 0, width, height: Math.min(height, 3600) }
}
