//! Mentions → citations: which law, which version, which place, and what became of the rule.
//!
//! [`find`](crate::syntax::cite::find) has read the words and [`context`] what they mean within a block; here the
//! registry is asked, and what a block leaves open is taken from the section it stands in. What stays open is a finding,
//! never a guess.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::laws::{Cited, LawId, Laws, Named, Verdict, VersionId, split_vintage};
use crate::base::diag::{Checked, Diagnostic, cite as diag};
use crate::base::source::Span;
use crate::syntax::cite::context::{self, Meant};
use crate::syntax::cite::{LawRef, RawCite, Vintage};
use crate::syntax::markdown::Body;
use crate::syntax::spot::{ArticleNo, Place, Spot};

/// The two days that a verdict depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The day against whose law the text was written.
    pub as_of: Date,
    /// The day on which the verdict is given.
    pub today: Date,
}

/// A stretch of text with the mentions found in it.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    /// The text.
    pub text: &'a str,
    /// Its mentions; their ranges count bytes of `text`.
    pub cites: Vec<RawCite>,
    /// Where each of them stands in its file.
    pub at: Vec<Span>,
    /// The section; a mention without a name takes its law from its own section only.
    pub section: u32,
}

/// A citation: law, version, places, and what became of them.
#[derive(Clone, Debug)]
pub struct Cite {
    /// The law; `None` where the registry has none of that name or the text does not say which.
    pub law: Option<LawId>,
    /// The law's name as the text has it, its own or that of the mention it refers to.
    pub name: Option<String>,
    /// The version meant.
    pub version: Option<VersionId>,
    /// The places; empty where the law as a whole is cited.
    pub spots: Vec<Spot>,
    /// The worst that became of any of the places; `None` where the law is not told by the text.
    pub verdict: Option<Verdict>,
    /// Whether the text names the version, or says 原, so that it speaks of former law knowingly.
    pub historical: bool,
    /// Where it stands.
    pub at: Span,
}

/// The law and the version of a citation that the registry knows.
#[derive(Clone, Copy, Debug)]
pub struct Known<'c> {
    /// The law.
    pub law: &'c LawId,
    /// The version meant.
    pub version: VersionId,
}

impl Cite {
    /// The law and version, where the registry knows both.
    pub fn known(&self) -> Option<Known<'_>> {
        Some(Known { law: self.law.as_ref()?, version: self.version? })
    }

    /// The articles named, in order and each once, those of a range one by one.
    pub fn articles(&self) -> Vec<ArticleNo> {
        let mut articles = Vec::new();
        for article in places(&self.spots).into_iter().filter_map(|place| place?.article) {
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
        articles
    }
}

/// Resolves the citations of a Markdown body; the nth is that of `Chunk::Cite(n)`.
pub fn resolve_body(body: &Body, laws: &Laws, days: Days) -> Checked<Vec<Cite>> {
    let mut passages = Vec::new();
    let mut rest = body.cites.as_slice();
    for (nth, block) in body.blocks.iter().enumerate() {
        let (found, after) = rest.split_at(rest.partition_point(|found| found.block as usize <= nth));
        rest = after;
        // A block without citations only matters for the short names that it may define.
        if found.is_empty() && !context::may_abbreviate(&block.text) {
            continue;
        }
        let (cites, at) = found.iter().map(|found| (found.raw.clone(), found.at.clone())).unzip();
        let section = section(body, block.heading);
        passages.push(Passage { text: &block.text, cites, at, section });
    }
    resolve(&passages, laws, days)
}

/// The `## ` heading above a heading, counted from one.
fn section(body: &Body, heading: Option<u32>) -> u32 {
    let above = body.headings.iter().take(heading.map_or(0, |nth| nth as usize + 1));
    u32::try_from(above.filter(|heading| heading.level == 2).count()).unwrap_or(u32::MAX)
}

/// Resolves the mentions of several passages, in order.
pub fn resolve(passages: &[Passage<'_>], laws: &Laws, days: Days) -> Checked<Vec<Cite>> {
    let mut reader = Reader { laws, days, short: BTreeMap::new(), section: Vec::new(), diags: Vec::new() };
    let mut cites = Vec::new();
    let mut section = None;
    for passage in passages {
        if section.replace(passage.section) != Some(passage.section) {
            reader.section.clear();
        }
        reader.passage(passage, &mut cites);
    }
    Checked { value: cites, diags: reader.diags }
}

struct Reader<'a> {
    laws: &'a Laws,
    days: Days,
    /// Short names that the text has defined, with the names they stand for.
    short: BTreeMap<String, String>,
    /// The names of laws in the section so far, the last one last.
    section: Vec<Told>,
    diags: Vec<Diagnostic>,
}

/// A law that the text has told.
#[derive(Clone, Debug)]
struct Told {
    name: String,
    law: Found,
    vintage: Option<Vintage>,
}

/// What a name turned out to be.
#[derive(Clone, Debug)]
enum Found {
    Law(LawId),
    Verdict(Verdict),
}

impl Reader<'_> {
    fn passage(&mut self, passage: &Passage<'_>, cites: &mut Vec<Cite>) {
        for (short, full, _) in context::abbreviations(passage.text) {
            self.short.insert(short, full);
        }
        if passage.cites.is_empty() {
            return;
        }
        let meant = context::settle(passage.text, &passage.cites);
        let mut told: Vec<Option<Told>> = Vec::with_capacity(meant.len());
        for ((raw, meant), at) in passage.cites.iter().zip(&meant).zip(&passage.at) {
            let own = match &raw.law {
                LawRef::Named(name) => Some(self.named(name, raw.vintage.clone())),
                _ => meant
                    .law
                    .and_then(|nth| told.get(nth).cloned().flatten())
                    .or_else(|| self.carried(raw, meant)),
            };
            if matches!(raw.law, LawRef::Named(_)) {
                self.section.extend(own.clone());
            }
            cites.push(self.cite(raw, meant, own.as_ref(), at));
            told.push(own);
        }
    }

    /// The law of a name, with the version that stands in the name itself.
    fn named(&self, name: &str, vintage: Option<Vintage>) -> Told {
        let full = self.short.get(name).map_or(name, String::as_str);
        let (bare, _) = split_vintage(full);
        let found = match self.laws.one_of_name(name) {
            Some(id) => Found::Law(id.clone()),
            None => match self.laws.by_name(bare) {
                Named::One(id) => Found::Law(id),
                Named::Many(ids) => Found::Verdict(Verdict::Ambiguous(ids)),
                Named::Unknown { did_you_mean } => Found::Verdict(Verdict::UnknownLaw { did_you_mean }),
            },
        };
        Told { name: name.to_owned(), law: found, vintage }
    }

    /// The law that an earlier block of the section has told.
    fn carried(&self, raw: &RawCite, meant: &Meant) -> Option<Told> {
        let numbered = meant.spots.iter().all(|spot| spot.from.article.is_some());
        match &raw.law {
            LawRef::This(kind) | LawRef::That(kind) => {
                let fits = |told: &&Told| self.is_kind(told, kind);
                self.section.iter().rev().find(fits).cloned()
            }
            LawRef::Elided | LawRef::Relative(_) if numbered => self.section.last().cloned(),
            _ => None,
        }
    }

    fn is_kind(&self, told: &Told, kind: &str) -> bool {
        let title = match &told.law {
            Found::Law(id) => self.laws.get(id).map(|law| law.title()),
            Found::Verdict(_) => None,
        };
        context::is_kind(&told.name, kind) || title.is_some_and(|title| context::is_kind(title, kind))
    }

    fn cite(&mut self, raw: &RawCite, meant: &Meant, told: Option<&Told>, at: &Span) -> Cite {
        let mut cite = Cite {
            law: None,
            name: told.map(|told| told.name.clone()),
            version: None,
            spots: meant.spots.clone(),
            verdict: None,
            historical: false,
            at: at.clone(),
        };
        let Some(told) = told else {
            self.diags.push(untold(raw, at));
            return cite;
        };
        let vintage = raw.vintage.as_ref().or(told.vintage.as_ref());
        cite.historical = vintage.is_some();
        match &told.law {
            Found::Verdict(verdict) => {
                // An unknown name is reported where it stands, not again at every 该法 that refers to it.
                if matches!(raw.law, LawRef::Named(_)) {
                    self.diags.extend(unfound(self.laws, &told.name, verdict, at));
                }
                cite.verdict = Some(verdict.clone());
            }
            Found::Law(id) => self.judge(&mut cite, id.clone(), vintage),
        }
        cite
    }

    /// Asks the registry about every place of a citation.
    fn judge(&mut self, cite: &mut Cite, id: LawId, vintage: Option<&Vintage>) {
        let Some(law) = self.laws.get(&id) else { return };
        let words = vintage.filter(|vintage| vintage.year.is_some()).map(Vintage::designation);
        let named = words.as_deref().map(|words| (words, law.by_vintage(words).map(|version| version.id)));
        cite.law = Some(id.clone());
        if let Some((words, None)) = named {
            self.diags.push(diag::no_such_version(cite.at.clone(), law.short(), words));
            cite.verdict = Some(Verdict::NoSuch(super::laws::Missing::Version));
            return;
        }
        let version = named.and_then(|(_, version)| version);
        let asked = |place: Option<Place>| Cited {
            law: &id,
            version,
            article: place.and_then(|place| place.article),
            paragraph: place.and_then(|place| place.paragraph.number()),
            item: place.and_then(|place| place.item.number()),
            as_of: self.days.as_of,
        };
        cite.version = self.laws.version_meant(&asked(None)).map(|version| version.id);
        let mut worst: Option<Verdict> = None;
        for place in places(&cite.spots) {
            let verdict = self.laws.verdict(&asked(place), self.days.today);
            let finding = Finding { laws: self.laws, law, place, verdict: &verdict, cite };
            self.diags.extend(finding.diagnostic());
            if worst.as_ref().is_none_or(|worst| weight(&verdict) > weight(worst)) {
                worst = Some(verdict);
            }
        }
        cite.verdict = worst;
    }
}

/// Every place that a citation asks about; `None` is the law as a whole.
fn places(spots: &[Spot]) -> Vec<Option<Place>> {
    const MOST: u16 = 200;
    if spots.is_empty() {
        return vec![None];
    }
    let mut places = Vec::new();
    for spot in spots {
        places.push(Some(spot.from));
        let Some(to) = spot.to else { continue };
        if let (Some(from), Some(last)) = (spot.from.article, to.article) {
            let between = (from.no.saturating_add(1)..last.no).take(usize::from(MOST));
            places.extend(between.map(|no| Some(Place::article(ArticleNo::plain(no)))));
        }
        places.push(Some(to));
    }
    places
}

/// How much a verdict weighs against others of the same citation.
fn weight(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::InForce => 0,
        Verdict::NotYet { .. } => 1,
        Verdict::Changed { .. } => 2,
        Verdict::Moved { .. } => 3,
        Verdict::Repealed { .. } => 4,
        Verdict::AnotherRule { .. } => 5,
        Verdict::NoSuch(_) | Verdict::UnknownLaw { .. } | Verdict::Ambiguous(_) => 6,
    }
}

fn untold(raw: &RawCite, at: &Span) -> Diagnostic {
    match &raw.law {
        LawRef::This(kind) => diag::law_not_told(at.clone(), &format!("本{kind}")),
        LawRef::That(kind) => diag::law_not_told(at.clone(), &format!("该{kind}")),
        LawRef::Elided if raw.spots.iter().all(|spot| spot.from.article.is_some()) => {
            diag::law_not_told(at.clone(), "条号")
        }
        _ => diag::place_not_told(at.clone()),
    }
}

fn unfound(laws: &Laws, name: &str, verdict: &Verdict, at: &Span) -> Option<Diagnostic> {
    match verdict {
        Verdict::UnknownLaw { did_you_mean } => {
            Some(diag::unknown_law(at.clone(), name, did_you_mean.as_deref()))
        }
        Verdict::Ambiguous(ids) => {
            let titles: Vec<&str> = ids.iter().filter_map(|id| Some(laws.get(id)?.title())).collect();
            Some(diag::ambiguous_law(at.clone(), name, &titles))
        }
        _ => None,
    }
}

/// A verdict on one place, on its way to becoming a message.
struct Finding<'a> {
    laws: &'a Laws,
    law: &'a super::laws::Law,
    place: Option<Place>,
    verdict: &'a Verdict,
    cite: &'a Cite,
}

impl Finding<'_> {
    fn diagnostic(&self) -> Option<Diagnostic> {
        // By far the most are in force, and need no words.
        if *self.verdict == Verdict::InForce {
            return None;
        }
        let at = self.cite.at.clone();
        let what = self.what();
        match self.verdict {
            Verdict::NoSuch(missing) => Some(self.missing(at, missing)),
            Verdict::NotYet { from } => Some(diag::not_yet_in_force(at, &what, *from)),
            _ if self.cite.historical => None,
            Verdict::Changed { since, known, .. } => Some(diag::changed(at, &what, *since, *known)),
            Verdict::Moved { since, to, change, number_lives } => {
                let places = self.successors(to);
                let same = *change == crate::syntax::law::Change::Same;
                Some(diag::moved(
                    at,
                    &what,
                    *since,
                    &places,
                    diag::Moved { same, number_lives: *number_lives },
                ))
            }
            Verdict::AnotherRule { since, .. } => Some(diag::another_rule(at, &what, *since)),
            Verdict::Repealed { since, to, by } => {
                let by =
                    by.as_ref().and_then(|id| self.laws.get(id)).map(|law| format!("《{}》", law.short()));
                Some(diag::repealed(at, &what, *since, &self.successors(to), by.as_deref()))
            }
            Verdict::InForce | Verdict::UnknownLaw { .. } | Verdict::Ambiguous(_) => None,
        }
    }

    fn missing(&self, at: Span, missing: &super::laws::Missing) -> Diagnostic {
        use super::laws::Missing;
        let law = format!("《{}》", self.law.short());
        let place = self.place.unwrap_or_default();
        let article = place.article.map(|article| article.to_string()).unwrap_or_default();
        match missing {
            Missing::Version => diag::no_such_version(at, self.law.short(), ""),
            Missing::Article { last, near } => diag::no_such_article(at, &law, &article, *last, *near),
            Missing::Paragraph { count } => diag::no_such_part(at, &format!("{law}{article}"), "款", *count),
            Missing::Item { count } => diag::no_such_part(at, &format!("{law}{article}"), "项", *count),
        }
    }

    /// 《消保法》第四十九条.
    fn what(&self) -> String {
        let place = self.place.map(|place| place.to_string()).unwrap_or_default();
        format!("《{}》{place}", self.law.short())
    }

    fn successors(&self, to: &[super::laws::Successor]) -> Vec<String> {
        let shown = to.iter().filter_map(|next| {
            let law = self.laws.get(&next.place.law)?;
            let paragraph =
                next.place.paragraph.map(|nth| format!("第{}款", crate::base::text::to_chinese(nth)));
            let note = next.note.as_ref().map(|note| format!("（{note}）"));
            let (paragraph, note) = (paragraph.unwrap_or_default(), note.unwrap_or_default());
            Some(format!("《{}》{}{paragraph}{note}", law.short(), next.place.article))
        });
        shown.collect()
    }
}
