//! Words → their pinyin (tuihuo) and initials (th), in sorted shards that are fetched only for queries in letters.
//!
//! The words are those of the glossary, the synonym table, law names and titles, and pairs that titles repeat. A hit is
//! offered as a candidate; it never changes a query by itself.

use std::collections::{BTreeMap, BTreeSet};

use pinyin::ToPinyin;

use super::grams::{Gram, each_gram};
use super::shards::postings::{Postings, Term};
use super::{Doc, Kind, SearchInput};
use crate::base::text::{fold, is_han};

const SHARD: usize = 1500;

/// The shards, and the first reading in each.
pub struct Encoded {
    /// One body a shard: `reading TAB word TAB weight` lines.
    pub bodies: Vec<Vec<u8>>,
    /// The first reading of each shard.
    pub firsts: Vec<String>,
}

/// Reads all words of an index and divides the readings into shards.
pub fn encode(input: &SearchInput, docs: &[&Doc], postings: &Postings) -> Encoded {
    let mut lines: Vec<(String, u32, String)> = Vec::new();
    for (word, weight) in words(input, docs, postings) {
        let Some((full, initials)) = read(&word) else { continue };
        let long = word.chars().count() > 4;
        if !long {
            lines.push((full, weight, word.clone()));
        }
        if word.chars().count() > 1 {
            lines.push((initials, weight, word));
        }
    }
    lines.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    lines.dedup();
    let mut encoded = Encoded { bodies: Vec::new(), firsts: Vec::new() };
    for (reading, weight, word) in lines {
        if encoded.bodies.last().is_none_or(|body| body.len() > SHARD) {
            encoded.bodies.push(Vec::new());
            encoded.firsts.push(reading.clone());
        }
        if let Some(body) = encoded.bodies.last_mut() {
            body.extend_from_slice(format!("{reading}\t{word}\t{weight}\n").as_bytes());
        }
    }
    encoded
}

/// The full pinyin and the initials of a word of Han characters; `None` where a character has no reading.
pub fn read(word: &str) -> Option<(String, String)> {
    let (mut full, mut initials) = (String::new(), String::new());
    for c in word.chars().filter(|c| c.is_alphanumeric()) {
        let syllable = match c.to_pinyin() {
            Some(reading) => reading.plain().replace('ü', "v"),
            None if c.is_ascii_alphanumeric() => c.to_ascii_lowercase().to_string(),
            None => return None,
        };
        initials.extend(syllable.chars().next());
        full.push_str(&syllable);
    }
    (!full.is_empty()).then_some((full, initials))
}

fn words(input: &SearchInput, docs: &[&Doc], postings: &Postings) -> BTreeMap<String, u32> {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    let mut add = |word: &str, weight: u32| {
        if word.chars().any(is_han) {
            *words.entry(word.to_owned()).or_default() += weight;
        }
    };
    for row in &input.synonyms {
        add(&row.word, 3);
        row.legal.iter().for_each(|word| add(word, 2));
    }
    input.laws.iter().flat_map(|law| &law.names).for_each(|name| add(name, 5));
    let titled = |doc: &Doc| matches!(doc.kind, Kind::Entry | Kind::Term | Kind::Hotline);
    for doc in docs.iter().filter(|doc| titled(doc)) {
        add(&doc.title, 4);
    }
    let titles = docs.iter().filter(|doc| titled(doc)).map(|doc| doc.title.as_str());
    for (one, two) in pairs(titles) {
        let held = &postings.docs[postings.of(&Term::of(Gram::Pair(one, two)))];
        // Pairs in three documents or more are mostly words.
        if held.iter().filter(|doc| titled(docs[**doc as usize])).nth(2).is_some() {
            add(&String::from_iter([one, two]), 3);
        }
    }
    words
}

fn pairs<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<(char, char)> {
    let mut pairs = BTreeSet::new();
    texts.for_each(|text| {
        each_gram(&fold(text), |gram| {
            if let Gram::Pair(one, two) = gram {
                pairs.insert((one, two));
            }
        });
    });
    pairs
}
