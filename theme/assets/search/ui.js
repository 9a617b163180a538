// @ts-check
/**
 * The search box on every page and the search page. Fills lists from `engine.js`; builds nodes, never HTML from text.
 *
 * Contract. On every page, once; without the form this script is not asked for:
 *
 *     <form role="search" data-search data-base="../" action="../search.html" data-offline="…">
 *       <label for="q">搜索</label> <input id="q" type="search" autocomplete="off">
 *     </form>
 *
 * `data-base` is the relative path to the site's root (`./` at the root); the index is `<base>search/manifest.bin`. `action` is
 * the search page, which without script is the index of everything. The input has no name: what is typed goes to no server;
 * `boot.js` leads a form that is sent to `<action>#q=…`. On the search page the form says `data-search="page"`: results
 * then stand below the form for good, with filters, and the query stands in the fragment (`#q=…&kind=…&group=…`).
 * This module and the engine are fetched when the box is first focused (on the search page at once): both stay in one folder; name
 * the folder, not the files, by their hash.
 *
 * Words come with the index (`strings` in the manifest: the table `[results]` of the theme's strings); those that are needed when
 * there is no index come as `data-loading`, `-offline`, `-broken`, `-retry`, `-browse`.
 *
 * What the script adds, for the style sheet: `.search-panel` (all of it, a sibling after the form's content; `aria-busy` while
 * it waits), in it `.search-note` (live region), `.search-filters`, `.search-card` (emergency; `.search-help` where nothing is found),
 * `.search-synonyms`, `.search-words`, `.search-list` (listbox), `.search-group` with `.search-label`, `.search-hit` (option;
 * `aria-selected`), in it `.search-title`, `.search-excerpt`, both with `mark`.
 */
import { Engine, overHttp } from './engine.js'

/** @typedef {import('./engine.js').Answer} Answer */
/** @typedef {import('./engine.js').Hotline} Hotline */

/** A new element with its properties and what it holds.
 * @template {keyof HTMLElementTagNameMap} Name @param {Name} name @param {Record<string, unknown>} properties @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Name]} */
function node(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

/** @param {string} text @param {() => void} act @param {Record<string, unknown>} [properties] */
const button = (text, act, properties) => node('button', { type: 'button', onclick: act, ...properties }, text)

/** @param {string} className @param {string[]} pieces */
const marked = (className, pieces) => node('span', { className }, ...pieces.map((text, at) => at % 2 ? node('mark', {}, text) : text))

/** A number to call. @param {Hotline} line */
const call = line => node('p', {}, node('a', { href: 'tel:' + line.number }, line.name.includes(line.number) ? line.name : `${line.number} ${line.name}`), ' ' + line.for)

const form = /** @type {HTMLFormElement} */ (document.querySelector('form[data-search]'))
const input = /** @type {HTMLInputElement} */ (form.querySelector('input'))
const text = /** @type {Record<string, string>} */ ({ ...form.dataset })
const { base } = text
const engine = new Engine(overHttp(base + 'search/'))
const isPage = text.search === 'page'
const note = node('p', { className: 'search-note', role: 'status' })
const filters = node('div', { className: 'search-filters' })
const select = node('select', { onchange: () => { group = select.value; run(true) } })
const before = node('div', {})
const list = node('div', { className: 'search-list', role: 'listbox', id: 'search-list', ariaLabel: input.labels?.[0]?.textContent })
const panel = node('div', { className: 'search-panel', hidden: true }, note, filters, before, list)
form.append(panel)
Object.assign(input, { role: 'combobox', ariaAutoComplete: 'list', ariaExpanded: 'false' })
input.setAttribute('aria-controls', 'search-list')

let turn = 0
let active = -1
/** Whether this place in the history is to stay when something else is asked. */
let isKept = false
let kind = ''
let group = ''
/** @type {any} */
let timer
/** @type {string[]} Everyday words that were taken back. */
let off = []
/** @type {HTMLAnchorElement[]} */
let options = []

/** @param {boolean} isOpen */
const show = isOpen => {
  panel.hidden = !isOpen
  input.ariaExpanded = String(isOpen && options.length > 0)
  if (!isOpen) move(-1)
}

/** @param {number} to */
const move = to => {
  active = to
  options.forEach((option, at) => { option.ariaSelected = String(at === to) })
  options[to]?.scrollIntoView({ block: 'nearest' })
  input.setAttribute('aria-activedescendant', options[to]?.id ?? '')
}

const clear = () => {
  options = []
  list.replaceChildren()
  before.replaceChildren()
}

/** A group of the list. @param {string} name @param {[string, ...Node[]][]} rows an address and what is shown for it */
const add = (name, rows) => list.append(node('div', { className: 'search-group', role: 'group', ariaLabel: name },
  node('div', { className: 'search-label' }, name),
  ...rows.map(([url, ...children]) => {
    const option = node('a', { className: 'search-hit', role: 'option', href: base + url, id: 'search-' + options.length, tabIndex: isPage ? 0 : -1 }, ...children)
    options.push(option)
    return option
  })))

/** A button that changes the question. @param {string} label @param {() => void} [change] @param {Record<string, unknown>} [properties] */
const asking = (label, change, properties) => button(label, () => { change?.(); input.focus(); run(true) }, properties)

/** @param {NonNullable<Answer['jump']>} jump */
const named = ({ title, no, insert, exact }) => `《${title}》` + (exact ? insert ? text.inserted : text.no : text.noArticle).replace('{}', no).replace('{}', insert)

/** @param {Answer} answer */
const render = ({ emergencies, expanded, jump, hits, candidates, near, fallback }) => {
  const chosen = options[active]?.href
  clear()
  before.append(...emergencies.map(card => node('section', { className: 'search-card' },
    node(card.url ? 'a' : 'strong', { href: base + card.url }, card.title), node('p', {}, card.text), ...card.hotlines.map(call))))
  if (expanded.length || off.length) {
    before.append(node('p', { className: 'search-synonyms' }, text.also, ...expanded.map(({ word, legal }) => {
      const words = legal.join('、')
      return asking(words + ' ×', () => off.push(word), { ariaLabel: text.undo + words })
    }), ...off.length ? [asking(text.redo, () => { off = [] })] : []))
  }
  const [label, words] = candidates.length ? [text.letters, candidates] : [text.near, hits.length ? [] : near]
  if (words.length) {
    before.append(node('p', { className: 'search-words' }, label, ...words.map(word => asking(word, () => { input.value = word; off = [] }))))
  }
  if (jump) add(text.jump, [[jump.url, marked('search-title', [named(jump)])]])
  for (const [kind] of engine.head.kinds) {
    const found = hits.filter(hit => hit.kind === kind)
    if (found.length) add(text[kind], found.map(hit => [hit.url, marked('search-title', hit.heading), marked('search-excerpt', hit.excerpt)]))
  }
  if (fallback && !options.length && !candidates.length) before.append(node('section', { className: 'search-card search-help' }, text.help, call(fallback)))
  move(options.findIndex(option => option.href === chosen))
  show(true)
}

/** @param {Answer} answer */
const tell = ({ emergencies, candidates, cut, loose, failed }) => {
  note.replaceChildren(node('span', { className: 'sr' }, ...emergencies.map(card => card.title + text.stop)), [
    options.length ? text.found.replace('{}', String(options.length)) : candidates.length ? '' : text.none,
    cut && text.cut, loose && text.loose, failed && text.partial,
  ].filter(Boolean).join(text.stop), ' ', ...failed ? [asking(text.retry)] : [])
}

/** Asks the engine; an answer that comes after a later question is dropped. @param {boolean} remember */
const run = async remember => {
  const typed = input.value.trim()
  const mine = ++turn
  clearTimeout(timer)
  timer = 0
  if (isPage) address(remember)
  panel.ariaBusy = String(!!typed)
  if (!typed) return show(false)
  const slow = setTimeout(() => { if (mine === turn) { note.textContent = text.loading; show(true) } }, 400)
  try {
    await engine.open()
    Object.assign(text, engine.head.strings)
    const answer = await engine.search(typed, {
      each: isPage ? (kind ? 30 : 8) : 4, off, kinds: kind ? [kind] : [], group,
      partial: first => { if (mine === turn) render(first) },
    })
    if (isPage) await facets()
    if (mine === turn) { render(answer); tell(answer) }
  } catch {
    if (mine === turn) {
      clear()
      note.replaceChildren(navigator.onLine ? text.broken : text.offline, ' ', asking(text.retry), ' ', node('a', { href: form.action }, text.browse))
      show(true)
    }
  }
  clearTimeout(slow)
  // Something else may have been typed and not been asked yet.
  if (mine === turn) panel.ariaBusy = String(!!timer)
}

/** The question and the filters as a fragment. */
const fragment = () => '#' + new URLSearchParams(Object.entries({ q: input.value.trim(), kind, group }).filter(([, value]) => value))

/** @param {boolean} remember */
const address = remember => {
  const hash = fragment()
  if (hash !== (location.hash || '#')) {
    history[remember || isKept ? 'pushState' : 'replaceState'](null, '', hash)
    isKept = false
  }
  isKept ||= remember
}

/** @param {string} typed what stands in the box if the address says nothing */
const restore = typed => {
  // A link from elsewhere may put the question before the fragment. There it would outlive what is typed next.
  const asked = Object.fromEntries(new URLSearchParams(location.search + '&' + location.hash.slice(1)))
  input.value = asked.q ?? typed
  kind = asked.kind ?? ''
  group = asked.group ?? ''
  if (location.search) history.replaceState(null, '', location.pathname + fragment())
  isKept = !!input.value
  run(false)
}

/** The filters: a button for each kind there is, and a list of chapters and laws. */
const facets = async () => {
  const rows = await engine.facets().catch(() => [])
  if (!filters.firstChild) {
    for (const [value] of [[''], ...engine.head.kinds]) {
      filters.append(button(text[value || 'all'], () => { kind = value; run(true) }, { value }))
    }
    for (const name of ['', ...new Set(rows.map(row => row[1]))]) select.add(new Option(name || text.group, name))
    select.ariaLabel = text.group
    filters.append(select)
  }
  filters.querySelectorAll('button').forEach(made => { made.ariaPressed = String(made.value === kind) })
  select.value = group
}

/** @param {any} [event] */
const soon = event => {
  clearTimeout(timer)
  // An input method says so itself; what it leaves in the box is searched when it has done.
  if (event?.isComposing) return
  off = []
  panel.ariaBusy = 'true'
  timer = setTimeout(run, 120, false)
}

const warm = () => {
  engine.open().catch(() => {})
  if (input.value && options.length) show(true)
}

input.addEventListener('input', soon)
input.addEventListener('compositionend', soon)
input.addEventListener('focus', warm)
form.addEventListener('keydown', event => {
  const { key } = event
  const count = options.length
  if (event.isComposing) return
  if (key === 'Escape' && !panel.hidden && (!isPage || active >= 0)) {
    move(-1)
    if (!isPage) { input.focus(); show(false) }
  } else if (event.target !== input) return
  else if (key === 'ArrowDown' && count) { show(true); move((active + 1) % count) }
  else if (key === 'ArrowUp' && count) { show(true); move((active < 1 ? count : active) - 1) }
  else if (key === 'Enter' && active >= 0) options[active].click()
  else { if (key === 'Home' || key === 'End') move(-1); return }
  event.preventDefault()
})
// From any other page the form leads to the search page without this script as well.
if (isPage) form.addEventListener('submit', event => { event.preventDefault(); run(true) })
// Where the network failed there is a button to try again.
addEventListener('online', () => { if (note.querySelector('button')) run(false) })
if (isPage) {
  // Going back and changing the fragment both say so.
  addEventListener('popstate', () => restore(''))
  restore(input.value)
} else {
  for (const type of ['pointerdown', 'focusin']) {
    document.addEventListener(type, event => { if (!form.contains(/** @type {Node} */ (event.target))) show(false) })
  }
  // The box may have been typed into before this script came.
  if (document.activeElement === input) input.value ? soon() : warm()
}
