//! How long indexing and a query take on a made-up book of a thousand entries.

use std::collections::BTreeMap;

use fatiao::site::search::{Doc, Kind, Reader, Request, SearchInput, write};

fn main() {
    divan::main();
}

fn book(count: u32) -> SearchInput {
    let letter = |seed: u32| char::from_u32(0x4e00 + seed.wrapping_mul(2_654_435_761) % 900).unwrap_or('法');
    let text = |doc: u32, length: u32| {
        (0..length).map(|at| letter(doc * 31 + at * at % 97 * (doc % 7 + 1))).collect()
    };
    let doc = |at: u32| Doc {
        kind: Kind::Entry,
        title: text(at, 16),
        url: format!("{at}.html"),
        headings: String::new(),
        answer: text(at + 1, 30),
        text: text(at + 2, 900),
        group: (at / 100).to_string(),
        prior: 1.8,
    };
    SearchInput { docs: (0..count).map(doc).collect(), ..SearchInput::default() }
}

#[divan::bench]
fn index_a_thousand_entries(bencher: divan::Bencher) {
    let input = book(1000);
    bencher.bench(|| write(divan::black_box(&input)));
}

#[divan::bench]
fn answer_a_question(bencher: divan::Bencher) {
    let input = book(1000);
    let typed: String = input.docs[500].text.chars().take(24).collect();
    let files: BTreeMap<String, Vec<u8>> = write(&input).into_iter().collect();
    let Ok(reader) = Reader::open(|name: &str| files.get(name).cloned()) else { return };
    bencher.bench(|| reader.search(&Request::new(divan::black_box(&typed))));
}
