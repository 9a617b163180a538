//! One file and the registers of numbers and figures → what must not be published. Knows no other file.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::base::diag::{Diagnostic, lint as diag};
use crate::base::source::{FileId, Span};
use crate::base::text::to_chinese;
use crate::syntax::facts::Fact;
use crate::syntax::hotlines::Hotline;
use crate::syntax::markdown::{Block, Body};

/// The registers that every file is held against.
pub struct Guard {
    /// Numbers that may be named.
    known: Vec<String>,
    /// Numbers that were folded into others.
    abolished: BTreeMap<String, String>,
    rules: Vec<Rule>,
    /// Finds where any of the rules or promises may be broken, in one pass over a text.
    suspects: AhoCorasick,
    /// The figures and promises looked for.
    wanted: Vec<Suspect>,
}

/// What it means where the words are found.
#[derive(Clone, Copy)]
enum Suspect {
    /// A figure that the nth rule forbids.
    Figure(usize),
    /// A promise of a lawyer.
    Promise,
}

/// A figure, and how it must not be written.
struct Rule {
    name: String,
    right: String,
    note: Option<String>,
    /// A sentence with one of these speaks of it.
    about: Vec<String>,
    wrong: Vec<String>,
    at: Span,
}

impl Guard {
    /// Makes the guard of a site.
    pub fn new(hotlines: &[Hotline], facts: &[Fact]) -> Guard {
        let ids = hotlines.iter().flat_map(|line| [line.id.value.clone(), line.number.clone()]);
        let abolished = hotlines.iter().flat_map(|line| {
            line.replaces.iter().map(|old| (old.value.clone(), line.id.value.clone())).collect::<Vec<_>>()
        });
        let rules: Vec<Rule> = facts.iter().filter(|fact| !fact.wrong.is_empty()).map(rule).collect();
        let (suspects, wanted) = suspects(&rules);
        Guard { known: ids.collect(), abolished: abolished.collect(), rules, suspects, wanted }
    }
}

impl Default for Guard {
    fn default() -> Guard {
        Guard::new(&[], &[])
    }
}

/// Words that overlap, as 7个工作日 and 个工作日, are each found.
fn suspects(rules: &[Rule]) -> (AhoCorasick, Vec<Suspect>) {
    let of_rule = |(nth, rule): (usize, &'_ Rule)| {
        rule.wrong.iter().map(move |wrong| (wrong.clone(), Suspect::Figure(nth))).collect::<Vec<_>>()
    };
    let figures = rules.iter().enumerate().flat_map(of_rule);
    let promises = PROMISES.iter().map(|words| ((*words).to_owned(), Suspect::Promise));
    let (words, wanted): (Vec<String>, Vec<Suspect>) =
        figures.chain(promises).filter(|(words, _)| !words.is_empty()).unzip();
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::DFA)).build(words);
    (automaton.expect("a few hundred words are far below the automaton's limits"), wanted)
}

fn rule(fact: &Fact) -> Rule {
    let number = fact.value.to_string();
    let small = (fact.value.fract() == 0.0 && (0.0..1000.0).contains(&fact.value)).then_some(fact.value);
    let chinese = small.and_then(|value| format!("{value}").parse().ok()).map(to_chinese);
    let written = |unit: &String| {
        let numbers = std::iter::once(number.clone()).chain(chinese.clone());
        numbers.map(|number| format!("{number}{unit}")).collect::<Vec<_>>()
    };
    let named = std::iter::once(fact.name.value.clone()).filter(|_| fact.about.is_empty());
    Rule {
        name: fact.name.value.clone(),
        right: format!("{number}{}", fact.unit),
        note: fact.note.clone(),
        about: fact.about.iter().cloned().chain(named).collect(),
        wrong: fact.wrong.iter().flat_map(written).collect(),
        at: fact.id.at.clone(),
    }
}

/// Words that promise what this site is not.
const PROMISES: [&str; 4] = ["律师答疑", "律师解答", "律师在线", "专业律师为您"];

/// Holds the text of a file against the registers. `head` is what stands in the front matter, with its places.
pub fn guard(file: &FileId, head: &[(&str, &Span)], body: &Body, guard: &Guard) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (text, at) in head {
        let whole = |_: Range<usize>| (*at).clone();
        look(text, &whole, guard, &mut found);
    }
    for (index, block) in body.blocks.iter().enumerate() {
        let in_link = |range: &Range<usize>| is_hotline_text(body, index, range);
        let place = |range: Range<usize>| block.span(file, &range);
        look_at_block(block, &in_link, &place, guard, &mut found);
    }
    found
}

fn look_at_block(
    block: &Block,
    in_link: &dyn Fn(&Range<usize>) -> bool,
    place: &dyn Fn(Range<usize>) -> Span,
    guard: &Guard,
    found: &mut Vec<Diagnostic>,
) {
    // The text of a hotline link is held against the register when the link is resolved.
    let skip = |range: &Range<usize>| in_link(range);
    numbers(&block.text, &skip, place, guard, found);
    wordings(&block.text, place, guard, found);
}

fn look(text: &str, place: &dyn Fn(Range<usize>) -> Span, guard: &Guard, found: &mut Vec<Diagnostic>) {
    numbers(text, &|_| false, place, guard, found);
    wordings(text, place, guard, found);
}

fn is_hotline_text(body: &Body, block: usize, range: &Range<usize>) -> bool {
    body.links.iter().any(|link| {
        link.block as usize == block
            && link.dest.starts_with("hotline:")
            && link.within.start as usize <= range.start
            && range.end <= link.within.end as usize
    })
}

fn numbers(
    text: &str,
    skip: &dyn Fn(&Range<usize>) -> bool,
    place: &dyn Fn(Range<usize>) -> Span,
    guard: &Guard,
    found: &mut Vec<Diagnostic>,
) {
    for range in digit_runs(text) {
        let number = &text[range.clone()];
        let abolished = guard.abolished.get(number);
        if (abolished.is_none() && !is_service_number(number)) || counts_things(text, &range) || skip(&range)
        {
            continue;
        }
        match abolished {
            Some(now) => found.push(diag::abolished_number(place(range), number, now)),
            None if guard.known.iter().any(|known| known == number) => {}
            None => found.push(diag::unregistered_number(place(range.clone()), number)),
        }
    }
}

/// Runs of ASCII digits that no letter, digit, dot or dash touches.
fn digit_runs(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut runs, mut at) = (Vec::new(), 0);
    while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|offset| at + offset) {
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = start + length;
        let joins = |byte: Option<&u8>| {
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b".,-_/%:".contains(byte))
        };
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        if !joins(before) && !joins(bytes.get(at)) {
            runs.push(start..at);
        }
    }
    runs
}

/// Short numbers of public services and free calls: 12xxx, 95xxx, 96xxx(x), 400 and 800 numbers.
fn is_service_number(number: &str) -> bool {
    match number.len() {
        5 => ["12", "95", "96"].iter().any(|prefix| number.starts_with(prefix)),
        6 => number.starts_with("96"),
        10 => number.starts_with("400") || number.starts_with("800"),
        _ => false,
    }
}

/// Whether what follows or precedes shows that the digits count something.
fn counts_things(text: &str, range: &Range<usize>) -> bool {
    let after = text[range.end..].trim_start().chars().next();
    let before = text[..range.start].trim_end().chars().next_back();
    after.is_some_and(|c| "元万亿人件个次字条名分天日年月米克块页倍家只起户平例套点余多".contains(c))
        || before.is_some_and(|c| "第￥¥$".contains(c))
}

/// Figures that contradict the register, and promises that nobody here can keep.
fn wordings(text: &str, place: &dyn Fn(Range<usize>) -> Span, guard: &Guard, found: &mut Vec<Diagnostic>) {
    for hit in guard.suspects.find_overlapping_iter(text) {
        match guard.wanted[hit.pattern().as_usize()] {
            Suspect::Figure(nth) => {
                let rule = &guard.rules[nth];
                let part_of_number = text[..hit.start()].chars().next_back().is_some_and(is_number_part);
                let clause = clause(text, hit.start());
                if !part_of_number && rule.about.iter().any(|about| clause.contains(about.as_str())) {
                    let (span, note) = (place(hit.range()), rule.note.as_deref());
                    found.push(diag::contradicts_fact(span, &rule.name, &rule.right, note, rule.at.clone()));
                }
            }
            Suspect::Promise => found.push(diag::promises_lawyer(place(hit.range()), &text[hit.range()])),
        }
    }
}

fn is_number_part(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百千〇零".contains(c)
}

/// The part of a sentence around a byte, between 。！？； and line ends: what stands beside it.
fn clause(text: &str, at: usize) -> &str {
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '；' | '\n');
    let start = text[..at].rfind(ends).map_or(0, |end| text.ceil_char_boundary(end + 1));
    let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::RelPath;
    use crate::syntax::markdown::{self, Names};
    use crate::syntax::{facts, hotlines};

    fn codes(text: &str) -> Vec<&'static str> {
        let lines = "[[hotline]]\nid = \"12315\"\nnumber = \"12315\"\nname = \"x\"\nfor = \"x\"\nsource = \"x\"\n\
                     verified = 2026-10-04\nreplaces = [\"12365\", \"12331\"]\n";
        let figures = "[[fact]]\nid = \"seven\"\nname = \"七日无理由退货期\"\nvalue = 7\nunit = \"日\"\n\
                       about = [\"无理由\"]\nwrong = [\"个工作日\"]\n";
        let file = RelPath::new("content/a/b.md").unwrap();
        let watch = Guard::new(&hotlines::parse(&file, lines).value, &facts::parse(&file, figures).value);
        let body = markdown::parse(&file, text, 0, &Names::default()).value;
        guard(&file, &[], &body, &watch).into_iter().map(|finding| finding.code.0).collect()
    }

    #[test]
    fn numbers_are_held_against_the_register() {
        for (text, expected) in [
            ("打12315投诉。", &[][..]),
            ("打12365举报。", &["F0613"]),
            ("[12365](hotline:12365)", &[]),
            ("打12305投诉快递。", &["F0612"]),
            ("赔了12305元。", &[]),
            ("订单号12305-1。", &[]),
            ("银行客服95588。", &["F0612"]),
            ("损失123456元。", &[]),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }

    #[test]
    fn figures_and_promises() {
        for (text, expected) in [
            ("七日无理由退货要在7个工作日内提出。", &["F0614"][..]),
            ("无理由退货，七个工作日内。", &["F0614"]),
            ("无理由退货，自收到之日起7日内。投诉后7个工作日内答复。", &[]),
            ("无理由退货，17个工作日。", &[]),
            ("本站提供律师答疑。", &["F0622"]),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }
}
