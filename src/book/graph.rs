//! Backlinks, cited-by and related entries. Everything here is derived from the resolved book and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::laws::LawId;
use super::links::Target;
use super::{Book, EntryIx};
use crate::syntax::spot::ArticleNo;

/// An article of a law, whatever the version.
pub type Provision = (LawId, ArticleNo);

/// A sentence of an entry that links to or cites something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Whose sentence it is.
    pub entry: EntryIx,
    /// The heading it stands under, as an index into the body's headings.
    pub heading: Option<u32>,
    /// The sentence.
    pub sentence: String,
    /// The mark in the sentence: the citation or the link's text.
    pub mark: String,
}

/// Why two entries belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The author says so.
    Chosen,
    /// Both rest on this article.
    Article(LawId, ArticleNo),
    /// Both carry this tag.
    Tag(String),
}

/// An entry worth reading next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Which.
    pub entry: EntryIx,
    /// Why.
    pub reason: Reason,
}

/// What leads to what.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// For each entry, the sentences elsewhere that link to it.
    pub linked_from: Vec<Vec<Mention>>,
    /// For each article, the sentences that cite it; the same entry once for each sentence.
    pub cited_by: BTreeMap<Provision, Vec<Mention>>,
    /// For each law, the entries that cite it, with or without an article.
    pub law_cited_by: BTreeMap<LawId, BTreeSet<EntryIx>>,
    /// For each entry, those worth reading next.
    pub related: Vec<Vec<Related>>,
    /// Entries by tag.
    pub tags: BTreeMap<String, Vec<EntryIx>>,
}

/// At most this many related entries are shown.
const RELATED: usize = 5;
/// An article that more entries cite than this says little about any two of them, and would make the work quadratic.
const COMMON: usize = 60;

/// Derives the graph of a resolved book.
pub fn graph(book: &Book) -> Graph {
    let mut graph = Graph { linked_from: vec![Vec::new(); book.entries.len()], ..Graph::default() };
    for (index, entry) in book.entries.iter().enumerate() {
        let index = EntryIx(index);
        links(book, index, &mut graph);
        cites(book, index, &mut graph);
        for tag in &entry.doc.meta.tags {
            let tagged = graph.tags.entry(tag.value.clone()).or_default();
            if tagged.last() != Some(&index) {
                tagged.push(index);
            }
        }
    }
    graph.related = related(book, &graph);
    graph
}

fn links(book: &Book, index: EntryIx, graph: &mut Graph) {
    let entry = book.entry(index);
    for (raw, target) in entry.doc.body.links.iter().zip(&entry.links) {
        let Some(Target::Entry(to, _)) = target else { continue };
        let Some(block) = entry.doc.body.blocks.get(raw.block as usize) else { continue };
        let mention = Mention {
            entry: index,
            heading: block.heading,
            sentence: block.sentence(raw.within.start as usize).to_owned(),
            mark: block
                .text
                .get(raw.within.start as usize..raw.within.end as usize)
                .unwrap_or_default()
                .to_owned(),
        };
        let mentions = &mut graph.linked_from[to.0];
        let again = |known: &Mention| known.entry == index && known.sentence == mention.sentence;
        if *to != index && !mentions.iter().any(again) {
            mentions.push(mention);
        }
    }
}

fn cites(book: &Book, index: EntryIx, graph: &mut Graph) {
    let entry = book.entry(index);
    for (found, cite) in entry.doc.body.cites.iter().zip(&entry.cites) {
        let (Some(block), Some(known)) = (entry.doc.body.blocks.get(found.block as usize), cite.known())
        else {
            continue;
        };
        graph.law_cited_by.entry(known.law.clone()).or_default().insert(index);
        for article in cite.articles() {
            let mention = Mention {
                entry: index,
                heading: block.heading,
                sentence: block.sentence(found.raw.at.start).to_owned(),
                mark: block.text.get(found.raw.at.clone()).unwrap_or_default().to_owned(),
            };
            let mentions = graph.cited_by.entry((known.law.clone(), article)).or_default();
            let again = |before: &Mention| before.entry == index && before.sentence == mention.sentence;
            if !mentions.iter().rev().take(8).any(again) {
                mentions.push(mention);
            }
        }
    }
}

/// Why an entry has a point; borrowed, because few of the many points lead to anything shown.
#[derive(Clone, Copy)]
enum Cause<'g> {
    Article(&'g Provision),
    Tag(&'g str),
}

/// An entry's point, and why it has it.
type Point<'g> = (EntryIx, f64, Cause<'g>);

/// Something that several entries share, and those entries.
type Shared<'g> = (Cause<'g>, &'g [EntryIx]);

fn related(book: &Book, graph: &Graph) -> Vec<Vec<Related>> {
    let citing: Vec<(&Provision, Vec<EntryIx>)> = graph
        .cited_by
        .iter()
        .map(|(provision, mentions)| {
            let mut entries: Vec<EntryIx> = mentions.iter().map(|mention| mention.entry).collect();
            entries.dedup();
            (provision, entries)
        })
        .filter(|(_, entries)| (2..=COMMON).contains(&entries.len()))
        .collect();
    let mut shared: Vec<Vec<Shared<'_>>> = vec![Vec::new(); book.entries.len()];
    for (provision, entries) in &citing {
        entries.iter().for_each(|entry| shared[entry.0].push((Cause::Article(provision), entries)));
    }
    for (index, entry) in book.indexed() {
        for tag in &entry.doc.meta.tags {
            let tagged = graph.tags.get_key_value(&tag.value);
            let telling = tagged.filter(|(_, entries)| (2..=COMMON).contains(&entries.len()));
            shared[index.0].extend(telling.map(|(tag, entries)| (Cause::Tag(tag), entries.as_slice())));
        }
    }
    let indices = (0..book.entries.len()).into_par_iter().map(EntryIx);
    indices.map(|index| related_to(index, &book.entry(index).related, &shared[index.0])).collect()
}

fn related_to(index: EntryIx, chosen: &[EntryIx], shared: &[Shared<'_>]) -> Vec<Related> {
    let mut points: Vec<Point<'_>> = Vec::new();
    for (cause, entries) in shared {
        let most = if matches!(cause, Cause::Article(_)) { 1.0 } else { 0.8 };
        let weight = most / (1.0 + count(entries.len())).ln();
        let others = entries.iter().filter(|entry| **entry != index && !chosen.contains(entry));
        points.extend(others.map(|entry| (*entry, weight, *cause)));
    }
    // Stable, so that sums are made in the same order everywhere and the first of equal causes is the one shown.
    points.sort_by_key(|(entry, ..)| *entry);
    let sum = |points: &[Point<'_>]| points.iter().map(|(_, weight, _)| weight).sum::<f64>();
    let mut ranked: Vec<_> = points.chunk_by(|a, b| a.0 == b.0).map(|points| (sum(points), points)).collect();
    ranked.sort_by(|(left, a), (right, b)| right.total_cmp(left).then(a[0].0.cmp(&b[0].0)));
    let first = chosen.iter().map(|entry| Related { entry: *entry, reason: Reason::Chosen });
    let then = ranked.iter().map(|(_, points)| Related { entry: points[0].0, reason: reason(points) });
    first.chain(then).take(RELATED.max(chosen.len())).collect()
}

/// The weightiest of several causes, the first where they are equal.
fn reason(points: &[Point<'_>]) -> Reason {
    let weightiest = points.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    match weightiest.map_or(points[0].2, |point| point.2) {
        Cause::Article((law, article)) => Reason::Article(law.clone(), *article),
        Cause::Tag(tag) => Reason::Tag(tag.to_owned()),
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
