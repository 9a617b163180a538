//! Documents → the files of a search index, and those files → answers.
//!
//! [`write()`] turns a plain [`SearchInput`] into named bytes; [`reader::Reader`] answers queries from the same bytes, as the
//! browser's `theme/assets/search/engine.js` does, with identical rankings. The files are described byte by byte in
//! `docs/search-format.md`. Nothing here knows HTML, the book, or where files are kept.

pub mod documents;
pub mod excerpt;
pub mod grams;
pub mod pinyin;
pub mod query;
pub mod reader;
pub mod scoring;
pub mod shards;
pub mod synonyms;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use reader::{Answer, Hit, Reader, Request};
pub use shards::{write, write_with};
pub use synonyms::Synonym;

/// The manifest's place inside the search folder: the one name that never changes.
pub const MANIFEST: &str = "manifest.bin";

/// What a document is. The order is the order of the groups on the search page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A telephone line for help.
    Hotline,
    /// A question with its answer.
    Entry,
    /// An article of a law.
    Article,
    /// A law as a whole.
    Law,
    /// A word of the glossary.
    Term,
}

impl Kind {
    /// Every kind, in the order of the groups.
    pub const ALL: [Kind; 5] = [Kind::Hotline, Kind::Entry, Kind::Article, Kind::Law, Kind::Term];

    /// The kind's name in the index files and in the client.
    pub fn name(self) -> &'static str {
        ["hotline", "entry", "article", "law", "term"][self as usize]
    }
}

/// One findable page, or part of a page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Doc {
    /// What it is.
    pub kind: Kind,
    /// The question, the article's law and number, the word, the hotline's name.
    pub title: String,
    /// Where it is, relative to the site's root, percent-encoded where needed.
    pub url: String,
    /// The titles above it: part, chapter, section; or the chapter of the book.
    pub headings: String,
    /// The answer in one line; empty for articles. With an answer the text is kept apart and fetched only when needed.
    pub answer: String,
    /// All the rest, as plain text: what a reader can read on the page.
    pub text: String,
    /// The chapter or law to which it belongs, by which results can be filtered; may be empty.
    pub group: String,
    /// What its score is multiplied with; see [`scoring::prior`].
    pub prior: f32,
}

/// A law by its names, so that 消保法25 can go straight to the article.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LawNames {
    /// The name that readers are shown.
    pub title: String,
    /// Every name by which people call it, the title included.
    pub names: Vec<String>,
    /// The law's page, relative to the site's root.
    pub url: String,
    /// An article's page, with `{}` where its key goes: `laws/civil-code/{}.html`.
    pub article_url: String,
    /// The keys of the articles that have a page: `577`, or `287-2` for 第二百八十七条之二.
    pub articles: Vec<String>,
}

/// A rule that shows a card before all results. It fires when all words of one pattern occur in the query.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Emergency {
    /// Patterns: each a list of words that must all occur. The index holds them in the manifest, apart from the card.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<Vec<String>>,
    /// Words that keep the rule from firing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// The card's first line: what to do now.
    pub title: String,
    /// One or two sentences more.
    #[serde(default)]
    pub text: String,
    /// Where to read on, relative to the site's root; may be empty.
    #[serde(default)]
    pub url: String,
    /// The telephone lines to show, most urgent first.
    pub hotlines: Vec<HotlineCard>,
}

/// One telephone line on an emergency card.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HotlineCard {
    /// The number to dial.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default, rename = "for")]
    pub purpose: String,
}

/// Everything an index is made of.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SearchInput {
    /// What can be found. Within a kind and group the given order is kept.
    pub docs: Vec<Doc>,
    /// Everyday words and their legal equivalents, the glossary's synonyms included.
    #[serde(default)]
    pub synonyms: Vec<Synonym>,
    /// The laws by name.
    #[serde(default)]
    pub laws: Vec<LawNames>,
    /// The rules for cards, the most urgent first.
    #[serde(default)]
    pub emergencies: Vec<Emergency>,
    /// The card shown when nothing is found: the line for legal advice.
    #[serde(default)]
    pub fallback: Option<HotlineCard>,
    /// What the user interface says, in the site's language: the table `[results]` of the theme's strings.
    #[serde(default)]
    pub strings: BTreeMap<String, String>,
    /// Weights and sizes.
    #[serde(default)]
    pub config: Config,
}

/// Weights and sizes. The defaults are those that were measured best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Also write `searchindex.json` as elasticlunr.js reads it.
    pub compat: bool,
    /// The weights of the ranking.
    pub scoring: scoring::Weights,
    /// Bytes after which a shard of terms is closed; small indexes have smaller shards, down to 600 bytes.
    pub term_shard: usize,
    /// Raw bytes of an average shard of documents; small indexes have smaller shards, down to 900 bytes.
    pub doc_shard: usize,
    /// Raw bytes of an average shard of texts, of which a phrase needs those of its 200 best candidates.
    pub text_shard: usize,
    /// Postings kept of one term, the best.
    pub cap: usize,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            compat: false,
            scoring: scoring::Weights::default(),
            term_shard: 2048,
            doc_shard: 3000,
            text_shard: 16_000,
            cap: 4096,
        }
    }
}

/// One file of the index: its path inside the search folder and its bytes.
pub type File = (String, Vec<u8>);
