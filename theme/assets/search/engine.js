// @ts-check
/**
 * The search engine: the files of an index and a query → the answer. No DOM; runs in browsers and in node.
 * Ranks exactly as `src/site/search/reader.rs`; the files are described in `docs/search-format.md`.
 *
 * @typedef {string[]} Pieces  a text in parts, every second one a match
 * @typedef {{score: number, kind: string, url: string, heading: Pieces, excerpt: Pieces}} Hit
 * @typedef {{number: string, name: string, for: string}} Hotline
 * @typedef {{title: string, text: string, url: string, hotlines: Hotline[]}} Emergency
 * @typedef {{limit?: number, each?: number, off?: string[], kinds?: string[], group?: string, partial?: (answer: Answer) => void}} Options
 *   `each`: instead of the best `limit` of all, the best so many of every kind, if they are worth showing beside the very best; `off`: everyday words not to expand;
 *   `partial`: called with a first answer before single characters and synonyms are in.
 * @typedef {{cut: boolean, loose: boolean, jump?: {title: string, no: string, insert: string, url: string, exact: boolean},
 *   emergencies: Emergency[], expanded: {word: string, legal: string[]}[], candidates: string[], hits: Hit[],
 *   failed: number, near: string[], fallback?: Hotline | null}} Answer
 *   `fallback`: where to turn if nothing helps; a first answer has none.
 * @typedef {(path: string, cache: RequestCache) => Promise<ArrayBuffer | Uint8Array>} Fetch
 */

const HAN = /[〇㐀-䶿一-鿿\uf900-\ufaff\u{20000}-\u{323af}]/u
/** Stretches of Han characters, or of other letters and digits. */
const PARTS = new RegExp(`(${HAN.source})+|((?!${HAN.source})[\\p{Alphabetic}\\p{N}])+`, 'gu')
/** What the first character of a term counts for in its place. */
const FIRST = 2 ** 21
const LONGEST_RUN = 24
const LONGEST = 200
const GENERATION = 5
const NEIGHBOURS = 3
/** Beside a best result, one of a sixth of its score is noise. */
const WORTH = 6
const KEPT = 200
const EXCERPT = 90
/** The digit at index n is worth n modulo 10. */
const DIGITS = '0123456789〇一二三四五六七八九○一两三四五六七八九零'
const NUMBER = `([${DIGITS}]{1,4}|(?:[${DIGITS}]千)?(?:[〇零]?[${DIGITS}]百)?(?:[〇零]?[${DIGITS}]?十)?[〇零]?[${DIGITS}]?)`
const JUMP = new RegExp(`^([^0-9][^第十百千${DIGITS}]*)第?${NUMBER}条?(?:[之-]${NUMBER})?条?(?:第.*)?$`, 'u')

/** NFKC, then lower case character by character (a whole string would treat final sigma otherwise). @param {string} text */
export const fold = text => /^[一-鿿]+$/.test(text) ? text : Array.from(text.normalize('NFKC'), c => c.toLowerCase()).join('')

/** The terms of a folded text in order. @param {string} folded @returns {string[]} */
export const grams = folded => Array.from(folded.matchAll(PARTS), ([part]) => {
  const all = Array.from(part)
  return HAN.test(part) ? all.flatMap((c, at) => at ? [c, all[at - 1] + c] : c) : all.slice(0, LONGEST_RUN).join('')
}).flat()

/** Whether a term is more than one Han character. @param {string} term */
const isLong = term => !!term.replace(HAN, '')

/** Where a word occurs, without overlaps. @param {string} text @param {string} word */
function spots(text, word) {
  const found = []
  for (let at = text.indexOf(word); word && at >= 0; at = text.indexOf(word, at + word.length)) found.push(at)
  return found
}

/** @param {string} term */
function place(term) {
  const [one, two = 0] = Array.from(term, c => Number(c.codePointAt(0)))
  return one * FIRST + two
}

/** A query taken apart. @param {string} typed @param {string} common @param {number[]} weights of a pair and of a single character */
export function readQuery(typed, common, [pair, single]) {
  const start = Array.from(fold(typed.slice(0, 4 * LONGEST)).trim())
  const folded = start.slice(0, LONGEST).join('')
  const parts = folded.split(/["“”「」]/)
  const phrases = parts.slice(0, -1).flatMap((part, at) => at % 2 && part.trim() || [])
  const all = grams(folded)
  const kept = all.filter(term => isLong(term) || !(common.includes(term) && all.some(isLong)))
  const terms = new Map(kept.map(term => [term, isLong(term) ? pair : single]))
  const required = phrases.flatMap(phrase => {
    const found = grams(phrase)
    return found.some(isLong) ? found.filter(isLong) : found
  })
  return { folded, cut: start.length > LONGEST || typed.length > 4 * LONGEST, phrases, terms, required }
}

/** Which of the words a query contains, leaving out those inside a longer one. @param {string} query @param {string[]} words */
export function fired(query, words) {
  const all = words.flatMap((word, row) => spots(query, word).map(at => ({ at, end: at + word.length, row })))
  const kept = all.filter(a => !all.some(b => b.at <= a.at && a.end <= b.end && b.end - b.at > a.end - a.at))
  return [...new Set(kept.sort((a, b) => a.at - b.at).map(spot => spot.row))]
}

/** A well-formed numeral, Arabic or Chinese. @param {string} text */
function numeral(text) {
  let total = 0
  let pending = 0
  for (const c of text) {
    const unit = ' 十百千'.indexOf(c)
    if (unit > 0) [total, pending] = [total + (pending || 1) * 10 ** unit, 0]
    else pending = pending * 10 + DIGITS.indexOf(c) % 10
  }
  return total + pending
}

/** A query that names an article: the law's name and the article's key. @param {string} folded @returns {[string, string] | null} */
export function readJump(folded) {
  const [, name, no, insert] = folded.replace(/[《》\s]/g, '').replace(/^中华人民共和国/, '').match(JUMP) ?? []
  if (!name || !numeral(no) || insert === '') return null
  return [name, numeral(no) + (insert ? `-${numeral(insert)}` : '')]
}

/** @param {string} articles @param {string} key */
const hasArticle = (articles, key) => articles.split(' ').some(span => {
  const [from, to] = span.split('-')
  return to && !key.includes('-') ? +from <= +key && +key <= +to : span === key.replace('-', '.')
})

/** The best stretch of a text, with the terms marked. @param {string} text @param {string[]} terms @returns {Pieces} */
function excerpt(text, terms) {
  const characters = Array.from(text.replace(/\p{White_Space}/gu, ' '))
  const folded = characters.map(c => fold(c))
  const from = folded.flatMap((part, at) => Array(part.length).fill(at))
  const marked = characters.map(() => false)
  for (const term of terms.filter(isLong)) {
    for (const at of spots(folded.join(''), term)) for (const i of from.slice(at, at + term.length)) marked[i] = true
  }
  let [start, best, inside] = [0, 0, 0]
  marked.forEach((mark, at) => {
    inside += +mark - +(at >= EXCERPT && marked[at - EXCERPT])
    if (inside > best && at >= EXCERPT - 1) [best, start] = [inside, at - EXCERPT + 1]
  })
  start = Math.max(0, start - 12)
  const end = start + EXCERPT
  const parts = characters.map((c, at) => (marked[at] === (at > start && marked[at - 1]) ? '' : '\0') + c).slice(start, end)
  if (start) parts.unshift('…')
  if (end < characters.length) parts.push(marked[end - 1] ? '\0…' : '…')
  return parts.join('').split('\0')
}

/** @param {Uint8Array} bytes */
const decode = bytes => new TextDecoder().decode(bytes)

/** Bytes being read. */
class Bytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) { this.bytes = bytes; this.at = 0; this.last = 0 }
  byte() {
    if (this.at >= this.bytes.length) throw Error('damaged')
    return this.bytes[this.at++]
  }
  /** @returns {number} */
  number() {
    const byte = this.byte()
    return byte < 128 ? byte : byte - 128 + 128 * this.number()
  }
  take(length = this.number()) { return this.bytes.subarray(this.at, this.at += length) }
  text() { return decode(this.take()) }
  /** The place after the last one. */
  place() {
    const step = this.number()
    return this.last += (step && step * FIRST - this.last % FIRST) + this.number()
  }
  /** @template T @param {(bytes: Bytes) => T} read @returns {T[]} */
  list(read, length = this.number()) { return Array.from({ length }, () => read(this)) }
}

/** A term shard: each term with where its postings are. @param {Uint8Array} body @param {number} docs */
function readTerms(body, docs) {
  const bytes = new Bytes(body)
  const names = bytes.list(() => {
    const place = bytes.place()
    const first = String.fromCodePoint(place / FIRST | 0)
    const two = place % FIRST
    return first + (two ? String.fromCodePoint(two) : '') + (HAN.test(first) ? '' : bytes.text())
  })
  const counts = names.map(() => bytes.number())
  const scales = counts.map(count => count > 1 ? bytes.byte() : 0)
  const synonyms = counts.map(count => count & 1 ? bytes.list(() => [bytes.text(), bytes.text()]) : [])
  const lone = 4 - (Math.clz32(docs - 1 | 1) >> 3)
  const lengths = counts.map(count => count < 2 ? 0 : count < 4 ? lone : bytes.number())
  const entries = new Map(names.map((name, i) =>
    [name, { count: counts[i] >> 1, scale: Math.round(2 ** (scales[i] / 16)), synonyms: synonyms[i], block: bytes.take(lengths[i]) }]))
  if (bytes.at !== body.length) throw Error('damaged')
  return entries
}

/** The documents and levels of a term, each pair in one number, the level in its last four bits.
 * @param {{count: number, block: Uint8Array}} entry @param {number} docs */
function postings({ count, block }, docs) {
  // Zeros behind the end, so that a window never reaches past it.
  const padded = new Uint8Array(block.length + 3)
  padded.set(block)
  let used = 0
  /** At most 25 bits, or whole bytes. @param {number} count */
  const bits = count => {
    const at = used >> 3
    const window = padded[at] << 24 | padded[at + 1] << 16 | padded[at + 2] << 8 | padded[at + 3]
    used += count
    return count && window << (used - count & 7) >>> 32 - count
  }
  if (count === 1) return [bits(8 * block.length) << 4 | 15]
  const list = new Uint32Array(Math.min(count, docs))
  let length = 0
  /** @param {number} n @param {number} low @param {number} high */
  const rising = (n, low, high) => {
    const range = high - low + 2 - n
    if (!n || range < 1) return
    if (range === 1) {
      while (low <= high) list[length++] = low++
      return
    }
    const half = n >> 1
    const whole = 31 - Math.clz32(range)
    const short = (2 << whole) - range
    const first = bits(whole)
    const middle = low + half + (first < short ? first : first * 2 + bits(1) - short)
    rising(half, low, middle - 1)
    list[length++] = middle
    rising(n - half - 1, middle + 1, high)
  }
  rising(count, 0, docs - 1)
  for (let at = 0; at < length; at++) list[at] = list[at] << 4 | bits(4)
  return list.subarray(0, length)
}

/** The body of a file: unpacked, unless a host or the browser has unpacked it already. @param {ArrayBuffer | Uint8Array} file */
async function unpack(file) {
  const bytes = new Uint8Array(file)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Fetches over HTTP. @param {string} base @returns {Fetch} */
export const overHttp = base => async (path, cache) => {
  const response = await fetch(base + path, { cache, signal: AbortSignal.timeout(8000) })
  if (!response.ok) throw Error(path)
  return response.arrayBuffer()
}

/** What can be had of several things; the rest is counted in `failed`. @template T @param {Promise<T>[]} wanted @param {{failed: number}} answer
 * @returns {Promise<T[]>} */
async function those(wanted, answer) {
  const had = await Promise.all(wanted.map(one => one.catch(() => { answer.failed++ })))
  return /** @type {T[]} */ (had.filter(Boolean))
}

/** An index opened for searching. */
export class Engine {
  #fetch
  /** @type {Map<string, Promise<any>>} */
  #kept = new Map()
  /** @type {Promise<void> | undefined} */
  #opening
  /** @type {any} */
  head

  /** @param {Fetch} from */
  constructor(from) { this.#fetch = from }

  /** Fetches the manifest once; later calls wait for the same. @param {RequestCache} [again] goes past the caches @returns {Promise<void>} */
  open(again) {
    const before = this.#opening
    return !again && before || (this.#opening = this.#manifest(again ?? 'no-cache').catch(error => { this.#opening = before; throw error }))
  }

  /** @param {RequestCache} cache */
  async #manifest(cache) {
    const bytes = new Bytes(await unpack(await this.#fetch('manifest.bin', cache)))
    const head = JSON.parse(bytes.text())
    if (head.v !== 1) throw Error('version')
    head.firsts = bytes.list(() => bytes.place())
    if (this.head?.gen !== head.gen) this.#kept.clear()
    this.head = head
  }

  /** A body of this index, asked for a second time past the caches if it is missing, damaged or of another index.
   * @template T @param {string} name @param {(body: Uint8Array) => T} read @returns {Promise<T>} */
  #body(name, read) {
    const known = this.#kept.get(name)
    if (known) return known
    const folder = this.head.gen
    /** @param {RequestCache} cache */
    const load = async cache => {
      const body = await unpack(await this.#fetch(`${folder}/${name}.bin`, cache))
      if (body.slice(0, GENERATION).reduce((sum, byte) => sum * 256 + byte, 0) !== parseInt(folder, 16)) throw Error('damaged')
      return read(body.subarray(GENERATION))
    }
    const wanted = load('default').catch(() => load('reload')).catch(error => { this.#kept.delete(name); throw error })
    this.#kept.set(name, wanted)
    return wanted
  }

  /** @param {string} name @returns {Promise<any>} */
  #json(name) { return this.#body(name, body => JSON.parse(decode(body))) }

  /** The row of a document: `d` has titles and answers, `x` has texts. @param {'d' | 'x'} name @param {number} id @returns {Promise<any>} */
  async #row(name, id) {
    const each = this.head[name === 'd' ? 'perHead' : 'perText']
    return (await this.#json(name + Math.floor(id / each)))[id % each]
  }

  /** The entries of some terms, if any can be had. @param {string[]} terms @param {{failed: number}} answer @returns {Promise<Map<string, any>>} */
  async #entries(terms, answer) {
    const found = await those(terms.map(async term => {
      const wanted = place(term)
      const shard = this.head.firsts.findLastIndex((/** @type {number} */ first) => first <= wanted)
      const entries = shard < 0 ? null : await this.#body('t' + shard, body => readTerms(body, this.head.docs))
      return /** @type {const} */ ([term, entries?.get(term)])
    }), answer)
    if (terms.length && !found.length) throw Error('offline')
    return new Map(found)
  }

  /** Answers a query. If the index changed on the server meanwhile, it starts over with the new manifest.
   * @param {string} typed @param {Options} [options] @returns {Promise<Answer>} */
  async search(typed, options = {}) {
    await this.open()
    const before = this.head.gen
    const first = this.#answer(typed, options)
    if (!await first.then(answer => answer.failed, () => 1)) return first
    await this.open('reload').catch(() => {})
    return this.head.gen === before ? first : this.#answer(typed, options)
  }

  /** @param {string} typed @param {Options} options @returns {Promise<Answer>} */
  async #answer(typed, options) {
    const { common, weights, fallback } = this.head
    const query = readQuery(typed, common, weights)
    /** @type {Answer} */
    const answer = {
      cut: query.cut, loose: false, expanded: [], candidates: [], hits: [], failed: 0, near: [], emergencies: [],
    }
    answer.jump = await this.#jump(query.folded).catch(() => undefined)
    if (answer.jump?.exact) return answer
    const offering = this.#candidates(query.folded).catch(() => [])
    const alarming = those([this.#emergencies(query.folded)], answer)
    const allowing = this.#allowed(options)
    const all = [...query.terms.keys()]
    const long = all.filter(isLong)
    const everything = this.#entries(all, answer)
    everything.catch(() => {})
    if (options.partial && long.length && long.length < all.length) {
      const first = { ...answer, emergencies: (await alarming).flat() }
      await this.#fill(first, query, await this.#entries(long, first), await allowing, options)
      if (first.hits.length) options.partial(first)
    }
    const found = await everything
    await this.#expand(answer, query, found, options.off ?? [])
    await this.#fill(answer, query, found, await allowing, options)
    const near = long.filter(term => found.get(term)?.count).slice(0, 6)
    return Object.assign(answer, { candidates: await offering, emergencies: (await alarming).flat(), near, fallback })
  }

  /** The cards whose rules a query meets. @param {string} folded @returns {Promise<Emergency[]>} */
  async #emergencies(folded) {
    /** @param {string} word */
    const holds = word => folded.includes(word)
    const met = this.head.emergencies.map((/** @type {[string[][], string[]]} */ [any, unless]) => any.some(words => words.every(holds)) && !unless.some(holds))
    return met.includes(true) ? (await this.#json('e')).filter((/** @type {Emergency} */ _, /** @type {number} */ at) => met[at]) : []
  }

  /** Adds legal words to a query. @param {Answer} answer @param {ReturnType<typeof readQuery>} query @param {Map<string, any>} found
   * @param {string[]} off */
  async #expand(answer, query, found, off) {
    const { weights, docs } = this.head
    /** @type {[string, string, number][]} */
    const rows = [...found.values()].flatMap(entry => entry?.synonyms.map((/** @type {[string, string]} */ row) => [...row, entry.count]) ?? [])
    /** @type {Map<string, number>} */
    const added = new Map()
    for (const row of fired(query.folded, rows.map(([word]) => word))) {
      const [word, words, count] = rows[row]
      if (off.includes(word)) continue
      const legal = words.split(' ')
      answer.expanded.push({ word, legal })
      for (const pairs of legal.map(word => grams(fold(word)).filter(isLong))) {
        const share = Math.round(100 / Math.sqrt(Math.min(pairs.length, 7)))
        // Shifting drops the fraction, and halves what comes from a frequent word.
        const weight = weights[2] * share / 100 >> +(count * 200 > docs)
        for (const pair of pairs) if (!query.terms.has(pair)) added.set(pair, Math.max(weight, added.get(pair) ?? 0))
      }
    }
    for (const [term, entry] of await this.#entries([...added.keys()], answer)) found.set(term, entry)
    for (const [term, weight] of added) query.terms.set(term, weight)
  }

  /** Ranks, and fetches what is shown. @param {Answer} answer @param {ReturnType<typeof readQuery>} query @param {Map<string, any>} found
   * @param {any[][]} allowed @param {Options} options */
  async #fill(answer, query, found, allowed, { limit = 10, each }) {
    let best = this.rank(query, found, query.required, allowed)
    if (query.phrases.length) {
      best = await this.#holding(best, query.phrases, limit)
      answer.loose = !best.length
      if (answer.loose) best = this.rank(query, found, [], allowed)
    }
    const marks = [...query.terms.keys()]
    /** @type {Record<string, number>} */
    const counts = {}
    const shown = each ? best.filter(([doc, score]) => {
      const kind = this.#kind(doc)
      counts[kind] = (counts[kind] ?? 0) + 1
      return counts[kind] <= each && score * WORTH > best[0][1]
    }) : best.slice(0, limit)
    answer.hits = await those(shown.map(([id, score]) => this.#hit(id, score, marks, query.phrases.length > 0 && !answer.loose)), answer)
  }

  /** The best documents of each range with their scores, best first.
   * @param {ReturnType<typeof readQuery>} query @param {Map<string, any>} found @param {string[]} required
   * @param {any[][]} allowed rows that end in the bounds of a range @returns {[number, number][]} */
  rank(query, found, required, allowed) {
    const { docs, cap, weights, kinds } = this.head
    const scores = new Float64Array(docs)
    const met = new Uint8Array(docs)
    let demanded = 0
    let most = 0
    for (const [term, weight] of query.terms) {
      const entry = found.get(term)
      const must = required.includes(term) && !(entry?.count >= cap)
      demanded += +must
      if (!entry) continue
      const value = weight * entry.scale
      const list = postings(entry, docs)
      for (let at = 0; at < list.length; at++) {
        const doc = list[at] >> 4
        most = Math.max(most, scores[doc] += value * (list[at] & 15))
        if (must) met[doc]++
      }
    }
    const [, first, last] = kinds.find((/** @type {any} */ [kind]) => kind === 'article') ?? []
    /** @param {[number, number]} a @param {[number, number]} b */
    const better = (a, b) => b[1] - a[1] || a[0] - b[0]
    /** @type {[number, number][]} */
    const all = []
    for (const row of allowed) {
      const [from, to] = row.slice(-2)
      /** @type {[number, number][]} */
      let best = []
      let least = 0
      for (let doc = from; doc < to; doc++) {
        if (!scores[doc] || met[doc] < demanded || scores[doc] * 100 + weights[3] * most < least) continue
        let near = 0
        if (doc >= first && doc < last) {
          const end = Math.min(last, doc + NEIGHBOURS + 1)
          for (let at = Math.max(first, doc - NEIGHBOURS); at < end; at++) if (at !== doc && scores[at] > near) near = scores[at]
        }
        const score = scores[doc] * 100 + weights[3] * near
        if (score < least) continue
        best.push([doc, score])
        if (best.length > 2 * KEPT) {
          best = best.sort(better).slice(0, KEPT)
          least = best[KEPT - 1][1]
        }
      }
      all.push(...best.sort(better).slice(0, KEPT))
    }
    return all.sort(better)
  }

  /** Those whose text holds all phrases, until enough. @param {[number, number][]} ranked @param {string[]} phrases @param {number} enough */
  async #holding(ranked, phrases, enough) {
    const kept = []
    for (let at = 0; at < ranked.length && kept.length < enough; at += 10) {
      const part = ranked.slice(at, at + 10)
      const texts = await Promise.all(part.map(async ([id]) => {
        const [title, , answer, text] = await this.#row('d', id)
        return fold([title, answer, answer ? await this.#row('x', id) : text].join('\n'))
      }))
      kept.push(...part.filter((_, i) => phrases.every(phrase => texts[i].includes(phrase))))
    }
    return kept
  }

  /** @param {number} id */
  #kind(id) { return this.head.kinds.find((/** @type {any} */ [, , to]) => id < to)[0] }

  /** @param {number} id @param {number} score @param {string[]} marks @param {boolean} exact @returns {Promise<Hit>} */
  async #hit(id, score, marks, exact) {
    const [title, url, answer, text] = await this.#row('d', id)
    let pieces = excerpt(answer || text, marks)
    // The text of a document with an answer is there already only if a phrase was looked for in it.
    if (exact && answer && !pieces[1]) pieces = excerpt(await this.#row('x', id), marks)
    return { score, kind: this.#kind(id), url, heading: excerpt(title, marks), excerpt: pieces }
  }

  /** The groups by which results can be filtered: `[kind, group, from, to]`. @returns {Promise<[string, string, number, number][]>} */
  facets() { return this.#json('f') }

  /** The rows of some kinds, or of a group. @param {Options} options @returns {Promise<any[][]>} */
  async #allowed({ kinds = [], group }) {
    /** @type {any[][]} */
    const rows = group ? await this.facets() : this.head.kinds
    return rows.filter(([kind, name]) => (!group || name === group) && (!kinds.length || kinds.includes(kind)))
  }

  /** @param {string} folded */
  async #jump(folded) {
    const [name, article] = readJump(folded) ?? []
    const law = name && (await this.#json('j')).find((/** @type {any} */ row) => row[3].includes(name))
    if (!article || !law) return
    const exact = hasArticle(law[4], article)
    const [no, insert] = article.split('-')
    return { title: law[0], no, insert: +insert > 9 ? insert : DIGITS[+insert + 10], url: exact ? law[2].replace('{}', article) : law[1], exact }
  }

  /** Words that letters may stand for. @param {string} folded @returns {Promise<string[]>} */
  async #candidates(folded) {
    const letters = folded.replace(/[ ']/g, '')
    if (!/^[a-z]{2,}$/.test(letters)) return []
    /** @type {string[]} */
    const firsts = await this.#json('p')
    const start = Math.max(0, firsts.findLastIndex(first => first < letters))
    const shards = firsts.slice(start, start + 3).filter((first, at) => !at || first.startsWith(letters))
    const bodies = await Promise.all(shards.map((_, at) => this.#body('p' + (start + at), decode)))
    const found = bodies.join('').split('\n').map(line => line.split('\t')).filter(([reading]) => reading.startsWith(letters))
    found.sort((a, b) => +(a[0] !== letters) - +(b[0] !== letters) || +b[2] - +a[2] || (a[1] < b[1] ? -1 : 1))
    return [...new Set(found.map(([, word]) => word))].slice(0, 8)
  }
}
