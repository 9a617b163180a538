//! Backlinks, cited-by and related entries. Everything here is derived from the resolved book and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cites::Cite;
use super::laws::{Law, LawId, Laws, VersionId};
use super::links::Target;
use super::{Book, Entry, EntryIx};
use crate::base::source::offset;
use crate::syntax::entry::EntryDoc;
use crate::syntax::markdown::{Body, Heading};
use crate::syntax::spot::ArticleNo;

/// An article of a law, whatever the version.
pub type Provision = (LawId, ArticleNo);

/// The same by the law's rank in the registry, for counting and sorting without reading names.
type Rule = (u32, ArticleNo);

/// Where a link's text or a citation stands in its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    block: u32,
    start: u32,
    end: u32,
}

impl Mark {
    /// The sentence around the words.
    pub fn sentence(self, body: &Body) -> &str {
        body.blocks.get(self.block as usize).map_or("", |block| block.sentence(self.start as usize))
    }

    /// The same in three parts: what stands before the words, the words, and what follows.
    pub fn apart(self, body: &Body) -> [&str; 3] {
        let within = self.start as usize..self.end as usize;
        body.blocks.get(self.block as usize).map_or([""; 3], |block| block.sentence_apart(&within))
    }

    /// The heading above them.
    pub fn heading(self, body: &Body) -> Option<&Heading> {
        body.headings.get(body.blocks.get(self.block as usize)?.heading? as usize)
    }
}

/// A sentence of an entry that links to or cites something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Whose sentence it is.
    pub entry: EntryIx,
    /// The citation or the link's text.
    pub mark: Mark,
}

/// The law that an entry rests on: its share in the graph, whatever else the book holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// The laws cited, each once.
    laws: Vec<u32>,
    /// The provisions cited, each once for every sentence.
    marks: Vec<(Rule, Mark)>,
    /// The provisions in the versions meant, each once, in order.
    versions: Vec<(Rule, VersionId)>,
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
    pub linked_from: Arc<Vec<Vec<Mention>>>,
    /// For each article, the sentences that cite it; the same entry once for each sentence.
    pub cited_by: Arc<BTreeMap<Provision, Vec<Mention>>>,
    /// Every article that an entry cites, in the version meant.
    pub cited: Arc<BTreeSet<(LawId, VersionId, ArticleNo)>>,
    /// For each law, the entries that cite it, with or without an article.
    pub law_cited_by: Arc<BTreeMap<LawId, BTreeSet<EntryIx>>>,
    /// Entries by tag.
    pub tags: Arc<BTreeMap<String, Vec<EntryIx>>>,
}

/// Which parts of an earlier graph still hold, because no entry has changed its share in them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Same {
    /// Links between entries.
    pub leads: bool,
    /// Citations.
    pub ground: bool,
    /// Tags.
    pub tags: bool,
}

impl Same {
    /// Whether two readings of one entry have the same shares.
    pub fn of(before: &Entry, now: &Entry) -> Same {
        fn tags(entry: &Entry) -> impl Iterator<Item = &str> {
            entry.doc.meta.tags.iter().map(|tag| tag.value.as_str())
        }
        Same {
            leads: before.leads == now.leads,
            ground: before.ground == now.ground,
            tags: tags(before).eq(tags(now)),
        }
    }

    /// What holds where both hold.
    pub fn and(self, other: Same) -> Same {
        Same {
            leads: self.leads && other.leads,
            ground: self.ground && other.ground,
            tags: self.tags && other.tags,
        }
    }
}

/// At most this many related entries are shown.
const RELATED: usize = 5;
/// An article that more entries cite than this says little about any two of them, and would make the work quadratic.
const COMMON: usize = 60;

/// What an entry rests on.
pub fn ground(doc: &EntryDoc, cites: &[Cite], laws: &Laws) -> Ground {
    let mut ground = Ground::default();
    let mut told: FxHashSet<(Rule, &str)> = FxHashSet::default();
    for (found, cite) in doc.body.cites.iter().zip(cites) {
        let Some((known, law)) = cite.known().and_then(|known| Some((known, laws.get(known.law)?))) else {
            continue;
        };
        if !ground.laws.contains(&law.rank) {
            ground.laws.push(law.rank);
        }
        let Some(mark) = mark(&doc.body, found.block, &found.raw.at) else { continue };
        for article in cite.articles() {
            let rule = (law.rank, article);
            if told.insert((rule, mark.sentence(&doc.body))) {
                ground.marks.push((rule, mark));
            }
            ground.versions.push((rule, known.version));
        }
    }
    ground.versions.sort_unstable();
    ground.versions.dedup();
    ground
}

/// The links of an entry to others: where they lead and where they stand, each sentence once.
pub fn leads(doc: &EntryDoc, own: Option<EntryIx>, links: &[Option<Target>]) -> Vec<(EntryIx, Mark)> {
    let mut leads = Vec::new();
    let mut told: FxHashSet<(EntryIx, &str)> = FxHashSet::default();
    for (raw, target) in doc.body.links.iter().zip(links) {
        let Some(Target::Entry(to, _)) = target else { continue };
        let within = raw.within.start as usize..raw.within.end as usize;
        let Some(mark) = mark(&doc.body, raw.block, &within).filter(|_| Some(*to) != own) else { continue };
        if told.insert((*to, mark.sentence(&doc.body))) {
            leads.push((*to, mark));
        }
    }
    leads
}

fn mark(body: &Body, block: u32, within: &std::ops::Range<usize>) -> Option<Mark> {
    body.blocks.get(block as usize)?;
    Some(Mark { block, start: offset(within.start), end: offset(within.end) })
}

/// Derives the graph of resolved entries, as far as an earlier one does not hold.
pub fn graph(entries: &[Arc<Entry>], laws: &Laws, before: Option<(&Graph, Same)>) -> Graph {
    let (links, (tags, citing)) = rayon::join(
        || match before {
            Some((graph, same)) if same.leads => graph.linked_from.clone(),
            _ => Arc::new(linked_from(entries)),
        },
        || match before {
            Some((graph, same)) if same.tags && same.ground => (graph.tags.clone(), None),
            Some((graph, same)) if same.tags => (graph.tags.clone(), Some(cited(entries, laws))),
            Some((_, same)) if same.ground => (Arc::new(tags(entries)), None),
            _ => (Arc::new(tags(entries)), Some(cited(entries, laws))),
        },
    );
    let graph = before.map(|(graph, _)| graph.clone()).unwrap_or_default();
    let graph = Graph { linked_from: links, tags, ..graph };
    match citing {
        None => graph,
        Some(Citing { by, by_law, all }) => {
            Graph { cited_by: by.into(), law_cited_by: by_law.into(), cited: all.into(), ..graph }
        }
    }
}

fn indexed(entries: &[Arc<Entry>]) -> impl Iterator<Item = (EntryIx, &Entry)> {
    entries.iter().enumerate().map(|(index, entry)| (EntryIx(index), &**entry))
}

fn linked_from(entries: &[Arc<Entry>]) -> Vec<Vec<Mention>> {
    let mut linked_from = vec![Vec::new(); entries.len()];
    for (entry, from) in indexed(entries) {
        from.leads.iter().for_each(|(to, mark)| linked_from[to.0].push(Mention { entry, mark: *mark }));
    }
    linked_from
}

fn tags(entries: &[Arc<Entry>]) -> BTreeMap<String, Vec<EntryIx>> {
    let mut tags: FxHashMap<&str, Vec<EntryIx>> = FxHashMap::default();
    for (index, entry) in indexed(entries) {
        for tag in &entry.doc.meta.tags {
            let tagged = tags.entry(&tag.value).or_default();
            if tagged.last() != Some(&index) {
                tagged.push(index);
            }
        }
    }
    tags.into_iter().map(|(tag, entries)| (tag.to_owned(), entries)).collect()
}

/// What entries cite.
struct Citing {
    by: BTreeMap<Provision, Vec<Mention>>,
    by_law: BTreeMap<LawId, BTreeSet<EntryIx>>,
    all: BTreeSet<(LawId, VersionId, ArticleNo)>,
}

fn cited(entries: &[Arc<Entry>], laws: &Laws) -> Citing {
    let laws: Vec<&Law> = laws.iter().collect();
    let id = |rank: u32| laws[rank as usize].id.clone();
    let mut mentions: FxHashMap<Rule, Vec<Mention>> = FxHashMap::default();
    let mut citing: Vec<Vec<EntryIx>> = vec![Vec::new(); laws.len()];
    let mut versions: FxHashSet<(Rule, VersionId)> = FxHashSet::default();
    for (entry, from) in indexed(entries) {
        let ground = &from.ground;
        ground.laws.iter().for_each(|law| citing[*law as usize].push(entry));
        versions.extend(&ground.versions);
        for (rule, mark) in &ground.marks {
            mentions.entry(*rule).or_default().push(Mention { entry, mark: *mark });
        }
    }
    let citing = laws.iter().zip(citing).filter(|(_, entries)| !entries.is_empty());
    Citing {
        by: mentions.into_iter().map(|((law, article), found)| ((id(law), article), found)).collect(),
        by_law: citing.map(|(law, entries)| (law.id.clone(), entries.into_iter().collect())).collect(),
        all: versions.into_iter().map(|((law, article), version)| (id(law), version, article)).collect(),
    }
}

/// Why an entry has a point; borrowed, because few of the many points lead to anything shown.
#[derive(Clone, Copy)]
enum Cause<'g> {
    Article(&'g Provision),
    Tag(&'g str),
}

/// What an entry has in common with another.
struct Common<'g> {
    /// The sum of the weights of all causes.
    points: f64,
    /// The weightiest cause, the first where several are equal.
    cause: Cause<'g>,
    /// Its weight.
    weight: f64,
}

/// Something that several entries share, and those entries.
type Shared<'g> = (Cause<'g>, Vec<EntryIx>);

/// The entries worth reading after one, found when somebody asks: after an edit hardly anybody does.
pub fn related(book: &Book, index: EntryIx) -> Vec<Related> {
    let entry = book.entry(index);
    let mut rules: Vec<Rule> = entry.ground.marks.iter().map(|(rule, _)| *rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let of_articles = rules.into_iter().filter_map(|(rank, article)| {
        let law = book.laws.ranked(rank)?;
        let (provision, mentions) = book.graph.cited_by.get_key_value(&(law.id.clone(), article))?;
        let citing = mentions.chunk_by(|a, b| a.entry == b.entry).map(|of_one| of_one[0].entry);
        Some((Cause::Article(provision), citing.take(COMMON + 1).collect()))
    });
    let of_tags = entry.doc.meta.tags.iter().filter_map(|tag| {
        let (tag, entries) = book.graph.tags.get_key_value(&tag.value)?;
        Some((Cause::Tag(tag), entries.iter().take(COMMON + 1).copied().collect()))
    });
    let telling = |shared: &Shared<'_>| (2..=COMMON).contains(&shared.1.len());
    let shared: Vec<Shared<'_>> = of_articles.chain(of_tags).filter(telling).collect();
    related_to(index, &entry.related, &shared)
}

fn related_to(index: EntryIx, chosen: &[EntryIx], shared: &[Shared<'_>]) -> Vec<Related> {
    let mut common: FxHashMap<EntryIx, Common<'_>> = FxHashMap::default();
    for (cause, entries) in shared {
        let most = if matches!(cause, Cause::Article(_)) { 1.0 } else { 0.8 };
        let weight = most / (1.0 + count(entries.len())).ln();
        for entry in entries.iter().filter(|entry| **entry != index && !chosen.contains(entry)) {
            let nothing = Common { points: 0.0, cause: *cause, weight: 0.0 };
            let common = common.entry(*entry).or_insert(nothing);
            common.points += weight;
            if weight > common.weight {
                (common.cause, common.weight) = (*cause, weight);
            }
        }
    }
    let better = |(a, left): &(EntryIx, Common<'_>), (b, right): &(EntryIx, Common<'_>)| {
        right.points.total_cmp(&left.points).then(a.cmp(b))
    };
    let mut ranked: Vec<(EntryIx, Common<'_>)> = common.into_iter().collect();
    let room = RELATED.saturating_sub(chosen.len());
    if room < ranked.len() {
        ranked.select_nth_unstable_by(room, better);
        ranked.truncate(room);
    }
    ranked.sort_unstable_by(better);
    let first = chosen.iter().map(|entry| Related { entry: *entry, reason: Reason::Chosen });
    let then = ranked.into_iter().map(|(entry, common)| Related { entry, reason: common.cause.into() });
    first.chain(then).collect()
}

impl From<Cause<'_>> for Reason {
    fn from(cause: Cause<'_>) -> Reason {
        match cause {
            Cause::Article((law, article)) => Reason::Article(law.clone(), *article),
            Cause::Tag(tag) => Reason::Tag(tag.to_owned()),
        }
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
