// The browser's engine in node: `node --test tests/js/`. The tables are those of tests/search.rs; with FATIAO_INDEX (a folder with
// the index of tests/search/corpus.json, which `cargo test --test search` provides) answers are compared with the golden file.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

// FATIAO_ENGINE: the engine as it is sent.
const { Engine, fired, fold, grams, readJump, readQuery } = await import(process.env.FATIAO_ENGINE ?? '../../theme/assets/search/engine.js')
const table = name => JSON.parse(readFileSync(new URL(`../search/${name}.json`, import.meta.url), 'utf8'))
const index = process.env.FATIAO_INDEX
/** As the golden file has it: parts with and without a mark. @param {{text: string, mark: boolean}[]} pieces */
const parts = pieces => pieces.reduce((all, { text, mark }) => {
  if (mark === all.length % 2 > 0) all.push('')
  return all.with(-1, all.at(-1) + text)
}, [''])
/** An article's number as it is read out. @param {{article: string}} jump */
const spoken = ({ article, ...jump }) => {
  const [no, insert] = article.split('-')
  return { ...jump, no, insert: '〇一二三四五六七八九'[insert] ?? insert }
}
const onDisk = async path => readFileSync(`${index}/${path}`)

test('grams as in the table', () => {
  for (const [text, terms] of table('grams')) assert.deepEqual(grams(fold(text)), terms, text)
})

test('queries as in the table', () => {
  for (const row of table('queries')) {
    const { terms, ...read } = readQuery(row.typed, row.common, [10, 5, 10, 20])
    const { typed, common, jump, ...wanted } = row
    assert.deepEqual({ ...read, terms: Object.fromEntries(terms) }, wanted, typed)
    assert.deepEqual(readJump(read.folded), jump, typed)
  }
})

test('jumps and synonyms as in the tables', () => {
  for (const [typed, law, key] of table('jumps')) assert.deepEqual(readJump(fold(typed)), law && [law, key], typed)
  for (const [typed, words, rows] of table('fired')) assert.deepEqual(fired(typed, words), rows, typed)
})

test('a long query is cut', () => assert.ok(readQuery('退货'.repeat(5000), '', [10, 5]).cut))

test('answers as in the golden file', { skip: !index }, async () => {
  const engine = new Engine(onDisk)
  for (const row of table('golden')) {
    const { total, hits, ...wanted } = row
    const answer = await engine.search(row.query, { kinds: row.kinds, group: row.group ?? undefined })
    assert.deepEqual({
      query: row.query, kinds: row.kinds, group: row.group, loose: answer.loose, jump: answer.jump ?? null,
      cards: answer.emergencies.map(card => card.title), expanded: answer.expanded, candidates: answer.candidates,
      hits: answer.hits.map(hit => [hit.url, hit.score, hit.excerpt]),
    }, { ...wanted, jump: wanted.jump && spoken(wanted.jump), hits: hits.map(([url, score, pieces]) => [url, score, parts(pieces)]) }, row.query)
  }
})

test('a first answer comes before the singles, and synonyms can be taken back', { skip: !index }, async () => {
  const partial = []
  const engine = new Engine(onDisk)
  const answer = await engine.search('老板不给工资', { partial: first => partial.push(first) })
  assert.equal(partial.length, 1)
  assert.ok(!partial[0].fallback && answer.fallback)
  assert.deepEqual(answer.expanded.map(row => row.word), ['老板'])
  assert.deepEqual((await engine.search('老板不给工资', { off: ['老板'] })).expanded, [])
})

test('a failed shard is asked for again past the caches, then said', { skip: !index }, async () => {
  const asked = []
  const flaky = new Engine(async (path, cache) => {
    asked.push(cache)
    if (cache !== 'reload' && path.includes('/')) throw new Error('network')
    return onDisk(path)
  })
  assert.equal((await flaky.search('退货')).failed, 0)
  assert.ok(asked.includes('reload'))
  const broken = new Engine(async path => {
    if (path.includes('/d')) throw new Error('network')
    return onDisk(path)
  })
  const answer = await broken.search('退货')
  assert.ok(answer.failed > 0 && !answer.hits.length)
  const dead = new Engine(async path => {
    if (path.includes('/t')) throw new Error('network')
    return onDisk(path)
  })
  await assert.rejects(dead.search('退货'))
})

test('shards of another index are refused, and a new manifest is taken up', { skip: !index }, async () => {
  const cut = new Engine(async path => path.includes('/t') ? (await onDisk(path)).subarray(0, 30) : onDisk(path))
  await assert.rejects(cut.search('退货'))
  const engine = new Engine(onDisk)
  await engine.open()
  const now = engine.head.gen
  engine.head = { ...engine.head, gen: 'ffffffffff' }
  const answer = await engine.search('退货')
  assert.equal(engine.head.gen, now)
  assert.ok(answer.hits.length)
})

test('bodies that a host has unpacked already are read as they are', { skip: !index }, async () => {
  const { gunzipSync } = await import('node:zlib')
  const answer = await new Engine(async path => { const file = await onDisk(path); return file[0] === 0x1f ? gunzipSync(file) : file }).search('退货')
  assert.ok(answer.hits.length)
})
