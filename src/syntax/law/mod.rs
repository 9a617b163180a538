//! One file of the registry of laws → one value: a version's text ([`LawText`]) or the law itself ([`LawMeta`]).
//!
//! Knows the shape that Chinese legal texts have (编, 章, 节, 条, 款, 项, 目) and nothing of any particular law. Never sees
//! a second file, so it cannot say whether two versions agree.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::spot::ArticleNo;
use super::table::At;
use crate::base::source::{FileId, Span};

mod body;
mod canonical;
mod dates;
mod lines;
mod meta;
mod official;
mod version;

pub use body::{Body, parse_body};
pub use canonical::canonical;
pub use meta::parse_meta;
pub use official::{Effective, Listed, Official, parse_index, parse_official};
pub use version::parse_version;

/// Whose words a version file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// Our own words, for the articles that matter.
    Gist,
    /// The authentic wording, complete.
    Full,
}

/// One version of a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawText {
    /// The file it was read from.
    pub file: FileId,
    /// The day it took effect, from the file's name.
    pub effective: Date,
    /// The day it was promulgated, where known.
    pub promulgated: Option<Date>,
    /// How citations name the version: 2013年修正.
    pub by: Option<String>,
    /// The number of the last article; `None` where nobody has counted, and then no article can be checked. 0 for an
    /// instrument without articles.
    pub articles_total: Option<u16>,
    /// Inserted articles (之一) that it has beside those it holds words for, in order.
    pub inserted: Vec<ArticleNo>,
    /// Gist or authentic wording.
    pub text: Wording,
    /// Whether an authentic text says of itself that it is only an excerpt; a file of the site never is.
    pub excerpt: bool,
    /// The day on which the file was last compared with the authentic text.
    pub checked: Option<Date>,
    /// 编, 章 and 节 in order.
    pub outline: Vec<Heading>,
    /// The articles it holds.
    pub articles: BTreeMap<ArticleNo, Article>,
}

/// A heading: 第七章 法律责任.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// How deep it stands, from 1; only comparable within one file.
    pub depth: u8,
    /// Its words, with one space between number and title.
    pub text: String,
    /// The first article below it.
    pub before: Option<ArticleNo>,
    /// Where it is written.
    pub at: Span,
}

/// One article (条).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its number.
    pub no: ArticleNo,
    /// The headings above it, outermost first.
    pub heading_path: Arc<[String]>,
    /// Its paragraphs (款), at least one.
    pub paragraphs: Vec<Paragraph>,
    /// Where its number is written.
    pub at: Span,
}

/// One paragraph (款): its own words and the items below them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The words before the items.
    pub text: String,
    /// The items (项).
    pub items: Vec<Item>,
}

/// One item (项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number; several items may share one where a paragraph holds two lists.
    pub no: u16,
    /// Its words, without the number.
    pub text: String,
    /// The sub-items (目), numbered from 1.
    pub subitems: Vec<String>,
}

impl Article {
    /// All its words in order, for comparing and searching; paragraphs on lines of their own.
    pub fn plain(&self) -> String {
        self.lines().collect::<Vec<_>>().join("\n")
    }

    /// All its words in order: of each paragraph those before the items, then the items, each with its sub-items.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let lines = self.paragraphs.iter().flat_map(|paragraph| {
            let items = paragraph.items.iter();
            let of_items = items.flat_map(|item| std::iter::once(&item.text).chain(&item.subitems));
            std::iter::once(&paragraph.text).chain(of_items)
        });
        lines.map(String::as_str).filter(|line| !line.is_empty())
    }

    /// A paragraph by its number, from 1.
    pub fn paragraph(&self, no: u16) -> Option<&Paragraph> {
        self.paragraphs.get(usize::from(no).checked_sub(1)?)
    }

    /// An item by its number: of the paragraph named, or of the first paragraph that has such an item.
    pub fn item(&self, paragraph: Option<u16>, no: u16) -> Option<&Item> {
        let find = |paragraph: &'_ Paragraph| paragraph.items.iter().position(|item| item.no == no);
        match paragraph {
            Some(wanted) => {
                let paragraph = self.paragraph(wanted)?;
                find(paragraph).map(|at| &paragraph.items[at])
            }
            None => {
                self.paragraphs.iter().find_map(|paragraph| find(paragraph).map(|at| &paragraph.items[at]))
            }
        }
    }
}

/// A law across its versions: `law.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawMeta {
    /// The file it was read from; its folder is the law's id.
    pub file: FileId,
    /// The full title.
    pub title: At<String>,
    /// Every other name by which it is cited.
    pub short: Vec<At<String>>,
    /// 法律, 行政法规, 司法解释 …
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// Where the authentic text can be read.
    pub official: Option<String>,
    /// The day from which it is no longer law.
    pub repealed: Option<At<Date>>,
    /// The id of the law that took its place.
    pub succeeded_by: Option<At<String>>,
    /// Where rules went.
    pub moved: Vec<Moved>,
}

/// One `[[moved]]` row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where the rule stood: the last version in which it stood there.
    pub from: MovedPlace,
    /// Where it stands in what followed.
    pub to: MovedPlace,
    /// Whether its words changed on the way.
    pub change: Change,
    /// What changed, in a few words.
    pub note: Option<String>,
    /// The whole row.
    pub at: Span,
}

/// One end of a `[[moved]]` row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPlace {
    /// The id of the law, where it is another.
    pub law: Option<At<String>>,
    /// The day the version took effect.
    pub version: Option<At<Date>>,
    /// The article.
    pub article: At<ArticleNo>,
    /// The paragraph, where the rule is only that.
    pub paragraph: Option<u16>,
    /// The item, where the rule is only that.
    pub item: Option<u16>,
}

/// Whether a rule that moved kept its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It did.
    Same,
    /// It did not.
    Changed,
}
