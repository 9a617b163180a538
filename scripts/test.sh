#!/usr/bin/env bash
# Installs what the tests need, runs all of them, and closes with one line: N passed, N failed.
# Every step runs, whatever failed before it; nothing is skipped without being said and counted as a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never RUST_BACKTRACE=0 LC_ALL=C.UTF-8
export RUSTDOCFLAGS="-D warnings"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
broken=()
started=$SECONDS

# step NAME COMMAND…: runs it without input, shows what it said only where it failed, and counts. Test runners say how many
# tests they ran; anything else counts as one.
step() {
  local name=$1 from=$SECONDS status log="$work/log"
  shift
  "$@" >"$log" 2>&1 </dev/null
  status=$?
  local good bad
  good=$(awk '/^test result:/ { n += $4 } /^(#|ℹ) pass [0-9]+/ { n += $3 } END { print n + 0 }' "$log")
  bad=$(awk '/^test result:/ { n += $6 } /^(#|ℹ) fail [0-9]+/ { n += $3 } END { print n + 0 }' "$log")
  if [ "$status" -eq 0 ]; then
    [ "$good" -eq 0 ] && good=1
  else
    [ "$bad" -eq 0 ] && bad=1
    broken+=("$name")
    tail -n 150 "$log"
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  printf '%-44s %5d passed %3d failed %5ds\n' "$name" "$good" "$bad" $((SECONDS - from))
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

find_browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

install_browser() {
  find_browser && return 0
  as_root apt-get update -q && as_root apt-get install -qy --no-install-recommends chromium fonts-noto-cjk && find_browser
}

install_node_modules() {
  command -v node && command -v npm || return 1
  # npm leaves a copy of the lock file's content beside what it installed; installing again costs a minute.
  if [ -f tests/browser/node_modules/.lock ] && cmp -s tests/browser/package-lock.json tests/browser/node_modules/.lock; then
    return 0
  fi
  (cd tests/browser && npm ci --no-audit --no-fund) && cp tests/browser/package-lock.json tests/browser/node_modules/.lock
}

# Two builds into fresh folders, the second from a copy of the sources elsewhere, must agree to the byte.
build_twice() {
  mkdir -p "$work/copy" &&
    cp -r site.toml content "$work/copy/" &&
    target/debug/fatiao build --out "$work/site" &&
    target/debug/fatiao --root "$work/copy" build --out "$work/again" &&
    diff -r "$work/site" "$work/again"
}

node_tests() {
  local files=()
  mapfile -t files < <(find tests/js -name '*.test.mjs' | sort)
  if [ ${#files[@]} -eq 0 ]; then
    echo "there are no tests in tests/js"
    return 1
  fi
  node --test "${files[@]}"
}

browser_tests() {
  CHROMIUM=$(find_browser) FATIAO_SITE="$work/site" node --test --test-concurrency=1 tests/browser/*.test.mjs
}

step "rustfmt" cargo fmt --check
step "clippy" cargo clippy --locked --quiet --all-targets -- -D warnings
step "clippy without the server" cargo clippy --locked --quiet --all-targets --no-default-features -- -D warnings
step "cargo test" cargo test --locked --no-fail-fast
step "documentation" cargo doc --locked --quiet --no-deps
step "build fatiao" cargo build --locked --quiet
step "the site passes its own check" target/debug/fatiao check
step "the site builds twice to the same bytes" build_twice
step "node modules" install_node_modules
step "JavaScript" node_tests
if [ -d tests/browser ]; then
  step "browser" install_browser
  step "types of the browser tests" npm --prefix tests/browser run check
  step "pages in a browser" browser_tests
fi

printf '\n%d seconds\n' $((SECONDS - started))
if [ "$failed" -gt 0 ]; then
  printf 'failed: %s\n' "$(printf '%s; ' "${broken[@]}")"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
