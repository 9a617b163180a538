// Answers questions with the browser's module from the files of an index: the ranking must equal the one of search_eval.rs.
// node tests/js/search_eval.mjs --index DIR --queries Q.jsonl --out run.tsv
import { readFile, writeFile } from 'node:fs/promises'
import { Engine } from '../../theme/assets/search/engine.js'

const options = Object.fromEntries(process.argv.slice(2).flatMap((name, at, all) => name.startsWith('--') ? [[name.slice(2), all[at + 1]]] : []))
const fetch = path => readFile(`${options.index}/${path}`)
const lines = (await readFile(options.queries, 'utf8')).split('\n').filter(Boolean).map(line => JSON.parse(line))
const warm = new Engine(fetch)
const run = []
const [bytes, requests, ranking] = [[], [], []]
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
for (const { q } of lines.slice(0, 300)) {
  const cold = new Engine(fetch)
  await cold.search(q)
  bytes.push(cold.log.reduce((sum, file) => sum + file.size, 0))
  requests.push(cold.log.length)
}
await writeFile(options.out, run.join('\n') + '\n')
const spread = (name, values) => {
  values.sort((a, b) => a - b)
  console.log(`${name}: p50 ${values[Math.floor(values.length * .5)]}, p95 ${values[Math.floor(values.length * .95)]}`)
}
spread('bytes a query, cold (first 300)', bytes)
spread('requests a query, cold', requests)
spread('milliseconds of ranking', ranking.map(value => Math.round(value * 100) / 100))
