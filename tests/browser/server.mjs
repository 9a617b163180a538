// @ts-check
/** A folder → an address: a static server with gzip, as small as a host can be. Serves nothing outside the folder. */
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8',
}
const PACKED = /^(text|application)\/|svg/

/**
 * Serves `folder` below `prefix` on a free port.
 * @param {string} folder @param {string} [prefix] the path the site lives under, with slashes at both ends
 * @param {(path: string) => Promise<{ status?: number, body?: Uint8Array } | void>} [meddle] may wait, and may put something else
 * in a file's place
 * @returns {Promise<{ base: string, close: () => void }>}
 */
export async function serve(folder, prefix = '/', meddle = async () => {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    const below = path.startsWith(prefix) ? path.slice(prefix.length) : '\0'
    const file = normalize(join(folder, below.endsWith('/') || below === '' ? below + 'index.html' : below))
    const other = await meddle(below) ?? {}
    let status = other.status ?? 200
    let body = other.body ?? (status < 400) && file.startsWith(folder + sep) ? await readFile(file).catch(() => null) : null
    let type = TYPES[extname(file)] ?? 'application/octet-stream'
    if (!body) {
      if (status < 400) status = 404
      body = await readFile(join(folder, '404.html'))
      type = TYPES['.html']
    }
    const packs = PACKED.test(type) && /\bgzip\b/.test(String(request.headers['accept-encoding']))
    const cache = below.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    response.writeHead(status, { 'content-type': type, 'cache-control': cache, 'x-content-type-options': 'nosniff', vary: 'accept-encoding', ...(packs && { 'content-encoding': 'gzip' }) })
    response.end(packs ? gzipSync(body) : body)
  })
  await new Promise(done => server.listen(0, '127.0.0.1', () => done(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { base: `http://127.0.0.1:${address.port}${prefix}`, close: () => { server.closeAllConnections(); server.close() } }
}
