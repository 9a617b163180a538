// @ts-check
/** Fetches the search script when a reader turns to the search box, and not before: most readers of an entry never do. */

let asked = false
const load = async () => {
  if (asked) return
  asked = true
  try {
    await import('./search/ui.js')
  } catch {
    asked = false
    return
  }
  // The script was not there when the box was focused and perhaps typed into: it is told now.
  const input = document.activeElement
  if (!(input instanceof HTMLInputElement) || !input.closest('form[data-search]')) return
  input.dispatchEvent(new Event('focus'))
  if (input.value) input.dispatchEvent(new Event('input', { bubbles: true }))
}

if (document.querySelector('form[data-search="page"]')) load()
document.addEventListener('focusin', event => {
  if (event.target instanceof Element && event.target.closest('form[data-search]')) load()
})
document.addEventListener('keydown', event => {
  if (event.altKey) return
  const inside = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
  const isKey = event.key === '/' ? !inside && !event.ctrlKey && !event.metaKey : event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector('form[data-search] input'))
  if (!isKey || !input) return
  event.preventDefault()
  input.focus()
  input.select()
})
