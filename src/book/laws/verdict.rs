//! A citation and two days → its verdict: does the rule that it cites still stand, and where.
//!
//! The rows are those of the table in `docs/law-files.md`; the first that fits, from the top, is the verdict. Never says
//! how grave it is: an error in a plain citation may be right in one marked as historical.

use jiff::civil::Date;

use super::compare::Fate;
use super::{Law, LawId, Laws, Place, Presence, Version, VersionId};
use crate::syntax::law::Change;
use crate::syntax::spot::ArticleNo;

/// A citation whose law is known.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// The law.
    pub law: &'a LawId,
    /// The version that the text names, where it names one.
    pub version: Option<VersionId>,
    /// The article; `None` where the law as a whole is cited.
    pub article: Option<ArticleNo>,
    /// The paragraph.
    pub paragraph: Option<u16>,
    /// The item.
    pub item: Option<u16>,
    /// The day against whose law the text was written.
    pub as_of: Date,
}

/// What became of the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 现行: the version is in force, or the wording is the same in the one that is.
    InForce,
    /// 已修改: the version in force has the article under the same number with other words.
    Changed {
        /// Since when.
        since: Date,
        /// The version in force.
        now: VersionId,
        /// `false` where no wording at hand shows whether it really changed.
        known: bool,
    },
    /// 已移: it stands elsewhere now.
    Moved {
        /// Since when.
        since: Date,
        /// Where; at least one place.
        to: Vec<Successor>,
        /// Whether its words changed anywhere on the way.
        change: Change,
        /// Whether the old number lives on in the law in force, carrying another rule.
        number_lives: bool,
    },
    /// 号同实异: the number exists in the law in force but carries another rule.
    AnotherRule {
        /// Since when.
        since: Date,
        /// The version in force.
        now: VersionId,
    },
    /// 已废止: the law or the article is gone.
    Repealed {
        /// Since when.
        since: Date,
        /// Where the rule stands now, where known.
        to: Vec<Successor>,
        /// The law that took the place of the whole law, where known.
        by: Option<LawId>,
    },
    /// 未施行: the version cited takes effect later.
    NotYet {
        /// When; `None` for a draft.
        from: Option<Date>,
    },
    /// 无此条: the version has no such place.
    NoSuch(Missing),
    /// 无此法: the registry has no law of that name. Given by whoever looks names up.
    UnknownLaw {
        /// The nearest name.
        did_you_mean: Option<String>,
    },
    /// 歧义: two laws could be meant. Given by whoever looks names up.
    Ambiguous(Vec<LawId>),
}

/// What a version lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The version that the text names.
    Version,
    /// The article.
    Article {
        /// The last article; `None` where nobody has counted and no article can be vouched for.
        last: Option<u16>,
        /// A number that may be meant.
        near: Option<ArticleNo>,
    },
    /// The paragraph.
    Paragraph {
        /// How many there are.
        count: usize,
    },
    /// The item.
    Item {
        /// How many there are.
        count: usize,
    },
}

/// Where a rule stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// The place.
    pub place: Place,
    /// Whether its words changed on the way.
    pub change: Change,
    /// What changed, in a few words.
    pub note: Option<String>,
}

impl Laws {
    /// The version that a citation means: the one it names; else the one in force on `as_of`; else the first that is to
    /// come or the last that was. `None` for a law without versions, or where the version named does not exist.
    pub fn version_meant(&self, cited: &Cited<'_>) -> Option<&Version> {
        let law = self.get(cited.law)?;
        match cited.version {
            Some(named) => law.version(named),
            None => law.in_force(cited.as_of).or_else(|| {
                let past = law.versions.iter().rev().find(|version| version.id.0 <= cited.as_of);
                past.or(law.versions.first())
            }),
        }
    }

    /// The verdict on a citation on the day `today`.
    pub fn verdict(&self, cited: &Cited<'_>, today: Date) -> Verdict {
        let Some(law) = self.get(cited.law) else { return Verdict::UnknownLaw { did_you_mean: None } };
        let Some(version) = self.version_meant(cited) else { return without_version(law, cited, today) };
        if let Some(missing) = cited.article.and_then(|no| missing(version, no, cited)) {
            return Verdict::NoSuch(missing);
        }
        if version.id.0 > cited.as_of.min(today) {
            return Verdict::NotYet { from: Some(version.id.0) };
        }
        match cited.article {
            None => whole_law(law, version, cited, today),
            Some(article) => {
                let (law_id, version_id) = (law.id.clone(), version.id);
                let (paragraph, item) = (cited.paragraph, cited.item);
                let place = Place { law: law_id, version: version_id, article, paragraph, item };
                self.follow(law, place, today)
            }
        }
    }

    fn follow(&self, law: &Law, place: Place, today: Date) -> Verdict {
        let mut ends = Vec::new();
        self.trace(Rule::at(place.clone()), today, &mut ends);
        let standing: Vec<&Rule> = ends.iter().filter(|rule| rule.end.is_none()).collect();
        if let Some(since) = law.repealed().filter(|day| *day <= today) {
            let to = standing.iter().map(|rule| rule.successor()).collect();
            return Verdict::Repealed { since, to, by: law.succeeded_by.clone() };
        }
        let now = law.in_force(today).map_or(place.version, |version| version.id);
        match standing.first() {
            None => lost(&ends, now),
            Some(_) => standing_verdict(law, &place, now, &standing),
        }
    }

    /// Follows a rule from version to version until `today`. Each step leads to a later day, so it ends.
    fn trace(&self, rule: Rule, today: Date, ends: &mut Vec<Rule>) {
        let law = &self.laws[&rule.place.law];
        let Some(over) = law.end(rule.place.version).filter(|day| *day <= today) else {
            return ends.push(rule);
        };
        let rows = self.moves.onward(&rule.place);
        for row in &rows {
            self.trace(rule.moved(&row.to, row.change, row.note.clone(), over), today, ends);
        }
        if !rows.is_empty() {
            return;
        }
        let next = law.next(rule.place.version).filter(|next| next.id.0 == over);
        let Some(next) = next else { return self.trace_heir(rule, over, today, ends) };
        let step = self.step(&law.id, rule.place.version);
        let fate = step.map_or(Fate::Unknown, |step| step.fate(rule.place.article, next));
        let there = Place { version: next.id, ..rule.place.clone() };
        match fate {
            Fate::Same => self.trace(rule.kept(there), today, ends),
            Fate::Reworded => self.trace(rule.reworded(there, over), today, ends),
            Fate::Unknown => self.trace(rule.unread(there, over), today, ends),
            Fate::Moved { to, change } => {
                let there = Place { article: to, ..there };
                self.trace(rule.moved(&there, change, None, over), today, ends);
            }
            Fate::Replaced => ends.push(rule.ended(Lost::Replaced, over)),
            Fate::Gone => ends.push(rule.ended(Lost::Gone, over)),
        }
    }
}

impl Laws {
    /// The law is gone: goes on in the one that took its place, where authentic wording shows the way.
    fn trace_heir(&self, rule: Rule, over: Date, today: Date, ends: &mut Vec<Rule>) {
        let law = &self.laws[&rule.place.law];
        let step = self.step(&law.id, rule.place.version);
        let fate = step.and_then(|step| step.fates.get(&rule.place.article));
        match (fate, self.heir(law), &law.succeeded_by) {
            (Some(Fate::Moved { to, change }), Some(heir), Some(by)) => {
                let place =
                    Place { law: by.clone(), version: heir.id, article: *to, paragraph: None, item: None };
                self.trace(rule.moved(&place, *change, None, over), today, ends);
            }
            _ => ends.push(rule.ended(Lost::Gone, over)),
        }
    }
}

/// A rule on its way through versions.
#[derive(Clone)]
struct Rule {
    place: Place,
    origin: (LawId, ArticleNo),
    /// The day of the first change or move.
    since: Option<Date>,
    changed: bool,
    /// The day of the first step whose wordings could not be compared.
    unread: Option<Date>,
    note: Option<String>,
    end: Option<(Lost, Date)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lost {
    Replaced,
    Gone,
}

impl Rule {
    fn at(place: Place) -> Rule {
        let origin = (place.law.clone(), place.article);
        Rule { place, origin, since: None, changed: false, unread: None, note: None, end: None }
    }

    fn kept(self, place: Place) -> Rule {
        Rule { place, ..self }
    }

    fn reworded(self, place: Place, day: Date) -> Rule {
        Rule { place, since: self.since.or(Some(day)), changed: true, ..self }
    }

    fn unread(self, place: Place, day: Date) -> Rule {
        Rule { place, unread: self.unread.or(Some(day)), ..self }
    }

    fn moved(&self, to: &Place, change: Change, note: Option<String>, day: Date) -> Rule {
        Rule {
            place: to.clone(),
            since: self.since.or(Some(day)),
            changed: self.changed || change == Change::Changed,
            note: note.or_else(|| self.note.clone()),
            ..self.clone()
        }
    }

    fn ended(self, how: Lost, day: Date) -> Rule {
        Rule { end: Some((how, day)), ..self }
    }

    fn is_elsewhere(&self) -> bool {
        (&self.place.law, self.place.article) != (&self.origin.0, self.origin.1)
    }

    fn successor(&self) -> Successor {
        Successor { place: self.place.clone(), change: change(self.changed), note: self.note.clone() }
    }
}

fn change(changed: bool) -> Change {
    if changed { Change::Changed } else { Change::Same }
}

fn standing_verdict(law: &Law, place: &Place, now: VersionId, standing: &[&Rule]) -> Verdict {
    let since = standing.iter().filter_map(|rule| rule.since).min();
    let changed = standing.iter().any(|rule| rule.changed);
    if standing.iter().any(|rule| rule.is_elsewhere()) {
        let version = law.version(now);
        let number_lives =
            version.is_some_and(|version| !matches!(version.presence(place.article), Presence::Absent));
        let number_lives = number_lives && standing.iter().all(|rule| rule.is_elsewhere());
        let to = standing.iter().map(|rule| rule.successor()).collect();
        return Verdict::Moved { since: since.unwrap_or(now.0), to, change: change(changed), number_lives };
    }
    match (changed, standing.iter().filter_map(|rule| rule.unread).min()) {
        (true, _) => Verdict::Changed { since: since.unwrap_or(now.0), now, known: true },
        (false, Some(since)) => Verdict::Changed { since, now, known: false },
        (false, None) => Verdict::InForce,
    }
}

fn lost(ends: &[Rule], now: VersionId) -> Verdict {
    let first = ends.iter().filter_map(|rule| rule.end).min_by_key(|(_, day)| *day);
    match first {
        Some((Lost::Replaced, since)) => Verdict::AnotherRule { since, now },
        Some((Lost::Gone, since)) => Verdict::Repealed { since, to: Vec::new(), by: None },
        None => Verdict::InForce,
    }
}

/// A law cited as a whole: only its repeal matters, or that the version named is an old one.
fn whole_law(law: &Law, version: &Version, cited: &Cited<'_>, today: Date) -> Verdict {
    if let Some(since) = law.repealed().filter(|day| *day <= today) {
        return Verdict::Repealed { since, to: Vec::new(), by: law.succeeded_by.clone() };
    }
    match (law.in_force(today), law.end(version.id)) {
        (Some(now), Some(since)) if cited.version.is_some() && now.id > version.id => {
            Verdict::Changed { since, now: now.id, known: true }
        }
        _ => Verdict::InForce,
    }
}

/// A version that does not exist, or a law without any: a draft.
fn without_version(law: &Law, cited: &Cited<'_>, today: Date) -> Verdict {
    if cited.version.is_some() {
        return Verdict::NoSuch(Missing::Version);
    }
    match law.repealed().filter(|day| *day <= today) {
        Some(since) => Verdict::Repealed { since, to: Vec::new(), by: law.succeeded_by.clone() },
        None => Verdict::NotYet { from: None },
    }
}

fn missing(version: &Version, no: ArticleNo, cited: &Cited<'_>) -> Option<Missing> {
    let article = match version.presence(no) {
        Presence::Absent => {
            let last = version.last();
            return Some(Missing::Article { last, near: near(version, no) });
        }
        Presence::Counted => return None,
        Presence::Written(article) => article,
    };
    if cited.paragraph.is_some_and(|no| article.paragraph(no).is_none()) {
        return Some(Missing::Paragraph { count: article.paragraphs.len() });
    }
    let item = cited.item?;
    if article.item(cited.paragraph, item).is_some() {
        return None;
    }
    let paragraphs = match cited.paragraph {
        Some(no) => article.paragraph(no).into_iter().collect(),
        None => article.paragraphs.iter().collect::<Vec<_>>(),
    };
    let count = paragraphs.iter().map(|paragraph| paragraph.items.len()).max().unwrap_or(0);
    Some(Missing::Item { count })
}

/// A number that may be meant: the article that this one was inserted after, or the number without a digit typed twice
/// or too many (1577 → 577).
fn near(version: &Version, no: ArticleNo) -> Option<ArticleNo> {
    let exists = |no: &ArticleNo| !matches!(version.presence(*no), Presence::Absent);
    if no.insert > 0 {
        return Some(ArticleNo::plain(no.no)).filter(exists);
    }
    let digits = no.no.to_string();
    // Of two digits half would go, and anything could be meant.
    if digits.len() < 3 {
        return None;
    }
    let without = |at: usize| format!("{}{}", &digits[..at], &digits[at + 1..]).parse::<u16>().ok();
    (0..digits.len()).filter_map(without).filter(|no| *no > 0).map(ArticleNo::plain).find(exists)
}
