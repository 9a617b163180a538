//! The whole book, resolved: documents → [`Book`] in one sequential pass. Knows no pages and no HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::source::RelPath;
use crate::syntax::changes::Change;
use crate::syntax::chapter::ChapterDoc;
use crate::syntax::cite::Lexicon;
use crate::syntax::config::Config;
use crate::syntax::emergencies::Emergency;
use crate::syntax::entry::EntryDoc;
use crate::syntax::facts::Fact;
use crate::syntax::glossary::Term;
use crate::syntax::hotlines::Hotline;
use crate::syntax::situations::Situation;
use crate::syntax::synonyms::Synonym;

pub mod cites;
pub mod graph;
pub mod laws;
pub mod links;
pub mod lint;
mod memo;
mod resolve;

use cites::Cite;
use graph::{Graph, Ground, Mark};
use laws::Laws;
use links::Target;

pub use memo::Memo;
pub use resolve::resolve;

/// The place of an entry in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIx(pub usize);

/// Everything that was read, before any part has met another.
#[derive(Default)]
pub struct Docs {
    /// `site.toml`.
    pub config: Config,
    /// Chapters, in any order.
    pub chapters: Vec<Arc<ChapterDoc>>,
    /// Entries, in any order.
    pub entries: Vec<Arc<EntryDoc>>,
    /// The page about the site.
    pub about: Option<Arc<ChapterDoc>>,
    /// The names of the laws, ready to be found in text; made anew where they are not given, which is dear.
    pub lexicon: Option<Lexicon>,
    /// The registry of laws.
    pub laws: Arc<Laws>,
    /// Telephone numbers.
    pub hotlines: Vec<Hotline>,
    /// What may have happened to a reader.
    pub situations: Vec<Situation>,
    /// The glossary.
    pub terms: Vec<Term>,
    /// Figures.
    pub facts: Vec<Fact>,
    /// What changed.
    pub changes: Vec<Change>,
    /// Cards that search shows before any result.
    pub emergencies: Vec<Emergency>,
    /// Everyday words and the words of the law for them.
    pub synonyms: Vec<Synonym>,
    /// Files beside the Markdown.
    pub assets: BTreeSet<RelPath>,
    /// The day for which verdicts are given.
    pub today: Date,
}

/// A site's content with every reference resolved.
pub struct Book {
    /// `site.toml`.
    pub config: Config,
    /// Chapters in reading order.
    pub chapters: Vec<Chapter>,
    /// Entries in reading order.
    pub entries: Vec<Arc<Entry>>,
    /// The page about the site, with its links.
    pub about: Option<Resolved>,
    /// The registry of laws.
    pub laws: Arc<Laws>,
    /// Telephone numbers.
    pub hotlines: Vec<Hotline>,
    /// What may have happened, with the entries that answer it.
    pub situations: Vec<(Situation, Vec<EntryIx>)>,
    /// The glossary.
    pub terms: Vec<Term>,
    /// Figures.
    pub facts: Vec<Fact>,
    /// What changed, with the entries concerned, newest first.
    pub changes: Vec<(Change, Vec<EntryIx>)>,
    /// Cards that search shows before any result, with the entry to read on in.
    pub emergencies: Vec<(Emergency, Option<EntryIx>)>,
    /// Everyday words and the words of the law for them.
    pub synonyms: Vec<Synonym>,
    /// Files that something on the site shows.
    pub assets: BTreeSet<RelPath>,
    /// What the provisions named in the glossary and the facts mean, by id of the term or fact.
    pub grounds: BTreeMap<String, Cite>,
    /// What leads to what.
    pub graph: Graph,
    /// The latest day against which an answer was checked; "now" for whatever a page says without script.
    pub as_of: Date,
}

/// A chapter.
pub struct Chapter {
    /// Its folder below `content/`.
    pub name: String,
    /// Its file with its links and citations.
    pub intro: Resolved,
    /// Its entries.
    pub entries: std::ops::Range<usize>,
    /// The questions to read first.
    pub start: Vec<EntryIx>,
}

/// A Markdown file that is not an entry, resolved.
pub struct Resolved {
    /// The file.
    pub doc: Arc<ChapterDoc>,
    /// What its links mean, in the order of the body's.
    pub links: Vec<Option<Target>>,
    /// What its citations mean, likewise.
    pub cites: Vec<Cite>,
    /// Its images' files, likewise.
    pub images: Vec<Option<RelPath>>,
}

/// An entry.
pub struct Entry {
    /// `chapter/slug`.
    pub id: String,
    /// Its chapter's place in reading order.
    pub chapter: usize,
    /// What was written.
    pub doc: Arc<EntryDoc>,
    /// What its links mean, in the order of the body's; `None` where a finding says why not.
    pub links: Vec<Option<Target>>,
    /// What its citations mean, likewise.
    pub cites: Arc<[Cite]>,
    /// Its images' files, likewise.
    pub images: Vec<Option<RelPath>>,
    /// Entries its author chose.
    pub related: Vec<EntryIx>,
    /// Its share in the graph: the law it rests on,
    pub ground: Arc<Ground>,
    /// and the entries it leads to.
    pub leads: Vec<(EntryIx, Mark)>,
}

impl Book {
    /// An entry by its place.
    pub fn entry(&self, index: EntryIx) -> &Entry {
        &self.entries[index.0]
    }

    /// The entries of the book with their places.
    pub fn indexed(&self) -> impl Iterator<Item = (EntryIx, &Entry)> {
        self.entries.iter().enumerate().map(|(index, entry)| (EntryIx(index), &**entry))
    }
}
