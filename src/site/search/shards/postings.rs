//! Documents → every posting of every term, placed in one flat array per column. Encodes nothing.

use std::ops::RangeInclusive;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::text::{fold, is_han};
use crate::site::search::grams::{Gram, each_gram};
use crate::site::search::scoring::Weights;
use crate::site::search::{Config, Doc};

/// Documents that are read together, with one table of terms.
const BATCH: usize = 256;

/// The vocabulary in its order, and for the term at `i` the postings from `starts[i]` to `starts[i + 1]`, by rising document.
pub struct Postings {
    /// Every term.
    pub terms: Vec<Term>,
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

/// A term, ordered as the vocabulary is: by place, then by what follows.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// Its first two characters as one number, as [`place`](crate::site::search::grams::place) makes it.
    pub place: u64,
    /// What follows them; only runs of letters and digits have it.
    pub rest: Box<str>,
}

impl Term {
    /// The term of a gram.
    pub fn of(gram: Gram) -> Term {
        let pair = |one: char, two: u32| u64::from(u32::from(one)) << 21 | u64::from(two);
        match gram {
            Gram::Single(one) => Term { place: pair(one, 0), rest: Box::default() },
            Gram::Pair(one, two) => Term { place: pair(one, two.into()), rest: Box::default() },
            Gram::Run(run) => {
                let mut characters = run.chars();
                let (one, two) = (characters.next().unwrap_or('\0'), characters.next().map_or(0, u32::from));
                Term { place: pair(one, two), rest: characters.as_str().into() }
            }
        }
    }

    /// The first character.
    pub fn first(&self) -> char {
        char::from_u32((self.place >> 21) as u32).unwrap_or('\0')
    }

    /// Whether it is one Han character.
    fn is_single(&self) -> bool {
        self.place & 0x1f_ffff == 0 && is_han(self.first())
    }
}

impl Postings {
    /// Where in `docs` and `weights` the postings of a term stand.
    pub fn of(&self, term: &Term) -> std::ops::Range<usize> {
        match self.terms.binary_search(term) {
            Ok(at) => self.starts[at]..self.starts[at + 1],
            Err(_) => 0..0,
        }
    }
}

/// What a batch of documents holds, in numbers that are its own: those of its terms in order of appearance.
#[derive(Default)]
struct Batch {
    terms: Vec<Term>,
    /// In how many of its documents each term occurs.
    found: Vec<u32>,
    /// Terms with their weighted frequencies, document after document.
    rows: Vec<(u32, f32)>,
    /// Where each document's rows end, and its weighted length.
    docs: Vec<(usize, f32)>,
}

/// Reads every document once, then places what was found.
pub fn collect(docs: &[&Doc], config: &Config) -> Postings {
    let weights = &config.scoring;
    let batches: Vec<Batch> = docs.par_chunks(BATCH).map(|part| read(part, weights)).collect();
    let (terms, numbers) = merge(&batches);
    let mut counts = vec![0; terms.len()];
    for (batch, numbers) in batches.iter().zip(&numbers) {
        numbers.iter().zip(&batch.found).for_each(|(term, found)| counts[*term as usize] += *found as usize);
    }
    let limit = (weights.common * docs.len() as f32).max(20.0) as usize;
    let common = terms.iter().zip(&counts).filter(|(term, df)| **df > limit && term.is_single());
    let common = common.map(|(term, _)| term.first()).collect();
    let mut starts = vec![0];
    starts.extend(counts.iter().scan(0, |sum, df| {
        *sum += *df;
        Some(*sum)
    }));
    let (placed, weights) = place_all(docs, batches, &numbers, &starts, weights);
    Postings { terms, starts, docs: placed, weights, count: docs.len(), common }
}

/// What is known of a term while a batch is read.
#[derive(Clone, Copy, Default)]
struct Seen {
    term: u32,
    /// The document that had it last, counted from one.
    doc: u32,
    /// Its row there.
    row: u32,
}

/// The characters that most of the grams are; they are looked up by number, the others in a table.
const HAN: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

fn read(docs: &[&Doc], weights: &Weights) -> Batch {
    let mut batch = Batch::default();
    let mut singles = vec![Seen::default(); *HAN.end() as usize - *HAN.start() as usize + 1];
    let mut others: FxHashMap<u64, Seen> = FxHashMap::default();
    for (doc, at) in docs.iter().zip(1..) {
        let mut length = 0.0;
        let fields = [&doc.title, &doc.headings, &doc.answer, &doc.text];
        for (text, weight) in fields.into_iter().zip(weights.fields()) {
            each_gram(&fold(text), |gram| {
                let seen = match gram {
                    Gram::Single(one) if HAN.contains(&one) => {
                        &mut singles[one as usize - *HAN.start() as usize]
                    }
                    _ => others.entry(key(gram)).or_default(),
                };
                if seen.doc == 0 {
                    seen.term = batch.terms.len() as u32;
                    batch.terms.push(Term::of(gram));
                    batch.found.push(0);
                }
                if seen.doc != at {
                    (seen.doc, seen.row) = (at, batch.rows.len() as u32);
                    batch.found[seen.term as usize] += 1;
                    batch.rows.push((seen.term, 0.0));
                }
                if !matches!(gram, Gram::Pair(..)) {
                    length += weight;
                }
                batch.rows[seen.row as usize].1 += weight;
            });
        }
        batch.docs.push((batch.rows.len(), length));
    }
    batch.rows.shrink_to_fit();
    batch
}

/// The whole vocabulary in its order, and for each batch the numbers in it of the batch's own terms.
fn merge(batches: &[Batch]) -> (Vec<Term>, Vec<Vec<u32>>) {
    let term = |at: u32, own: u32| &batches[at as usize].terms[own as usize];
    // The place beside the numbers, since most terms differ in it: a look into the batch misses the cache.
    let of_batches = (0..)
        .zip(batches)
        .flat_map(|(at, batch)| batch.terms.iter().zip(0..).map(move |(term, own)| (term.place, at, own)));
    let mut places: Vec<(u64, u32, u32)> = of_batches.collect();
    places.par_sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| term(a.1, a.2).rest.cmp(&term(b.1, b.2).rest))
    });
    let mut numbers: Vec<Vec<u32>> = batches.iter().map(|batch| vec![0; batch.terms.len()]).collect();
    let mut terms: Vec<Term> = Vec::new();
    for (_, at, own) in places {
        let term = term(at, own);
        if terms.last() != Some(term) {
            terms.push(term.clone());
        }
        numbers[at as usize][own as usize] = terms.len() as u32 - 1;
    }
    (terms, numbers)
}

fn place_all(
    docs: &[&Doc],
    batches: Vec<Batch>,
    numbers: &[Vec<u32>],
    starts: &[usize],
    weights: &Weights,
) -> (Vec<u32>, Vec<u16>) {
    let total = starts.last().copied().unwrap_or(0);
    let (mut placed, mut impacts) = (vec![0; total], vec![0; total]);
    let lengths = batches.iter().flat_map(|batch| &batch.docs).map(|(_, length)| length);
    let average = lengths.sum::<f32>() / docs.len().max(1) as f32;
    let mut next = starts.to_vec();
    let mut doc = 0;
    for (batch, numbers) in batches.into_iter().zip(numbers) {
        let mut from = 0;
        for (end, length) in batch.docs {
            let prior = docs[doc].prior.max(0.01).powf(weights.prior);
            let norm = weights.norm(length, average);
            for (term, frequency) in &batch.rows[from..end] {
                let to = &mut next[numbers[*term as usize] as usize];
                let impact = weights.saturated(*frequency, norm) * prior;
                placed[*to] = doc as u32;
                impacts[*to] = (impact * 4096.0).clamp(1.0, 65_535.0) as u16;
                *to += 1;
            }
            (from, doc) = (end, doc + 1);
        }
    }
    (placed, impacts)
}

/// A gram as one number: its characters, or for a run of any length a fingerprint with the high bit set.
fn key(gram: Gram) -> u64 {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use elasticlunr::Language;
    use elasticlunr::document_store::DocumentStore;
    use elasticlunr::inverted_index::InvertedIndex;

    use super::*;
    use crate::site::search::grams::Grams;
    use crate::site::search::{Kind, SearchInput};

    fn corpus() -> Vec<Doc> {
        let input: SearchInput =
            serde_json::from_str(include_str!("../../../../tests/search/corpus.json")).unwrap();
        // More documents than one batch holds, no two of one length.
        let copies = (0..BATCH / input.docs.len() + 2)
            .flat_map(|round| input.docs.iter().map(move |doc| (round, doc.clone())));
        let grown = copies.map(|(round, mut doc)| {
            doc.text.push_str(&format!("，第{round}次{}", "退款".repeat(round % 7)));
            doc
        });
        let empty = Doc { title: String::new(), headings: String::new(), ..input.docs[0].clone() };
        let empty = Doc { kind: Kind::Term, answer: String::new(), text: String::new(), ..empty };
        grown.chain([empty]).collect()
    }

    /// elasticlunr's index of the same documents, each token added with its whole weighted frequency.
    fn indexed(docs: &[&Doc], weights: &Weights) -> (InvertedIndex, DocumentStore) {
        let (mut index, mut store) = (InvertedIndex::new(), DocumentStore::new(false));
        for (doc, number) in docs.iter().zip(0..) {
            let name = format!("{number:06}");
            store.add_doc(&name, BTreeMap::new());
            let mut counts: BTreeMap<String, [u32; 4]> = BTreeMap::new();
            let fields = [&doc.title, &doc.headings, &doc.answer, &doc.text];
            for (field, text) in fields.into_iter().enumerate() {
                let tokens = Grams.tokenize(text);
                let is_pair = |token: &&String| token.chars().count() == 2 && token.chars().all(is_han);
                let length = tokens.len() - tokens.iter().filter(is_pair).count();
                store.add_field_length(&name, &field.to_string(), length);
                tokens.into_iter().for_each(|token| counts.entry(token).or_default()[field] += 1);
            }
            for (token, counts) in counts {
                index.add_token(&name, &token, f64::from(weights.sum(counts)));
            }
        }
        (index, store)
    }

    #[test]
    fn postings_are_those_of_elasticlunr() {
        let (docs, config) = (corpus(), Config::default());
        let docs: Vec<&Doc> = docs.iter().collect();
        let (index, store) = indexed(&docs, &config.scoring);
        let length = |doc: usize| {
            let field =
                |field: usize| store.get_field_length(&format!("{doc:06}"), &field.to_string()) as u32;
            config.scoring.sum([0, 1, 2, 3].map(field))
        };
        let average = (0..docs.len()).map(length).sum::<f32>() / docs.len() as f32;
        let postings = collect(&docs, &config);
        assert!(postings.terms.is_sorted() && docs.len() > BATCH);
        for (at, term) in postings.terms.iter().enumerate() {
            let spelt: String =
                [Some(term.first()), char::from_u32((term.place & 0x1f_ffff) as u32).filter(|c| *c > '\0')]
                    .into_iter()
                    .flatten()
                    .chain(term.rest.chars())
                    .collect();
            let expected = index.get_docs(&spelt).unwrap_or_default().into_iter().map(|(name, frequency)| {
                let doc: usize = name.parse().unwrap();
                let norm = config.scoring.norm(length(doc), average);
                let impact = config.scoring.saturated(frequency as f32, norm);
                let weighted = impact * docs[doc].prior.powf(config.scoring.prior) * 4096.0;
                (doc as u32, weighted.clamp(1.0, 65_535.0) as u16)
            });
            let range = postings.starts[at]..postings.starts[at + 1];
            let ours =
                postings.docs[range.clone()].iter().copied().zip(postings.weights[range].iter().copied());
            assert_eq!(ours.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{spelt}");
        }
    }
}
