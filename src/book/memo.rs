//! One book → the next: which of its references still mean what they meant. Resolves nothing itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::graph::{Graph, Same};
use super::resolve::{Shelf, Targeted};
use super::{Docs, Entry};
use crate::base::diag::Diagnostic;
use crate::base::source::FileId;
use crate::syntax::entry::EntryDoc;
use crate::syntax::markdown::Heading;

/// What is kept of a book for the next one.
#[derive(Default)]
pub struct Memo {
    pub(super) before: Option<Before>,
}

/// The last book's entries, and everything that they were resolved against.
pub(super) struct Before {
    pub today: Date,
    /// The chapters' files in reading order.
    pub folders: Vec<FileId>,
    pub targeted: Targeted,
    pub entries: Vec<Arc<KnownEntry>>,
    pub graph: Graph,
}

/// An entry with the findings of its references and of its citations.
pub(super) struct KnownEntry {
    pub entry: Arc<Entry>,
    pub of_links: Vec<Diagnostic>,
    pub of_cites: Arc<[Diagnostic]>,
}

/// What still holds.
pub(super) enum Kept<'m> {
    /// Nothing does.
    Nothing,
    /// Citations; links may lead elsewhere now.
    Cites(HashMap<&'m FileId, &'m Arc<KnownEntry>>),
    /// Every reference of an entry that is the same.
    Everything(&'m Before),
}

impl Memo {
    /// What of the last book holds for these documents.
    pub(super) fn kept(&self, docs: &Docs, shelf: &Shelf) -> Kept<'_> {
        let same = |before: &&Before| {
            Arc::ptr_eq(&before.targeted.targets.laws, &docs.laws) && before.today == docs.today
        };
        match self.before.as_ref().filter(same) {
            None => Kept::Nothing,
            Some(before) if before.has_the_targets_of(docs, shelf) => Kept::Everything(before),
            Some(before) => {
                Kept::Cites(before.entries.iter().map(|known| (&known.entry.doc.file, known)).collect())
            }
        }
    }
}

impl<'m> Kept<'m> {
    /// The last book's entry, where it was made from the very same document.
    pub(super) fn entry(&self, index: usize, doc: &Arc<EntryDoc>) -> Option<&'m Arc<KnownEntry>> {
        let before = match self {
            Kept::Nothing => None,
            Kept::Cites(by_file) => by_file.get(&doc.file).copied(),
            Kept::Everything(before) => before.entries.get(index),
        };
        before.filter(|before| Arc::ptr_eq(&before.entry.doc, doc))
    }

    /// The last book's graph, and what of it still holds.
    pub(super) fn graph(&self, entries: &[Arc<Entry>]) -> Option<(&'m Graph, Same)> {
        let Kept::Everything(before) = self else { return None };
        let pairs = before.entries.iter().map(|known| &known.entry).zip(entries);
        let changed = pairs.filter(|(before, now)| !Arc::ptr_eq(before, now));
        let all = Same { leads: true, ground: true, tags: true };
        Some((&before.graph, changed.map(|(before, now)| Same::of(before, now)).fold(all, Same::and)))
    }

    /// Whether links hold too.
    pub(super) fn is_everything(&self) -> bool {
        matches!(self, Kept::Everything(_))
    }
}

impl Before {
    /// Whether a link leads where it led: to the same entries in the same places with the same headings, to the same
    /// chapters, files and numbers. Findings of the targets stand at places that may have moved.
    fn has_the_targets_of(&self, docs: &Docs, shelf: &Shelf) -> bool {
        let Targeted { targets, diags } = &self.targeted;
        let lines: BTreeSet<&String> = docs.hotlines.iter().map(|line| &line.id.value).collect();
        let replaced = docs
            .hotlines
            .iter()
            .flat_map(|line| line.replaces.iter().map(move |old| (&old.value, &line.id.value)));
        let replaced: BTreeMap<&String, &String> = replaced.collect();
        let same_entry = |known: &Arc<KnownEntry>, (chapter, doc): &(usize, Arc<EntryDoc>)| {
            known.entry.chapter == *chapter && is_same_target(&known.entry.doc, doc)
        };
        diags.is_empty()
            && targets.assets == docs.assets
            && targets.hotlines.iter().eq(lines)
            && targets.replaced.iter().eq(replaced)
            && self.folders.iter().eq(shelf.chapters.iter().map(|chapter| &chapter.file))
            && self.entries.len() == shelf.entries.len()
            && self.entries.iter().zip(&shelf.entries).all(|(known, now)| same_entry(known, now))
    }
}

fn is_same_target(before: &Arc<EntryDoc>, now: &Arc<EntryDoc>) -> bool {
    fn anchor(heading: &Heading) -> &str {
        &heading.anchor
    }
    let anchors =
        |doc: &EntryDoc| doc.body.headings.iter().map(anchor).eq(now.body.headings.iter().map(anchor));
    Arc::ptr_eq(before, now) || before.file == now.file && before.slug() == now.slug() && anchors(before)
}
