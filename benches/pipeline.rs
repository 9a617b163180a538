//! The phases of a build over synthetic entries, and a whole build in memory. `cargo bench --bench pipeline`.

use divan::{Bencher, black_box, counter::ItemsCount};
use fatiao::base::source::{RelPath, Sources};
use fatiao::engine::Engine;
use fatiao::syntax::cite::{self, Lexicon};
use fatiao::syntax::entry;
use fatiao::syntax::markdown::{Names, escape};
use jiff::civil::date;

#[path = "synthetic/mod.rs"]
mod synthetic;

const ENTRIES: u64 = 1_000;

fn main() {
    divan::main();
}

fn sources(count: u64) -> Sources {
    let files = synthetic::site(count);
    Sources::from_texts(date(2026, 10, 4), files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn names() -> Names {
    let laws: Vec<String> =
        (0..40).map(|law| format!("测量{}法", fatiao::base::text::to_chinese(law))).collect();
    Names { laws: Lexicon::new(laws.iter().map(String::as_str)), ..Names::default() }
}

#[divan::bench]
fn parse(bencher: Bencher) {
    let (names, file) = (names(), RelPath::new("content/a/b.md").expect("a path"));
    let texts: Vec<String> = (0..100).map(|entry| synthetic::entry_text(entry, ENTRIES)).collect();
    bencher.counter(ItemsCount::new(texts.len())).bench(|| {
        texts
            .iter()
            .map(|text| entry::parse(&file, black_box(text), &names))
            .filter(|doc| doc.value.is_some())
            .count()
    });
}

#[divan::bench]
fn cite(bencher: Bencher) {
    let names = names();
    let texts: Vec<String> = (0..100).map(|entry| synthetic::entry_text(entry, ENTRIES)).collect();
    bencher
        .counter(ItemsCount::new(texts.len()))
        .bench(|| texts.iter().map(|text| cite::find(black_box(text), &names.laws).len()).sum::<usize>());
}

#[divan::bench]
fn escaping(bencher: Bencher) {
    let text = synthetic::entry_text(1, ENTRIES);
    bencher.bench(|| escape(black_box(&text)));
}

/// Reading comes from the memory, so that what is measured is resolving the book.
#[divan::bench(sample_count = 10)]
fn resolve(bencher: Bencher) {
    let sources = sources(ENTRIES);
    let mut engine = Engine::remembering();
    engine.analyse(&sources);
    bencher.counter(ItemsCount::new(ENTRIES)).bench_local(|| engine.analyse(black_box(&sources)));
}

/// As `serve` does after an edit that changes nothing: read from memory, resolve, make every view, compare.
#[divan::bench(sample_count = 10)]
fn rebuild(bencher: Bencher) {
    let sources = sources(ENTRIES);
    let mut engine = Engine::remembering();
    engine.build(&sources);
    bencher.counter(ItemsCount::new(ENTRIES)).bench_local(|| engine.build(black_box(&sources)).outputs.len());
}

#[divan::bench(sample_count = 10)]
fn build(bencher: Bencher) {
    let sources = sources(ENTRIES);
    bencher
        .counter(ItemsCount::new(ENTRIES))
        .bench(|| Engine::once().build(black_box(&sources)).outputs.len());
}
