// @ts-check
/// <reference lib="webworker" />
/**
 * Keeps visited pages, the telephone numbers and the search page for reading without a network. The network always comes first, so
 * nobody reads an outdated page while a newer one can be had; a page from the store says so on its face.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self))
const STORE = 'fatiao-1'
const LIMIT = 400
const PATIENCE = 5000
const FIRST = ['hotlines.html', 'search.html', 'index.html']

worker.addEventListener('install', event => {
  event.waitUntil(prepare().then(() => worker.skipWaiting()))
})
worker.addEventListener('activate', event => {
  const others = caches.keys().then(names => Promise.all(names.filter(name => name.startsWith('fatiao-') && name !== STORE).map(name => caches.delete(name))))
  event.waitUntil(others.then(() => worker.clients.claim()))
})
worker.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin || !url.href.startsWith(worker.registration.scope)) return
  event.respondWith(url.pathname.includes('/assets/') ? stored(request) : fresh(request))
})

/** The first pages, and what they link to as style and script. */
async function prepare() {
  const store = await caches.open(STORE)
  await Promise.all(FIRST.map(async name => {
    const answer = await fetch(name, { cache: 'reload' })
    if (!answer.ok) return
    await store.put(name, answer.clone())
    const parts = [...(await answer.text()).matchAll(/(?:src|href)="([^"]*assets\/[^"#]+)/g)].map(match => match[1] ?? '')
    await Promise.all([...new Set(parts)].map(async part => { if (!await store.match(part)) await store.add(part) }))
  }))
}

/** Assets carry a fingerprint in their folder's name: what is stored is right. @param {Request} request */
async function stored(request) {
  const known = await caches.match(request)
  return known ?? keep(request, await fetch(request))
}

/** @param {Request} request */
async function fresh(request) {
  const late = new Promise((_, reject) => { setTimeout(reject, PATIENCE) })
  const network = fetch(request).then(answer => keep(request, answer))
  const known = await caches.match(request, { ignoreSearch: true })
  try {
    return /** @type {Response} */ (await (known ? Promise.race([network, late]) : network))
  } catch {
    network.catch(() => {})
    return known ? marked(known) : Response.error()
  }
}

/** @param {Request} request @param {Response} answer */
async function keep(request, answer) {
  if (!answer.ok || answer.type !== 'basic') return answer
  const store = await caches.open(STORE)
  await store.put(request, answer.clone())
  const names = await store.keys()
  await Promise.all(names.slice(0, Math.max(0, names.length - LIMIT)).map(name => store.delete(name)))
  return answer
}

/** A stored page with its note uncovered. @param {Response} answer */
async function marked(answer) {
  if (!answer.headers.get('content-type')?.startsWith('text/html')) return answer
  const html = (await answer.text()).replace('class="offline-note" hidden', 'class="offline-note"')
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}
