//! Postings → shards of terms. Each shard's postings pass through an inverted index of their own, which is dropped when encoded.

use std::collections::BTreeMap;
use std::ops::Range;

use elasticlunr::inverted_index::InvertedIndex;
use rayon::prelude::*;

use super::codec::{BitWriter, put, put_text};
use super::{Postings, by_place};
use crate::base::text::{fold, is_han};
use crate::site::search::grams::{grams, place};
use crate::site::search::{Config, Synonym, scoring};

/// The shards and the place with which each begins.
pub struct Encoded {
    /// One body a shard.
    pub bodies: Vec<Vec<u8>>,
    /// The place of each shard's first term.
    pub firsts: Vec<u64>,
}

/// A term as it goes into a shard.
struct Row<'a> {
    term: &'a str,
    /// Where its postings are; empty for a term that only carries synonyms.
    postings: Range<usize>,
    synonyms: &'a [(String, Vec<String>)],
}

/// Divides the vocabulary into shards of about the same size and encodes them side by side.
pub fn encode(postings: &Postings, synonyms: &[Synonym], config: &Config) -> Encoded {
    let attached = attach(synonyms);
    let rows = rows(postings, &attached);
    let cuts = cut(&rows, postings.count, config);
    let refs: Vec<String> = (0..postings.count).map(|doc| format!("{doc:08}")).collect();
    let bodies = cuts.par_iter().map(|range| shard(&rows[range.clone()], postings, &refs, config)).collect();
    Encoded { bodies, firsts: cuts.iter().map(|range| place(rows[range.start].term)).collect() }
}

/// Everyday words by their first term, each with the rest of the word (all of it, in fact) and its legal words.
fn attach(synonyms: &[Synonym]) -> BTreeMap<String, Vec<(String, Vec<String>)>> {
    let mut attached: BTreeMap<String, Vec<(String, Vec<String>)>> = BTreeMap::new();
    for row in synonyms {
        let word = fold(row.word.trim());
        if let Some(anchor) = anchor(&word) {
            attached.entry(anchor).or_default().push((word, row.legal.clone()));
        }
    }
    for rows in attached.values_mut() {
        rows.sort();
        rows.dedup_by(|a, b| a.0 == b.0);
    }
    attached
}

/// The term in whose shard a word's row stands: its first pair or run, or its only character.
fn anchor(word: &str) -> Option<String> {
    let mut terms = grams(word);
    let at = terms.iter().position(|term| term.chars().count() > 1 || !term.chars().all(is_han)).unwrap_or(0);
    (at < terms.len()).then(|| terms.swap_remove(at))
}

fn rows<'a>(
    postings: &'a Postings,
    attached: &'a BTreeMap<String, Vec<(String, Vec<String>)>>,
) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = Vec::with_capacity(postings.terms.len());
    for (at, term) in postings.terms.iter().enumerate() {
        let synonyms = attached.get(term).map_or(&[][..], Vec::as_slice);
        rows.push(Row { term, postings: postings.starts[at]..postings.starts[at + 1], synonyms });
    }
    let known = |term: &str| postings.terms.binary_search_by(|known| by_place(known, term)).is_ok();
    for (term, synonyms) in attached.iter().filter(|(term, _)| !known(term)) {
        rows.push(Row { term, postings: 0..0, synonyms });
    }
    rows.sort_by(|a, b| by_place(a.term, b.term));
    rows
}

fn cut(rows: &[Row], docs: usize, config: &Config) -> Vec<Range<usize>> {
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let whole: f32 = rows.iter().map(|row| estimate(row, docs, config)).sum();
    let limit = (whole / 1500.0).max(600.0).min(config.term_shard as f32);
    let (mut start, mut size) = (0, 0.0);
    for (at, row) in rows.iter().enumerate() {
        let next = estimate(row, docs, config);
        let may_cut = at > start && place(row.term) != place(rows[at - 1].term);
        if may_cut && size + next > limit && size * 4.0 > limit {
            cuts.push(start..at);
            (start, size) = (at, 0.0);
        }
        size += next;
    }
    if start < rows.len() {
        cuts.push(start..rows.len());
    }
    cuts
}

fn estimate(row: &Row, docs: usize, config: &Config) -> f32 {
    let n = row.postings.len().min(config.cap) as f32;
    let gap = (docs as f32 / n.max(1.0)).log2() + 1.2;
    let synonyms: usize = row.synonyms.iter().map(|(word, legal)| word.len() + legal.concat().len()).sum();
    4.0 + n * (gap + 4.0) / 8.0 + synonyms as f32
}

fn shard(rows: &[Row], postings: &Postings, refs: &[String], config: &Config) -> Vec<u8> {
    let mut index = InvertedIndex::new();
    for row in rows {
        for at in row.postings.clone() {
            let doc = &refs[postings.docs[at] as usize];
            index.add_token(doc, row.term, f64::from(postings.weights[at]) / 4096.0);
        }
    }
    let mut out = Vec::new();
    put(&mut out, rows.len() as u64);
    names(&mut out, rows);
    let lists: Vec<List> =
        rows.iter().map(|row| List::of(&index, row.term, postings.count, config)).collect();
    for (row, list) in rows.iter().zip(&lists) {
        put(&mut out, (list.docs.len() as u64) << 1 | u64::from(!row.synonyms.is_empty()));
    }
    out.extend(lists.iter().filter(|list| !list.docs.is_empty()).map(|list| list.scale));
    for row in rows.iter().filter(|row| !row.synonyms.is_empty()) {
        put(&mut out, row.synonyms.len() as u64);
        for (word, legal) in row.synonyms {
            put_text(&mut out, word);
            put_text(&mut out, &legal.join(" "));
        }
    }
    let blocks: Vec<Vec<u8>> = lists.iter().map(|list| list.block(postings.count)).collect();
    for (block, _) in blocks.iter().zip(&lists).filter(|(_, list)| list.docs.len() > 1) {
        put(&mut out, block.len() as u64);
    }
    out.extend(blocks.concat());
    out
}

fn names(out: &mut Vec<u8>, rows: &[Row]) {
    let (mut one, mut two) = (0, 0);
    for row in rows {
        let place = place(row.term);
        let (next_one, next_two) = (place >> 21, place & 0x1f_ffff);
        put(out, next_one - one);
        put(out, if next_one == one { next_two - two } else { next_two });
        (one, two) = (next_one, next_two);
        if !row.term.starts_with(is_han) {
            put_text(out, &row.term.chars().skip(2).collect::<String>());
        }
    }
}

/// A term's postings as they are stored: rising documents, each with a level of the term's scale.
struct List {
    docs: Vec<u32>,
    levels: Vec<u8>,
    scale: u8,
}

impl List {
    fn of(index: &InvertedIndex, term: &str, all: usize, config: &Config) -> List {
        let found = index.get_docs(term).unwrap_or_default();
        let rarity = scoring::rarity(found.len(), all).powf(config.scoring.rarity);
        let mut best: Vec<(u32, f32)> =
            found.iter().filter_map(|(doc, weight)| Some((doc.parse().ok()?, *weight as f32))).collect();
        if best.len() > config.cap {
            best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            best.truncate(config.cap);
            best.sort_by_key(|posting| posting.0);
        }
        let greatest = best.iter().map(|posting| posting.1).fold(0.0, f32::max);
        List {
            docs: best.iter().map(|posting| posting.0).collect(),
            levels: best.iter().map(|posting| scoring::level(posting.1, greatest)).collect(),
            scale: scoring::scale_byte(greatest * rarity / 15.0),
        }
    }

    /// The list as bytes: a lone document as a plain number, more as bits: the documents, then four bits a level.
    fn block(&self, all: usize) -> Vec<u8> {
        if let [only] = self.docs[..] {
            return only.to_be_bytes()[4 - lone_width(all)..].to_vec();
        }
        let mut bits = BitWriter::default();
        if !self.docs.is_empty() {
            bits.rising(&self.docs, 0, all as u32 - 1);
        }
        self.levels.iter().for_each(|level| bits.bits(u32::from(*level), 4));
        bits.finish()
    }
}

/// How many bytes hold the number of any of `all` documents.
pub fn lone_width(all: usize) -> usize {
    (1..4).find(|bytes| all <= 1 << (8 * bytes)).unwrap_or(4)
}
