//! Documents → every posting of every term, placed in one flat array per column. Encodes nothing.

use std::collections::HashMap;

use elasticlunr::document_store::DocumentStore;
use rayon::prelude::*;

use crate::base::text::{fold, is_han};
use crate::site::search::grams::{Gram, each_gram};
use crate::site::search::{Config, Doc};

use super::by_place;

const FIELDS: [&str; 4] = ["title", "headings", "answer", "text"];
const BATCH: usize = 2048;

/// The vocabulary in its order, and for the term at `i` the postings from `starts[i]` to `starts[i + 1]`, by rising document.
pub struct Postings {
    /// Every term.
    pub terms: Vec<String>,
    /// Where each term's postings begin, and the end of the last.
    pub starts: Vec<usize>,
    /// Document numbers.
    pub docs: Vec<u32>,
    /// The part of the impact that lies in the document, prior included, in 4096ths.
    pub weights: Vec<u16>,
    /// How many documents there are.
    pub count: usize,
    /// Single characters in too many documents to say much, in one string.
    pub common: String,
}

type Key = u64;

/// What one batch of documents adds to the vocabulary.
#[derive(Default)]
struct Census {
    found: HashMap<Key, u32>,
    runs: HashMap<Key, String>,
    lengths: Vec<[u32; 4]>,
}

/// Counts, then places.
pub fn collect(docs: &[&Doc], config: &Config) -> Postings {
    let (census, store) = take_census(docs);
    let weights = &config.scoring;
    let length = |doc: usize| {
        let name = doc.to_string();
        weights.sum(FIELDS.map(|field| store.get_field_length(&name, field) as u32))
    };
    let lengths: Vec<f32> = (0..docs.len()).map(length).collect();
    drop(store);
    let average = lengths.iter().sum::<f32>() / docs.len().max(1) as f32;

    let mut vocabulary: Vec<(String, Key, u32)> =
        census.found.into_iter().map(|(key, df)| (spell(key, &census.runs), key, df)).collect();
    vocabulary.par_sort_unstable_by(|a, b| by_place(&a.0, &b.0));
    let numbers: HashMap<Key, u32> =
        vocabulary.iter().enumerate().map(|(at, (_, key, _))| (*key, at as u32)).collect();
    let mut starts = vec![0];
    starts.extend(vocabulary.iter().scan(0, |sum, (_, _, df)| {
        *sum += *df as usize;
        Some(*sum)
    }));
    let total = starts.last().copied().unwrap_or(0);
    let mut placed = Postings {
        terms: Vec::new(),
        docs: vec![0; total],
        weights: vec![0; total],
        count: docs.len(),
        common: String::new(),
        starts,
    };
    let mut next = placed.starts.clone();
    for (batch, part) in docs.chunks(BATCH).enumerate() {
        let rows: Vec<Vec<(u32, u16)>> = part
            .par_iter()
            .enumerate()
            .map(|(at, doc)| {
                weigh(doc, weights, weights.norm(lengths[batch * BATCH + at], average), &numbers)
            })
            .collect();
        for (at, row) in rows.into_iter().enumerate() {
            for (term, weight) in row {
                let to = &mut next[term as usize];
                placed.docs[*to] = (batch * BATCH + at) as u32;
                placed.weights[*to] = weight;
                *to += 1;
            }
        }
    }
    let limit = (weights.common * docs.len() as f32).max(20.0) as u32;
    placed.common = vocabulary
        .iter()
        .filter(|(term, _, df)| *df > limit && term.chars().count() == 1 && term.chars().all(is_han))
        .map(|(term, _, _)| term.as_str())
        .collect();
    placed.terms = vocabulary.into_iter().map(|(term, _, _)| term).collect();
    placed
}

fn take_census(docs: &[&Doc]) -> (Census, DocumentStore) {
    let parts: Vec<Census> = docs.par_chunks(BATCH).map(census_of).collect();
    let mut store = DocumentStore::new(false);
    let mut whole = Census::default();
    let mut doc = 0;
    for part in parts {
        for lengths in &part.lengths {
            let name = doc.to_string();
            store.add_doc(&name, Default::default());
            for (field, length) in FIELDS.iter().zip(lengths).filter(|(_, length)| **length > 0) {
                store.add_field_length(&name, field, *length as usize);
            }
            doc += 1;
        }
        // The sums do not depend on the order in which a hash map gives them.
        #[expect(clippy::iter_over_hash_type)]
        for (key, df) in part.found {
            *whole.found.entry(key).or_default() += df;
        }
        whole.runs.extend(part.runs);
    }
    (whole, store)
}

fn census_of(docs: &[&Doc]) -> Census {
    let mut census = Census::default();
    let mut last: HashMap<Key, u32> = HashMap::new();
    for (at, doc) in (1..).zip(docs) {
        let mut lengths = [0; 4];
        each_field(doc, |field, gram| {
            let key = key(gram);
            if let Gram::Run(run) = gram {
                census.runs.entry(key).or_insert_with(|| run.to_owned());
            }
            if !matches!(gram, Gram::Pair(..)) {
                lengths[field] += 1;
            }
            if last.insert(key, at) != Some(at) {
                *census.found.entry(key).or_default() += 1;
            }
        });
        census.lengths.push(lengths);
    }
    census
}

fn weigh(
    doc: &Doc,
    weights: &crate::site::search::scoring::Weights,
    norm: f32,
    numbers: &HashMap<Key, u32>,
) -> Vec<(u32, u16)> {
    let mut counts: HashMap<Key, [u32; 4]> = HashMap::new();
    each_field(doc, |field, gram| counts.entry(key(gram)).or_default()[field] += 1);
    let prior = doc.prior.max(0.01).powf(weights.prior);
    let row = counts.into_iter().filter_map(|(key, fields)| {
        let impact = weights.saturated(weights.sum(fields), norm) * prior;
        Some((*numbers.get(&key)?, (impact * 4096.0).clamp(1.0, 65_535.0) as u16))
    });
    row.collect()
}

fn each_field(doc: &Doc, mut each: impl FnMut(usize, Gram)) {
    for (field, text) in [&doc.title, &doc.headings, &doc.answer, &doc.text].into_iter().enumerate() {
        each_gram(&fold(text), |gram| each(field, gram));
    }
}

/// A gram as one number: its characters, or for a run of any length a fingerprint with the high bit set.
fn key(gram: Gram) -> Key {
    match gram {
        Gram::Single(one) => u64::from(u32::from(one)) << 21,
        Gram::Pair(one, two) => u64::from(u32::from(one)) << 21 | u64::from(u32::from(two)),
        Gram::Run(run) => {
            run.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            }) | 1 << 63
        }
    }
}

fn spell(key: Key, runs: &HashMap<Key, String>) -> String {
    if key >> 63 == 1 {
        return runs.get(&key).cloned().unwrap_or_default();
    }
    [key >> 21, key & 0x1f_ffff]
        .into_iter()
        .filter(|c| *c > 0)
        .filter_map(|c| char::from_u32(c as u32))
        .collect()
}
