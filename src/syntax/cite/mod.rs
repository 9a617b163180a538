//! Prose → [`RawCite`]s: every mention of a law's provisions, where it stands and what it says.
//!
//! Three steps, each a value: [`find`] reads what is written; [`context`] tells what a 本法, 该条 or 前款 means within
//! the text; `book::cites` asks the registry. Nothing here knows whether a law exists or what it says.

use std::ops::Range;

use super::spot::{Rank, Spot};

pub mod context;
mod cursor;
mod defined;
mod finder;
mod head;
mod heading;
mod lexicon;
mod names;
mod owner;
mod parts;
mod provision;
mod title;
mod words;

pub use lexicon::Lexicon;
pub use parts::{Part, parts};

/// One mention of one law's provisions, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawCite {
    /// How the law is named.
    pub law: LawRef,
    /// The provisions in the order written; empty where the law alone is named.
    pub spots: Vec<Spot>,
    /// The whole mention, in bytes of the text.
    pub at: Range<usize>,
    /// The law's name within it, 《》 included.
    pub law_at: Option<Range<usize>>,
    /// The version that the text names beside the law.
    pub vintage: Option<Vintage>,
}

/// How a mention names its law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LawRef {
    /// By a name: as written, without the outer 《》, without white space.
    Named(String),
    /// 本法, 本条例: the instrument in which the words stand; the kind is kept (法, 条例 …).
    This(String),
    /// 该法, 同法, 该公约: the one just named; the kind is kept.
    That(String),
    /// Not at all: a bare 第X条.
    Elided,
    /// By position: 前款, 前两条, 本条, 该款.
    Relative(Relative),
}

/// A reference by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Which one.
    pub which: Which,
    /// Of which rank: 条, 款 or 项.
    pub rank: Rank,
}

/// Which place a positional reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// 前款: the one before; 前两款: the two before.
    Before(u16),
    /// 本条: the one in which the words stand.
    This,
    /// 该条, 此条: the one just mentioned.
    That,
}

/// A version named in or beside a title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vintage {
    /// Its year.
    pub year: Option<u16>,
    /// The words: 2013年修正, 原, 已废止.
    pub words: String,
    /// Whether the words say that it is no longer the law.
    pub former: bool,
}

impl Vintage {
    /// The words by which a registry knows the version: 2013年修正, or the year alone.
    pub fn designation(&self) -> String {
        match self.year {
            Some(year) if self.words.is_empty() => year.to_string(),
            _ => self.words.clone(),
        }
    }
}

/// Finds the mentions in a passage, in order and without overlap.
///
/// The passage may contain line breaks; offsets are bytes of `text` on character boundaries.
pub fn find(text: &str, names: &Lexicon) -> Vec<RawCite> {
    finder::Finder::new(text, names).run()
}
