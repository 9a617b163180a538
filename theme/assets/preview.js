// @ts-check
/**
 * Shows a cited article, or a term's meaning, where it is mentioned. The words come from the article's own page, so there is no second
 * source. With a mouse or keyboard on a wide screen the box floats: it waits 300 ms, stays while pointer or focus is in it, and Escape
 * sends it away (WCAG 1.4.13). On a phone a tap opens it below the paragraph. Without it, a citation is a link.
 */
import { tellStatus } from './dates.js'

const WAIT = 300
const GRACE = 200
const ARTICLE = /\/\d+(-\d+)?\.html$/

const model = /** @type {HTMLTemplateElement | null} */ (document.getElementById('preview'))
const wide = matchMedia('(hover: hover) and (min-width: 48rem)')
/** @type {Map<string, Promise<Document>>} */
const pages = new Map()
/** @type {{ link: HTMLAnchorElement, box: HTMLElement } | null} */
let shown = null
let timer = 0

/** The link under an event whose place has something to show. @param {Event} event */
function linkOf(event) {
  const link = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest('.prose a.cite, .prose a.term')) : null
  if (!link || document.documentElement.dataset.preview === 'off' || !location.protocol.startsWith('http')) return null
  return link.matches('.term') || ARTICLE.test(link.pathname) ? link : null
}

/** @param {string} address */
async function load(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(String(answer.status))
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}

/** The part of the other page that is shown, ready to stand on this one. @param {HTMLAnchorElement} link */
async function fragment(link) {
  const address = link.href.replace(/#.*/, '')
  const anchor = decodeURIComponent(link.hash.slice(1))
  if (!pages.has(address)) pages.set(address, load(address))
  const page = await /** @type {Promise<Document>} */ (pages.get(address)).catch(error => { pages.delete(address); throw error })
  const source = page.getElementById(link.matches('.term') ? anchor : 'article')
  if (!source) throw new Error(address)
  const copy = /** @type {HTMLElement} */ (document.importNode(source, true))
  for (const place of [copy, .../** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll('[id]'))]) {
    if (place.id === anchor && place !== copy) place.classList.add('meant')
    place.removeAttribute('id')
  }
  for (const inner of copy.querySelectorAll('a')) inner.href = new URL(inner.getAttribute('href') ?? '', address).href
  tellStatus(copy)
  return { title: link.matches('.term') ? '' : page.querySelector('h1')?.textContent ?? '', nodes: [...copy.childNodes] }
}

function close() {
  clearTimeout(timer)
  if (!shown) return
  if (shown.box.contains(document.activeElement)) shown.link.focus()
  shown.box.remove()
  shown.link.removeAttribute('aria-expanded')
  shown = null
}

/** Unless the focus is in it. */
function closeUnused() {
  if (!shown?.box.contains(document.activeElement)) close()
}

/** @param {HTMLAnchorElement} link @param {boolean} floats */
async function show(link, floats) {
  close()
  if (!model) return
  const box = /** @type {HTMLElement} */ (/** @type {Element} */ (model.content.firstElementChild).cloneNode(true))
  const body = /** @type {HTMLElement} */ (box.querySelector('.body'))
  const more = /** @type {HTMLAnchorElement} */ (box.querySelector('a'))
  shown = { link, box }
  more.href = link.href
  box.classList.toggle('floats', floats)
  if (!floats) body.setAttribute('aria-live', 'polite')
  insert(box, link, floats)
  link.setAttribute('aria-expanded', 'true')
  try {
    const { title, nodes } = await fragment(link)
    const head = /** @type {HTMLElement} */ (box.querySelector('.head'))
    head.textContent = title
    head.hidden = !title
    body.replaceChildren(...nodes)
  } catch {
    body.textContent = body.dataset.failed ?? ''
  }
  if (floats) place(box, link)
}

/** After the link, so that Tab leads into the box; on a phone below its paragraph. @param {HTMLElement} box @param {HTMLElement} link @param {boolean} floats */
function insert(box, link, floats) {
  const block = link.closest('p, li, dd, td, blockquote')
  if (floats) {
    const after = link.closest('label, h1, h2, h3, h4') ?? link
    after.after(box)
    place(box, link)
  } else if (block?.matches('p')) block.after(box)
  else if (block) block.append(box)
  else link.after(box)
}

/** Below the link, or above it where there is more room. @param {HTMLElement} box @param {HTMLElement} link */
function place(box, link) {
  const spot = link.getClientRects()[0] ?? link.getBoundingClientRect()
  const origin = (box.offsetParent ?? document.body).getBoundingClientRect()
  const left = Math.max(8, Math.min(spot.left, document.documentElement.clientWidth - box.offsetWidth - 16))
  const above = innerHeight - spot.bottom < box.offsetHeight + 8 && spot.top > box.offsetHeight
  box.style.left = `${left - origin.left}px`
  box.style.top = `${(above ? spot.top - box.offsetHeight - 4 : spot.bottom + 4) - origin.top}px`
}

/** @param {() => void} act @param {number} delay */
function soon(act, delay) {
  clearTimeout(timer)
  timer = window.setTimeout(act, delay)
}

/** @param {EventTarget | null} target */
const isInside = target => target instanceof Node && !!shown && (shown.box.contains(target) || shown.link.contains(target))

/** @param {Event} event */
function enter(event) {
  if (!wide.matches) return
  const link = linkOf(event)
  if (isInside(event.target)) clearTimeout(timer)
  else if (link && (event.type !== 'focusin' || link.matches(':focus-visible'))) soon(() => show(link, true), WAIT)
}

/** @param {MouseEvent | FocusEvent} event */
function leave(event) {
  if (!wide.matches || isInside(event.relatedTarget)) return
  // Another link's box may still be open: what this one had begun took the place of its closing.
  if (isInside(event.target) || linkOf(event)) soon(closeUnused, GRACE)
}

if (model) {
  for (const term of document.querySelectorAll('.prose a.term[title]')) term.removeAttribute('title')
  document.addEventListener('mouseover', enter)
  document.addEventListener('focusin', enter)
  document.addEventListener('mouseout', leave)
  document.addEventListener('focusout', leave)
  document.addEventListener('keydown', event => { if (event.key === 'Escape') close() })
  document.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null
    if (shown?.box.contains(target) && target?.closest('button')) { close(); return }
    const link = linkOf(event)
    if (!link || wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (shown?.link === link) close()
    else show(link, false)
  })
  wide.addEventListener('change', close)
}
