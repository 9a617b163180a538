// @ts-check
/** Keeps visited pages for reading without a network, where the site wants it: registers the service worker at the site's root. */

const { offline, root = './' } = document.body.dataset
if (offline !== undefined && 'serviceWorker' in navigator && location.protocol.startsWith('http')) {
  addEventListener('load', () => { navigator.serviceWorker.register(root + 'sw.js').catch(() => {}) })
}
