//! Which pages exist and where they stand. No HTML, no text.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::view::asset_place;
use crate::base::diag::{Checked, site as diag};
use crate::base::source::{RelPath, Span};
use crate::base::text::slug;
use crate::book::laws::{Law, LawId, Laws, Version, VersionId};
use crate::book::links::{Fixed, Target};
use crate::book::{Book, Entry, EntryIx};
use crate::syntax::spot::ArticleNo;

/// A page by what it shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageId {
    /// One that every site has.
    Fixed(Fixed),
    /// A chapter.
    Chapter(usize),
    /// An entry.
    Entry(EntryIx),
    /// What may have happened, with the entries that answer it.
    Situation(usize),
    /// The entries of one tag.
    Tag(String),
    /// A law in one version.
    Law(LawId, VersionId),
    /// An article in one version.
    Article(LawId, VersionId, ArticleNo),
    /// For addresses that do not exist.
    NotFound,
}

/// A law's article in one version.
pub type ArticleKey = (LawId, VersionId, ArticleNo);

/// All pages of a site.
pub struct Plan {
    /// Each page with its place, in the order of the site.
    pub pages: Vec<(PageId, RelPath)>,
    paths: FxHashMap<PageId, RelPath>,
    places: FxHashMap<RelPath, PageId>,
}

impl Plan {
    /// Where a page stands, if there is one.
    pub fn path(&self, page: &PageId) -> Option<&RelPath> {
        self.paths.get(page)
    }

    /// Which page stands at a place.
    pub fn page_at(&self, path: &RelPath) -> Option<&PageId> {
        self.places.get(path)
    }

    /// Where a page that every site has stands.
    pub fn fixed(&self, page: Fixed) -> &RelPath {
        self.paths.get(&PageId::Fixed(page)).expect("every fixed page is planned")
    }

    /// Whether an article has a page of its own.
    pub fn has_article(&self, law: &LawId, version: VersionId, article: ArticleNo) -> bool {
        self.paths.contains_key(&PageId::Article(law.clone(), version, article))
    }
}

/// The last plan and what it was made from, for `serve`.
#[derive(Default)]
pub struct Memo {
    last: Option<(Arc<Plan>, Basis)>,
}

/// Everything that decides which pages exist and where they stand.
#[derive(Clone)]
struct Basis {
    pages: Vec<PageId>,
    chapters: Vec<String>,
    situations: Vec<String>,
    entries: Vec<Arc<Entry>>,
    assets: BTreeSet<RelPath>,
    laws: Arc<Laws>,
    as_of: Date,
}

impl Basis {
    fn of(book: &Book, pages: Vec<PageId>) -> Basis {
        Basis {
            pages,
            chapters: book.chapters.iter().map(|chapter| chapter.name.clone()).collect(),
            situations: book.situations.iter().map(|(situation, _)| situation.id.value.clone()).collect(),
            entries: book.entries.clone(),
            assets: book.assets.clone(),
            laws: book.laws.clone(),
            as_of: book.as_of,
        }
    }

    fn is_same(&self, other: &Basis) -> bool {
        let same = |(a, b): (&Arc<Entry>, &Arc<Entry>)| Arc::ptr_eq(a, b) || a.id == b.id;
        Arc::ptr_eq(&self.laws, &other.laws)
            && self.as_of == other.as_of
            && self.chapters == other.chapters
            && self.situations == other.situations
            && self.assets == other.assets
            && self.pages == other.pages
            && self.entries.iter().zip(&other.entries).all(same)
    }
}

/// Plans a site, or takes the last plan where nothing has changed that it was made from.
pub fn plan(book: &Book, memo: Option<&mut Memo>) -> Checked<Arc<Plan>> {
    let pages = pages(book);
    let Some(memo) = memo else {
        let Checked { value, diags } = planned(book, pages);
        return Checked { value: Arc::new(value), diags };
    };
    let basis = Basis::of(book, pages);
    if let Some((plan, last)) = &memo.last
        && last.is_same(&basis)
    {
        return Checked::clean(plan.clone());
    }
    let Checked { value, diags } = planned(book, basis.pages.clone());
    let plan = Arc::new(value);
    // Findings stand at places that move with every edit.
    memo.last = diags.is_empty().then(|| (plan.clone(), basis));
    Checked { value: plan, diags }
}

/// Two sources for one place are a finding, and the first keeps it.
fn planned(book: &Book, pages: Vec<PageId>) -> Checked<Plan> {
    let mut diags = Vec::new();
    let room = pages.len();
    let mut plan = Plan {
        pages: Vec::with_capacity(room),
        paths: FxHashMap::with_capacity_and_hasher(room, Default::default()),
        places: FxHashMap::with_capacity_and_hasher(room, Default::default()),
    };
    let placed = |page: PageId| Some((place(book, &page)?, page));
    for (path, page) in pages.into_par_iter().filter_map(placed).collect::<Vec<_>>() {
        if let Some(first) = plan.places.get(&path) {
            // Two entries of one name have had their finding as such.
            if matches!((&page, first), (PageId::Entry(_), PageId::Entry(_))) {
                continue;
            }
            diags.push(diag::page_taken(origin(book, &page), path.as_str(), origin(book, first)));
            continue;
        }
        plan.places.insert(path.clone(), page.clone());
        plan.paths.insert(page.clone(), path.clone());
        plan.pages.push((page, path));
    }
    for asset in &book.assets {
        let place = asset_place(asset);
        if let Some(first) = plan.places.get(&place) {
            diags.push(diag::page_taken(Span::start_of(asset), place.as_str(), origin(book, first)));
        }
    }
    Checked { value: plan, diags }
}

fn pages(book: &Book) -> Vec<PageId> {
    let mut pages: Vec<PageId> = Fixed::ALL.into_iter().map(PageId::Fixed).collect();
    pages.push(PageId::NotFound);
    pages.extend((0..book.chapters.len()).map(PageId::Chapter));
    pages.extend((0..book.entries.len()).map(|index| PageId::Entry(EntryIx(index))));
    pages.extend((0..book.situations.len()).map(PageId::Situation));
    pages.extend(book.graph.tags.keys().cloned().map(PageId::Tag));
    for law in book.laws.iter() {
        pages.extend(law.versions.iter().map(|version| PageId::Law(law.id.clone(), version.id)));
    }
    pages.extend(
        articles(book).into_iter().map(|(law, version, article)| PageId::Article(law, version, article)),
    );
    pages
}

/// An article gets a page where something cites or links to it, in the version meant and in every version that has words
/// for the same number, so that a reader can walk through time.
fn articles(book: &Book) -> BTreeSet<ArticleKey> {
    let mut wanted: BTreeSet<(LawId, ArticleNo)> = book.graph.cited_by.keys().cloned().collect();
    let mut keys = (*book.graph.cited).clone();
    let intros = book.chapters.iter().map(|chapter| &chapter.intro).chain(&book.about);
    for cite in intros.clone().flat_map(|intro| &intro.cites) {
        let Some(known) = cite.known() else { continue };
        wanted.extend(cite.articles().into_iter().map(|article| (known.law.clone(), article)));
        keys.extend(cite.articles().into_iter().map(|article| (known.law.clone(), known.version, article)));
    }
    // What the glossary and the figures rest on is linked from there.
    for cite in book.grounds.values() {
        wanted.extend(
            cite.known()
                .into_iter()
                .flat_map(|known| cite.articles().into_iter().map(|article| (known.law.clone(), article))),
        );
    }
    let links = intros.map(|intro| &intro.links).chain(book.entries.iter().map(|entry| &entry.links));
    for target in links.flatten().flatten() {
        if let Target::Article(law, article) = target {
            wanted.insert((law.clone(), *article));
        }
    }
    for (id, article) in wanted {
        let Some(law) = book.laws.get(&id) else { continue };
        let written = law.versions.iter().filter(|version| version.article(article).is_some());
        keys.extend(written.map(|version| (id.clone(), version.id, article)));
    }
    keys
}

/// The version a law's address without a date shows: in force when the answers were last checked, else the last one.
pub fn canonical<'l>(law: &'l Law, book: &Book) -> Option<&'l Version> {
    law.in_force(book.as_of).or_else(|| law.versions.last())
}

fn place(book: &Book, page: &PageId) -> Option<RelPath> {
    let path = match page {
        PageId::Fixed(fixed) => format!("{}.html", fixed.name()),
        PageId::NotFound => "404.html".to_owned(),
        PageId::Chapter(index) => format!("{}.html", book.chapters[*index].name),
        PageId::Entry(index) => format!("{}.html", book.entry(*index).id),
        PageId::Situation(index) => format!("situations/{}.html", book.situations[*index].0.id.value),
        PageId::Tag(tag) => format!("tags/{}.html", slug(tag)),
        PageId::Law(law, version) => format!("{}.html", law_folder(book, law, *version)?),
        PageId::Article(law, version, article) => {
            format!("{}/{}.html", law_folder(book, law, *version)?, article.key())
        }
    };
    RelPath::new(&path)
}

fn law_folder(book: &Book, id: &LawId, version: VersionId) -> Option<String> {
    let law = book.laws.get(id)?;
    let is_canonical = canonical(law, book).is_some_and(|canonical| canonical.id == version);
    Some(if is_canonical { format!("laws/{id}") } else { format!("laws/{id}/{version}") })
}

fn origin(book: &Book, page: &PageId) -> Span {
    match page {
        PageId::Chapter(index) => Span::start_of(&book.chapters[*index].intro.doc.file),
        PageId::Entry(index) => book.entry(*index).doc.slug_at(),
        PageId::Situation(index) => book.situations[*index].0.id.at.clone(),
        PageId::Tag(tag) => tag_at(book, tag),
        PageId::Law(law, _) | PageId::Article(law, ..) => {
            let file = book.laws.get(law).map(|law| law.meta.file.clone());
            Span::start_of(&file.unwrap_or_else(crate::syntax::config::path))
        }
        PageId::Fixed(_) | PageId::NotFound => Span::start_of(&crate::syntax::config::path()),
    }
}

fn tag_at(book: &Book, tag: &str) -> Span {
    let tags = book.entries.iter().flat_map(|entry| &entry.doc.meta.tags);
    let at = tags.filter(|known| known.value == tag).map(|known| known.at.clone()).next();
    at.unwrap_or_else(|| Span::start_of(&crate::syntax::config::path()))
}
