// @ts-check
/** What the browser tests share: the built site, one page of each kind, and a browser. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
/** The built site: `FATIAO_SITE`, else `public/`. */
export const site = resolve(process.env.FATIAO_SITE ?? join(root, 'public'))

if (!existsSync(join(site, 'index.html'))) throw new Error(`${site}: no site here; build it first, or set FATIAO_SITE`)

/** Every page, by its path below the site. @returns {string[]} */
export function pages(folder = site) {
  return readdirSync(folder).sort().flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return pages(path)
    return name.endsWith('.html') ? [relative(site, path).split(sep).join('/')] : []
  })
}

/** @param {string} path */
export const read = path => readFileSync(join(site, path), 'utf8')

/** The page of each kind that has most to show: the longest. @returns {Map<string, string>} */
export function kinds() {
  /** @type {Map<string, [number, string]>} */
  const longest = new Map()
  for (const path of pages()) {
    const html = read(path)
    const kind = /<body class="page-([\w]+)/.exec(html)?.[1] ?? ''
    const size = html.length
    if (size > (longest.get(kind)?.[0] ?? 0)) longest.set(kind, [size, path])
  }
  return new Map([...longest].sort().map(([kind, [, path]]) => [kind, path]))
}

/** A page with some mark in it. @param {string} mark @param {string} [kind] */
export function pageWith(mark, kind = '') {
  return pages().find(path => { const html = read(path); return html.includes(mark) && html.includes(`page-${kind}`) })
}

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

// Debian’s Chromium, or the one that `CHROMIUM` names.
/** @param {string[]} [more] further flags */
export const browser = (more = []) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...more] })

export const PHONE = { width: 360, height: 800 }
export const DESKTOP = { width: 1280, height: 900 }

/**
 * A page that remembers what went wrong on it: errors, policy reports, requests to elsewhere.
 * @param {import('playwright-core').Browser} chrome @param {string} base
 * @param {import('playwright-core').BrowserContextOptions & { look?: 'light' | 'dark' | 'large' }} [options]
 */
export async function open(chrome, base, { look = 'light', ...options } = {}) {
  const context = await chrome.newContext({ viewport: PHONE, colorScheme: look === 'dark' ? 'dark' : 'light', serviceWorkers: 'block', ...options })
  if (look === 'large') await context.addInitScript(() => { try { localStorage.setItem('fatiao.size', 'large') } catch { /* about:blank */ } })
  const page = await context.newPage()
  /** @type {string[]} */
  const faults = []
  // Playwright itself complains where a test keeps the service worker out.
  page.on('console', message => { if (!/blocked by Playwright/.test(message.text()) && (['error', 'warning'].includes(message.type()) || /Content Security Policy/.test(message.text()))) faults.push(`${page.url()}: ${message.text()}`) })
  page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`))
  page.on('request', request => { if (!request.url().startsWith(new URL(base).origin) && !request.url().startsWith('data:')) faults.push(`${page.url()}: asked ${request.url()}`) })
  page.on('response', response => { if (response.status() >= 400 && !/nowhere/.test(response.url())) faults.push(`${response.status()} ${response.url()}`) })
  return { context, page, faults }
}
