// @ts-check
/**
 * The search box on every page and the search page. Fills lists from `engine.js`; builds nodes, never HTML from text.
 *
 * Contract. On every page, once or more:
 *
 *     <form role="search" data-search data-base="../" action="../search.html">
 *       <label for="q">搜索</label> <input id="q" type="search" name="q" autocomplete="off">
 *     </form>
 *
 * `data-base` is the relative path to the site's root (`./` at the root); the index is `<base>search/manifest.bin`. `action` is
 * the search page, which without script is the index of everything. On the search page the form says `data-search="page"`: results
 * then stand below the form for good, with filters, and the query stands in the fragment (`#q=…&kind=…&group=…`).
 * The engine is fetched when a box is first focused (on the search page at once), from beside this module: both stay in one folder;
 * name the folder, not the files, by their hash.
 *
 * What the script adds, for the style sheet: `.search-panel` (all of it, a sibling after the form's content), in it
 * `.search-note` (live region), `.search-filters`, `.search-card` (emergency or fallback), `.search-synonyms`,
 * `.search-list` (listbox), `.search-group` with `.search-label`, `.search-hit` (option; `aria-selected`), in it
 * `.search-title`, `.search-excerpt` with `mark`. `data-strings` on the form (JSON) or `strings` in the index replace TEXT below.
 */
/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./engine.js').Answer} Answer */
/** @typedef {import('./engine.js').Hotline} Hotline */

const TEXT = {
  hotline: '电话', entry: '问答', article: '法条', law: '法律', term: '名词', all: '全部', group: '章节或法律',
  found: '找到{}条', none: '没有找到。换个说法，或者只留一两个词', near: '只搜', also: '已同时查找：', undo: '不要同时查找', redo: '恢复同时查找', no: '第{}条', inserted: '第{}条之{}',
  cut: '问题太长，只用了前200个字', loose: '没有一字不差的，下面是相近的', letters: '是不是要找：', jump: '直接看：',
  noArticle: '这里没有收这一条，看整部法律', help: '也可以免费问人：', partial: '有一部分没有取到，结果可能不全', retry: '重试',
  offline: '现在没有网络，连上后再试', broken: '搜索暂时用不了', browse: '按目录找', loading: '正在找……', more: '更多',
}

/** @type {Map<string, Promise<Engine>>} */
const engines = new Map()

/** The engine for a site's root, fetched when it is first wanted. @param {string} base @returns {Promise<Engine>} */
function engineFor(base) {
  const known = engines.get(base)
  if (known) return known
  const made = import('./engine.js').then(({ Engine, overHttp }) => new Engine(overHttp(base + 'search/')))
  made.catch(() => engines.delete(base))
  engines.set(base, made)
  return made
}

/** A new element with its class, its text or children, and attributes.
 * @param {string} name @param {string} [kind] @param {(Node | string)[]} [children] @param {Record<string, string>} [attributes] */
function node(name, kind = '', children = [], attributes = {}) {
  const made = document.createElement(name)
  if (kind) made.className = kind
  made.append(...children)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

/** @param {string} text @param {() => void} act */
function button(text, act) {
  const made = node('button', '', [text], { type: 'button' })
  made.addEventListener('click', act)
  return made
}

/** @param {HTMLFormElement} form @param {number} number */
function attach(form, number) {
  const input = form.querySelector('input')
  if (!input) return
  const base = form.dataset.base || './'
  const isPage = form.dataset.search === 'page'
  const text = { ...TEXT, ...JSON.parse(form.dataset.strings || '{}') }
  const id = `search-${number}`
  const note = node('p', 'search-note', [], { role: 'status', 'aria-live': 'polite' })
  const filters = node('div', 'search-filters')
  const before = node('div')
  const list = node('div', 'search-list', [], { role: 'listbox', id, 'aria-label': input.getAttribute('aria-label') || text.all })
  const panel = node('div', 'search-panel', [note, filters, before, list])
  panel.hidden = true
  form.append(panel)
  for (const [key, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, autocomplete: 'off' })) {
    input.setAttribute(key, value)
  }

  const state = { turn: 0, active: -1, composing: false, timer: 0, asked: '', off: /** @type {string[]} */ ([]), kind: '', group: '' }
  /** @type {HTMLElement[]} */
  let options = []

  /** @param {boolean} open */
  const show = open => {
    panel.hidden = !open
    input.setAttribute('aria-expanded', String(open && options.length > 0))
    if (!open) move(-1)
  }

  /** @param {number} to */
  const move = to => {
    options[state.active]?.setAttribute('aria-selected', 'false')
    state.active = to
    const option = options[to]
    option?.setAttribute('aria-selected', 'true')
    option?.scrollIntoView({ block: 'nearest' })
    if (option) input.setAttribute('aria-activedescendant', option.id)
    else input.removeAttribute('aria-activedescendant')
  }

  /** @param {string} url @param {(Node | string)[]} children */
  const option = (url, children) => {
    const made = node('a', 'search-hit', children, { role: 'option', href: base + url, id: `${id}-${options.length}`, 'aria-selected': 'false' })
    if (!isPage) made.tabIndex = -1
    options.push(made)
    return made
  }

  /** @param {string} name @param {Node[]} children */
  const group = (name, children) => {
    const label = node('div', 'search-label', [name], { id: `${id}-g${list.childElementCount}` })
    list.append(node('div', 'search-group', [label, ...children], { role: 'group', 'aria-labelledby': label.id }))
  }

  /** @param {Hotline} line */
  const call = line => node('p', '', [node('a', '', [line.number], { href: `tel:${line.number}` }), ` ${line.name}${line.for ? '：' + line.for : ''}`])

  /** @param {string} article */
  const named = article => {
    const [no, insert] = article.split('-')
    return (insert ? text.inserted : text.no).replace('{}', no).replace('{}', insert)
  }

  /** @param {string} typed */
  const ask = typed => { input.value = typed; state.off = []; run(true) }

  /** @param {Answer} answer */
  const render = answer => {
    const chosen = options[state.active]?.getAttribute('href')
    options = []
    list.replaceChildren()
    before.replaceChildren(...answer.emergencies.map(card => node('section', 'search-card', [
      card.url ? node('a', '', [card.title], { href: base + card.url }) : node('strong', '', [card.title]),
      node('p', '', [card.text]), ...card.hotlines.map(call)])))
    if (answer.expanded.length || state.off.length) {
      before.append(node('p', 'search-synonyms', [
        ...(answer.expanded.length ? [text.also + answer.expanded.flatMap(row => row.legal).join('、') + ' '] : []),
        ...answer.expanded.map(row => button(`${text.undo}“${row.word}”`, () => { state.off.push(row.word); run(false) })),
        ...(state.off.length ? [button(text.redo, () => { state.off = []; run(false) })] : [])]))
    }
    const words = answer.candidates.length ? answer.candidates : answer.hits.length ? [] : answer.near
    if (words.length) {
      before.append(node('p', 'search-words', [answer.candidates.length ? text.letters : text.near + ' ', ...words.map(word => button(word, () => ask(word)))]))
    }
    if (answer.jump) {
      const { title, article, url, exact } = answer.jump
      group(text.jump, [option(url, [node('span', 'search-title', [exact ? title + named(article) : `${title}：${text.noArticle}`])])])
    }
    for (const kind of ['hotline', 'entry', 'article', 'law', 'term']) {
      const hits = answer.hits.filter(hit => hit.kind === kind)
      if (!hits.length) continue
      group(/** @type {any} */ (text)[kind], hits.map(hit => option(hit.url, [
        node('span', 'search-title', [hit.title]),
        node('span', 'search-excerpt', hit.excerpt.map(piece => piece.mark ? node('mark', '', [piece.text]) : piece.text))])))
    }
    if (answer.final && !answer.hits.length && !answer.jump && answer.fallback) {
      before.append(node('section', 'search-card', [text.help, call(answer.fallback)]))
    }
    state.active = -1
    move(chosen ? options.findIndex(option => option.getAttribute('href') === chosen) : -1)
  }

  /** @param {Answer} answer */
  const tell = answer => {
    const parts = [answer.total ? text.found.replace('{}', String(answer.total)) : answer.jump || answer.candidates.length ? '' : text.none]
    if (answer.cut) parts.push(text.cut)
    if (answer.loose) parts.push(text.loose)
    if (answer.failed) parts.push(text.partial)
    note.replaceChildren(parts.filter(Boolean).join('。'))
    if (answer.failed) note.append(' ', button(text.retry, () => run(false)))
  }

  const fail = () => {
    options = []
    list.replaceChildren()
    before.replaceChildren()
    note.replaceChildren(navigator.onLine === false ? text.offline : text.broken, ' ', button(text.retry, () => run(false)),
      ' ', node('a', '', [text.browse], { href: form.getAttribute('action') || base }))
    show(true)
  }

  /** Asks the engine; an answer that comes after a later question is dropped. @param {boolean} remember */
  const run = async remember => {
    const typed = input.value.trim()
    const turn = ++state.turn
    if (isPage) address(typed, remember)
    if (!typed) { show(false); return }
    note.textContent = text.loading
    show(true)
    try {
      const asked = {
        each: isPage ? (state.kind ? 30 : 8) : 4, off: state.off, kinds: state.kind ? [state.kind] : [], group: state.group || undefined,
        partial: (/** @type {Answer} */ answer) => { if (turn === state.turn) { render(answer); show(true) } },
      }
      const engine = await engineFor(base)
      const answer = await engine.search(typed, asked)
      if (turn !== state.turn) return
      Object.assign(text, engine.head.strings)
      render(answer)
      tell(answer)
      if (isPage) await facets(engine)
      show(true)
    } catch {
      if (turn === state.turn) fail()
    }
  }

  /** @param {string} typed @param {boolean} remember */
  const address = (typed, remember) => {
    const parts = new URLSearchParams(Object.entries({ q: typed, kind: state.kind, group: state.group }).filter(([, value]) => value))
    const hash = parts.size ? '#' + parts : ''
    if (hash === location.hash) return
    history[remember ? 'pushState' : 'replaceState'](null, '', location.pathname + location.search + hash)
  }

  const restore = () => {
    const parts = new URLSearchParams(location.hash.slice(1))
    input.value = parts.get('q') ?? new URLSearchParams(location.search).get('q') ?? ''
    state.kind = parts.get('kind') ?? ''
    state.group = parts.get('group') ?? ''
    run(false)
  }

  /** The filters: a button for each kind there is, and a list of chapters and laws. */
  const facets = async (/** @type {Engine} */ engine) => {
    if (filters.childElementCount) return mark()
    const rows = await engine.facets().catch(() => [])
    if (filters.childElementCount) return mark()
    const kinds = ['', ...engine.head.kinds.map((/** @type {any} */ row) => row[0])]
    filters.append(...kinds.map(kind => {
      const made = button(/** @type {any} */ (text)[kind || 'all'], () => { state.kind = kind; run(true) })
      made.dataset.kind = kind
      return made
    }))
    const names = [...new Set(rows.map(row => row[1]))]
    if (names.length) {
      const select = /** @type {HTMLSelectElement} */ (node('select', '', [node('option', '', [text.all], { value: '' }), ...names.map(name => node('option', '', [name], { value: name }))], { 'aria-label': text.group }))
      select.addEventListener('change', () => { state.group = select.value; run(true) })
      filters.append(select)
    }
    mark()
  }

  const mark = () => {
    for (const made of filters.querySelectorAll('button')) made.setAttribute('aria-pressed', String(made.dataset.kind === state.kind))
    const select = filters.querySelector('select')
    if (select) select.value = state.group
  }

  const soon = () => {
    clearTimeout(state.timer)
    if (state.composing) return
    state.off = []
    state.timer = window.setTimeout(() => run(false), 120)
  }

  input.addEventListener('compositionstart', () => { state.composing = true })
  input.addEventListener('compositionend', () => { state.composing = false; soon() })
  input.addEventListener('input', soon)
  input.addEventListener('focus', () => { engineFor(base).then(engine => engine.open()).catch(() => {}); if (input.value && options.length) show(true) })
  input.addEventListener('keydown', event => {
    if (event.isComposing || state.composing) return
    const count = options.length
    if (event.key === 'Escape' && !panel.hidden && !isPage) show(false)
    else if (event.key === 'ArrowDown' && count) { show(true); move((state.active + 1) % count) }
    else if (event.key === 'ArrowUp' && count) { show(true); move((state.active <= 0 ? count : state.active) - 1) }
    else if (event.key === 'Enter' && options[state.active]) options[state.active].click()
    else return
    event.preventDefault()
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    clearTimeout(state.timer)
    if (isPage) run(true)
    else if (input.value.trim()) location.href = `${form.getAttribute('action') || base}#${new URLSearchParams({ q: input.value.trim() })}`
  })
  if (isPage) {
    window.addEventListener('popstate', restore)
    window.addEventListener('hashchange', restore)
    restore()
  } else {
    document.addEventListener('pointerdown', event => { if (!form.contains(/** @type {Node} */ (event.target))) show(false) })
    form.addEventListener('focusout', event => { if (event.relatedTarget && !form.contains(/** @type {Node} */ (event.relatedTarget))) show(false) })
  }
  window.addEventListener('online', () => { if (!panel.hidden && !options.length) run(false) })
}

document.querySelectorAll('form[data-search]').forEach((form, number) => attach(/** @type {HTMLFormElement} */ (form), number))
document.addEventListener('keydown', event => {
  const inside = event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName))
  const isSlash = event.key === '/' && !inside && !event.ctrlKey && !event.metaKey && !event.altKey
  const isK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey
  if (!isSlash && !isK) return
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector('form[data-search="page"] input') ?? document.querySelector('form[data-search] input'))
  if (!input) return
  event.preventDefault()
  input.focus()
  input.select()
})
