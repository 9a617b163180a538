// @ts-check
/** Compares the dates that pages carry with the reader's clock: a page built in March says what is true today. */

const now = new Date()
const today = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`

/** Fills the status words of versions below `root`. @param {ParentNode} root */
export function tellStatus(root) {
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.status'))) {
    const { from = '', until = '' } = mark.dataset
    const state = from > today ? 'future' : until && until <= today ? 'past' : 'now'
    mark.textContent = mark.dataset[state] || ''
    mark.classList.add('is-' + state)
  }
}

tellStatus(document)
for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-since]'))) {
  const yet = row.querySelector('.yet')
  if (yet && (row.dataset.since || '') > today) yet.removeAttribute('hidden')
}
