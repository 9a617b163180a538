// @ts-check
/** The box on a law's page that leads to an article by its number: 25, 二十五, 第二十五条, 25之一, 120-1. */

const DIGITS = '零一二三四五六七八九'
const UNITS = { 十: 10, 百: 100, 千: 1000 }

/** A Chinese or Arabic numeral below 10000; 0 where it is none. @param {string} text */
export function number(text) {
  const plain = text.normalize('NFKC').replace(/[〇○]/g, '零').replace(/两/g, '二')
  if (/^\d+$/.test(plain)) return Number(plain)
  if (!/^[零一二三四五六七八九十百千]+$/.test(plain)) return 0
  let sum = 0
  let digit = 0
  for (const sign of plain) {
    const unit = /** @type {Record<string, number>} */ (UNITS)[sign]
    if (unit) { sum += (digit || 1) * unit; digit = 0 } else digit = DIGITS.indexOf(sign)
  }
  return sum + digit
}

/** The key of an article: `25`, `120-1`; empty where the text names none. @param {string} text */
export function key(text) {
  const plain = text.normalize('NFKC').replace(/\s|第|条/g, '')
  const [no = '', insert = ''] = plain.split(/[之-]/)
  const found = number(no)
  if (!found) return ''
  return insert ? (number(insert) ? `${found}-${number(insert)}` : '') : String(found)
}

const form = /** @type {HTMLFormElement | null} */ (globalThis.document?.querySelector('form[data-jump]'))
if (form) {
  form.hidden = false
  form.addEventListener('submit', event => {
    event.preventDefault()
    const typed = /** @type {HTMLInputElement} */ (form.elements[0]).value.trim()
    const found = key(typed)
    const place = found && document.getElementById('a' + found)
    const note = /** @type {HTMLElement} */ (form.querySelector('[role=status]'))
    note.textContent = place || !typed ? '' : (form.dataset.none || '').replace('{}', found.replace('-', '之') || typed)
    if (!place) return
    location.hash = place.id
    place.tabIndex = -1
    place.focus({ preventScroll: true })
  })
}
