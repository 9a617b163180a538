// Answers questions with the browser's module from the files of an index: the ranking must equal the one of search_eval.rs.
// node tests/js/search_eval.mjs --index DIR --queries Q.jsonl --out run.tsv
// With --keywords SYNONYMS.toml instead of --out: what two words of a question cost in the box of every page, and on the search page.
import { readFile, writeFile } from 'node:fs/promises'
import { Engine } from '../../theme/assets/search/engine.js'

const options = Object.fromEntries(process.argv.slice(2).flatMap((name, at, all) => name.startsWith('--') ? [[name.slice(2), all[at + 1]]] : []))
const fetch = path => readFile(`${options.index}/${path}`)
const lines = (await readFile(options.queries, 'utf8')).split('\n').filter(Boolean).map(line => JSON.parse(line))
const spread = (name, values) => {
  values.sort((a, b) => a - b)
  console.log(`${name}: p50 ${values[Math.floor(values.length * .5)]}, p95 ${values[Math.floor(values.length * .95)]}`)
}

async function cold(questions, name, asked) {
  const [bytes, requests] = [[], []]
  for (const question of questions) {
    const sizes = []
    const engine = new Engine(async path => {
      const file = await fetch(path)
      sizes.push(file.length)
      return file
    })
    await engine.search(question, asked)
    bytes.push(sizes.reduce((sum, size) => sum + size, 0))
    requests.push(sizes.length)
  }
  spread(`bytes, ${name}`, bytes)
  spread(`requests, ${name}`, requests)
}

async function keywords() {
  const table = await readFile(options.keywords, 'utf8')
  const words = new Set(table.split('\n').filter(line => !line.startsWith('#')).flatMap(line => [...line.split('=')[0].matchAll(/^"?(\p{Script=Han}{2})"?\s*$/gu), ...line.matchAll(/"(\p{Script=Han}{2})"/gu)]).map(found => found[1]))
  const pairs = new Set()
  for (const { q } of lines) {
    const found = new Set()
    for (let at = 0; at + 1 < q.length; at++) if (words.has(q.slice(at, at + 2))) found.add(q.slice(at, at++ + 2))
    if (found.size > 1) pairs.add([...found].slice(0, 2).join(' '))
  }
  console.log(`two keywords: ${pairs.size} pairs`)
  await cold(pairs, 'two keywords in the box of a page, cold', { each: 4 })
  await cold(pairs, 'two keywords on the search page, cold', { each: 8 })
}

async function rankings() {
  const warm = new Engine(fetch)
  const run = []
  const ranking = []
  const rank = Engine.prototype.rank
  Engine.prototype.rank = function (...rest) {
    const before = performance.now()
    const ranked = rank.apply(this, rest)
    ranking.push(performance.now() - before)
    return ranked
  }
  for (const { qid, q } of lines) {
    const answer = await warm.search(q, { limit: 20 })
    answer.hits.forEach((hit, at) => run.push(`${qid}\t${at + 1}\t${hit.url}`))
  }
  await writeFile(options.out, run.join('\n') + '\n')
  spread('milliseconds of ranking', ranking.map(value => Math.round(value * 100) / 100))
  await cold(lines.slice(0, 300).map(({ q }) => q), 'the first 300 questions, cold', {})
}

await (options.keywords ? keywords() : rankings())
