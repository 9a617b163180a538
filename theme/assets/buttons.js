// @ts-check
/** Closing the menu, copying, printing and leaving fast. */

/** @param {HTMLElement} source */
async function copy(source) {
  let text = source.textContent || ''
  if (!/https?:/.test(text) && location.protocol.startsWith('http')) text += '\n' + location.href.replace(/#.*/, '')
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Old in-app browsers have no clipboard: the text is selected, so that a long press copies it.
    getSelection()?.selectAllChildren(source)
    return document.execCommand('copy')
  }
  return true
}

document.addEventListener('click', async event => {
  const button = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('[data-copy], [data-print]')) : null
  if (!button) return
  if ('print' in button.dataset) { print(); return }
  const source = document.getElementById(button.dataset.copy || '')
  if (source && await copy(source)) {
    const words = button.textContent
    button.textContent = button.dataset.done || words
    setTimeout(() => { button.textContent = words }, 2000)
  }
})

const menu = /** @type {HTMLDetailsElement | null} */ (document.getElementById('menu'))
if (menu) {
  /** @param {Event} event */
  const closeFrom = event => {
    const to = event instanceof FocusEvent ? event.relatedTarget : event.target
    if (to instanceof Node && !menu.contains(to)) menu.open = false
  }
  document.addEventListener('click', closeFrom)
  menu.addEventListener('focusout', closeFrom)
  menu.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
}

// A site that does not know its own address prints the one it was read at.
const address = document.querySelector('.address[hidden]')
if (address && location.protocol.startsWith('http')) {
  address.append(location.href.replace(/#.*/, ''))
  address.removeAttribute('hidden')
}

const exit = /** @type {HTMLAnchorElement | null} */ (document.getElementById('exit'))
if (exit) {
  // Replaced, so that the back button does not return here.
  const leave = () => { document.body.hidden = true; location.replace(exit.href) }
  exit.addEventListener('click', event => { event.preventDefault(); leave() })
  let presses = 0
  document.addEventListener('keydown', event => {
    presses = event.key === 'Escape' ? presses + 1 : 0
    if (presses === 3) leave()
  })
}
