//! Dates in Chinese prose → days, and the history of a law as its preamble tells it. Never takes a day for granted that
//! the text does not state.

use jiff::civil::Date;

use crate::base::text::{fold, from_numeral};

/// A date in a line: the day, and the bytes of the folded line that it takes.
struct Found {
    day: Date,
    start: usize,
    end: usize,
}

/// One dated event in the life of a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// The day.
    pub day: Date,
    /// What happened.
    pub kind: EventKind,
    /// Whether it touched only parts of the text, so that the closing article may be older than the rest.
    pub partial: bool,
}

/// What may happen to a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventKind {
    /// Passed, published.
    Passed,
    /// 修正.
    Amended,
    /// 修订. Of a statute it is a new text throughout; of a regulation often a decision on a few articles.
    Revised,
    /// Takes effect.
    Effective,
}

/// The events that a line of a preamble tells, in its order. A date that nothing is said about tells none.
pub(super) fn events(line: &str) -> Vec<Event> {
    let line = fold(line);
    let dates = dates(&line);
    let mut out = Vec::new();
    for (at, found) in dates.iter().enumerate() {
        let end = dates.get(at + 1).map_or(line.len(), |next| next.start);
        if let Some((kind, partial)) = kind(&line[found.end..end]) {
            out.push(Event { day: found.day, kind, partial });
        }
    }
    out
}

/// What is said of a date. Words in 《》 name another act: a decision on amendment, passed, is an amendment.
fn kind(said: &str) -> Option<(EventKind, bool)> {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0u32);
    for c in said.chars() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => outside.push(c),
        }
    }
    let says = |words: &[&str]| words.iter().any(|word| outside.contains(word));
    let amends = inside.contains("修正案") || inside.ends_with("决定");
    if says(&["修订"]) {
        Some((EventKind::Revised, amends))
    } else if says(&["修正", "修改"]) {
        Some((EventKind::Amended, true))
    } else if says(&["通过", "公布", "发布", "印发", "批准"]) {
        Some((if amends { EventKind::Amended } else { EventKind::Passed }, amends))
    } else if says(&["施行", "实施", "生效"]) {
        Some((EventKind::Effective, false))
    } else {
        None
    }
}

/// When a closing article says that the law takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// 自2014年3月15日起施行
    On(Date),
    /// 自公布之日起施行
    OnPublication,
}

/// Reads 自……起施行.
pub(super) fn start(text: &str) -> Option<Start> {
    let text = fold(text);
    let begins = ["起施行", "起实施", "起生效", "起执行"];
    let end = begins.iter().filter_map(|words| text.find(words)).min()?;
    if let Some(found) = dates(&text).into_iter().find(|found| found.end == end) {
        return Some(Start::On(found.day));
    }
    ["公布之日", "发布之日", "印发之日"]
        .iter()
        .any(|words| text[..end].ends_with(words))
        .then_some(Start::OnPublication)
}

fn dates(line: &str) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for (at, _) in line.match_indices('年') {
        let digits = line[..at].chars().rev().take_while(|c| is_digit(*c)).take(4).collect::<Vec<_>>();
        let width: usize = digits.iter().map(|c| c.len_utf8()).sum();
        let start = at - width;
        let year = from_numeral(&line[start..at]).filter(|_| digits.len() == 4);
        let after = at + '年'.len_utf8();
        let (Some(year), Some((month, after))) = (year, number_before(line, after, '月')) else { continue };
        let Some((day, end)) = number_before(line, after, '日') else { continue };
        let part = |part: u16| i8::try_from(part).ok();
        let date = i16::try_from(year).ok().zip(part(month)).zip(part(day));
        if let Some(day) = date.and_then(|((year, month), day)| Date::new(year, month, day).ok()) {
            out.push(Found { day, start, end });
        }
    }
    out
}

fn number_before(line: &str, from: usize, unit: char) -> Option<(u16, usize)> {
    let end = line[from..].find(unit)? + from;
    let number = from_numeral(line[from..end].trim())?;
    Some((number, end + unit.len_utf8()))
}

fn is_digit(c: char) -> bool {
    crate::base::text::decimal(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn histories_are_read() {
        use EventKind::{Amended, Effective, Passed, Revised};
        for (line, want) in [
            ("1993年10月31日 示例会议通过", vec![(date(1993, 10, 31), Passed)]),
            (
                "根据２０１３年１０月２５日示例会议《关于修改〈示例法〉的决定》第二次修正）",
                vec![(date(2013, 10, 25), Amended)],
            ),
            ("2020年12月26日 示例会议通过的《示例法修正案（十一）》", vec![(date(2020, 12, 26), Amended)]),
            ("二〇二一年六月一日示例会议修订", vec![(date(2021, 6, 1), Revised)]),
            (
                "（2022年2月15日由示例委员会通过，自2022年3月15日起施行）",
                vec![(date(2022, 2, 15), Passed), (date(2022, 3, 15), Effective)],
            ),
            ("2021年2月30日通过", vec![]),
            ("示例〔2021〕5号", vec![]),
        ] {
            let found: Vec<_> = events(line).into_iter().map(|event| (event.day, event.kind)).collect();
            assert_eq!(found, want, "{line}");
        }
    }

    #[test]
    fn closing_articles_are_read() {
        assert_eq!(start("本法自1994年1月1日起施行。"), Some(Start::On(date(1994, 1, 1))));
        assert_eq!(start("本办法自发布之日起施行。"), Some(Start::OnPublication));
        assert_eq!(start("本法自2020年1月1日起施行，《旧法》同时废止。"), Some(Start::On(date(2020, 1, 1))));
        assert_eq!(start("本法由示例机关解释。"), None);
    }
}
