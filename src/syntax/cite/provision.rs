//! The numbers after a law's name: 第三十条第一、三款和第（二）项至第（四）项 → spots.
//!
//! A grammar by hand over 条, 款, 项, 目: it reads what is written and takes over, for a later 款 or 项, what the mention
//! has said so far. It never asks whether a law has such a place.

use super::cursor::Cursor;
use crate::base::text::{decimal, from_numeral};
use crate::syntax::spot::{ArticleNo, Place, Rank, Spot};

/// The provisions that stand at `at`, continued over separators and conjunctions, and where they end.
///
/// `base` is what the words before have said: the default after a law's name, `?.?` after 前款.
pub(super) fn provisions(text: &str, at: usize, base: Place, start: Start) -> Option<(Vec<Spot>, usize)> {
    let mut reading = Reading { cursor: Cursor::new(text, at), spots: Vec::new(), place: base };
    if !reading.group(Join::And, start) {
        return None;
    }
    Some(reading.finish())
}

/// More provisions after a word such as 前款 that is a place itself: 前款第二项, 本条第一款和第三款.
pub(super) fn continued(text: &str, at: usize, spot: Spot) -> (Vec<Spot>, usize) {
    let place = spot.to.unwrap_or(spot.from);
    let mut reading = Reading { cursor: Cursor::new(text, at), spots: vec![spot], place };
    reading.deeper(place.rank());
    reading.finish()
}

/// How the first number may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// 第 may be left out: 《产品质量法》40条.
    AfterName,
    /// 第 must stand there.
    Bare,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    And,
    Range,
}

struct Reading<'t> {
    cursor: Cursor<'t>,
    spots: Vec<Spot>,
    place: Place,
}

struct Group {
    rank: Rank,
    numbers: Vec<(Join, Number)>,
}

#[derive(Clone, Copy)]
struct Number {
    value: u16,
    insert: u8,
    bracketed: bool,
}

impl Reading<'_> {
    fn finish(mut self) -> (Vec<Spot>, usize) {
        loop {
            let end = self.cursor;
            let more = match join(&mut self.cursor) {
                Some(join) => self.group(join, Start::AfterName) || self.inserted(join),
                None => false,
            };
            if !more {
                return (self.spots, end.at);
            }
        }
    }

    /// One number or several with one unit, and the deeper ones that follow it directly.
    fn group(&mut self, join: Join, start: Start) -> bool {
        let mut cursor = self.cursor;
        let Some(group) = group(&mut cursor, start) else { return false };
        self.cursor = cursor;
        for (nth, (inner, number)) in group.numbers.iter().enumerate() {
            let place = self.place_of(group.rank, *number);
            self.push(if nth == 0 { join } else { *inner }, place);
        }
        self.deeper(group.rank);
        true
    }

    fn deeper(&mut self, mut above: Rank) {
        loop {
            let mut cursor = self.cursor;
            cursor.skip_gap();
            let group = first_few(&mut cursor).or_else(|| group(&mut cursor, Start::AfterName));
            let Some(group) = group.filter(|group| group.rank > above) else { return };
            self.cursor = cursor;
            let join = match self.spots.pop() {
                Some(Spot { from, to: Some(_) }) => {
                    self.spots.push(Spot::at(from));
                    Join::Range
                }
                _ => Join::And,
            };
            let base = self.place;
            for (nth, (inner, number)) in group.numbers.iter().enumerate() {
                self.place = base;
                let place = self.place_of(group.rank, *number);
                self.push(if nth == 0 { join } else { *inner }, place);
            }
            above = group.rank;
        }
    }

    /// 第一百二十条之一、之二.
    fn inserted(&mut self, join: Join) -> bool {
        let mut cursor = self.cursor;
        let (Some(article), Some(insert)) = (self.place.article, insertion(&mut cursor)) else {
            return false;
        };
        self.cursor = cursor;
        self.push(join, Place::article(ArticleNo { no: article.no, insert }));
        true
    }

    fn place_of(&self, rank: Rank, number: Number) -> Place {
        match rank {
            Rank::Article => Place::article(ArticleNo { no: number.value, insert: number.insert }),
            rank => self.place.with(rank, number.value),
        }
    }

    fn push(&mut self, join: Join, place: Place) {
        self.place = place;
        match (join, self.spots.last_mut()) {
            (Join::Range, Some(last)) if last.to.is_none() => last.to = Some(place),
            _ => self.spots.push(Spot::at(place)),
        }
    }
}

/// Numbers that may share one unit.
const MOST: usize = 32;

/// 第266、390条, 第（一）、第（二）项, （二）至（四）项, 第二款, and （二） alone where 项 is left out.
fn group(cursor: &mut Cursor, start: Start) -> Option<Group> {
    let mut numbers = Vec::new();
    let mut inner = Join::And;
    let ordinal = cursor.eat("第");
    if !ordinal && start == Start::Bare && !cursor.rest().starts_with(['（', '(']) {
        return None;
    }
    loop {
        cursor.skip_gap();
        let mut number = number(cursor)?;
        if let Some(insert) = insertion(cursor) {
            number.insert = insert;
        }
        numbers.push((inner, number));
        let after = *cursor;
        if let Some(rank) = unit(cursor) {
            if rank == Rank::Article
                && let Some(insert) = insertion(cursor)
                && let Some((_, last)) = numbers.last_mut()
            {
                last.insert = insert;
            }
            return Some(Group { rank, numbers });
        }
        // （1）（2）项 needs no mark between the numbers.
        let adjoining = number.bracketed && cursor.rest().starts_with(['（', '(']);
        // No law lists so many; a text that does would be read again from each of them.
        if numbers.len() > MOST {
            return None;
        }
        let shared = if adjoining { Some(Join::And) } else { shared_unit(cursor) };
        let Some(join) = shared else {
            *cursor = after;
            let alone = number.bracketed && numbers.len() == 1 && (ordinal || start == Start::AfterName);
            return alone.then_some(Group { rank: Rank::Item, numbers });
        };
        inner = join;
    }
}

/// 前两项 after a paragraph: the first two.
fn first_few(cursor: &mut Cursor) -> Option<Group> {
    let mut ahead = *cursor;
    if !ahead.eat("前") {
        return None;
    }
    let last = number(&mut ahead).filter(|number| number.value > 1)?;
    let rank = unit(&mut ahead)?;
    *cursor = ahead;
    let first = Number { value: 1, ..last };
    Some(Group { rank, numbers: vec![(Join::And, first), (Join::Range, last)] })
}

/// Between numbers that share a unit: 第一、三款, 第577-580条.
fn shared_unit(cursor: &mut Cursor) -> Option<Join> {
    cursor.skip_gap();
    let join = match cursor
        .eat_any(&["、", "，", "和", "及", "或", ",", "至", "到", "-", "－", "–", "—", "~", "～"])?
    {
        "、" | "，" | "和" | "及" | "或" | "," => Join::And,
        _ => Join::Range,
    };
    cursor.skip_gap();
    cursor.eat("第");
    Some(join)
}

/// Between whole provisions: a mark, a conjunction, or both.
fn join(cursor: &mut Cursor) -> Option<Join> {
    cursor.skip_gap();
    let mark = cursor.eat_any(&["、", "，", ",", "；", ";"]);
    cursor.skip_gap();
    let word = cursor
        .eat_any(&["以及", "或者", "和", "与", "及", "或", "至", "到", "-", "－", "–", "——", "—", "~", "～"]);
    cursor.skip_gap();
    match (mark, word) {
        (None, None) => None,
        (_, Some("至" | "到" | "-" | "－" | "–" | "——" | "—" | "~" | "～")) => Some(Join::Range),
        _ => Some(Join::And),
    }
}

fn unit(cursor: &mut Cursor) -> Option<Rank> {
    let mut ahead = *cursor;
    ahead.skip_gap();
    let rank = match ahead.eat_any(&["条", "款", "项", "目", "條", "項"])? {
        "条" | "條" => Rank::Article,
        "款" => Rank::Paragraph,
        "项" | "項" => Rank::Item,
        _ => Rank::Subitem,
    };
    if part_of_word(rank, ahead.rest()) {
        return None;
    }
    *cursor = ahead;
    Some(rank)
}

/// Whether the unit begins another word: 条件, 款项, 项目, 目标.
fn part_of_word(rank: Rank, rest: &str) -> bool {
    let words: &[&str] = match rank {
        Rank::Article => &["件", "款项", "例的", "文规定"],
        Rank::Paragraph => &["项"],
        Rank::Item => &["目"],
        Rank::Subitem => &["标", "录", "前"],
    };
    words.iter().any(|word| rest.starts_with(word))
}

/// 之一 after 条, or before it: 第一百二十条之一, 第一百二十之一条.
fn insertion(cursor: &mut Cursor) -> Option<u8> {
    let mut ahead = *cursor;
    ahead.skip_gap();
    if !ahead.eat("之") {
        return None;
    }
    let number = number(&mut ahead).filter(|number| !number.bracketed && number.value > 0)?;
    let insert = u8::try_from(number.value).ok()?;
    *cursor = ahead;
    Some(insert)
}

/// 五百七十七, ５７７, （二）, （乙）, (b), ㈡.
fn number(cursor: &mut Cursor) -> Option<Number> {
    let mut ahead = *cursor;
    let bracketed = ahead.eat_char(&['（', '(']).is_some();
    if bracketed {
        ahead.skip_gap();
    }
    let value = match numeral(&mut ahead) {
        Some(value) => value,
        None if bracketed || lettered(ahead.rest()) => letter(&mut ahead)?,
        None => {
            let (value, length) = enclosed(ahead.peek()?)?;
            ahead.at += length;
            *cursor = ahead;
            return Some(Number { value, insert: 0, bracketed: true });
        }
    };
    if bracketed {
        ahead.skip_gap();
        ahead.eat_char(&['）', ')'])?;
    }
    *cursor = ahead;
    Some(Number { value, insert: 0, bracketed })
}

/// Digits of one script, with white space and one line break between them where more digits follow.
fn numeral(cursor: &mut Cursor) -> Option<u16> {
    let mut digits = String::new();
    let mut script = None;
    let mut ahead = *cursor;
    while let Some(c) = ahead.peek() {
        match digit_script(c) {
            Some(own) if script.is_none_or(|before| before == own) => {
                script = Some(own);
                digits.push(c);
                ahead.at += c.len_utf8();
                *cursor = ahead;
            }
            None if c.is_whitespace() && script.is_some() => {
                let before = ahead.at;
                ahead.skip_gap();
                if ahead.at == before {
                    break;
                }
            }
            _ => break,
        }
    }
    from_numeral(&digits).or_else(|| misprinted(&digits)).filter(|value| *value > 0)
}

/// 一千零六二: a unit left out near the end is read as the digits it stands for.
fn misprinted(digits: &str) -> Option<u16> {
    let unit = digits.rfind(['百', '千'])? + '百'.len_utf8();
    let (whole, rest) = digits.split_at(unit);
    let rest = rest.trim_start_matches(['零', '〇']);
    let whole = from_numeral(whole)?;
    let tens = from_numeral(rest).filter(|tens| *tens < 100 && rest.chars().count() == 2)?;
    whole.checked_add(tens)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Han,
}

fn digit_script(c: char) -> Option<Script> {
    match c {
        '0'..='9' | '０'..='９' => Some(Script::Arabic),
        '十' | '百' | '千' => Some(Script::Han),
        _ => decimal(c).map(|_| Script::Han),
    }
}

/// d款, 乙项: uniform rules, treaties and older regulations letter their parts.
fn lettered(rest: &str) -> bool {
    let mut cursor = Cursor::new(rest, 0);
    letter(&mut cursor).is_some() && cursor.rest().trim_start().starts_with(['款', '项'])
}

/// The nth of 甲乙丙丁… or of a, b, c.
fn letter(cursor: &mut Cursor) -> Option<u16> {
    let c = cursor.peek()?;
    let nth = match c {
        'a'..='z' => c as u32 - 'a' as u32,
        'ａ'..='ｚ' => c as u32 - 'ａ' as u32,
        _ => u32::try_from("甲乙丙丁戊己庚辛壬癸".chars().position(|stem| stem == c)?).ok()?,
    };
    cursor.at += c.len_utf8();
    u16::try_from(nth + 1).ok()
}

/// Numbers that carry their brackets: ㈡, ⑵.
fn enclosed(c: char) -> Option<(u16, usize)> {
    let first = match c {
        '㈠'..='㈩' => '㈠',
        '⑴'..='⒇' => '⑴',
        _ => return None,
    };
    Some((u16::try_from(c as u32 - first as u32 + 1).ok()?, c.len_utf8()))
}

/// 第X条 or 第X条之一 at the cursor and no more.
pub(super) fn article_number(cursor: &mut Cursor) -> Option<ArticleNo> {
    let mut ahead = *cursor;
    let group = group(&mut ahead, Start::Bare)?;
    let [(_, number)] = group.numbers[..] else { return None };
    if group.rank != Rank::Article || number.bracketed {
        return None;
    }
    *cursor = ahead;
    Some(ArticleNo { no: number.value, insert: number.insert })
}

/// The 两 of 前两款.
pub(super) fn small_number(cursor: &mut Cursor) -> Option<u16> {
    number(cursor).map(|number| number.value).filter(|value| *value < 20)
}
