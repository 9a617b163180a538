// @ts-check
/** Fetches the search script when a reader turns to the search box, and not before: most readers of an entry never do. */

const FORM = 'form[data-search]'
// A script that is there already is not fetched again; one that could not be had is, when the box is turned to again.
// The engine, which it imports, is asked for at the same time.
const load = () => { for (const name of ['ui', 'engine']) import(`./search/${name}.js`).catch(() => {}) }

if (document.querySelector('form[data-search=page]')) load()
document.addEventListener('focusin', event => { if (event.target instanceof Element && event.target.closest(FORM)) load() })
document.addEventListener('keydown', event => {
  const { key, target, altKey } = event
  const held = event.ctrlKey || event.metaKey
  const isTyping = /** @type {Element} */ (target).matches('input, textarea, select')
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector(FORM + ' input'))
  if (!input || altKey || (held ? key.toLowerCase() !== 'k' : key !== '/' || isTyping)) return
  event.preventDefault()
  input.focus()
  input.select()
})
