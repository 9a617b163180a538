//! A link as written → what it means, with did-you-mean where it means nothing. Knows no URLs of pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::EntryIx;
use super::laws::{LawId, Laws};
use crate::base::diag::{Diagnostic, did_you_mean, link as diag};
use crate::base::source::{RelPath, Span};
use crate::syntax::entry::EntryDoc;
use crate::syntax::markdown::Heading;
use crate::syntax::spot::ArticleNo;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another entry, or a heading in it.
    Entry(EntryIx, Option<String>),
    /// A chapter, by its place in reading order.
    Chapter(usize),
    /// A heading of the same page.
    Here(String),
    /// A law.
    Law(LawId),
    /// An article of a law.
    Article(LawId, ArticleNo),
    /// A page that every site has, with an anchor in it.
    Fixed(Fixed, Option<String>),
    /// A file of the site, copied as it is.
    Asset(RelPath),
    /// A telephone number of the register, by hotline id.
    Hotline(String),
    /// An address elsewhere, or a `mailto:` or `tel:`.
    Outside(String),
}

/// Pages that exist whatever the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fixed {
    /// Home.
    Home,
    /// All laws.
    Laws,
    /// The glossary.
    Glossary,
    /// The telephone numbers.
    Hotlines,
    /// What changed.
    Changes,
    /// About the site.
    About,
    /// Search.
    Search,
    /// All tags.
    Tags,
}

impl Fixed {
    /// Every one of them.
    pub const ALL: [Fixed; 8] = [
        Fixed::Home,
        Fixed::Laws,
        Fixed::Glossary,
        Fixed::Hotlines,
        Fixed::Changes,
        Fixed::About,
        Fixed::Search,
        Fixed::Tags,
    ];

    /// The name by which links and addresses know it.
    pub fn name(self) -> &'static str {
        match self {
            Fixed::Home => "index",
            Fixed::Laws => "laws",
            Fixed::Glossary => "glossary",
            Fixed::Hotlines => "hotlines",
            Fixed::Changes => "changes",
            Fixed::About => "about",
            Fixed::Search => "search",
            Fixed::Tags => "tags",
        }
    }
}

/// Everything that a link can lead to.
#[derive(Default)]
pub struct Targets {
    /// Entries by id.
    pub entries: BTreeMap<String, EntryIx>,
    /// Each entry, for its headings.
    pub docs: Vec<Arc<EntryDoc>>,
    /// Entries' ids by slug, for bare names.
    pub slugs: BTreeMap<String, Vec<String>>,
    /// Chapters by folder.
    pub chapters: BTreeMap<String, usize>,
    /// The registry of laws.
    pub laws: Arc<Laws>,
    /// Files beside the Markdown.
    pub assets: BTreeSet<RelPath>,
    /// Registered numbers by hotline id.
    pub hotlines: BTreeSet<String>,
    /// Old numbers, and the id of the one that took each over.
    pub replaced: BTreeMap<String, String>,
}

/// Where a link stands.
pub struct Place<'a> {
    /// The chapter's folder.
    pub chapter: &'a str,
    /// The folder of the file, from the site's root.
    pub folder: &'a str,
    /// The headings of the page itself.
    pub headings: &'a [Heading],
}

/// Finds what a destination means. The finding is boxed because it is rare and large.
pub fn resolve(
    dest: &str,
    at: &Span,
    place: &Place<'_>,
    targets: &Targets,
) -> Result<Target, Box<Diagnostic>> {
    if let Some(id) = dest.strip_prefix("hotline:") {
        return hotline(id, at, targets);
    }
    if is_outside(dest) {
        return Ok(Target::Outside(dest.to_owned()));
    }
    let (path, anchor) = match dest.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor))),
        None => (dest, None),
    };
    let path = decoded(path);
    if path.is_empty() {
        return here(anchor.unwrap_or_default(), at, place);
    }
    let wanted = absolute(&path, place);
    entry(&wanted, anchor.clone(), at, targets)
        .or_else(|| bare_slug(&path, anchor.clone(), at, place, targets))
        .or_else(|| page(&wanted, anchor, targets))
        .or_else(|| asset(&path, at, place, targets))
        .unwrap_or_else(|| Err(Box::new(dangling(dest, &wanted, at, targets))))
}

fn is_outside(dest: &str) -> bool {
    dest.split_once(':').is_some_and(|(scheme, _)| {
        matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel")
    })
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn hotline(id: &str, at: &Span, targets: &Targets) -> Result<Target, Box<Diagnostic>> {
    if targets.hotlines.contains(id) {
        return Ok(Target::Hotline(id.to_owned()));
    }
    Err(Box::new(diag::unknown_hotline(at.clone(), id, targets.replaced.get(id).map(String::as_str))))
}

fn here(anchor: String, at: &Span, place: &Place<'_>) -> Result<Target, Box<Diagnostic>> {
    if has_anchor(place.headings, &anchor) {
        return Ok(Target::Here(anchor));
    }
    let near = did_you_mean(&anchor, anchors(place.headings));
    Err(Box::new(diag::no_such_anchor(at.clone(), "本页", &anchor, near)))
}

fn has_anchor(headings: &[Heading], anchor: &str) -> bool {
    headings.iter().any(|heading| heading.anchor == anchor)
}

fn anchors(headings: &[Heading]) -> impl Iterator<Item = &str> {
    headings.iter().map(|heading| heading.anchor.as_str())
}

/// The path from `content/`, without `.md` or `.html`: `../trading/refund.md` in `messaging/` is `trading/refund`.
fn absolute(path: &str, place: &Place<'_>) -> String {
    let path = path.strip_suffix(".md").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
    if !path.starts_with('.') {
        return path.trim_start_matches('/').trim_end_matches('/').to_owned();
    }
    let mut parts: Vec<&str> = vec![place.chapter];
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

type Found = Option<Result<Target, Box<Diagnostic>>>;

fn entry(id: &str, anchor: Option<String>, at: &Span, targets: &Targets) -> Found {
    let index = *targets.entries.get(id)?;
    let Some(anchor) = anchor else { return Some(Ok(Target::Entry(index, None))) };
    let headings = &targets.docs[index.0].body.headings;
    if has_anchor(headings, &anchor) {
        return Some(Ok(Target::Entry(index, Some(anchor))));
    }
    let near = did_you_mean(&anchor, anchors(headings));
    Some(Err(Box::new(diag::no_such_anchor(at.clone(), id, &anchor, near))))
}

fn bare_slug(path: &str, anchor: Option<String>, at: &Span, place: &Place<'_>, targets: &Targets) -> Found {
    let slug = path.trim_start_matches("./").trim_end_matches(".md");
    if slug.contains('/') {
        return None;
    }
    let same_chapter = format!("{}/{slug}", place.chapter);
    if targets.entries.contains_key(&same_chapter) {
        return entry(&same_chapter, anchor, at, targets);
    }
    match targets.slugs.get(slug)?.as_slice() {
        [id] => entry(id, anchor, at, targets),
        ids => Some(Err(Box::new(diag::ambiguous(at.clone(), path, ids)))),
    }
}

fn page(path: &str, anchor: Option<String>, targets: &Targets) -> Found {
    if let Some(chapter) = targets.chapters.get(path.trim_end_matches("/_chapter").trim_end_matches("/index"))
    {
        return Some(Ok(Target::Chapter(*chapter)));
    }
    if let Some(fixed) = Fixed::ALL.into_iter().find(|fixed| fixed.name() == path) {
        return Some(Ok(Target::Fixed(fixed, anchor)));
    }
    let (law, article) = match path.strip_prefix("laws/")?.split_once('/') {
        Some((law, article)) => (law, Some(ArticleNo::parse(article)?)),
        None => (path.strip_prefix("laws/")?, None),
    };
    let law = targets.laws.of_id(law)?;
    match article {
        None => Some(Ok(Target::Law(law.id.clone()))),
        Some(article) => law.knows(article).then(|| Ok(Target::Article(law.id.clone(), article))),
    }
}

fn asset(path: &str, at: &Span, place: &Place<'_>, targets: &Targets) -> Found {
    let full = asset_path(path, place)?;
    if targets.assets.contains(&full) {
        return Some(Ok(Target::Asset(full)));
    }
    let same = |known: &&RelPath| known.as_str().eq_ignore_ascii_case(full.as_str());
    let real = targets.assets.iter().find(same)?;
    Some(Err(Box::new(diag::case_differs(at.clone(), path, real.name()))))
}

/// The path of a file named relative to the file that names it.
fn asset_path(path: &str, place: &Place<'_>) -> Option<RelPath> {
    let mut parts: Vec<&str> = place.folder.split('/').collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    RelPath::new(&parts.join("/"))
}

/// Finds an image's file.
pub fn resolve_image(
    dest: &str,
    at: &Span,
    place: &Place<'_>,
    targets: &Targets,
) -> Result<RelPath, Box<Diagnostic>> {
    let path = decoded(dest);
    match asset(&path, at, place, targets) {
        Some(Ok(Target::Asset(file))) => Ok(file),
        Some(Err(finding)) => Err(finding),
        _ => {
            let beside =
                targets.assets.iter().filter(|file| file.folder() == place.folder).map(RelPath::name);
            Err(Box::new(diag::no_such_asset(at.clone(), &path, did_you_mean(&path, beside))))
        }
    }
}

fn dangling(dest: &str, wanted: &str, at: &Span, targets: &Targets) -> Diagnostic {
    let cased = targets.entries.keys().find(|id| id.eq_ignore_ascii_case(wanted));
    if let Some(real) = cased {
        return diag::case_differs(at.clone(), dest, real);
    }
    let slug = wanted.rsplit('/').next().unwrap_or(wanted);
    let moved = targets.slugs.get(slug).and_then(|ids| ids.first()).map(String::as_str);
    let near = moved.or_else(|| did_you_mean(wanted, targets.entries.keys().map(String::as_str)));
    diag::dangling(at.clone(), dest, near)
}
