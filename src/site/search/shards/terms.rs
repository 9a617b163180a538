//! Postings → shards of terms, each encoded by itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::codec::{BitWriter, put, put_text};
use super::postings::{Postings, Term};
use crate::base::text::{fold, is_han};
use crate::site::search::grams::{Gram, each_gram};
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
    term: &'a Term,
    /// Where its postings are; empty for a term that only carries synonyms.
    postings: Range<usize>,
    synonyms: &'a [(String, Vec<String>)],
}

/// Everyday words by the term at which they stand, each with its legal words.
type Attached = BTreeMap<Term, Vec<(String, Vec<String>)>>;

/// Divides the vocabulary into shards of about the same size and encodes them side by side.
pub fn encode(postings: &Postings, synonyms: &[Synonym], config: &Config) -> Encoded {
    let attached = attach(synonyms);
    let rows = rows(postings, &attached);
    let cuts = cut(&rows, postings.count, config);
    let bodies = cuts.par_iter().map(|range| shard(&rows[range.clone()], postings, config)).collect();
    Encoded { bodies, firsts: cuts.iter().map(|range| rows[range.start].term.place).collect() }
}

fn attach(synonyms: &[Synonym]) -> Attached {
    let mut attached = Attached::new();
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

/// The term in whose shard a folded word's row stands: its first pair or run, or its only character.
fn anchor(word: &str) -> Option<Term> {
    let (mut single, mut longer) = (None, None);
    each_gram(word, |gram| {
        let first = if matches!(gram, Gram::Single(_)) { &mut single } else { &mut longer };
        first.get_or_insert_with(|| Term::of(gram));
    });
    longer.or(single)
}

fn rows<'a>(postings: &'a Postings, attached: &'a Attached) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = Vec::with_capacity(postings.terms.len());
    let mut waiting = attached.iter().peekable();
    for (term, range) in postings.terms.iter().zip(postings.starts.windows(2)) {
        while let Some((term, synonyms)) = waiting.next_if(|(anchor, _)| *anchor < term) {
            rows.push(Row { term, postings: 0..0, synonyms });
        }
        let synonyms = waiting.next_if(|(anchor, _)| *anchor == term).map_or(&[][..], |(_, rows)| rows);
        rows.push(Row { term, postings: range[0]..range[1], synonyms });
    }
    rows.extend(waiting.map(|(term, synonyms)| Row { term, postings: 0..0, synonyms }));
    rows
}

fn cut(rows: &[Row], docs: usize, config: &Config) -> Vec<Range<usize>> {
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let whole: f32 = rows.iter().map(|row| estimate(row, docs, config)).sum();
    let limit = (whole / 1500.0).max(600.0).min(config.term_shard as f32);
    let (mut start, mut size) = (0, 0.0);
    for (at, row) in rows.iter().enumerate() {
        let next = estimate(row, docs, config);
        let may_cut = at > start && row.term.place != rows[at - 1].term.place;
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

fn shard(rows: &[Row], postings: &Postings, config: &Config) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, rows.len() as u64);
    names(&mut out, rows);
    let lists: Vec<List> = rows.iter().map(|row| List::of(postings, row.postings.clone(), config)).collect();
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
    blocks.iter().for_each(|block| out.extend_from_slice(block));
    out
}

fn names(out: &mut Vec<u8>, rows: &[Row]) {
    let (mut one, mut two) = (0, 0);
    for row in rows {
        let (next_one, next_two) = (row.term.place >> 21, row.term.place & 0x1f_ffff);
        put(out, next_one - one);
        put(out, if next_one == one { next_two - two } else { next_two });
        (one, two) = (next_one, next_two);
        if !is_han(row.term.first()) {
            put_text(out, &row.term.rest);
        }
    }
}

/// A term's postings as they are stored: rising documents, each with a level of the term's scale.
struct List<'a> {
    docs: Cow<'a, [u32]>,
    levels: Vec<u8>,
    scale: u8,
}

impl List<'_> {
    fn of<'a>(postings: &'a Postings, range: Range<usize>, config: &Config) -> List<'a> {
        let rarity = scoring::rarity(range.len(), postings.count).powf(config.scoring.rarity);
        let mut docs = Cow::Borrowed(&postings.docs[range.clone()]);
        let mut weights = Cow::Borrowed(&postings.weights[range]);
        if docs.len() > config.cap {
            let mut best: Vec<(u16, u32)> = weights.iter().copied().zip(docs.iter().copied()).collect();
            best.sort_unstable_by_key(|(weight, doc)| (std::cmp::Reverse(*weight), *doc));
            best.truncate(config.cap);
            best.sort_unstable_by_key(|(_, doc)| *doc);
            docs = best.iter().map(|(_, doc)| *doc).collect();
            weights = best.iter().map(|(weight, _)| *weight).collect();
        }
        let greatest = f32::from(weights.iter().copied().max().unwrap_or(0));
        let levels = weights.iter().map(|weight| scoring::level(f32::from(*weight), greatest)).collect();
        List { docs, levels, scale: scoring::scale_byte(greatest / 4096.0 * rarity / 15.0) }
    }

    /// The list as bytes: a lone document as a plain number, more as bits: the documents, then four bits a level.
    fn block(&self, all: usize) -> Vec<u8> {
        if let [only] = *self.docs {
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
