#!/usr/bin/env bash
# Measures every row of the search's budgets in one run: scripts/search_bench.sh DATA [SITE]
# DATA: articles.jsonl.gz, article-queries.jsonl, entries.jsonl.gz, entry-queries.jsonl and, for R@10, score.py. SITE: a built site.
# The browser's module answers the same questions from the same files in node, and must rank alike.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1
site=${2:-public}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --quiet --example search_eval
uptime

# measure DOCUMENTS QUERIES [OPTIONS…]
measure() {
  local docs=$1 queries=$2
  shift 2
  printf '\n== %s, %s %s\n' "$docs" "$queries" "$*"
  target/release/examples/search_eval --docs "$data/$docs" --queries "$data/$queries" --out "$work/rust.tsv" --index "$work/$docs" "$@"
  if [ -f "$data/score.py" ]; then python3 "$data/score.py" "$data/$queries" "$work/rust.tsv"; fi
  node tests/js/search_eval.mjs --index "$work/$docs" --queries "$data/$queries" --out "$work/node.tsv"
  cmp "$work/rust.tsv" "$work/node.tsv" && echo "node ranks alike: $(wc -l <"$work/rust.tsv") rows"
}
measure articles.jsonl.gz article-queries.jsonl
measure entries.jsonl.gz entry-queries.jsonl --empty-titles

if [ -d "$site/search" ]; then
  printf '\n== %s\n' "$site"
  node tests/js/search_eval.mjs --index "$site/search" --queries "$data/article-queries.jsonl" --keywords content/synonyms.toml
  for name in engine ui; do
    printf 'search/%s.js: %d bytes gzip\n' "$name" "$(gzip -9c "$site"/assets/*/search/$name.js | wc -c)"
  done
fi
