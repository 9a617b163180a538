//! All that templates may see: plain, closed data. No template can ask for more, so a page depends on nothing else.
//!
//! `href`s are relative to the page; fields whose name ends in `html` are finished HTML, everything else is text.

use std::borrow::Cow;

use serde::Serialize;

mod entry;
mod fill;
mod frame;
mod law;
mod lists;
mod make;

pub use fill::{asset_place, escape};
pub use make::{desk, make};

/// A link.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Link<'a> {
    /// Its text.
    pub title: Cow<'a, str>,
    /// Where it leads.
    pub href: String,
}

impl<'a> Link<'a> {
    /// A link whose text is at hand.
    pub fn new(title: &'a str, href: String) -> Link<'a> {
        Link { title: Cow::Borrowed(title), href }
    }
}

/// A day, for machines and for readers.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Day {
    /// 2026-10-04
    pub iso: String,
    /// As the site's language writes it: 2026年10月4日, 2026-10-04.
    pub text: String,
}

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Frame<'a> {
    // A template finds a field by going through them in order: those that it asks for most stand first.
    /// "" or "../" and so on: what leads to the root.
    pub root: String,
    /// The kind of page: the name of its template, and a class of the body.
    pub kind: &'static str,
    /// The page's own title.
    pub title: Cow<'a, str>,
    /// One sentence about it.
    pub description: Cow<'a, str>,
    /// Its place from the site's root.
    pub path: &'a str,
    /// Its address on the web, where the site has one.
    pub canonical: Option<String>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// The way down to it, without itself. The one without a title is the page of all laws.
    pub crumbs: Vec<Link<'a>>,
    /// Chapters, for the menu; the one that the page belongs to is `here`.
    pub menu: Vec<MenuItem<'a>>,
    /// The reader may be in danger from someone near.
    pub quick_exit: bool,
    /// Structured data, as JSON that can stand in a script element.
    pub json_ld: Option<String>,
}

/// A chapter in the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuItem<'a> {
    /// Its name.
    pub title: &'a str,
    /// Its page.
    pub href: String,
    /// The page is part of it.
    pub here: bool,
}

/// A page: what every page has, and what its kind has.
#[derive(Clone, Debug, Serialize)]
pub struct View<'a> {
    /// What every page has.
    pub page: Frame<'a>,
    /// What its kind has.
    pub view: Kind<'a>,
}

/// What each kind of page has.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Kind<'a> {
    /// Home.
    Home(Home<'a>),
    /// A chapter.
    Chapter(Chapter<'a>),
    /// An entry.
    Entry(Box<Entry<'a>>),
    /// A situation.
    Situation(Situation<'a>),
    /// All tags.
    Tags(Tags<'a>),
    /// One tag.
    Tag(Tagged<'a>),
    /// All laws.
    Laws(Laws<'a>),
    /// One law in one version.
    Law(Box<Law<'a>>),
    /// One article in one version.
    Article(Box<Article<'a>>),
    /// The glossary.
    Glossary(Glossary<'a>),
    /// Telephone numbers.
    Hotlines(Hotlines<'a>),
    /// What changed.
    Changes(Changes<'a>),
    /// About the site.
    About(About<'a>),
    /// Search, with the index for readers without script.
    Search(Search<'a>),
    /// For addresses that do not exist.
    NotFound(NotFound<'a>),
}

/// An entry on a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card<'a> {
    /// The question.
    pub title: &'a str,
    /// The answer.
    pub answer: &'a str,
    /// Its page.
    pub href: String,
    /// Its chapter's name.
    pub chapter: &'a str,
}

/// Part of a list of entries.
#[derive(Clone, Debug, Serialize)]
pub struct Group<'a> {
    /// The chapter they stand in; none where the list is not divided.
    pub chapter: Option<&'a str>,
    /// The entries.
    pub entries: Vec<Card<'a>>,
}

/// The entries with a tag.
#[derive(Clone, Debug, Serialize)]
pub struct Tagged<'a> {
    /// The tag.
    pub name: &'a str,
    /// How many they are.
    pub count: usize,
    /// The entries.
    pub groups: Vec<Group<'a>>,
}

/// A telephone number.
#[derive(Clone, Debug, Serialize)]
pub struct Hotline<'a> {
    /// Its id.
    pub id: &'a str,
    /// The number to show.
    pub number: &'a str,
    /// `tel:…`
    pub href: String,
    /// Whose it is.
    pub name: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// What it is not for.
    pub not_for: Option<&'a str>,
    /// When it answers.
    pub hours: Option<&'a str>,
    /// To be shown first.
    pub urgent: bool,
    /// Where it was verified.
    pub source: &'a str,
    /// When.
    pub verified: Option<Day>,
    /// Old numbers it took over.
    pub replaces: Vec<&'a str>,
}

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct Home<'a> {
    /// Numbers to call before reading on.
    pub urgent: Vec<Hotline<'a>>,
    /// What may have happened.
    pub situations: Vec<SituationCard<'a>>,
    /// The chapters.
    pub chapters: Vec<ChapterCard<'a>>,
    /// The latest changes, newest first.
    pub changes: Vec<Change<'a>>,
    /// How much there is.
    pub counts: Counts,
    /// The day up to which the law was checked.
    pub as_of: Day,
}

/// How much a site holds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Counts {
    /// Entries.
    pub entries: usize,
    /// Laws that an entry cites.
    pub laws: usize,
    /// Articles that an entry cites.
    pub articles: usize,
}

/// A situation on a list.
#[derive(Clone, Debug, Serialize)]
pub struct SituationCard<'a> {
    /// The sentence.
    pub title: &'a str,
    /// The first thing to do.
    pub summary: &'a str,
    /// Its page.
    pub href: String,
}

/// A chapter on a list.
#[derive(Clone, Debug, Serialize)]
pub struct ChapterCard<'a> {
    /// Its name.
    pub title: &'a str,
    /// Its scope.
    pub summary: &'a str,
    /// Its page.
    pub href: String,
    /// How many entries it has.
    pub count: usize,
    /// The questions to read first.
    pub start: Vec<Link<'a>>,
}

/// A chapter.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter<'a> {
    /// Its scope.
    pub summary: &'a str,
    /// Its introduction.
    pub intro_html: String,
    /// Sections of the introduction.
    pub sections: Vec<Section<'a>>,
    /// The questions to read first.
    pub start: Vec<Card<'a>>,
    /// All its entries.
    pub entries: Vec<Card<'a>>,
    /// The laws it rests on, the most cited first.
    pub statutes: Vec<Statute<'a>>,
    /// The chapter before.
    pub previous: Option<Link<'a>>,
    /// The chapter after.
    pub next: Option<Link<'a>>,
}

/// A law that a chapter rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Statute<'a> {
    /// Its short name.
    pub title: &'a str,
    /// Its page.
    pub href: String,
    /// How many of the entries cite it.
    pub count: usize,
}

/// A section of an entry.
#[derive(Clone, Debug, Serialize)]
pub struct Section<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// Its heading.
    pub title: &'a str,
    /// What it is for: `situation`, `steps`, `evidence`, `contacts`, `reasons`, `exceptions`, or `other`.
    pub role: &'static str,
    /// Its content.
    pub html: String,
}

/// An entry.
#[derive(Clone, Debug, Serialize)]
pub struct Entry<'a> {
    /// The answer in one sentence.
    pub answer: &'a str,
    /// The day against whose law it was checked.
    pub as_of: Day,
    /// Who has reviewed it and when.
    pub reviewed: Option<Reviewed<'a>>,
    /// What stands before the first section.
    pub lead_html: String,
    /// Its sections.
    pub sections: Vec<Section<'a>>,
    /// Its footnotes, as list items.
    pub footnotes_html: String,
    /// The provisions it rests on.
    pub statutes: Vec<Basis>,
    /// Provisions it rests on that a later version has changed, with the day of each.
    pub moved: Vec<Moved>,
    /// Entries worth reading next.
    pub related: Vec<RelatedCard<'a>>,
    /// Entries that link here.
    pub backlinks: Vec<Backlink<'a>>,
    /// Its tags.
    pub tags: Vec<Link<'a>>,
    /// The situations it belongs to.
    pub situations: Vec<Link<'a>>,
    /// The entry before it in the chapter.
    pub previous: Option<Link<'a>>,
    /// The entry after it.
    pub next: Option<Link<'a>>,
    /// Where an error can be reported.
    pub report_href: Option<String>,
}

/// Who has reviewed an entry.
#[derive(Clone, Debug, Serialize)]
pub struct Reviewed<'a> {
    /// By whom.
    pub by: &'a str,
    /// When.
    pub on: Day,
}

/// A provision that an entry rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Basis {
    /// 《民法典》第五百七十七条
    pub label: String,
    /// The article's or the law's page.
    pub href: String,
    /// Its words in brief; `None` where the site holds none.
    pub gist: Option<String>,
    /// The words are ours, not the law's.
    pub is_gist: bool,
    /// The day its version took effect.
    pub effective: Option<Day>,
    /// It is cited as it once was.
    pub historical: bool,
}

/// A provision that changes, or has changed, after an entry was checked.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    /// 《民法典》第五百七十七条
    pub label: String,
    /// From when.
    pub since: Day,
    /// What happens: `changed`, `moved`, `replaced`, `repealed`.
    pub what: &'static str,
    /// The wording the entry was checked against.
    pub old_href: String,
    /// The wording from that day on.
    pub new_href: Option<String>,
}

/// A related entry.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedCard<'a> {
    /// Its question.
    pub title: &'a str,
    /// Its answer.
    pub answer: &'a str,
    /// Its page.
    pub href: String,
    /// Its chapter's name.
    pub chapter: &'a str,
    /// Why: `chosen`, `article` or `tag`.
    pub why: &'static str,
    /// The article or tag that both have.
    pub shared: String,
}

/// An entry that links to or cites something.
#[derive(Clone, Debug, Serialize)]
pub struct Backlink<'a> {
    /// Its question.
    pub title: &'a str,
    /// Its page.
    pub href: String,
    /// Its chapter's name.
    pub chapter: &'a str,
    /// The sentences in which it does.
    pub mentions: Vec<Mention<'a>>,
}

/// A sentence that links to or cites something.
#[derive(Clone, Debug, Serialize)]
pub struct Mention<'a> {
    /// The heading it stands under.
    pub section: Option<&'a str>,
    /// Where it stands.
    pub href: String,
    /// The sentence before the mark.
    pub before: &'a str,
    /// The mark: the citation or the link's text.
    pub mark: &'a str,
    /// The sentence after it.
    pub after: &'a str,
}

/// A situation.
#[derive(Clone, Debug, Serialize)]
pub struct Situation<'a> {
    /// The first thing to do.
    pub summary: &'a str,
    /// Numbers to call.
    pub hotlines: Vec<Hotline<'a>>,
    /// The entries that answer it.
    pub groups: Vec<Group<'a>>,
    /// The other situations.
    pub others: Vec<Link<'a>>,
}

/// All tags.
#[derive(Clone, Debug, Serialize)]
pub struct Tags<'a> {
    /// Each with its count, by name.
    pub tags: Vec<Counted<'a>>,
}

/// A link with a number.
#[derive(Clone, Debug, Serialize)]
pub struct Counted<'a> {
    /// Its text.
    pub title: &'a str,
    /// Where it leads.
    pub href: String,
    /// How many.
    pub count: usize,
}

/// All laws.
#[derive(Clone, Debug, Serialize)]
pub struct Laws<'a> {
    /// By kind, the highest first.
    pub kinds: Vec<LawKind<'a>>,
}

/// The laws of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct LawKind<'a> {
    /// 法律, 行政法规 …
    pub name: &'a str,
    /// The laws.
    pub laws: Vec<LawCard<'a>>,
}

/// A law on a list.
#[derive(Clone, Debug, Serialize)]
pub struct LawCard<'a> {
    /// Its full title.
    pub title: &'a str,
    /// Its short name.
    pub short: &'a str,
    /// Its page.
    pub href: String,
    /// How many entries cite it.
    pub entries: usize,
    /// How many of its articles are cited.
    pub articles: usize,
    /// When the version shown took effect.
    pub effective: Option<Day>,
    /// When it ceased to be law.
    pub until: Option<Day>,
}

/// A version on a law's timeline.
#[derive(Clone, Debug, Serialize)]
pub struct VersionCard<'a> {
    /// When it takes effect.
    pub effective: Day,
    /// When it ceases to be law, where that is known.
    pub until: Option<Day>,
    /// 2013年修正
    pub name: Option<&'a str>,
    /// Its page.
    pub href: String,
    /// It is the one shown.
    pub here: bool,
}

/// A law in one version.
#[derive(Clone, Debug, Serialize)]
pub struct Law<'a> {
    /// Its full title.
    pub full_title: &'a str,
    /// Every other name.
    pub names: Vec<&'a str>,
    /// 法律, 行政法规 …
    pub kind: &'a str,
    /// Who issued it.
    pub issuer: &'a str,
    /// Where the authentic text can be read.
    pub official: Option<&'a str>,
    /// When it was promulgated.
    pub promulgated: Option<Day>,
    /// When this version takes effect.
    pub effective: Day,
    /// When it ceases to be law.
    pub until: Option<Day>,
    /// When it was last compared with the authentic text.
    pub checked: Option<Day>,
    /// The number of its last article.
    pub total: Option<u16>,
    /// The words are ours.
    pub is_gist: bool,
    /// This is not the version at the law's own address.
    pub is_old: bool,
    /// The page of the version at the law's own address.
    pub canonical_href: String,
    /// The law that took its place.
    pub successor: Option<Link<'a>>,
    /// All versions, newest first.
    pub versions: Vec<VersionCard<'a>>,
    /// Its articles under their headings.
    pub parts: Vec<LawPart<'a>>,
    /// How many entries cite it, with an article or without.
    pub cited_by: usize,
    /// These entries.
    pub groups: Vec<Group<'a>>,
}

/// A stretch of articles under the same headings.
#[derive(Clone, Debug, Serialize)]
pub struct LawPart<'a> {
    /// The headings that begin here, outermost first.
    pub headings: Vec<LawHeading<'a>>,
    /// The articles.
    pub articles: Vec<LawArticle<'a>>,
}

/// 编, 章 or 节.
#[derive(Clone, Debug, Serialize)]
pub struct LawHeading<'a> {
    /// How deep, from 2.
    pub level: u8,
    /// Its words.
    pub text: &'a str,
}

/// An article on a law's page.
#[derive(Clone, Debug, Serialize)]
pub struct LawArticle<'a> {
    /// 577, 287-2
    pub key: String,
    /// 第五百七十七条
    pub label: String,
    /// Its page, where it has one.
    pub href: Option<String>,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph<'a>>,
    /// How many entries cite it.
    pub count: usize,
}

/// A paragraph of an article.
#[derive(Clone, Debug, Serialize)]
pub struct Paragraph<'a> {
    /// Its number, from 1.
    pub no: usize,
    /// Its words before the items.
    pub text: &'a str,
    /// Its items.
    pub items: Vec<Item<'a>>,
}

/// An item of a paragraph.
#[derive(Clone, Debug, Serialize)]
pub struct Item<'a> {
    /// Its anchor within the article: `2-3`.
    pub key: String,
    /// （三）
    pub label: String,
    /// Its words.
    pub text: &'a str,
    /// Its sub-items.
    pub subitems: &'a [String],
}

/// An article in one version.
#[derive(Clone, Debug, Serialize)]
pub struct Article<'a> {
    /// 577
    pub key: String,
    /// 第五百七十七条
    pub label: String,
    /// Its law's short name.
    pub law: &'a str,
    /// Its law's full title.
    pub full_title: &'a str,
    /// Its law's page, in the version.
    pub law_href: String,
    /// Where the authentic text can be read.
    pub official: Option<&'a str>,
    /// The headings above it.
    pub headings: &'a [String],
    /// Our own words, where there are such.
    pub gist: Vec<Paragraph<'a>>,
    /// The law's own words, where they are at hand.
    pub wording: Vec<Paragraph<'a>>,
    /// When its version takes effect.
    pub effective: Day,
    /// When its version, or its wording, ceases to be law.
    pub until: Option<Day>,
    /// When it was last compared with the authentic text.
    pub checked: Option<Day>,
    /// Another version stands at the article's own address.
    pub is_old: bool,
    /// The same number in the other versions.
    pub versions: Vec<VersionCard<'a>>,
    /// Where its rule stood before.
    pub came_from: Vec<Passage<'a>>,
    /// Where its rule stands after.
    pub went_to: Vec<Passage<'a>>,
    /// The entries that cite it.
    pub backlinks: Vec<Backlink<'a>>,
    /// The article before it that has a page.
    pub previous: Option<Link<'a>>,
    /// The one after it.
    pub next: Option<Link<'a>>,
}

/// The way of a rule from one place to another.
#[derive(Clone, Debug, Serialize)]
pub struct Passage<'a> {
    /// 《合同法》第一百零七条
    pub label: String,
    /// Its page, where it has one.
    pub href: Option<String>,
    /// The words are the same.
    pub same: bool,
    /// What changed.
    pub note: Option<&'a str>,
}

/// The glossary.
#[derive(Clone, Debug, Serialize)]
pub struct Glossary<'a> {
    /// Its terms by pinyin order of the file.
    pub terms: Vec<Term<'a>>,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct Term<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// The term.
    pub term: &'a str,
    /// What it means.
    pub meaning: &'a str,
    /// Everyday words.
    pub synonyms: &'a [String],
    /// The provision it rests on.
    pub law: Option<Basis>,
    /// Entries that use it.
    pub entries: Vec<Link<'a>>,
}

/// Telephone numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Hotlines<'a> {
    /// All of them, in the order of the file.
    pub hotlines: Vec<Hotline<'a>>,
}

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Changes<'a> {
    /// Newest first.
    pub changes: Vec<Change<'a>>,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Change<'a> {
    /// When.
    pub date: Day,
    /// `law`, `answer` or `correction`.
    pub what: &'static str,
    /// What, in a sentence.
    pub text: Cow<'a, str>,
    /// Where to read it.
    pub href: Option<String>,
    /// The entries concerned.
    pub entries: Vec<Link<'a>>,
}

/// About the site.
#[derive(Clone, Debug, Serialize)]
pub struct About<'a> {
    /// Its text.
    pub intro_html: String,
    /// Its sections.
    pub sections: Vec<Section<'a>>,
    /// How much there is.
    pub counts: Counts,
    /// How many entries somebody has reviewed.
    pub reviewed: usize,
    /// The day up to which the law was checked.
    pub as_of: Day,
}

/// Search, with everything listed for readers without script.
#[derive(Clone, Debug, Serialize)]
pub struct Search<'a> {
    /// The chapters with all their entries.
    pub chapters: Vec<SearchChapter<'a>>,
    /// The laws.
    pub laws: Vec<Link<'a>>,
}

/// A chapter with all its entries.
#[derive(Clone, Debug, Serialize)]
pub struct SearchChapter<'a> {
    /// Its name.
    pub title: &'a str,
    /// Its page.
    pub href: String,
    /// Its entries.
    pub entries: Vec<Link<'a>>,
}

/// For addresses that do not exist.
#[derive(Clone, Debug, Serialize)]
pub struct NotFound<'a> {
    /// The chapters.
    pub chapters: Vec<Link<'a>>,
    /// What may have happened.
    pub situations: Vec<SituationCard<'a>>,
}
