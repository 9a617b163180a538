//! The registry: laws with their versions through time, their names, and where their rules went.
//!
//! `law.toml` files and version files → [`Laws`]; a name → a law, a day → the version in force, a citation → its
//! [`Verdict`]. Knows no Markdown, no pages, and never links by guess: what it does not hold does not exist.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;

use crate::base::diag::{Checked, Diagnostic, did_you_mean, law as diag};
use crate::base::source::{FileId, Span};
use crate::syntax::law::{Article, LawMeta, LawText, Wording};
use crate::syntax::spot::ArticleNo;

mod compare;
mod moves;
mod names;
mod overlay;
mod verdict;
mod wording;

pub use compare::{Comparison, Fate, compare, compare_laws};
pub use moves::{Move, Place};
pub use names::{Named, key as name_key, split_vintage, year_of};
pub use overlay::official_texts;
pub use verdict::{Cited, Missing, Successor, Verdict};
pub use wording::{normal, similarity};

/// A law's id: the name of its folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct LawId(Arc<str>);

impl LawId {
    /// An id.
    pub fn new(id: &str) -> LawId {
        LawId(id.into())
    }

    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for LawId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A version of a law: the day it took effect. Shown as 2014-03-15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionId(pub Date);

impl fmt::Display for VersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One version.
#[derive(Clone, Debug)]
pub struct Version {
    /// The day it took effect.
    pub id: VersionId,
    /// What the site says of it: a gist, or the authentic wording.
    pub text: Arc<LawText>,
    /// The authentic wording from outside the site.
    pub outside: Option<Arc<LawText>>,
}

/// What a version says of an article's number.
#[derive(Clone, Copy, Debug)]
pub enum Presence<'a> {
    /// It holds words for it.
    Written(&'a Article),
    /// It has the article, as its count shows, but holds no words for it.
    Counted,
    /// It has no such article, or none that anybody can vouch for.
    Absent,
}

impl Version {
    /// The article's words: authentic where they are at hand, else the gist.
    pub fn article(&self, no: ArticleNo) -> Option<&Article> {
        self.authentic(no).or_else(|| self.gist(no))
    }

    /// The authentic words.
    pub fn authentic(&self, no: ArticleNo) -> Option<&Article> {
        let own = (self.text.text == Wording::Full).then_some(&self.text);
        own.into_iter().chain(&self.outside).find_map(|text| text.articles.get(&no))
    }

    /// The gist.
    pub fn gist(&self, no: ArticleNo) -> Option<&Article> {
        (self.text.text == Wording::Gist).then(|| self.text.articles.get(&no)).flatten()
    }

    /// The complete authentic text, where it is at hand.
    pub fn complete(&self) -> Option<&LawText> {
        let own = (self.text.text == Wording::Full).then_some(&self.text);
        own.into_iter().chain(&self.outside).map(|text| &**text).find(|text| !text.excerpt)
    }

    /// The number of the last article, where known.
    pub fn last(&self) -> Option<u16> {
        let of_text = || self.complete()?.articles.keys().next_back().map(|no| no.no);
        self.text.articles_total.or_else(of_text)
    }

    /// Whether it has an article of that number.
    pub fn presence(&self, no: ArticleNo) -> Presence<'_> {
        if let Some(article) = self.article(no) {
            return Presence::Written(article);
        }
        let listed = if no.insert > 0 {
            self.text.inserted.contains(&no)
        } else {
            self.last().is_some_and(|last| no.no <= last)
        };
        let counted = listed && self.complete().is_none();
        if counted { Presence::Counted } else { Presence::Absent }
    }

    /// What it says: a gist or the wording, and the wording from outside the site where there is one.
    pub fn texts(&self) -> impl Iterator<Item = &LawText> {
        std::iter::once(&self.text).chain(&self.outside).map(Arc::as_ref)
    }

    /// The numbers for which it holds words, in order.
    pub fn numbers(&self) -> Vec<ArticleNo> {
        let mut numbers: Vec<ArticleNo> =
            self.texts().flat_map(|text| text.articles.keys().copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// One law.
#[derive(Clone, Debug)]
pub struct Law {
    /// Its id.
    pub id: LawId,
    /// Its place among all laws, in the order of their ids.
    pub rank: u32,
    /// `law.toml` as written.
    pub meta: Arc<LawMeta>,
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
    /// The law that took its place, where the registry has it.
    pub succeeded_by: Option<LawId>,
}

impl Law {
    /// The full title.
    pub fn title(&self) -> &str {
        &self.meta.title.value
    }

    /// The name to show where space is short: the first short name, else the title without 中华人民共和国.
    pub fn short(&self) -> &str {
        let title = self.title();
        match self.meta.short.first() {
            Some(short) => &short.value,
            None => title.strip_prefix("中华人民共和国").unwrap_or(title),
        }
    }

    /// The day from which it is no longer law.
    pub fn repealed(&self) -> Option<Date> {
        self.meta.repealed.as_ref().map(|day| day.value)
    }

    /// Whether the registry holds words for an article in any version.
    pub fn knows(&self, article: ArticleNo) -> bool {
        let texts =
            self.versions.iter().flat_map(|version| std::iter::once(&version.text).chain(&version.outside));
        texts.into_iter().any(|text| text.articles.contains_key(&article))
    }

    /// The version in force on a day; `None` before the first and after the repeal.
    pub fn in_force(&self, at: Date) -> Option<&Version> {
        if self.repealed().is_some_and(|repealed| repealed <= at) {
            return None;
        }
        self.versions.iter().rev().find(|version| version.id.0 <= at)
    }

    /// A version by its day.
    pub fn version(&self, id: VersionId) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// The version that followed.
    pub fn next(&self, id: VersionId) -> Option<&Version> {
        self.versions.iter().find(|version| version.id > id)
    }

    /// The day on which a version ceased to be law.
    pub fn end(&self, id: VersionId) -> Option<Date> {
        let next = self.next(id).map(|version| version.id.0);
        [next, self.repealed()].into_iter().flatten().min()
    }

    /// The version that a citation names: 2013年修正, 1999. First by the name its file gives (`by`), then by the year in
    /// which it was promulgated, then by the year in which it took effect; the latest where several fit.
    pub fn by_vintage(&self, designation: &str) -> Option<&Version> {
        let plain = |text: &str| names::key(text).replace(['年', '第', '次'], "");
        let wanted = plain(designation);
        let year = year_of(designation)?;
        let newest =
            |fits: &dyn Fn(&LawText) -> bool| self.versions.iter().rev().find(|version| fits(&version.text));
        newest(&|text| text.by.as_deref().is_some_and(|by| plain(by) == wanted))
            .or_else(|| newest(&|text| text.by.as_deref().and_then(year_of) == Some(year)))
            .or_else(|| newest(&|text| text.promulgated.is_some_and(|day| day.year() == year)))
            .or_else(|| newest(&|text| text.effective.year() == year))
    }
}

/// Laws by their ids, in the order of these: where a law stands is its rank.
type Registry = IndexMap<LawId, Law, FxBuildHasher>;

/// All laws.
#[derive(Clone, Debug, Default)]
pub struct Laws {
    laws: Registry,
    names: names::Names,
    moves: moves::Moves,
    steps: BTreeMap<(LawId, VersionId), Comparison>,
}

impl Laws {
    /// Puts the registry together and reports what does not fit together.
    pub fn build(metas: Vec<Arc<LawMeta>>, versions: Vec<Arc<LawText>>) -> Checked<Laws> {
        let mut diags = Vec::new();
        let mut laws = Laws::default();
        laws.add_metas(metas, &mut diags);
        laws.rank();
        laws.add_versions(versions, &mut diags);
        laws.check_succession(&mut diags);
        laws.check_dates(&mut diags);
        laws.moves = moves::Moves::build(&laws.laws, &mut diags);
        laws.compare_all();
        Checked { value: laws, diags }
    }

    /// A law by its id.
    pub fn get(&self, id: &LawId) -> Option<&Law> {
        self.laws.get(id)
    }

    /// A law by its rank.
    pub fn ranked(&self, rank: u32) -> Option<&Law> {
        self.laws.get_index(rank as usize).map(|(_, law)| law)
    }

    /// A law by the letters of its id.
    pub fn of_id(&self, id: &str) -> Option<&Law> {
        self.laws.get(id)
    }

    /// All laws, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Law> {
        self.laws.values()
    }

    /// What a name means. The caller has split off a version (see [`Laws::by_cited_name`]).
    pub fn by_name(&self, name: &str) -> Named {
        self.names.find(name)
    }

    /// The law that alone bears a name. Looks for no other names, which [`Laws::by_name`] does where there is none.
    pub fn one_of_name(&self, name: &str) -> Option<&LawId> {
        self.names.one(name)
    }

    /// What a name means as a citation writes it: first as a whole, for a few short names hold a year; else without the
    /// version at its end, which is handed back for [`Law::by_vintage`].
    pub fn by_cited_name<'n>(&self, name: &'n str) -> (Named, Option<&'n str>) {
        let (bare, vintage) = split_vintage(name);
        match self.by_name(name) {
            Named::Unknown { .. } if vintage.is_some() => (self.by_name(bare), vintage),
            named => (named, None),
        }
    }

    /// Every spelling of every law's names, for finding them in running text.
    pub fn names(&self) -> impl Iterator<Item = (&str, &LawId)> {
        self.names.spellings()
    }

    /// How a version's articles fared in the version that followed it; those of a repealed law's last version in the law
    /// that took its place.
    pub fn step(&self, law: &LawId, version: VersionId) -> Option<&Comparison> {
        self.steps.get(&(law.clone(), version))
    }

    fn add_metas(&mut self, metas: Vec<Arc<LawMeta>>, diags: &mut Vec<Diagnostic>) {
        for meta in metas {
            let id = id_of(&meta.file);
            let law = Law {
                id: id.clone(),
                rank: 0,
                meta: Arc::clone(&meta),
                versions: Vec::new(),
                succeeded_by: None,
            };
            self.laws.insert(id.clone(), law);
            let names = std::iter::once(&meta.title).chain(&meta.short);
            for name in names {
                if let Some(other) = self.names.add(&name.value, &id) {
                    let there = self.place_of_name(&other, &name.value);
                    diags.push(diag::shared_name(name.at.clone(), &name.value, there));
                }
            }
        }
    }

    fn rank(&mut self) {
        self.laws.sort_unstable_keys();
        self.laws.values_mut().zip(0..).for_each(|(law, rank)| law.rank = rank);
    }

    fn place_of_name(&self, law: &LawId, name: &str) -> Span {
        let meta = &self.laws[law].meta;
        let mut written = std::iter::once(&meta.title).chain(&meta.short);
        let same = written.find(|other| names::key(&other.value) == names::key(name));
        same.unwrap_or(&meta.title).at.clone()
    }

    fn add_versions(&mut self, versions: Vec<Arc<LawText>>, diags: &mut Vec<Diagnostic>) {
        for text in versions {
            match self.laws.get_mut(&id_of(&text.file)) {
                Some(law) => {
                    law.versions.push(Version { id: VersionId(text.effective), text, outside: None });
                }
                None => diags.push(diag::version_without_law(Span::start_of(&text.file), text.file.folder())),
            }
        }
        self.laws.values_mut().for_each(|law| law.versions.sort_by_key(|version| version.id));
    }

    fn check_succession(&mut self, diags: &mut Vec<Diagnostic>) {
        let ids: Vec<LawId> = self.laws.keys().cloned().collect();
        for law in self.laws.values_mut() {
            let Some(written) = &law.meta.succeeded_by else { continue };
            law.succeeded_by = ids.iter().find(|id| id.as_str() == written.value).cloned();
            if law.succeeded_by.is_none() {
                let near = did_you_mean(&written.value, ids.iter().map(LawId::as_str));
                diags.push(diag::no_such_law(written.at.clone(), &written.value, near));
            }
        }
    }

    fn check_dates(&self, diags: &mut Vec<Diagnostic>) {
        for law in self.laws.values() {
            let (Some(repealed), Some(last)) = (&law.meta.repealed, law.versions.last()) else { continue };
            if repealed.value <= last.id.0 {
                let words = format!("废止日期 {} 不晚于版本 {} 的施行日期", repealed.value, last.id);
                let there = Span::start_of(&last.text.file);
                diags.push(diag::impossible_dates(repealed.at.clone(), &words).also(there, "这个版本"));
            }
        }
    }

    fn compare_all(&mut self) {
        for law in self.laws.values() {
            for pair in law.versions.windows(2) {
                self.steps.insert((law.id.clone(), pair[0].id), compare(&pair[0], &pair[1]));
            }
            if let (Some(last), Some(heir)) = (law.versions.last(), self.heir(law)) {
                self.steps.insert((law.id.clone(), last.id), compare_laws(last, heir));
            }
        }
    }

    /// The version of the law that took this one's place, on the day of the repeal.
    fn heir(&self, law: &Law) -> Option<&Version> {
        self.laws.get(law.succeeded_by.as_ref()?)?.in_force(law.repealed()?)
    }
}

/// The folder's name is the law's id.
fn id_of(file: &FileId) -> LawId {
    let folder = file.folder();
    LawId::new(folder.rsplit_once('/').map_or(folder, |(_, last)| last))
}
