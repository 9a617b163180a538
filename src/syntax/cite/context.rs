//! What 本法, 该条, 前款 and bare numbers mean within the text they stand in: [`RawCite`]s → [`Meant`].
//!
//! Resolved as far as the text shows and no further: what it does not show stays unknown. It asks no registry.

use std::ops::Range;

use super::heading::{Layout, Position, line_start};
use super::words::Words;
use super::{LawRef, RawCite, Relative, Which, title};
use crate::syntax::spot::{ArticleNo, Level, Place, Rank, Spot};

/// What a mention means within its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The mention whose words name the law: the index of a [`LawRef::Named`]; `None` where the text names none.
    pub law: Option<usize>,
    /// Whether the law is the very text in which the mention stands.
    pub own: bool,
    /// The provisions with their positions filled in.
    pub spots: Vec<Spot>,
}

/// Resolves the mentions of one text, which [`super::find`] found in it.
pub fn settle(text: &str, cites: &[RawCite]) -> Vec<Meant> {
    let mut reading =
        Settling { text, cites, layout: Layout::of(text), meant: Vec::with_capacity(cites.len()) };
    for nth in 0..cites.len() {
        let meant = reading.one(nth);
        reading.meant.push(meant);
    }
    reading.meant
}

struct Settling<'t> {
    text: &'t str,
    cites: &'t [RawCite],
    layout: Layout,
    meant: Vec<Meant>,
}

/// A place known from before and whose it is.
#[derive(Clone, Copy)]
struct Base {
    law: Option<usize>,
    own: bool,
    place: Place,
}

impl Settling<'_> {
    fn one(&self, nth: usize) -> Meant {
        let cite = &self.cites[nth];
        let spots = cite.spots.clone();
        match &cite.law {
            LawRef::Named(_) => Meant { law: Some(nth), own: false, spots },
            LawRef::This(kind) => {
                let law = self.quoted_law(nth, kind);
                Meant { law, own: law.is_none(), spots }
            }
            LawRef::That(kind) => Meant { law: self.last_named(nth, kind), own: false, spots },
            LawRef::Elided if spots.first().is_some_and(|spot| spot.from.article.is_some()) => {
                let (law, own) = self.inherited_law(nth);
                Meant { law, own, spots }
            }
            LawRef::Elided => self.fill(self.inherited_place(nth), spots),
            LawRef::Relative(relative) => self.relative(nth, *relative),
        }
    }

    fn fill(&self, base: Option<Base>, spots: Vec<Spot>) -> Meant {
        let Some(base) = base else { return Meant { law: None, own: false, spots } };
        let fill = |place: Place| place.filled(base.place);
        let spots =
            spots.into_iter().map(|spot| Spot { from: fill(spot.from), to: spot.to.map(fill) }).collect();
        Meant { law: base.law, own: base.own, spots }
    }

    /// 本法: the law whose article is being quoted; the text itself where it has headings or has spoken of 本法 before.
    fn quoted_law(&self, nth: usize, kind: &str) -> Option<usize> {
        if self.layout.before(self.cites[nth].at.start).is_some() {
            return None;
        }
        let earlier = self.earlier(nth).find_map(|other| match &self.cites[other].law {
            LawRef::This(own) if own == kind => Some(self.meant[other].law),
            LawRef::Named(name) if !self.cites[other].spots.is_empty() && is_kind(name, kind) => {
                Some(Some(other))
            }
            _ => None,
        });
        earlier.flatten()
    }

    /// 该法: the last instrument of that kind.
    fn last_named(&self, nth: usize, kind: &str) -> Option<usize> {
        let named =
            |other: &usize| matches!(&self.cites[*other].law, LawRef::Named(name) if is_kind(name, kind));
        self.earlier(nth).find(named)
    }

    /// A bare 第X条: the law last spoken of, on the same line where the text is a law's own.
    fn inherited_law(&self, nth: usize) -> (Option<usize>, bool) {
        let at = self.cites[nth].at.start;
        let floor = if self.layout.before(at).is_some() { self.line_start(at) } else { 0 };
        let earlier = self.earlier(nth).take_while(|other| self.cites[*other].at.start >= floor);
        let mut laws = earlier.map(|other| (self.meant[other].law, self.meant[other].own));
        laws.find(|(law, own)| law.is_some() || *own).unwrap_or((None, self.layout.before(at).is_some()))
    }

    /// A bare 第二款: of the article last spoken of on the line, else of the article in which it stands.
    fn inherited_place(&self, nth: usize) -> Option<Base> {
        let at = self.cites[nth].at.start;
        let line = self.line_start(at);
        let here: Vec<usize> =
            self.earlier(nth).take_while(|other| self.cites[*other].at.start >= line).collect();
        let same = here.iter().find(|other| self.ends_alike(nth, **other)).or(here.first());
        if let Some(base) = same.and_then(|other| self.place_in_line(*other)) {
            return Some(base);
        }
        let position = self.layout.before(at)?;
        Some(Base { law: None, own: true, place: Place::article(position.article) })
    }

    /// Whether an earlier mention ends in the very items of this one, so that this repeats it.
    fn ends_alike(&self, nth: usize, other: usize) -> bool {
        let items = |spots: &[Spot]| spots.iter().map(|spot| spot.from.item).collect::<Vec<_>>();
        let own = items(&self.cites[nth].spots);
        let known = own.iter().all(|item| item.number().is_some());
        known && items(&self.meant[other].spots) == own
    }

    fn last_place(&self, other: usize) -> Option<Base> {
        self.place_in_line(other).filter(|base| base.place.article.is_some())
    }

    /// The place of a mention of which at least the paragraph is known: 本条第一款 without its article.
    fn place_in_line(&self, other: usize) -> Option<Base> {
        let meant = &self.meant[other];
        let place = meant.spots.last().map(|spot| spot.to.unwrap_or(spot.from))?;
        let known = place.article.is_some() || place.paragraph.number().is_some();
        known.then_some(Base { law: meant.law, own: meant.own, place })
    }

    fn relative(&self, nth: usize, relative: Relative) -> Meant {
        let cite = &self.cites[nth];
        let base = match relative.which {
            Which::That => self
                .earlier(nth)
                .find(|other| !self.is_own_kind(*other))
                .and_then(|last| self.last_place(last)),
            _ => self.around(nth, relative),
        };
        let at = self.layout.before(cite.at.start);
        let (Which::Before(count), Some(base)) = (relative.which, base) else {
            let base = base.map(|base| Base { place: cut(base.place, relative.rank), ..base });
            return self.fill(base, cite.spots.clone());
        };
        match before(base.place, relative.rank, count) {
            Some(range) => self.moved_back(cite, base, range),
            None if base.own && at.is_none() => self.fill(None, cite.spots.clone()),
            None => self.fill(
                Some(Base { place: Place::unknown_in(base.place.article), ..base }),
                cite.spots.clone(),
            ),
        }
    }

    /// Mentions of a position say nothing that 该条 could take up.
    fn is_own_kind(&self, other: usize) -> bool {
        self.meant[other].spots.iter().all(|spot| spot.from.article.is_none())
            && !self.cites[other].spots.is_empty()
    }

    fn moved_back(&self, cite: &RawCite, base: Base, (first, last): (Place, Place)) -> Meant {
        let mut meant = self.fill(Some(Base { place: last, ..base }), cite.spots.clone());
        if let Some(spot) = meant.spots.first_mut()
            && first != last
            && spot.from == last
            && spot.to.is_none()
        {
            *spot = Spot { from: first, to: Some(last) };
        }
        meant
    }

    /// The place in which the words stand: under a heading, or in an article that is being quoted.
    fn around(&self, nth: usize, relative: Relative) -> Option<Base> {
        let at = self.cites[nth].at.start;
        if let Some(position) = self.layout.before(at) {
            return Some(Base { law: None, own: true, place: position.place() });
        }
        let quotable = |other: &usize| match self.cites[*other].law {
            LawRef::Named(_) | LawRef::That(_) | LawRef::Elided => true,
            LawRef::Relative(relative) => relative.which == Which::That,
            LawRef::This(_) => false,
        };
        let last = self.earlier(nth).find(quotable)?;
        let cite = &self.cites[last];
        // 依照刑法第X条的规定，以…罪 applies a law; 民法典第X条规定，… tells what it says.
        let applied = const { Words::of("依照 按照 适用 违反 犯 以") }
            .end(self.text[..cite.at.start].trim_end_matches("我国"));
        let opened = opens(self.text.get(cite.at.end..at)?, relative.which == Which::This || !applied);
        let base = self.last_place(last).filter(|_| opened && cite.spots.len() == 1)?;
        let place = Place { item: Level::Unknown, ..Place::unknown_in(base.place.article) };
        Some(Base { place, ..base })
    }

    /// The mentions before one, the nearest first; what lies further back than these is forgotten.
    fn earlier(&self, nth: usize) -> impl Iterator<Item = usize> + use<> {
        const NEAR: usize = 64;
        (nth.saturating_sub(NEAR)..nth).rev()
    }

    fn line_start(&self, at: usize) -> usize {
        line_start(self.text, at)
    }
}

impl Position {
    fn place(&self) -> Place {
        let level = |number: Option<u16>| number.map_or(Level::Unknown, Level::No);
        Place {
            article: Some(self.article),
            paragraph: level(self.paragraph),
            item: level(self.item),
            subitem: Level::Unsaid,
        }
    }
}

impl Place {
    /// An article, or none, with nothing known below it.
    fn unknown_in(article: Option<ArticleNo>) -> Place {
        Place { article, paragraph: Level::Unknown, item: Level::Unknown, subitem: Level::Unsaid }
    }
}

/// A place down to a rank: of 本条 the paragraph in which it stands is not meant.
fn cut(place: Place, rank: Rank) -> Place {
    match rank {
        Rank::Article => Place { paragraph: Level::Unsaid, item: Level::Unsaid, ..place },
        Rank::Paragraph => Place { item: Level::Unsaid, ..place },
        _ => place,
    }
}

/// The places before one: the first and the last of `count`.
fn before(here: Place, rank: Rank, count: u16) -> Option<(Place, Place)> {
    let article = here.article?;
    let back = |number: u16, by: u16| number.checked_sub(by).filter(|number| *number > 0);
    match rank {
        Rank::Article if article.insert > 0 && count == 1 => {
            let previous = Place::article(ArticleNo { insert: article.insert - 1, ..article });
            Some((previous, previous))
        }
        Rank::Article => {
            let at = |by| back(article.no, by).map(|no| Place::article(ArticleNo::plain(no)));
            Some((at(count)?, at(1)?))
        }
        Rank::Paragraph => {
            let number = here.paragraph.number()?;
            let at =
                |by| back(number, by).map(|number| Place::article(article).with(Rank::Paragraph, number));
            Some((at(count)?, at(1)?))
        }
        _ => {
            let number = here.item.number()?;
            let at = |by| back(number, by).map(|number| here.with(Rank::Item, number));
            Some((at(count)?, at(1)?))
        }
    }
}

/// Whether the words between an article's mention and a place are, up to there, the article's own text.
///
/// A colon, a quotation mark or the text itself must follow the number; for 本条 a 规定， is enough.
fn opens(between: &str, loosely: bool) -> bool {
    const CITED: Words =
        Words::of("的 之 所 和 与 及 或 至 、 ， 。 中 有关 关于 以及 等 修改 增加 ； 规定 ） )");
    let closed = between.matches('“').count() < between.matches('”').count();
    let after = between.trim_start();
    let said = const {
        Words::of("明确规定 也规定 还规定 规定 指出 明确指出 还明确指出 还提到 提到")
    }
    .starting(after)
    .map(|word| &after[word.len()..]);
    let marks: &[char] = &['：', ':', '“', '"'];
    match said {
        Some(after) if after.starts_with(['，', ',']) => {
            loosely || after.trim_start_matches(['，', ',']).starts_with(['“', '"'])
        }
        Some(after) => !closed && after.starts_with(marks),
        None if after.starts_with(marks) => !closed,
        None => !CITED.start(after) && after.starts_with(crate::base::text::is_han),
    }
}

/// Whether an instrument of this name is called 该法, 该条例 and so on.
pub fn is_kind(name: &str, kind: &str) -> bool {
    let name = title::without_marks(name);
    match kind {
        "法" => {
            !name.ends_with("办法")
                && ["法", "法典", "通则", "总则", "律"].iter().any(|end| name.ends_with(end))
        }
        kind => name.ends_with(kind),
    }
}

/// Whether a text can define a short name at all; few do.
pub fn may_abbreviate(text: &str) -> bool {
    text.contains('称')
}

/// Short names that a text defines, with what stands before their brackets: 《民法典》（以下简称“法典”） → (法典, 民法典).
pub fn abbreviations(text: &str) -> Vec<(String, String, Range<usize>)> {
    let named = |definition: super::defined::Definition<'_>| {
        let full = title::name_of(definition.full?);
        Some((title::name_of(definition.short), full, definition.at))
    };
    super::defined::read(text).into_iter().filter_map(named).collect()
}
