//! `[[moved]]` rows → where rules went and where they came from. Checks that both ends exist.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{Law, LawId, Laws, Presence, Registry, VersionId};
use crate::base::diag::{Diagnostic, did_you_mean, law as diag};
use crate::base::source::Span;
use crate::syntax::law::{Change, Moved, MovedPlace};
use crate::syntax::spot::ArticleNo;

/// A place in a version of a law.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The law.
    pub law: LawId,
    /// The version.
    pub version: VersionId,
    /// The article.
    pub article: ArticleNo,
    /// The paragraph, where only that is meant.
    pub paragraph: Option<u16>,
    /// The item, where only that is meant.
    pub item: Option<u16>,
}

/// A rule's way from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where it stood.
    pub from: Place,
    /// Where it stands in what followed.
    pub to: Place,
    /// Whether its words changed.
    pub change: Change,
    /// What changed, in a few words.
    pub note: Option<String>,
}

/// All rows, by where they lead from and to.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    rows: Vec<Move>,
    from: FxHashMap<(LawId, VersionId, ArticleNo), Vec<usize>>,
    to: FxHashMap<(LawId, VersionId, ArticleNo), Vec<usize>>,
}

impl Moves {
    /// Resolves the rows of all laws; a row that leads nowhere is a finding and is left out.
    pub fn build(laws: &Registry, diags: &mut Vec<Diagnostic>) -> Moves {
        let mut moves = Moves::default();
        for law in laws.values() {
            for row in &law.meta.moved {
                match resolve(laws, law, row) {
                    Ok(row) => moves.add(row),
                    Err(finding) => diags.push(*finding),
                }
            }
        }
        moves
    }

    fn add(&mut self, row: Move) {
        let at = self.rows.len();
        let key = |place: &Place| (place.law.clone(), place.version, place.article);
        self.from.entry(key(&row.from)).or_default().push(at);
        self.to.entry(key(&row.to)).or_default().push(at);
        self.rows.push(row);
    }

    /// The rows that lead on from a place. Rows about the paragraph or item asked for are preferred to rows about the
    /// whole article; where the place is a whole article, all its rows count.
    pub fn onward(&self, place: &Place) -> Vec<&Move> {
        let rows = self.look_up(&self.from, place);
        let fits = |asked: Option<u16>, row: Option<u16>| asked.is_none() || row.is_none() || asked == row;
        let fitting: Vec<&Move> = rows
            .into_iter()
            .filter(|row| fits(place.paragraph, row.from.paragraph) && fits(place.item, row.from.item))
            .collect();
        let exact = |row: &&Move| row.from.paragraph == place.paragraph && row.from.item == place.item;
        let precise: Vec<&Move> = fitting.iter().copied().filter(exact).collect();
        let asks_for_part = place.paragraph.is_some() || place.item.is_some();
        if asks_for_part && !precise.is_empty() { precise } else { fitting }
    }

    fn look_up<'m>(
        &'m self,
        index: &'m FxHashMap<(LawId, VersionId, ArticleNo), Vec<usize>>,
        place: &Place,
    ) -> Vec<&'m Move> {
        let key = (place.law.clone(), place.version, place.article);
        index.get(&key).into_iter().flatten().map(|at| &self.rows[*at]).collect()
    }
}

impl Laws {
    /// The rows that say where an article of a version went.
    pub fn went_to(&self, place: &Place) -> Vec<&Move> {
        self.moves.look_up(&self.moves.from, place)
    }

    /// The rows that lead from a version to another, in order of the articles that they lead from.
    pub fn moves_between(&self, from: (&LawId, VersionId), to: (&LawId, VersionId)) -> Vec<&Move> {
        let is = |place: &Place, version: (&LawId, VersionId)| (&place.law, place.version) == version;
        let mut rows: Vec<&Move> =
            self.moves.rows.iter().filter(|row| is(&row.from, from) && is(&row.to, to)).collect();
        rows.sort_by(|left, right| left.from.cmp(&right.from));
        rows
    }

    /// The rows that say where an article of a version came from.
    pub fn came_from(&self, place: &Place) -> Vec<&Move> {
        self.moves.look_up(&self.moves.to, place)
    }
}

type Found<T> = Result<T, Box<Diagnostic>>;

fn resolve(laws: &Registry, law: &Law, row: &Moved) -> Found<Move> {
    let written = row.from.version.as_ref();
    let from_version = written.and_then(|day| law.version(VersionId(day.value)));
    let Some(from_version) = from_version else {
        let at = written.map_or(&row.at, |day| &day.at);
        return Err(nothing(at, &format!("{}没有这个版本", law.short())));
    };
    let target = target_law(laws, law, &row.to)?;
    let end = law.end(from_version.id);
    let version = target_version(law, target, row, end)?;
    let from = place(law, from_version.id, &row.from)?;
    let to = place(target, version, &row.to)?;
    Ok(Move { from, to, change: row.change, note: row.note.clone() })
}

fn target_law<'l>(laws: &'l Registry, law: &'l Law, to: &MovedPlace) -> Found<&'l Law> {
    let Some(written) = &to.law else { return Ok(law) };
    laws.get(&LawId::new(&written.value)).ok_or_else(|| {
        let near = did_you_mean(&written.value, laws.keys().map(LawId::as_str));
        Box::new(diag::no_such_law(written.at.clone(), &written.value, near))
    })
}

/// The version of the target that a row means: the one it names; else, in the same law, the one that followed; else the
/// one of the other law that was in force when the old version ceased to be.
fn target_version(law: &Law, target: &Law, row: &Moved, end: Option<Date>) -> Found<VersionId> {
    let followed_too_early =
        |id: &VersionId| end.is_none_or(|end| target.end(*id).is_some_and(|over| over <= end));
    let (at, found) = match &row.to.version {
        Some(day) => (&day.at, target.version(VersionId(day.value)).map(|version| version.id)),
        None => {
            let at = &row.to.article.at;
            let following = end.and_then(|end| target.in_force(end)).map(|version| version.id);
            (at, following.filter(|id| target.id != law.id || Some(id.0) == end))
        }
    };
    match found {
        None => Err(nothing(at, &format!("{}没有接替它的版本", target.short()))),
        Some(id) if followed_too_early(&id) => Err(nothing(at, &format!("版本 {id} 并不在旧版本之后"))),
        Some(id) => Ok(id),
    }
}

fn place(law: &Law, version: VersionId, written: &MovedPlace) -> Found<Place> {
    let article = written.article.value;
    let presence = law.version(version).map(|version| version.presence(article));
    let at = &written.article.at;
    let holds = match presence {
        None | Some(Presence::Absent) => false,
        Some(Presence::Counted) => true,
        Some(Presence::Written(article)) => {
            let has_paragraph = written.paragraph.is_none_or(|no| article.paragraph(no).is_some());
            has_paragraph && written.item.is_none_or(|no| article.item(written.paragraph, no).is_some())
        }
    };
    if !holds {
        return Err(nothing(at, &format!("{}（{version}）没有{}", law.short(), spelled(written))));
    }
    let (law, paragraph, item) = (law.id.clone(), written.paragraph, written.item);
    Ok(Place { law, version, article, paragraph, item })
}

fn spelled(written: &MovedPlace) -> String {
    use crate::base::text::to_chinese;
    let mut out = written.article.value.to_string();
    if let Some(paragraph) = written.paragraph {
        out.push_str(&format!("第{}款", to_chinese(paragraph)));
    }
    if let Some(item) = written.item {
        out.push_str(&format!("第（{}）项", to_chinese(item)));
    }
    out
}

fn nothing(at: &Span, what: &str) -> Box<Diagnostic> {
    Box::new(diag::moved_to_nothing(at.clone(), what))
}
