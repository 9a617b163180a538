// @ts-check
/**
 * The search box on every page and the search page. Fills lists from `engine.js`; builds nodes, never HTML from text.
 *
 * Contract. On every page, once or more:
 *
 *     <form role="search" data-search data-base="../" action="../search.html" data-offline="…">
 *       <label for="q">搜索</label> <input id="q" type="search" name="q" autocomplete="off">
 *     </form>
 *
 * `data-base` is the relative path to the site's root (`./` at the root); the index is `<base>search/manifest.bin`. `action` is
 * the search page, which without script is the index of everything. On the search page the form says `data-search="page"`: results
 * then stand below the form for good, with filters, and the query stands in the fragment (`#q=…&kind=…&group=…`).
 * The engine is fetched when a box is first focused (on the search page at once), from beside this module: both stay in one folder;
 * name the folder, not the files, by their hash.
 *
 * Words come with the index (`strings` in the manifest: the table `[results]` of the theme's strings); those that are needed when
 * there is no index come as `data-loading`, `-offline`, `-broken`, `-retry`, `-browse`.
 *
 * What the script adds, for the style sheet: `.search-panel` (all of it, a sibling after the form's content; `aria-busy` while
 * it waits), in it `.search-note` (live region), `.search-filters`, `.search-card` (emergency; `.search-help` where nothing is found),
 * `.search-synonyms`, `.search-words`, `.search-list` (listbox), `.search-group` with `.search-label`, `.search-hit` (option;
 * `aria-selected`), in it `.search-title`, `.search-excerpt`, both with `mark`.
 */
/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./engine.js').Answer} Answer */
/** @typedef {import('./engine.js').Hotline} Hotline */
/** @typedef {import('./engine.js').Piece} Piece */

/** @type {Map<string, Promise<Engine>>} */
const engines = new Map()

/** The engine for a site's root, fetched when it is first wanted. @param {string} base @returns {Promise<Engine>} */
function engineFor(base) {
  let made = engines.get(base)
  if (!made) {
    made = import('./engine.js').then(({ Engine, overHttp }) => new Engine(overHttp(base + 'search/')))
    made.catch(() => engines.delete(base))
    engines.set(base, made)
  }
  return made
}

/** A new element with its class, its text or children, and attributes.
 * @param {string} name @param {string} [kind] @param {(Node | string)[]} [children] @param {Record<string, string>} [attributes] */
function node(name, kind = '', children = [], attributes = {}) {
  const made = document.createElement(name)
  if (kind) made.className = kind
  made.append(...children)
  give(made, attributes)
  return made
}

/** @param {Element} element @param {Record<string, string>} attributes */
const give = (element, attributes) => Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value))

/** @param {string} text @param {() => void} act @param {Record<string, string>} [attributes] */
function button(text, act, attributes = {}) {
  const made = node('button', '', [text], { type: 'button', ...attributes })
  made.addEventListener('click', act)
  return made
}

/** @param {string} kind @param {Piece[]} pieces */
const marked = (kind, pieces) => node('span', kind, pieces.map(piece => piece.mark ? node('mark', '', [piece.text]) : piece.text))

/** A number to call. @param {Hotline} line */
const call = line => node('p', '', [
  node('a', '', [line.name.includes(line.number) ? line.name : `${line.number} ${line.name}`], { href: `tel:${line.number}` }), ` ${line.for}`])

/** @param {HTMLFormElement} form @param {number} number */
function attach(form, number) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector('input'))
  const base = form.dataset.base || './'
  const isPage = form.dataset.search === 'page'
  const text = /** @type {Record<string, string>} */ ({ ...form.dataset })
  const id = `search-${number}`
  const note = node('p', 'search-note', [], { role: 'status' })
  const filters = node('div', 'search-filters')
  const before = node('div')
  const list = node('div', 'search-list', [], { role: 'listbox', id, 'aria-label': input.labels?.[0]?.textContent ?? '' })
  const panel = node('div', 'search-panel', [note, filters, before, list])
  panel.hidden = true
  form.append(panel)
  give(input, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id })

  let turn = 0
  let active = -1
  let isComposing = false
  let hasFailed = false
  /** Whether this place in the history is to stay when something else is asked. */
  let isKept = false
  let kind = ''
  let group = ''
  /** @type {any} */
  let timer
  /** @type {string[]} Everyday words that were taken back. */
  let off = []
  /** @type {HTMLElement[]} */
  let options = []

  /** @param {boolean} isOpen */
  const show = isOpen => {
    panel.hidden = !isOpen
    input.setAttribute('aria-expanded', String(isOpen && options.length > 0))
    if (!isOpen) move(-1)
  }

  /** @param {number} to */
  const move = to => {
    options[active]?.setAttribute('aria-selected', 'false')
    active = to
    const option = options[to]
    input.removeAttribute('aria-activedescendant')
    if (!option) return
    option.setAttribute('aria-selected', 'true')
    option.scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', option.id)
  }

  /** @param {string} url @param {(Node | string)[]} children */
  const option = (url, children) => {
    const made = node('a', 'search-hit', children, { role: 'option', href: base + url, id: `${id}-${options.length}`, 'aria-selected': 'false', tabindex: isPage ? '0' : '-1' })
    options.push(made)
    return made
  }

  /** @param {string} name @param {Node[]} children */
  const add = (name, children) => {
    const label = node('div', 'search-label', [name], { id: `${id}-g${list.childElementCount}` })
    list.append(node('div', 'search-group', [label, ...children], { role: 'group', 'aria-labelledby': label.id }))
  }

  /** Asks again after a button was pressed that the answer will replace. @param {() => void} change */
  const again = change => () => { change(); input.focus(); run(true) }

  const retry = () => button(text.retry, again(() => {}))

  /** @param {NonNullable<Answer['jump']>} jump */
  const named = ({ title, article, exact }) => {
    const [no, insert] = article.split('-')
    return `《${title}》` + (exact ? (insert ? text.inserted : text.no).replace('{}', no).replace('{}', '〇一二三四五六七八九'[+insert] ?? insert) : text.noArticle)
  }

  /** @param {Answer} answer */
  const render = answer => {
    const chosen = options[active]?.getAttribute('href')
    options = []
    list.replaceChildren()
    before.replaceChildren(...answer.emergencies.map(card => node('section', 'search-card', [
      card.url ? node('a', '', [card.title], { href: base + card.url }) : node('strong', '', [card.title]),
      node('p', '', [card.text]), ...card.hotlines.map(call)])))
    if (answer.expanded.length || off.length) {
      before.append(node('p', 'search-synonyms', [text.also, ...answer.expanded.map(({ word, legal }) => {
        const words = legal.join('、')
        return button(`${words} ×`, again(() => off.push(word)), { 'aria-label': text.undo + words })
      }), ...off.length ? [button(text.redo, again(() => { off = [] }))] : []]))
    }
    const { jump, hits, candidates, fallback } = answer
    const words = candidates.length ? candidates : hits.length ? [] : answer.near
    if (words.length) {
      before.append(node('p', 'search-words', [candidates.length ? text.letters : text.near,
        ...words.map(word => button(word, again(() => { input.value = word; off = [] })))]))
    }
    if (jump) add(text.jump, [option(jump.url, [node('span', 'search-title', [named(jump)])])])
    for (const kind of ['hotline', 'entry', 'article', 'law', 'term']) {
      const found = hits.filter(hit => hit.kind === kind)
      if (found.length) add(text[kind], found.map(hit => option(hit.url, [marked('search-title', hit.heading), marked('search-excerpt', hit.excerpt)])))
    }
    if (answer.final && !options.length && !candidates.length && fallback) {
      before.append(node('section', 'search-card search-help', [text.help, call(fallback)]))
    }
    active = -1
    move(options.findIndex(option => option.getAttribute('href') === chosen))
    show(true)
  }

  /** @param {Answer} answer */
  const tell = answer => {
    note.replaceChildren(node('span', 'sr', answer.emergencies.map(card => card.title + text.stop)), [
      options.length ? text.found.replace('{}', String(options.length)) : answer.candidates.length ? '' : text.none,
      answer.cut && text.cut, answer.loose && text.loose, answer.failed && text.partial,
    ].filter(Boolean).join(text.stop), ' ')
    if (answer.failed) note.append(retry())
  }

  /** Asks the engine; an answer that comes after a later question is dropped. @param {boolean} remember */
  const run = async remember => {
    const typed = input.value.trim()
    const mine = ++turn
    clearTimeout(timer)
    if (isPage) address(typed, remember)
    panel.ariaBusy = String(!!typed)
    hasFailed = false
    if (!typed) return show(false)
    timer = setTimeout(() => { if (mine === turn && panel.ariaBusy === 'true') { note.textContent = text.loading; show(true) } }, 400)
    try {
      const engine = await engineFor(base)
      await engine.open()
      Object.assign(text, engine.head.strings)
      const answer = await engine.search(typed, {
        each: isPage ? (kind ? 30 : 8) : 4, off, kinds: kind ? [kind] : [], group: group || undefined,
        partial: first => { if (mine === turn) render(first) },
      })
      if (isPage) await facets(engine)
      if (mine !== turn) return
      render(answer)
      tell(answer)
    } catch {
      if (mine !== turn) return
      hasFailed = true
      options = []
      list.replaceChildren()
      before.replaceChildren()
      note.replaceChildren(navigator.onLine ? text.broken : text.offline, ' ', retry(), ' ', node('a', '', [text.browse], { href: form.action }))
      show(true)
    }
    panel.ariaBusy = 'false'
  }

  /** @param {string} typed @param {boolean} remember */
  const address = (typed, remember) => {
    const hash = '#' + new URLSearchParams(Object.entries({ q: typed, kind, group }).filter(([, value]) => value))
    if (hash === (location.hash || '#')) { isKept ||= remember; return }
    history[remember || isKept ? 'pushState' : 'replaceState'](null, '', location.pathname + location.search + (typed ? hash : ''))
    isKept = remember
  }

  /** @param {string} typed what stands in the box if the address says nothing */
  const restore = typed => {
    const parts = new URLSearchParams(location.hash.slice(1))
    input.value = parts.get('q') ?? new URLSearchParams(location.search).get('q') ?? typed
    kind = parts.get('kind') ?? ''
    group = parts.get('group') ?? ''
    isKept = !!input.value
    run(false)
  }

  /** The filters: a button for each kind there is, and a list of chapters and laws. @param {Engine} engine */
  const facets = async engine => {
    const rows = await engine.facets().catch(() => [])
    if (!filters.childElementCount) {
      for (const name of ['', ...engine.head.kinds.map((/** @type {[string]} */ row) => row[0])]) {
        filters.append(button(text[name || 'all'], () => { kind = name; run(true) }, { value: name }))
      }
      const select = /** @type {HTMLSelectElement} */ (node('select', '', [], { 'aria-label': text.group }))
      for (const name of ['', ...new Set(rows.map(row => row[1]))]) select.add(new Option(name || text.group, name))
      select.addEventListener('change', () => { group = select.value; run(true) })
      filters.append(select)
    }
    filters.querySelectorAll('button').forEach(made => made.setAttribute('aria-pressed', String(made.value === kind)))
    filters.querySelectorAll('select').forEach(made => { made.value = group })
  }

  const soon = () => {
    clearTimeout(timer)
    if (isComposing) return
    off = []
    panel.ariaBusy = 'true'
    timer = setTimeout(run, 120, false)
  }

  input.addEventListener('compositionstart', () => { isComposing = true; clearTimeout(timer) })
  input.addEventListener('compositionend', () => { isComposing = false; soon() })
  input.addEventListener('input', soon)
  const warm = () => {
    engineFor(base).then(engine => engine.open()).catch(() => {})
    if (input.value && options.length) show(true)
  }
  input.addEventListener('focus', warm)
  if (document.activeElement === input) warm()
  form.addEventListener('keydown', event => {
    if (event.isComposing || isComposing) return
    const { key } = event
    const count = options.length
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
  form.addEventListener('submit', event => {
    event.preventDefault()
    const typed = input.value.trim()
    if (isPage) run(true)
    else if (typed) location.href = `${form.action}#${new URLSearchParams({ q: typed })}`
  })
  if (isPage) {
    // Going back and changing the fragment both say so.
    addEventListener('popstate', () => restore(''))
    restore(input.value)
  } else {
    document.addEventListener('pointerdown', event => { if (!form.contains(/** @type {Node} */ (event.target))) show(false) })
    form.addEventListener('focusout', event => { if (event.relatedTarget && !form.contains(/** @type {Node} */ (event.relatedTarget))) show(false) })
  }
  addEventListener('online', () => { if (hasFailed) run(false) })
}

document.querySelectorAll('form[data-search]').forEach((form, number) => attach(/** @type {HTMLFormElement} */ (form), number))
