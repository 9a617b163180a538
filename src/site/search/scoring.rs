//! Counts → impacts: how much one term says about one document, computed while the index is written (BM25F).
//!
//! The reader only adds small integers. Nothing here looks at a query except the weights that its terms carry.

use serde::{Deserialize, Serialize};

/// The weights of BM25F.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// How slowly repetition saturates.
    pub k1: f32,
    /// How much long documents pay for their length, 0 to 1.
    pub b: f32,
    /// How many times an occurrence in the title counts.
    pub title: f32,
    /// How many times an occurrence in the headings above counts.
    pub headings: f32,
    /// How many times an occurrence in the answer line counts.
    pub answer: f32,
    /// The exponent of a document's prior.
    pub prior: f32,
    /// The exponent of a term's rarity.
    pub rarity: f32,
    /// What a query's pairs or runs count for, its single characters, a legal word of one pair that a synonym brings, and how
    /// many hundredths of the best neighbouring article's score an article gets.
    pub query: [u32; 4],
    /// Single characters in more than this share of the documents are left out of longer queries.
    pub common: f32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            k1: 1.5,
            b: 0.75,
            title: 1.0,
            headings: 1.5,
            answer: 1.0,
            prior: 2.0,
            rarity: 1.0,
            query: [10, 5, 10, 20],
            common: 0.05,
        }
    }
}

/// The customary prior of a question with its answer: before an article of equal score.
pub const ENTRY_PRIOR: f32 = 1.8;

/// The customary prior of a statute text by its kind (law-in-time's `kind`), and of everything else.
pub fn prior(kind: &str) -> f32 {
    match kind {
        "宪法" | "法典" => 1.6,
        "法律" => 1.48,
        "司法解释" => 1.36,
        "行政法规" => 1.24,
        "部门规章" | "地方性法规" => 1.12,
        _ => 1.0,
    }
}

/// How often a term occurs in each field of a document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Occurrences in the title, the headings, the answer, the text.
    pub fields: [u32; 4],
}

impl Weights {
    /// The weight of each field: title, headings, answer, text.
    pub fn fields(&self) -> [f32; 4] {
        [self.title, self.headings, self.answer, 1.0]
    }

    /// A sum over the fields by their weights: a document's length, or a term's frequency in it.
    pub fn sum(&self, counts: [u32; 4]) -> f32 {
        self.fields().iter().zip(counts).map(|(weight, count)| weight * count as f32).sum()
    }

    /// What a document's length costs, 1 at the average length.
    pub fn norm(&self, length: f32, average: f32) -> f32 {
        self.k1 * (1.0 - self.b + self.b * length / average.max(1.0))
    }

    /// The part of the impact that lies in the document: frequency saturated, below `k1 + 1`.
    pub fn saturated(&self, frequency: f32, norm: f32) -> f32 {
        frequency * (self.k1 + 1.0) / (frequency + norm)
    }
}

/// How rare a term is: found in `df` of `all` documents.
pub fn rarity(df: usize, all: usize) -> f32 {
    let (df, all) = (df as f32, all as f32);
    (1.0 + (all - df + 0.5) / (df + 0.5)).ln()
}

/// A term's greatest impact as one byte, in sixteenths of an octave above 1/4096.
pub fn scale_byte(greatest: f32) -> u8 {
    let steps = (greatest.max(1e-6) * 4096.0).log2() * 16.0;
    steps.round().clamp(0.0, 255.0) as u8
}

/// What one level of a term with this scale byte adds to a score, before the query's weight.
pub fn scale(byte: u8) -> u64 {
    (f64::from(byte) / 16.0).exp2().round() as u64
}

/// An impact as one of fifteen levels, 1 to 15.
pub fn level(impact: f32, greatest: f32) -> u8 {
    // Cut off after half is added: rounding is a call into the C library, and every posting needs it.
    (impact / greatest * 15.0 + 0.5).clamp(1.0, 15.0) as u8
}

/// What each pair of a legal word counts for: the longer the word, the less each, as the root of their number, in hundredths.
const SHARES: [u32; 8] = [100, 100, 71, 58, 50, 45, 41, 38];

/// The weight of each pair of a legal word of so many pairs. A word that one document in 200 uses itself needs less translating.
pub fn synonym_weight(base: u32, pairs: usize, word_df: usize, docs: usize) -> u32 {
    let weight = base * SHARES[pairs.min(SHARES.len() - 1)] / 100;
    if word_df * 200 > docs { weight / 2 } else { weight }
}

/// How far on each side of an article its neighbours lie.
pub const NEIGHBOURS: usize = 3;

/// Scores in hundredths, each article's with a share of its best neighbour's: articles side by side govern the same matter.
pub fn with_neighbours(scores: &[u64], articles: std::ops::Range<usize>, share: u32) -> Vec<u64> {
    let best = |at: usize| {
        let from = at.saturating_sub(NEIGHBOURS).max(articles.start);
        let near = from..(at + NEIGHBOURS + 1).min(articles.end);
        near.filter(|other| *other != at).map(|other| scores[other]).max().unwrap_or(0)
    };
    let value = |(at, score): (usize, &u64)| match *score > 0 && articles.contains(&at) {
        true => score * 100 + u64::from(share) * best(at),
        false => score * 100,
    };
    scores.iter().enumerate().map(value).collect()
}
