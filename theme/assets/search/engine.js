// @ts-check
/**
 * The search engine: the files of an index and a query → the answer. No DOM; runs in browsers and in node.
 * Ranks exactly as `src/site/search/reader.rs`; the files are described in `docs/search-format.md`.
 *
 * @typedef {{text: string, mark: boolean}} Piece
 * @typedef {{id: number, score: number, kind: string, title: string, url: string, answer: string, heading: Piece[], excerpt: Piece[]}} Hit
 * @typedef {{number: string, name: string, for: string}} Hotline
 * @typedef {{title: string, text: string, url: string, hotlines: Hotline[]}} Emergency
 * @typedef {{limit?: number, each?: number, synonyms?: boolean, off?: string[], kinds?: string[], group?: string,
 *   partial?: (answer: Answer) => void}} Options
 *   `each`: instead of the best `limit` of all, the best so many of every kind, if they are worth showing beside the very best; `off`: everyday words not to expand;
 *   `partial`: called with a first answer before single characters and synonyms are in.
 * @typedef {{cut: boolean, loose: boolean, jump: null | {title: string, article: string, url: string, exact: boolean},
 *   emergencies: Emergency[], expanded: {word: string, legal: string[]}[], candidates: string[], hits: Hit[], total: number,
 *   failed: number, near: string[], fallback: Hotline | null, final: boolean}} Answer
 * @typedef {(path: string, again: boolean) => Promise<ArrayBuffer | Uint8Array>} Fetch
 */

const HAN = /[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/u
const WORD = /[\p{Alphabetic}\p{N}]/u
const LONGEST_RUN = 24
const LONGEST = 200
const GENERATION = 5
const SHARES = [100, 100, 71, 58, 50, 45, 41, 38]
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
export function grams(folded) {
  const terms = []
  let before = ''
  let run = ''
  let length = 0
  const end = () => { if (run) terms.push(run); run = ''; length = 0 }
  for (const c of folded) {
    if (HAN.test(c)) {
      end()
      terms.push(c)
      if (before) terms.push(before + c)
      before = c
      continue
    }
    before = ''
    if (!WORD.test(c)) end()
    else if (length++ < LONGEST_RUN) run += c
  }
  end()
  return terms
}

/** @param {string} term */
const isSingle = term => HAN.test(term) && Array.from(term).length === 1

/** @param {string} term */
function place(term) {
  const [one, two] = Array.from(term)
  return (one?.codePointAt(0) ?? 0) * 2097152 + (two?.codePointAt(0) ?? 0)
}

/** A query taken apart. @param {string} typed @param {string} common @param {number[]} weights of a pair and of a single character */
export function readQuery(typed, common, [pair, single]) {
  const all = Array.from(fold(typed.slice(0, 4 * LONGEST)).trim())
  const folded = all.slice(0, LONGEST).join('')
  const parts = folded.split(/["“”「」]/)
  const phrases = parts.slice(0, -1).filter((_, at) => at % 2).map(part => part.trim()).filter(Boolean)
  /** @type {Map<string, number>} */
  let terms = new Map()
  for (const term of grams(folded)) terms.set(term, isSingle(term) ? single : pair)
  if ([...terms.keys()].some(term => !isSingle(term))) {
    terms = new Map([...terms].filter(([term]) => !isSingle(term) || !common.includes(term)))
  }
  const required = phrases.flatMap(phrase => {
    const found = grams(phrase)
    const long = found.filter(term => !isSingle(term))
    return long.length ? long : found
  })
  return { folded, cut: all.length > LONGEST || typed.length > 4 * LONGEST, phrases, terms, required }
}

/** Which of the words a query contains, leaving out those inside a longer one. @param {string} query @param {string[]} words */
export function fired(query, words) {
  const spots = words.flatMap((word, row) => {
    const found = []
    for (let at = query.indexOf(word); word && at >= 0; at = query.indexOf(word, at + word.length)) {
      found.push({ at, end: at + word.length, row })
    }
    return found
  })
  const kept = spots.filter(a => !spots.some(b => b.at <= a.at && a.end <= b.end && b.end - b.at > a.end - a.at))
  return [...new Set(kept.sort((a, b) => a.at - b.at || a.end - b.end || a.row - b.row).map(spot => spot.row))]
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

/** The best stretch of a text, with the terms marked. @param {string} text @param {string[]} terms @returns {Piece[]} */
export function excerpt(text, terms) {
  const characters = Array.from(text, c => /\p{White_Space}/u.test(c) ? ' ' : c)
  let folded = ''
  /** @type {number[]} */
  const from = []
  characters.forEach((c, at) => {
    folded += fold(c)
    while (from.length < folded.length) from.push(at)
  })
  /** @type {boolean[]} */
  const marked = characters.map(() => false)
  for (const term of terms) {
    if (isSingle(term)) continue
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      for (let i = at; i < at + term.length; i++) marked[from[i]] = true
    }
  }
  let start = 0
  if (characters.length > EXCERPT) {
    let inside = marked.slice(0, EXCERPT).filter(Boolean).length
    let best = inside
    for (let at = 1; at <= characters.length - EXCERPT; at++) {
      inside += +marked[at + EXCERPT - 1] - +marked[at - 1]
      if (inside > best) [best, start] = [inside, at]
    }
    start = Math.max(0, start - 12)
  }
  const end = Math.min(start + EXCERPT, characters.length)
  /** @type {Piece[]} */
  const pieces = start ? [{ text: '…', mark: false }] : []
  for (let at = start; at < end; at++) {
    const last = pieces[pieces.length - 1]
    if (last && last.mark === marked[at] && !(start && at === start)) last.text += characters[at]
    else pieces.push({ text: characters[at], mark: marked[at] })
  }
  if (end < characters.length) pieces.push({ text: '…', mark: false })
  return pieces
}

/** Bytes being read. */
class Bytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) { this.bytes = bytes; this.at = 0 }
  byte() {
    if (this.at >= this.bytes.length) throw new Error('damaged')
    return this.bytes[this.at++]
  }
  number() {
    let number = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte()
      number += (byte & 127) * unit
      if (byte < 128) return number
    }
  }
  text() {
    const length = this.number()
    if (this.at + length > this.bytes.length) throw new Error('damaged')
    this.at += length
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at))
  }
}

/** A term shard: each term with where its postings are. @param {Uint8Array} body @param {number} docs */
function readTerms(body, docs) {
  const bytes = new Bytes(body)
  const count = bytes.number()
  const names = []
  let one = 0
  let two = 0
  for (let i = 0; i < count; i++) {
    const step = bytes.number()
    const next = bytes.number()
    one += step
    two = step ? next : two + next
    const first = String.fromCodePoint(one)
    names.push(first + (two ? String.fromCodePoint(two) : '') + (HAN.test(first) ? '' : bytes.text()))
  }
  const counts = names.map(() => bytes.number())
  const scales = counts.map(number => number > 1 ? bytes.byte() : 0)
  const synonyms = counts.map(number => {
    /** @type {[string, string][]} */
    const rows = []
    for (let left = number & 1 ? bytes.number() : 0; left > 0; left--) rows.push([bytes.text(), bytes.text()])
    return rows
  })
  const lone = docs <= 256 ? 1 : docs <= 65536 ? 2 : docs <= 16777216 ? 3 : 4
  const lengths = counts.map(number => number < 2 ? 0 : number < 4 ? lone : bytes.number())
  let at = bytes.at
  const entries = new Map(names.map((name, i) => {
    const block = body.subarray(at, at + lengths[i])
    at += lengths[i]
    return [name, { count: counts[i] >> 1, scale: Math.round(2 ** (scales[i] / 16)), synonyms: synonyms[i], block }]
  }))
  if (at !== body.length) throw new Error('damaged')
  return entries
}

/** Calls `each` with the documents and levels of a term. @param {{count: number, block: Uint8Array}} entry @param {number} docs
 * @param {(doc: number, level: number) => void} each */
function postings({ count, block }, docs, each) {
  if (count === 1) return each(block.reduce((doc, byte) => doc * 256 + byte, 0), 15)
  // Three zeros more, so that a window of four bytes never reaches past the end.
  const padded = new Uint8Array(block.length + 3)
  padded.set(block)
  let used = 0
  /** At most 25 bits. @param {number} count */
  const bits = count => {
    if (!count) return 0
    const at = used >> 3
    const window = padded[at] << 24 | padded[at + 1] << 16 | padded[at + 2] << 8 | padded[at + 3]
    const number = window << (used & 7) >>> (32 - count)
    used += count
    return number
  }
  const list = new Uint32Array(Math.min(count, docs))
  let length = 0
  /** @param {number} n @param {number} low @param {number} high */
  const rising = (n, low, high) => {
    if (n < 1 || high - low + 1 < n) return
    if (high - low + 1 === n) {
      for (let doc = low; doc <= high; doc++) list[length++] = doc
      return
    }
    const half = n >> 1
    const range = high - low + 2 - n
    const whole = 31 - Math.clz32(range)
    const short = (2 << whole) - range
    const first = bits(whole)
    const middle = Math.min(low + half + (first < short ? first : first * 2 + bits(1) - short), high)
    rising(half, low, middle - 1)
    list[length++] = middle
    rising(n - half - 1, middle + 1, high)
  }
  rising(count, 0, docs - 1)
  for (let at = 0; at < length; at++) each(list[at], bits(4))
}

/** The body of a file: unpacked, unless a host or the browser has unpacked it already. @param {ArrayBuffer | Uint8Array} file */
async function unpack(file) {
  const bytes = new Uint8Array(file)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Fetches over HTTP; `again` goes past the caches. @param {string} base @returns {Fetch} */
export const overHttp = base => async (path, again) => {
  const response = await fetch(base + path, { cache: again ? 'reload' : path === 'manifest.bin' ? 'no-cache' : 'default', signal: AbortSignal.timeout(8000) })
  if (!response.ok) throw new Error(`${response.status} ${path}`)
  return response.arrayBuffer()
}

/** An index opened for searching. */
export class Engine {
  /** @param {Fetch} from */
  constructor(from) {
    this.fetch = from
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map()
    /** @type {any} */
    this.head = null
    /** @type {Promise<void> | undefined} */
    this.opening = undefined
    /** @type {number[]} */
    this.firsts = []
    /** @type {{path: string, size: number}[]} What was fetched, for measurements. */
    this.log = []
  }

  /** Fetches the manifest once; later calls wait for the same. @returns {Promise<void>} */
  open(again = false) {
    /** @type {Promise<void> | undefined} */
    const before = this.opening
    if (again || !before) this.opening = this.manifest(again).catch(error => { this.opening = before; throw error })
    return /** @type {Promise<void>} */ (this.opening)
  }

  /** @param {boolean} again */
  async manifest(again) {
    const bytes = new Bytes(await this.load('manifest.bin', again))
    const head = JSON.parse(bytes.text())
    if (head.v !== 1) throw new Error('version')
    const firsts = []
    let one = 0
    let two = 0
    for (let left = bytes.number(); left > 0; left--) {
      const step = bytes.number()
      const next = bytes.number()
      one += step
      two = step ? next : two + next
      firsts.push(one * 2097152 + two)
    }
    if (this.head?.gen !== head.gen) this.kept.clear()
    this.head = head
    this.firsts = firsts
  }

  /** @param {string} path @param {boolean} again */
  async load(path, again) {
    const file = await this.fetch(path, again)
    this.log.push({ path, size: file.byteLength })
    return unpack(file)
  }

  /** A body of this index, asked for a second time past the caches if it is missing, damaged or of another index.
   * @template T @param {string} name @param {(body: Uint8Array) => T} read @returns {Promise<T>} */
  body(name, read) {
    const known = this.kept.get(name)
    if (known) return known
    const folder = this.head.gen
    /** @param {boolean} again */
    const once = async again => {
      const body = await this.load(`${folder}/${name}`, again)
      for (let i = 0; i < GENERATION; i++) {
        if (body[i] !== parseInt(folder.slice(2 * i, 2 * i + 2), 16)) throw new Error('mixed')
      }
      return read(body.subarray(GENERATION))
    }
    const wanted = once(false).catch(() => once(true)).catch(error => { this.kept.delete(name); throw error })
    this.kept.set(name, wanted)
    return wanted
  }

  /** @param {string} name @returns {Promise<any>} */
  json(name) { return this.body(name, body => JSON.parse(new TextDecoder().decode(body))) }

  /** The shard that would hold a term. @param {string} term */
  shard(term) {
    const wanted = place(term)
    let low = 0
    let high = this.firsts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.firsts[middle] <= wanted) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** The entries of some terms; those whose shard cannot be had are counted in `failed`.
   * @param {Iterable<string>} terms @param {{failed: number}} answer */
  async entries(terms, answer) {
    const wanted = [...terms].map(async term => {
      const shard = this.shard(term)
      if (shard < 0) return null
      const entries = await this.body(`t${shard}.bin`, body => readTerms(body, this.head.docs))
      return { term, entry: entries.get(term) }
    })
    const settled = await Promise.allSettled(wanted)
    const lost = settled.filter(one => one.status === 'rejected').length
    answer.failed += lost
    if (lost && lost === settled.length) throw new Error('offline')
    /** @type {Map<string, any>} */
    const found = new Map()
    for (const one of settled) if (one.status === 'fulfilled' && one.value?.entry) found.set(one.value.term, one.value.entry)
    return found
  }

  /** Answers a query. If the index changed on the server meanwhile, it starts over with the new manifest.
   * @param {string} typed @param {Options} [options] @returns {Promise<Answer>} */
  async search(typed, options = {}) {
    await this.open()
    const before = this.head.gen
    const first = this.answer(typed, options)
    if (!(await first.catch(() => ({ failed: 1 }))).failed) return first
    await this.open(true).catch(() => {})
    return this.head.gen === before ? first : this.answer(typed, options)
  }

  /** @param {string} typed @param {Options} options @returns {Promise<Answer>} */
  async answer(typed, options) {
    const query = readQuery(typed, this.head.common, this.head.weights)
    /** @type {Answer} */
    const answer = {
      cut: query.cut, loose: false, jump: null, expanded: [], candidates: [], hits: [], total: 0, failed: 0, near: [],
      fallback: this.head.fallback, final: false, emergencies: [],
    }
    answer.jump = await this.jump(readJump(query.folded)).catch(() => null)
    if (answer.jump?.exact) return { ...answer, final: true }
    const offering = this.candidates(query.folded).catch(() => [])
    const alarming = this.emergencies(query.folded).catch(() => { answer.failed++; return [] })
    const allowing = this.allowed(options)
    const all = [...query.terms.keys()]
    const pairs = all.filter(term => !isSingle(term))
    const everything = this.entries(all, answer)
    everything.catch(() => {})
    if (options.partial && pairs.length && pairs.length < all.length) {
      const first = { ...answer, emergencies: await alarming }
      await this.fill(first, query, await this.entries(pairs, first), await allowing, options)
      if (first.hits.length) options.partial(first)
    }
    const found = await everything
    if (options.synonyms !== false) await this.expand(answer, query, found, options.off ?? [])
    await this.fill(answer, query, found, await allowing, options)
    const near = pairs.filter(term => found.get(term)?.count).slice(0, 6)
    return { ...answer, candidates: await offering, emergencies: await alarming, near, final: true }
  }

  /** The cards whose rules a query meets. @param {string} folded @returns {Promise<Emergency[]>} */
  async emergencies(folded) {
    /** @param {string} word */
    const holds = word => folded.includes(word)
    const met = this.head.emergencies.map((/** @type {[string[][], string[]]} */ [any, unless]) => any.some(words => words.every(holds)) && !unless.some(holds))
    return met.includes(true) ? (await this.json('e.bin')).filter((/** @type {Emergency} */ _, /** @type {number} */ at) => met[at]) : []
  }

  /** Adds legal words to a query. @param {Answer} answer @param {ReturnType<typeof readQuery>} query @param {Map<string, any>} found
   * @param {string[]} off */
  async expand(answer, query, found, off) {
    /** @type {[string, string, number][]} */
    const rows = [...query.terms.keys()].flatMap(term =>
      (found.get(term)?.synonyms ?? []).map((/** @type {[string, string]} */ row) => [...row, found.get(term).count]))
    rows.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)
    /** @type {Map<string, number>} */
    const added = new Map()
    for (const row of fired(query.folded, rows.map(([word]) => word))) {
      const [word, words, df] = rows[row]
      if (off.includes(word)) continue
      const legal = words.split(' ')
      answer.expanded.push({ word, legal })
      for (const pairs of legal.map(word => grams(fold(word)).filter(term => !isSingle(term)))) {
        const weight = Math.floor(this.head.weights[2] * SHARES[Math.min(pairs.length, 7)] / 100) >> +(df * 200 > this.head.docs)
        for (const pair of pairs) if (!query.terms.has(pair)) added.set(pair, Math.max(weight, added.get(pair) ?? 0))
      }
    }
    for (const [term, entry] of await this.entries(added.keys(), answer)) found.set(term, entry)
    for (const [term, weight] of added) query.terms.set(term, weight)
  }

  /** Ranks, and fetches what is shown. @param {Answer} answer @param {ReturnType<typeof readQuery>} query @param {Map<string, any>} found
   * @param {[number, number][]} allowed @param {Options} options */
  async fill(answer, query, found, allowed, options) {
    let { best, total } = this.rank(query, found, query.required, allowed)
    if (query.phrases.length) {
      best = await this.holding(best, query.phrases, options.limit ?? 10)
      total = best.length
      if (!total) {
        answer.loose = true
        ;({ best, total } = this.rank(query, found, [], allowed))
      }
    }
    answer.total = total
    const marks = [...query.terms.keys()]
    let shown = best.slice(0, options.limit ?? 10)
    const each = options.each
    if (each) {
      /** @type {Map<string, number>} */
      const counts = new Map()
      shown = best.filter(([doc, score]) => {
        const kind = this.kind(doc)
        const count = (counts.get(kind) ?? 0) + 1
        counts.set(kind, count)
        return count <= each && score * WORTH > best[0][1]
      })
    }
    const hits = await Promise.allSettled(shown.map(([id, score]) => this.hit(id, score, marks, query.phrases.length > 0 && !answer.loose)))
    answer.failed += hits.filter(hit => hit.status === 'rejected').length
    answer.hits = hits.flatMap(hit => hit.status === 'fulfilled' ? [hit.value] : [])
  }

  /** The best documents of each range with their scores, best first, and how many there were in all.
   * @param {ReturnType<typeof readQuery>} query @param {Map<string, any>} found @param {string[]} required
   * @param {[number, number][]} allowed @returns {{best: [number, number][], total: number}} */
  rank(query, found, required, allowed) {
    const { docs, cap, weights, kinds } = this.head
    const scores = new Float64Array(docs)
    const met = new Uint8Array(docs)
    let demanded = 0
    for (const [term, weight] of query.terms) {
      const entry = found.get(term)
      const must = +(required.includes(term) && !(entry?.count >= cap))
      demanded += must
      if (!entry) continue
      const value = weight * entry.scale
      postings(entry, docs, (doc, level) => {
        scores[doc] += value * level
        if (must) met[doc]++
      })
    }
    const [, first, last] = kinds.find((/** @type {any} */ [kind]) => kind === 'article') ?? ['', 0, 0]
    /** @param {[number, number]} a @param {[number, number]} b */
    const better = (a, b) => b[1] - a[1] || a[0] - b[0]
    let most = 0
    for (let doc = 0; doc < docs; doc++) if (scores[doc] > most) most = scores[doc]
    most *= weights[3]
    let total = 0
    /** @type {[number, number][]} */
    const all = []
    for (const [from, to] of allowed) {
      /** @type {[number, number][]} */
      let best = []
      let least = 0
      for (let doc = from; doc < to; doc++) {
        if (!scores[doc] || met[doc] < demanded) continue
        total++
        if (scores[doc] * 100 + most < least) continue
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
    return { best: all.sort(better), total }
  }

  /** Those whose text holds all phrases, until enough. @param {[number, number][]} ranked @param {string[]} phrases @param {number} enough */
  async holding(ranked, phrases, enough) {
    const kept = []
    for (let at = 0; at < ranked.length && kept.length < enough; at += 10) {
      const part = ranked.slice(at, at + 10)
      const texts = await Promise.all(part.map(async ([id]) => {
        const [title, , answer, text] = await this.row(id)
        return fold([title, answer, answer ? await this.text(id) : text].join('\n'))
      }))
      kept.push(...part.filter((_, i) => phrases.every(phrase => texts[i].includes(phrase))))
    }
    return kept
  }

  /** @param {number} id */
  kind(id) { return this.head.kinds.find((/** @type {any} */ [, from, to]) => from <= id && id < to)?.[0] ?? '' }

  /** @param {number} id @returns {Promise<string[]>} */
  async row(id) { return (await this.json(`d${Math.floor(id / this.head.perHead)}.bin`))[id % this.head.perHead] }

  /** @param {number} id @returns {Promise<string>} */
  async text(id) { return (await this.json(`x${Math.floor(id / this.head.perText)}.bin`))[id % this.head.perText] }

  /** @param {number} id @param {number} score @param {string[]} marks @param {boolean} exact @returns {Promise<Hit>} */
  async hit(id, score, marks, exact) {
    const [title, url, answer, text] = await this.row(id)
    let pieces = excerpt(answer || text, marks)
    // The text of a document with an answer is there already only if a phrase was looked for in it.
    if (exact && answer && !pieces.some(piece => piece.mark)) pieces = excerpt(await this.text(id), marks)
    return { id, score, kind: this.kind(id), title, url, answer, heading: excerpt(title, marks), excerpt: pieces }
  }

  /** The groups by which results can be filtered. @returns {Promise<[string, string, number, number][]>} */
  async facets() { await this.open(); return this.json('f.bin') }

  /** @param {Options} options @returns {Promise<[number, number][]>} */
  async allowed({ kinds = [], group }) {
    const rows = group === undefined ? this.head.kinds.map((/** @type {any} */ [kind, from, to]) => [kind, '', from, to]) : await this.json('f.bin')
    return rows.filter((/** @type {any} */ [kind, name]) => (!kinds.length || kinds.includes(kind)) && (group === undefined || name === group))
      .map((/** @type {any} */ row) => [row[2], row[3]])
  }

  /** @param {[string, string] | null} named */
  async jump(named) {
    if (!named) return null
    const [name, key] = named
    const law = (await this.json('j.bin')).find((/** @type {any} */ row) => row[3].includes(name))
    if (!law) return null
    const exact = hasArticle(law[4], key)
    return { title: law[0], article: key, url: exact ? law[2].replace('{}', key) : law[1], exact }
  }

  /** Words that letters may stand for. @param {string} folded @returns {Promise<string[]>} */
  async candidates(folded) {
    const letters = folded.replace(/[ ']/g, '')
    if (!/^[a-z]{2,}$/.test(letters)) return []
    /** @type {string[]} */
    const firsts = await this.json('p.bin')
    const after = firsts.findIndex(first => first >= letters)
    const start = Math.max(0, (after < 0 ? firsts.length : after) - 1)
    const shards = firsts.slice(start, start + 3).filter((first, at) => !at || first.startsWith(letters))
    const bodies = await Promise.all(shards.map((_, at) => this.body(`p${start + at}.bin`, body => new TextDecoder().decode(body))))
    const found = bodies.join('').split('\n').map(line => line.split('\t')).filter(([reading]) => reading.startsWith(letters))
    found.sort((a, b) => +(a[0] !== letters) - +(b[0] !== letters) || +b[2] - +a[2] || (a[1] < b[1] ? -1 : 1))
    return [...new Set(found.map(([, word]) => word))].slice(0, 8)
  }
}
