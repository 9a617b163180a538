//! The bytes of shards → terms, postings and the manifest. The inverse of the encoders beside it; damaged bytes give `None`.

use serde::Deserialize;

use super::codec::{BitReader, Bytes};
use super::terms::lone_width;
use crate::base::text::is_han;
use crate::site::search::HotlineCard;
use crate::site::search::grams::place;

/// When a card is shown: patterns, each of words that must all occur; words of which none may.
pub type Rule = (Vec<Vec<String>>, Vec<String>);

/// The manifest's JSON.
#[derive(Clone, Debug, Deserialize)]
pub struct Head {
    /// The version of the format.
    pub v: u64,
    /// The folder of everything else, named after its content.
    #[serde(rename = "gen")]
    pub folder: String,
    /// How many documents there are.
    pub docs: usize,
    /// Documents in a shard of documents.
    #[serde(rename = "perHead")]
    pub per_head: usize,
    /// Documents in a shard of texts.
    #[serde(rename = "perText")]
    pub per_text: usize,
    /// Kinds and their ranges of numbers.
    pub kinds: Vec<(String, usize, usize)>,
    /// Characters that longer queries leave out.
    pub common: String,
    /// What a query's terms count for.
    pub weights: [u32; 4],
    /// The rules for cards, which stand in a file of their own: patterns, and words that keep the rule from firing.
    pub emergencies: Vec<Rule>,
    /// The card shown when nothing is found.
    pub fallback: Option<HotlineCard>,
    /// A list of this length was cut.
    pub cap: usize,
}

/// More documents than this are no site; numbers in scores stay exact below.
const MOST: usize = 1 << 24;

impl Head {
    /// Whether the numbers are such that nothing overflows, divides by zero or reaches past the documents.
    fn is_sound(&self) -> bool {
        let in_range = |(_, from, to): &(String, usize, usize)| from <= to && *to <= self.docs;
        self.docs <= MOST
            && self.per_head > 0
            && self.per_text > 0
            && self.kinds.iter().all(in_range)
            && self.weights.iter().all(|weight| *weight <= 1000)
            && self.folder.bytes().all(|byte| byte.is_ascii_hexdigit())
    }
}

/// The manifest: its JSON and the place with which each shard of terms begins.
pub fn manifest(body: &[u8]) -> Option<(Head, Vec<u64>)> {
    let mut bytes = Bytes::new(body);
    let head: Head = serde_json::from_str(bytes.text()?).ok().filter(Head::is_sound)?;
    let count = bytes.size()?;
    let (mut one, mut two) = (0, 0);
    let mut firsts = Vec::new();
    for _ in 0..count {
        (one, two) = next_place(&mut bytes, one, two)?;
        firsts.push(one << 21 | two);
    }
    Some((head, firsts))
}

fn next_place(bytes: &mut Bytes, one: u64, two: u64) -> Option<(u64, u64)> {
    let step = bytes.number()?;
    let next = bytes.number()?;
    Some((one + step, if step == 0 { two + next } else { next }))
}

/// A term as its shard holds it.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The term.
    pub term: String,
    /// How many postings it has.
    pub count: usize,
    /// The byte from which the value of one level follows.
    pub scale: u8,
    /// Everyday words that begin here, each with its legal words, separated by spaces.
    pub synonyms: Vec<(String, String)>,
    block: std::ops::Range<usize>,
}

/// A shard of terms, taken apart as far as its lists.
pub struct Terms {
    entries: Vec<Entry>,
    body: Vec<u8>,
    docs: usize,
}

impl Terms {
    /// Reads a body, the generation in front already removed.
    pub fn read(body: Vec<u8>, docs: usize) -> Option<Terms> {
        let mut entries = Vec::new();
        let mut bytes = Bytes::new(&body);
        let count = bytes.size()?;
        let (mut one, mut two) = (0, 0);
        for _ in 0..count {
            (one, two) = next_place(&mut bytes, one, two)?;
            entries.push(Entry { term: term(&mut bytes, one, two)?, ..Entry::default() });
        }
        let mut with_synonyms = Vec::new();
        for entry in &mut entries {
            let number = bytes.size()?;
            entry.count = number >> 1;
            with_synonyms.push(number & 1 == 1);
        }
        for entry in entries.iter_mut().filter(|entry| entry.count > 0) {
            entry.scale = bytes.byte()?;
        }
        for (entry, _) in entries.iter_mut().zip(with_synonyms).filter(|(_, with)| *with) {
            for _ in 0..bytes.size()? {
                entry.synonyms.push((bytes.text()?.to_owned(), bytes.text()?.to_owned()));
            }
        }
        for entry in &mut entries {
            let length = match entry.count {
                0 => 0,
                1 => lone_width(docs),
                _ => bytes.size()?,
            };
            entry.block = 0..length;
        }
        let mut at = bytes.at;
        for entry in &mut entries {
            entry.block = at..at.checked_add(entry.block.end)?;
            at = entry.block.end;
        }
        (at == body.len()).then_some(Terms { entries, body, docs })
    }

    /// A term's entry.
    pub fn find(&self, term: &str) -> Option<&Entry> {
        let wanted = (place(term), term);
        let at =
            self.entries.binary_search_by(|entry| (place(&entry.term), entry.term.as_str()).cmp(&wanted));
        at.ok().map(|at| &self.entries[at])
    }

    /// A term's postings: documents and levels.
    pub fn postings(&self, entry: &Entry) -> Vec<(u32, u8)> {
        let block = self.body.get(entry.block.clone()).unwrap_or(&[]);
        if entry.count == 1 {
            let doc = block.iter().fold(0, |doc, byte| doc << 8 | u32::from(*byte));
            return vec![(doc, 15)];
        }
        let mut bits = BitReader::new(block);
        let mut docs = Vec::new();
        if entry.count > 0 && self.docs > 0 {
            bits.rising(&mut docs, entry.count as u32, 0, self.docs as u32 - 1);
        }
        docs.into_iter().map(|doc| (doc, bits.bits(4) as u8)).collect()
    }
}

fn term(bytes: &mut Bytes, one: u64, two: u64) -> Option<String> {
    let first = char::from_u32(u32::try_from(one).ok()?)?;
    let mut term = String::from(first);
    if two > 0 {
        term.push(char::from_u32(u32::try_from(two).ok()?)?);
    }
    if !is_han(first) {
        term.push_str(bytes.text()?);
    }
    Some(term)
}
