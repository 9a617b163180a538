// @ts-check
// Runs before the page is painted, so that colours and sizes chosen earlier do not flash. A classic script: it also works from disk.
(() => {
  const root = document.documentElement
  const NAMES = ['theme', 'size', 'preview']
  /** @param {string} name */
  const read = name => { try { return localStorage.getItem('fatiao.' + name) || '' } catch { return '' } }
  /** @param {string} name @param {string} value */
  const apply = (name, value) => { if (value) root.dataset[name] = value; else delete root.dataset[name] }
  root.classList.remove('no-js')
  if (location.protocol === 'file:') root.dataset.disk = ''
  for (const name of NAMES) apply(name, read(name))
  const mark = () => {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-set]'))) {
      button.setAttribute('aria-pressed', String((root.dataset[button.dataset.set || ''] || '') === button.dataset.to))
    }
  }
  document.addEventListener('DOMContentLoaded', mark)
  // No server is told the question: a fragment stays in the browser. The search script answers the form itself where it has come.
  document.addEventListener('submit', event => {
    const form = /** @type {HTMLFormElement} */ (event.target)
    if (event.defaultPrevented || !form.matches('[data-search]')) return
    event.preventDefault()
    const q = /** @type {HTMLInputElement} */ (form.querySelector('input')).value.trim()
    if (q) location.href = form.action + '#' + new URLSearchParams({ q })
  })
  document.addEventListener('click', event => {
    const button = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('[data-set]')) : null
    if (!button) return
    const name = button.dataset.set || ''
    const to = button.dataset.to || ''
    // A single button is a switch; one of several is a choice.
    const value = to && root.dataset[name] === to ? '' : to
    apply(name, value)
    try { localStorage.setItem('fatiao.' + name, value) } catch { /* A private window forgets; the page still changes. */ }
    mark()
  })
})()
