//! Documents → [`Book`]: chapters and entries in reading order, every reference of every file resolved. Derives nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::diag::{
    Checked, Diagnostic, did_you_mean, entry as entry_diag, link as link_diag, site as site_diag,
};
use crate::base::source::{RelPath, Span};
use crate::syntax::changes::Change;
use crate::syntax::chapter::ChapterDoc;
use crate::syntax::cite::{self, Lexicon};
use crate::syntax::emergencies::Emergency;
use crate::syntax::entry::EntryDoc;
use crate::syntax::markdown::{Body, refused_scheme};
use crate::syntax::situations::Situation;
use crate::syntax::table::At;

use super::cites::{self, Cite, Days};
use super::graph::{self, Graph};
use super::links::{self, Place, Target, Targets};
use super::memo::{Before, Kept, KnownEntry, Memo};
use super::{Book, Chapter, Docs, Entry, EntryIx, Resolved};

/// Resolves everything. Every mistake in the whole tree is a finding of this one pass. With a memo, what no change has
/// touched since the last book is not resolved again.
pub fn resolve(docs: Docs, memo: Option<&mut Memo>) -> Checked<Book> {
    let mut diags = Vec::new();
    let shelf = shelve(&docs, &mut diags);
    let kept = memo.as_ref().map_or(Kept::Nothing, |memo| memo.kept(&docs, &shelf));
    let Targeted { targets, diags: of_targets } = match kept {
        Kept::Everything(before) => before.targeted.clone(),
        _ => targets(&docs, &shelf),
    };
    let known = Known { docs: &docs, targets: &targets };
    let entries = entries(&shelf, known, &kept);
    diags.extend(of_targets.iter().cloned());
    diags.extend(entries.iter().flat_map(|entry| entry.of_links.iter().chain(&*entry.of_cites)).cloned());
    let as_of = shelf.entries.iter().map(|(_, doc)| doc.meta.as_of.value).max();
    let days = Days { as_of: as_of.unwrap_or(docs.today), today: docs.today };
    let mut book = Book {
        entries: entries.iter().map(|known| known.entry.clone()).collect(),
        chapters: chapters(&shelf, known, days, &mut diags),
        about: docs.about.clone().map(|doc| resolved(doc, "", known, days, &mut diags)),
        situations: situations(&docs, &shelf, &mut diags),
        changes: changes(&docs, &targets, &mut diags),
        emergencies: emergencies(&docs, &targets, &mut diags),
        synonyms: docs.synonyms.clone(),
        assets: BTreeSet::new(),
        grounds: grounds(&docs, as_of.unwrap_or(Date::MIN), &mut diags),
        graph: Graph::default(),
        as_of: as_of.unwrap_or(Date::MIN),
        config: docs.config.clone(),
        laws: docs.laws.clone(),
        hotlines: docs.hotlines.clone(),
        terms: docs.terms.clone(),
        facts: docs.facts.clone(),
    };
    book.assets = shown_assets(&book);
    book.graph = graph::graph(&book.entries, &book.laws, kept.graph(&book.entries));
    if let Some(memo) = memo {
        let folders = shelf.chapters.iter().map(|doc| doc.file.clone()).collect();
        let targeted = Targeted { targets, diags: of_targets };
        let graph = book.graph.clone();
        memo.before = Some(Before { today: docs.today, folders, targeted, entries, graph });
    }
    Checked { value: book, diags }
}

/// Chapters and entries in reading order.
pub(super) struct Shelf {
    pub chapters: Vec<Arc<ChapterDoc>>,
    pub entries: Vec<(usize, Arc<EntryDoc>)>,
}

impl Shelf {
    fn id(&self, chapter: usize, doc: &EntryDoc) -> String {
        format!("{}/{}", folder_name(&self.chapters[chapter]), doc.slug())
    }
}

fn folder_name(chapter: &ChapterDoc) -> &str {
    chapter.file.folder().strip_prefix("content/").unwrap_or_default()
}

fn shelve(docs: &Docs, diags: &mut Vec<Diagnostic>) -> Shelf {
    let chapters = order_chapters(docs, diags);
    let mut entries: Vec<(Key<'_>, &Arc<EntryDoc>)> = Vec::with_capacity(docs.entries.len());
    let mut homeless = BTreeSet::new();
    for doc in &docs.entries {
        match chapters.iter().position(|chapter| chapter.file.folder() == doc.file.folder()) {
            Some(chapter) => {
                entries.push(((chapter, doc.meta.order.unwrap_or(i64::MAX), doc.slug()), doc));
            }
            None if homeless.insert(doc.file.folder().to_owned()) => {
                diags.push(site_diag::no_chapter_file(Span::start_of(&doc.file), doc.file.folder()));
            }
            None => {}
        }
    }
    entries.sort_by_key(|(key, _)| *key);
    let entries = entries.into_iter().map(|((chapter, ..), doc)| (chapter, doc.clone())).collect();
    Shelf { chapters, entries }
}

/// What entries are ordered by: chapter, order, slug.
type Key<'d> = (usize, i64, &'d str);

fn order_chapters(docs: &Docs, diags: &mut Vec<Diagnostic>) -> Vec<Arc<ChapterDoc>> {
    let mut rest: BTreeMap<&str, &Arc<ChapterDoc>> =
        docs.chapters.iter().map(|doc| (folder_name(doc), doc)).collect();
    let mut ordered = Vec::new();
    for name in &docs.config.chapters {
        match rest.remove(name.value.as_str()) {
            Some(doc) => ordered.push(doc.clone()),
            None => {
                let near = did_you_mean(&name.value, rest.keys().copied());
                diags.push(site_diag::chapter_missing(name.at.clone(), &name.value, near));
            }
        }
    }
    for (name, doc) in rest {
        if !docs.config.chapters.is_empty() {
            diags.push(site_diag::chapter_not_listed(Span::start_of(&doc.file), name));
        }
        ordered.push(doc.clone());
    }
    ordered
}

/// What references are resolved against, with what was found while it was put together.
#[derive(Clone)]
pub(super) struct Targeted {
    pub targets: Arc<Targets>,
    pub diags: Arc<[Diagnostic]>,
}

fn targets(docs: &Docs, shelf: &Shelf) -> Targeted {
    let mut diags = Vec::new();
    let mut targets = Targets { assets: docs.assets.clone(), laws: docs.laws.clone(), ..Targets::default() };
    for (index, (chapter, doc)) in shelf.entries.iter().enumerate() {
        let id = shelf.id(*chapter, doc);
        if let Some(first) = targets.entries.get(&id) {
            let first: &EntryIx = first;
            diags.push(entry_diag::duplicate_id(
                doc.slug_at(),
                "问答",
                &id,
                shelf.entries[first.0].1.slug_at(),
            ));
        } else {
            targets.slugs.entry(doc.slug().to_owned()).or_default().push(id.clone());
            targets.entries.insert(id, EntryIx(index));
        }
        targets.docs.push(doc.clone());
    }
    targets.chapters =
        shelf.chapters.iter().enumerate().map(|(index, doc)| (folder_name(doc).to_owned(), index)).collect();
    for hotline in &docs.hotlines {
        if !targets.hotlines.insert(hotline.id.value.clone()) {
            let first =
                docs.hotlines.iter().find(|other| other.id.value == hotline.id.value).unwrap_or(hotline);
            diags.push(entry_diag::duplicate_id(
                hotline.id.at.clone(),
                "电话",
                &hotline.id.value,
                first.id.at.clone(),
            ));
        }
        let old = hotline.replaces.iter().map(|old| (old.value.clone(), hotline.id.value.clone()));
        targets.replaced.extend(old);
    }
    Targeted { targets: Arc::new(targets), diags: diags.into() }
}

/// What references are resolved against.
#[derive(Clone, Copy)]
struct Known<'a> {
    docs: &'a Docs,
    targets: &'a Targets,
}

/// No entry's references depend on another's, so they are resolved side by side.
fn entries(shelf: &Shelf, known: Known<'_>, kept: &Kept<'_>) -> Vec<Arc<KnownEntry>> {
    let of_shelf = shelf.entries.par_iter().enumerate();
    let resolved = of_shelf.map(|(index, (chapter, doc))| {
        let before = kept.entry(index, doc);
        match before {
            Some(before) if kept.is_everything() => before.clone(),
            _ => Arc::new(entry(*chapter, doc, shelf, known, before)),
        }
    });
    resolved.collect()
}

fn entry(
    chapter: usize,
    doc: &Arc<EntryDoc>,
    shelf: &Shelf,
    known: Known<'_>,
    before: Option<&Arc<KnownEntry>>,
) -> KnownEntry {
    let Known { docs, targets } = known;
    let mut diags = Vec::new();
    let id = shelf.id(chapter, doc);
    let (links, images) =
        references(&doc.body, folder_name(&shelf.chapters[chapter]), doc.file.folder(), targets, &mut diags);
    let own = targets.entries.get(&id).copied();
    for (link, target) in doc.body.links.iter().zip(&links) {
        if matches!(target, Some(Target::Entry(to, None)) if Some(*to) == own) {
            diags.push(link_diag::links_to_itself(link.at.clone()));
        }
    }
    let related = related(doc, own, targets, &mut diags);
    let leads = graph::leads(doc, own, &links);
    let (cites, ground, of_cites) = match before {
        Some(before) => (before.entry.cites.clone(), before.entry.ground.clone(), before.of_cites.clone()),
        None => {
            let days = Days { as_of: doc.meta.as_of.value, today: docs.today };
            let Checked { value: cites, diags } = cites::resolve_body(&doc.body, &docs.laws, days);
            let ground = graph::ground(doc, &cites, &docs.laws);
            (cites.into(), Arc::new(ground), diags.into())
        }
    };
    let entry = Entry { id, chapter, doc: doc.clone(), links, cites, images, related, ground, leads };
    KnownEntry { entry: Arc::new(entry), of_links: diags, of_cites }
}

fn related(
    doc: &EntryDoc,
    own: Option<EntryIx>,
    targets: &Targets,
    diags: &mut Vec<Diagnostic>,
) -> Vec<EntryIx> {
    let mut related = Vec::new();
    for id in &doc.meta.related {
        match entry_named(id, targets) {
            Ok(entry) if Some(entry) == own || related.contains(&entry) => {
                diags.push(link_diag::idle_related(id.at.clone(), &id.value));
            }
            Ok(entry) => related.push(entry),
            Err(finding) => diags.push(*finding),
        }
    }
    related
}

fn entry_named(id: &At<String>, targets: &Targets) -> Result<EntryIx, Box<Diagnostic>> {
    targets.entries.get(&id.value).copied().ok_or_else(|| {
        let near = did_you_mean(&id.value, targets.entries.keys().map(String::as_str));
        Box::new(entry_diag::unknown_id(id.at.clone(), "问答", &id.value, near))
    })
}

type References = (Vec<Option<Target>>, Vec<Option<RelPath>>);

fn references(
    body: &Body,
    chapter: &str,
    folder: &str,
    targets: &Targets,
    diags: &mut Vec<Diagnostic>,
) -> References {
    let place = Place { chapter, folder, headings: &body.headings };
    let mut keep = |finding: Box<Diagnostic>| diags.push(*finding);
    let links = body
        .links
        .iter()
        // A scheme that was refused has had its finding.
        .map(|link| match refused_scheme(&link.dest) {
            Some(_) => None,
            None => links::resolve(&link.dest, &link.at, &place, targets).map_err(&mut keep).ok(),
        });
    let links = links.collect();
    let images = body
        .images
        .iter()
        .map(|image| links::resolve_image(&image.dest, &image.at, &place, targets).map_err(&mut keep).ok());
    (links, images.collect())
}

fn resolved(
    doc: Arc<ChapterDoc>,
    chapter: &str,
    known: Known<'_>,
    days: Days,
    diags: &mut Vec<Diagnostic>,
) -> Resolved {
    let (links, images) = references(&doc.body, chapter, doc.file.folder(), known.targets, diags);
    let cites = cites::resolve_body(&doc.body, &known.docs.laws, days).take(diags);
    Resolved { doc, links, cites, images }
}

fn chapters(shelf: &Shelf, known: Known<'_>, days: Days, diags: &mut Vec<Diagnostic>) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    for (index, doc) in shelf.chapters.iter().enumerate() {
        let name = folder_name(doc).to_owned();
        let first = shelf.entries.partition_point(|(chapter, _)| *chapter < index);
        let last = shelf.entries.partition_point(|(chapter, _)| *chapter <= index);
        let mut start = Vec::new();
        for slug in &doc.start {
            let id = At { value: format!("{name}/{}", slug.value), at: slug.at.clone() };
            match entry_named(&id, known.targets) {
                Ok(entry) => start.push(entry),
                Err(finding) => diags.push(*finding),
            }
        }
        let intro = resolved(doc.clone(), &name, known, days, diags);
        chapters.push(Chapter { name, intro, entries: first..last, start });
    }
    chapters
}

fn situations(docs: &Docs, shelf: &Shelf, diags: &mut Vec<Diagnostic>) -> Vec<(Situation, Vec<EntryIx>)> {
    let mut by_id: BTreeMap<&str, Vec<EntryIx>> =
        docs.situations.iter().map(|s| (s.id.value.as_str(), Vec::new())).collect();
    for (index, (_, doc)) in shelf.entries.iter().enumerate() {
        for id in &doc.meta.situations {
            match by_id.get_mut(id.value.as_str()) {
                Some(entries) => entries.push(EntryIx(index)),
                None => {
                    let near = did_you_mean(&id.value, docs.situations.iter().map(|s| s.id.value.as_str()));
                    diags.push(entry_diag::unknown_id(id.at.clone(), "情形", &id.value, near));
                }
            }
        }
    }
    docs.situations.iter().for_each(|situation| known_hotlines(&situation.hotlines, docs, diags));
    let filled = |s: &Situation| (s.clone(), by_id.get(s.id.value.as_str()).cloned().unwrap_or_default());
    docs.situations.iter().map(filled).collect()
}

fn known_hotlines(ids: &[At<String>], docs: &Docs, diags: &mut Vec<Diagnostic>) {
    for id in ids {
        if !docs.hotlines.iter().any(|hotline| hotline.id.value == id.value) {
            diags.push(link_diag::unknown_hotline(id.at.clone(), &id.value, None));
        }
    }
}

fn emergencies(
    docs: &Docs,
    targets: &Targets,
    diags: &mut Vec<Diagnostic>,
) -> Vec<(Emergency, Option<EntryIx>)> {
    let mut emergencies = Vec::new();
    for emergency in &docs.emergencies {
        known_hotlines(&emergency.hotlines, docs, diags);
        let entry = emergency.entry.as_ref().map(|id| entry_named(id, targets));
        let entry = entry.and_then(|found| found.map_err(|finding| diags.push(*finding)).ok());
        emergencies.push((emergency.clone(), entry));
    }
    emergencies
}

fn changes(docs: &Docs, targets: &Targets, diags: &mut Vec<Diagnostic>) -> Vec<(Change, Vec<EntryIx>)> {
    let mut changes = Vec::new();
    for change in &docs.changes {
        let mut entries = Vec::new();
        for id in &change.entries {
            match entry_named(id, targets) {
                Ok(entry) => entries.push(entry),
                Err(finding) => diags.push(*finding),
            }
        }
        changes.push((change.clone(), entries));
    }
    changes.sort_by_key(|(change, _)| std::cmp::Reverse(change.date.as_ref().map(|date| date.value)));
    changes
}

/// What the provisions named in the glossary and the facts mean.
fn grounds(docs: &Docs, as_of: Date, diags: &mut Vec<Diagnostic>) -> BTreeMap<String, Cite> {
    let built = || Lexicon::new(docs.laws.names().map(|(name, _)| name));
    let lexicon = docs.lexicon.clone().unwrap_or_else(built);
    let of_terms = docs.terms.iter().filter_map(|term| Some((&term.id.value, term.law.as_ref()?)));
    let of_facts = docs.facts.iter().filter_map(|fact| Some((&fact.id.value, fact.law.as_ref()?)));
    let mut grounds = BTreeMap::new();
    for (id, law) in of_terms.chain(of_facts) {
        let found = cite::find(&law.value, &lexicon);
        let at = vec![law.at.clone(); found.len()];
        let passage = cites::Passage { text: &law.value, cites: found, at, section: 0 };
        let resolved = cites::resolve(&[passage], &docs.laws, Days { as_of, today: docs.today }).take(diags);
        grounds.extend(resolved.into_iter().next().map(|cite| (id.clone(), cite)));
    }
    grounds
}

fn shown_assets(book: &Book) -> BTreeSet<RelPath> {
    let intros = book.chapters.iter().map(|chapter| &chapter.intro).chain(&book.about);
    let parts = intros
        .map(|intro| (&intro.links, &intro.images))
        .chain(book.entries.iter().map(|entry| (&entry.links, &entry.images)));
    let mut shown = BTreeSet::new();
    for (links, images) in parts {
        shown.extend(images.iter().flatten().cloned());
        shown.extend(links.iter().flatten().filter_map(|target| match target {
            Target::Asset(path) => Some(path.clone()),
            _ => None,
        }));
    }
    shown
}
