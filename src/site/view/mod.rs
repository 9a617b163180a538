//! All that templates may see: plain, closed data. No template can ask for more, so a page depends on nothing else.
//!
//! `href`s are relative to the page; fields whose name ends in `html` are finished HTML, everything else is text.

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
pub struct Link {
    /// Its text.
    pub title: String,
    /// Where it leads.
    pub href: String,
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
pub struct Frame {
    // A template finds a field by going through them in order: those that it asks for most stand first.
    /// "" or "../" and so on: what leads to the root.
    pub root: String,
    /// The kind of page: the name of its template, and a class of the body.
    pub kind: &'static str,
    /// The page's own title.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Its place from the site's root.
    pub path: String,
    /// Its address on the web, where the site has one.
    pub canonical: Option<String>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// The way down to it, without itself. The one without a title is the page of all laws.
    pub crumbs: Vec<Link>,
    /// Chapters, for the menu; the one that the page belongs to is `here`.
    pub menu: Vec<MenuItem>,
    /// The reader may be in danger from someone near.
    pub quick_exit: bool,
    /// Structured data, as JSON.
    pub json_ld: Option<String>,
}

/// A chapter in the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuItem {
    /// Its name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The page is part of it.
    pub here: bool,
}

/// A page: what every page has, and what its kind has.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// What every page has.
    pub page: Frame,
    /// What its kind has.
    pub view: Kind,
}

/// What each kind of page has.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Kind {
    /// Home.
    Home(Home),
    /// A chapter.
    Chapter(Chapter),
    /// An entry.
    Entry(Box<Entry>),
    /// A situation.
    Situation(Situation),
    /// All tags.
    Tags(Tags),
    /// One tag.
    Tag(Cards),
    /// All laws.
    Laws(Laws),
    /// One law in one version.
    Law(Box<Law>),
    /// One article in one version.
    Article(Box<Article>),
    /// The glossary.
    Glossary(Glossary),
    /// Telephone numbers.
    Hotlines(Hotlines),
    /// What changed.
    Changes(Changes),
    /// About the site.
    About(About),
    /// Search, with the index for readers without script.
    Search(Search),
    /// For addresses that do not exist.
    NotFound(NotFound),
}

/// An entry on a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// The question.
    pub title: String,
    /// The answer.
    pub answer: String,
    /// Its page.
    pub href: String,
    /// Its chapter's name.
    pub chapter: String,
}

/// A list of entries.
#[derive(Clone, Debug, Serialize)]
pub struct Cards {
    /// What they have in common.
    pub name: String,
    /// The entries.
    pub entries: Vec<Card>,
}

/// A telephone number.
#[derive(Clone, Debug, Serialize)]
pub struct Hotline {
    /// Its id.
    pub id: String,
    /// The number to show.
    pub number: String,
    /// `tel:…`
    pub href: String,
    /// Whose it is.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// What it is not for.
    pub not_for: Option<String>,
    /// When it answers.
    pub hours: Option<String>,
    /// To be shown first.
    pub urgent: bool,
    /// Where it was verified.
    pub source: String,
    /// When.
    pub verified: Option<Day>,
    /// Old numbers it took over.
    pub replaces: Vec<String>,
}

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// Numbers to call before reading on.
    pub urgent: Vec<Hotline>,
    /// What may have happened.
    pub situations: Vec<SituationCard>,
    /// The chapters.
    pub chapters: Vec<ChapterCard>,
    /// The latest changes, newest first.
    pub changes: Vec<Change>,
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
pub struct SituationCard {
    /// The sentence.
    pub title: String,
    /// The first thing to do.
    pub summary: String,
    /// Its page.
    pub href: String,
}

/// A chapter on a list.
#[derive(Clone, Debug, Serialize)]
pub struct ChapterCard {
    /// Its name.
    pub title: String,
    /// Its scope.
    pub summary: String,
    /// Its page.
    pub href: String,
    /// How many entries it has.
    pub count: usize,
    /// The questions to read first.
    pub start: Vec<Link>,
}

/// A chapter.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter {
    /// Its scope.
    pub summary: String,
    /// Its introduction.
    pub intro_html: String,
    /// Sections of the introduction.
    pub sections: Vec<Section>,
    /// The questions to read first.
    pub start: Vec<Card>,
    /// All its entries.
    pub entries: Vec<Card>,
    /// The laws it rests on, the most cited first.
    pub statutes: Vec<Statute>,
    /// The chapter before.
    pub previous: Option<Link>,
    /// The chapter after.
    pub next: Option<Link>,
}

/// A law that a chapter rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Statute {
    /// Its short name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many of the entries cite it.
    pub count: usize,
}

/// A section of an entry.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its anchor.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it is for: `situation`, `steps`, `evidence`, `contacts`, `reasons`, `exceptions`, or `other`.
    pub role: &'static str,
    /// Its content.
    pub html: String,
}

/// An entry.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The answer in one sentence.
    pub answer: String,
    /// The day against whose law it was checked.
    pub as_of: Day,
    /// Who has reviewed it and when.
    pub reviewed: Option<Reviewed>,
    /// What stands before the first section.
    pub lead_html: String,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Its footnotes, as list items.
    pub footnotes_html: String,
    /// The provisions it rests on.
    pub statutes: Vec<Basis>,
    /// Provisions it rests on that a later version has changed, with the day of each.
    pub moved: Vec<Moved>,
    /// Entries worth reading next.
    pub related: Vec<RelatedCard>,
    /// Entries that link here.
    pub backlinks: Vec<Backlink>,
    /// Its tags.
    pub tags: Vec<Link>,
    /// The situations it belongs to.
    pub situations: Vec<Link>,
    /// The entry before it in the chapter.
    pub previous: Option<Link>,
    /// The entry after it.
    pub next: Option<Link>,
    /// Where an error can be reported.
    pub report_href: Option<String>,
}

/// Who has reviewed an entry.
#[derive(Clone, Debug, Serialize)]
pub struct Reviewed {
    /// By whom.
    pub by: String,
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
pub struct RelatedCard {
    /// Its question.
    pub title: String,
    /// Its answer.
    pub answer: String,
    /// Its page.
    pub href: String,
    /// Its chapter's name.
    pub chapter: String,
    /// Why: `chosen`, `article` or `tag`.
    pub why: &'static str,
    /// The article or tag that both have.
    pub shared: String,
}

/// An entry that links to or cites something.
#[derive(Clone, Debug, Serialize)]
pub struct Backlink {
    /// Its question.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its chapter's name.
    pub chapter: String,
    /// The sentences in which it does.
    pub mentions: Vec<Mention>,
}

/// A sentence that links to or cites something.
#[derive(Clone, Debug, Serialize)]
pub struct Mention {
    /// The heading it stands under.
    pub section: Option<String>,
    /// Where it stands.
    pub href: String,
    /// The sentence before the mark.
    pub before: String,
    /// The mark: the citation or the link's text.
    pub mark: String,
    /// The sentence after it.
    pub after: String,
}

/// A situation.
#[derive(Clone, Debug, Serialize)]
pub struct Situation {
    /// The first thing to do.
    pub summary: String,
    /// Numbers to call.
    pub hotlines: Vec<Hotline>,
    /// The entries that answer it.
    pub entries: Vec<Card>,
    /// The other situations.
    pub others: Vec<Link>,
}

/// All tags.
#[derive(Clone, Debug, Serialize)]
pub struct Tags {
    /// Each with its count, by name.
    pub tags: Vec<Counted>,
}

/// A link with a number.
#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    /// Its text.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// How many.
    pub count: usize,
}

/// All laws.
#[derive(Clone, Debug, Serialize)]
pub struct Laws {
    /// By kind, the highest first.
    pub kinds: Vec<LawKind>,
}

/// The laws of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct LawKind {
    /// 法律, 行政法规 …
    pub name: String,
    /// The laws.
    pub laws: Vec<LawCard>,
}

/// A law on a list.
#[derive(Clone, Debug, Serialize)]
pub struct LawCard {
    /// Its full title.
    pub title: String,
    /// Its short name.
    pub short: String,
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
pub struct VersionCard {
    /// When it takes effect.
    pub effective: Day,
    /// When it ceases to be law, where that is known.
    pub until: Option<Day>,
    /// 2013年修正
    pub name: Option<String>,
    /// Its page.
    pub href: String,
    /// It is the one shown.
    pub here: bool,
}

/// A law in one version.
#[derive(Clone, Debug, Serialize)]
pub struct Law {
    /// Its full title.
    pub full_title: String,
    /// Every other name.
    pub names: Vec<String>,
    /// 法律, 行政法规 …
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// Where the authentic text can be read.
    pub official: Option<String>,
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
    pub successor: Option<Link>,
    /// All versions, newest first.
    pub versions: Vec<VersionCard>,
    /// Its articles under their headings.
    pub parts: Vec<LawPart>,
    /// The entries that cite it without an article, or at all.
    pub entries: Vec<Card>,
}

/// A stretch of articles under the same headings.
#[derive(Clone, Debug, Serialize)]
pub struct LawPart {
    /// The headings that begin here, outermost first.
    pub headings: Vec<LawHeading>,
    /// The articles.
    pub articles: Vec<LawArticle>,
}

/// 编, 章 or 节.
#[derive(Clone, Debug, Serialize)]
pub struct LawHeading {
    /// How deep, from 2.
    pub level: u8,
    /// Its words.
    pub text: String,
}

/// An article on a law's page.
#[derive(Clone, Debug, Serialize)]
pub struct LawArticle {
    /// 577, 287-2
    pub key: String,
    /// 第五百七十七条
    pub label: String,
    /// Its page, where it has one.
    pub href: Option<String>,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// How many entries cite it.
    pub count: usize,
}

/// A paragraph of an article.
#[derive(Clone, Debug, Serialize)]
pub struct Paragraph {
    /// Its number, from 1.
    pub no: usize,
    /// Its words before the items.
    pub text: String,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a paragraph.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// Its anchor within the article: `2-3`.
    pub key: String,
    /// （三）
    pub label: String,
    /// Its words.
    pub text: String,
    /// Its sub-items.
    pub subitems: Vec<String>,
}

/// An article in one version.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// 577
    pub key: String,
    /// 第五百七十七条
    pub label: String,
    /// Its law's short name.
    pub law: String,
    /// Its law's full title.
    pub full_title: String,
    /// Its law's page, in the version.
    pub law_href: String,
    /// Where the authentic text can be read.
    pub official: Option<String>,
    /// The headings above it.
    pub headings: Vec<String>,
    /// Our own words, where there are such.
    pub gist: Vec<Paragraph>,
    /// The law's own words, where they are at hand.
    pub wording: Vec<Paragraph>,
    /// When its version takes effect.
    pub effective: Day,
    /// When its version, or its wording, ceases to be law.
    pub until: Option<Day>,
    /// When it was last compared with the authentic text.
    pub checked: Option<Day>,
    /// Another version stands at the article's own address.
    pub is_old: bool,
    /// The same number in the other versions.
    pub versions: Vec<VersionCard>,
    /// Where its rule stood before.
    pub came_from: Vec<Passage>,
    /// Where its rule stands after.
    pub went_to: Vec<Passage>,
    /// The entries that cite it.
    pub backlinks: Vec<Backlink>,
    /// The article before it that has a page.
    pub previous: Option<Link>,
    /// The one after it.
    pub next: Option<Link>,
}

/// The way of a rule from one place to another.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// 《合同法》第一百零七条
    pub label: String,
    /// Its page, where it has one.
    pub href: Option<String>,
    /// The words are the same.
    pub same: bool,
    /// What changed.
    pub note: Option<String>,
}

/// The glossary.
#[derive(Clone, Debug, Serialize)]
pub struct Glossary {
    /// Its terms by pinyin order of the file.
    pub terms: Vec<Term>,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    /// Its anchor.
    pub id: String,
    /// The term.
    pub term: String,
    /// What it means.
    pub meaning: String,
    /// Everyday words.
    pub synonyms: Vec<String>,
    /// The provision it rests on.
    pub law: Option<Basis>,
    /// Entries that use it.
    pub entries: Vec<Link>,
}

/// Telephone numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Hotlines {
    /// All of them, in the order of the file.
    pub hotlines: Vec<Hotline>,
}

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// Newest first.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// When.
    pub date: Day,
    /// `law`, `answer` or `correction`.
    pub what: &'static str,
    /// What, in a sentence.
    pub text: String,
    /// Where to read it.
    pub href: Option<String>,
    /// The entries concerned.
    pub entries: Vec<Link>,
}

/// About the site.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// Its text.
    pub intro_html: String,
    /// Its sections.
    pub sections: Vec<Section>,
    /// How much there is.
    pub counts: Counts,
    /// How many entries somebody has reviewed.
    pub reviewed: usize,
    /// The day up to which the law was checked.
    pub as_of: Day,
}

/// Search, with everything listed for readers without script.
#[derive(Clone, Debug, Serialize)]
pub struct Search {
    /// The chapters with all their entries.
    pub chapters: Vec<SearchChapter>,
    /// The laws.
    pub laws: Vec<Link>,
}

/// A chapter with all its entries.
#[derive(Clone, Debug, Serialize)]
pub struct SearchChapter {
    /// Its name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its entries.
    pub entries: Vec<Link>,
}

/// For addresses that do not exist.
#[derive(Clone, Debug, Serialize)]
pub struct NotFound {
    /// The chapters.
    pub chapters: Vec<Link>,
    /// What may have happened.
    pub situations: Vec<SituationCard>,
}
