//! Lines that begin an article of a law or an item in it: they number text and are no citations.

use std::ops::Range;

use super::cursor::Cursor;
use super::provision::article_number;
use super::words::Words;
use crate::syntax::spot::ArticleNo;

/// A heading 第X条 at the start of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) article: ArticleNo,
    /// Where the number ends.
    pub(super) end: usize,
}

/// What a citation goes on with, and a provision's own text does not begin with.
const CITED: Words = Words::of(
    "规定 的 、 和 及 与 至 到 或 中 所 ， , 之 第 明确 指出 说 讲 写 明文 确立 列举了 里 提到 提及  以及 ； 。 ） ) 】 \
     关于 有关 也 还 则 - — ～ ~ 要求 ； ” 款",
);

/// The heading that begins at `start`, where one does: a number at the start of its line, followed by its own text.
pub(super) fn heading(text: &str, start: usize) -> Option<Heading> {
    let before = text[..start].trim_end_matches(|c: char| c != '\n' && opening(c));
    if !before.is_empty() && !before.ends_with('\n') {
        return None;
    }
    let mut cursor = Cursor::new(text, start);
    let article = article_number(&mut cursor)?;
    let after = cursor.rest();
    let spaced = after.starts_with(|c: char| c.is_whitespace() || c == '\u{3000}');
    let after = after.trim_start_matches(['*', '】', ' ', '\u{3000}']);
    let cited = !spaced && CITED.start(after);
    (!cited && !after.is_empty()).then_some(Heading { article, end: cursor.at })
}

/// Where the line of a place begins; a line of which no beginning is near begins where the looking ends.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    const NEAR: usize = 1 << 13;
    let near = text.floor_char_boundary(at.saturating_sub(NEAR));
    text[near..at].rfind('\n').map_or(near, |newline| near + newline + 1)
}

/// The number of an item that begins a line: （三）, 3., 3、.
fn item_line(line: &str) -> Option<u16> {
    let line = line.trim_start().trim_start_matches(['“', '"', '‘']);
    let (digits, bracketed) = match line.strip_prefix(['（', '(']) {
        Some(inside) => (inside.split_once(['）', ')'])?.0, true),
        None => (line.split_once(['.', '、', '．', ')', '）'])?.0, false),
    };
    let short = digits.chars().count() <= 4;
    let arabic = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
    if !short || (!bracketed && !arabic) {
        return None;
    }
    crate::base::text::from_numeral(digits.trim())
}

/// The lines of a text with their places.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start..at, line)
    })
}

/// Where the articles of a text begin and how its lines are numbered.
#[derive(Debug, Default)]
pub(super) struct Layout {
    positions: Vec<(usize, Position)>,
}

/// The place in which a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) article: ArticleNo,
    pub(super) paragraph: Option<u16>,
    pub(super) item: Option<u16>,
}

impl Layout {
    /// Counts the lines under each heading: those that begin with a number in brackets are items, the others paragraphs.
    pub(super) fn of(text: &str) -> Layout {
        let mut layout = Layout::default();
        let mut here: Option<Position> = None;
        for (at, line) in lines(text) {
            let indent = line.len() - line.trim_start_matches(opening).len();
            if let Some(heading) = heading(text, at.start + indent).filter(|heading| heading.end <= at.end) {
                let blank = text[heading.end..at.end].trim().is_empty();
                let paragraph = Some(u16::from(!blank));
                here = Some(Position { article: heading.article, paragraph, item: None });
            } else if let Some(position) = here.as_mut().filter(|_| !line.trim().is_empty()) {
                match item_line(line) {
                    Some(item) => position.item = Some(item),
                    None => {
                        (position.paragraph, position.item) = (position.paragraph.map(|nth| nth + 1), None)
                    }
                }
            }
            layout.positions.extend(here.map(|position| (at.start, position)));
        }
        layout
    }

    /// The position at a byte, where a heading stands before it.
    pub(super) fn before(&self, at: usize) -> Option<Position> {
        let nth = self.positions.partition_point(|(start, _)| *start <= at);
        Some(self.positions.get(nth.checked_sub(1)?)?.1)
    }
}

/// What may stand before a heading on its line.
fn opening(c: char) -> bool {
    c.is_whitespace() || matches!(c, '“' | '"' | '‘' | '\'' | '「' | '#' | '*' | '＂' | '>' | '【')
}
