//! Text → grams, the terms of the index: each Han character, each pair of neighbouring Han characters, each run of letters and digits.
//!
//! The same rules stand in `engine.js`; `tests/search/grams.json` runs in both. There is no dictionary here and no stop list.

use elasticlunr::{Language, Pipeline};

use crate::base::text::{fold, is_han};

/// The longest run of letters and digits, in characters, that is one term; the rest of a longer run is ignored.
pub const LONGEST_RUN: usize = 24;

/// What sort of term a gram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gram<'a> {
    /// One Han character.
    Single(char),
    /// Two Han characters side by side.
    Pair(char, char),
    /// A whole run of other letters and digits.
    Run(&'a str),
}

impl Gram<'_> {
    /// The term as it stands in the index.
    pub fn term(self) -> String {
        match self {
            Gram::Single(one) => one.to_string(),
            Gram::Pair(one, two) => [one, two].iter().collect(),
            Gram::Run(run) => run.to_owned(),
        }
    }
}

/// Calls `each` with the grams of a text that is folded already (NFKC, lower case), in order of appearance.
pub fn each_gram<'a>(folded: &'a str, mut each: impl FnMut(Gram<'a>)) {
    let mut before = None;
    let mut run: Option<(usize, usize)> = None;
    for (at, c) in folded.char_indices() {
        if is_han(c) {
            end_run(folded, run.take(), at, &mut each);
            each(Gram::Single(c));
            if let Some(before) = before {
                each(Gram::Pair(before, c));
            }
            before = Some(c);
            continue;
        }
        before = None;
        if !is_letter(c) {
            end_run(folded, run.take(), at, &mut each);
        } else if let Some((_, length)) = run.as_mut() {
            *length += 1;
        } else {
            run = Some((at, 1));
        }
    }
    end_run(folded, run, folded.len(), &mut each);
}

/// Whether a character belongs to a run. The marks of Chinese text are asked for first: others are looked up in large tables.
fn is_letter(c: char) -> bool {
    let is_mark = matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3011}');
    !is_mark && c.is_alphanumeric()
}

fn end_run<'a>(folded: &'a str, run: Option<(usize, usize)>, end: usize, each: &mut impl FnMut(Gram<'a>)) {
    let Some((start, length)) = run else { return };
    let run = &folded[start..end];
    if length <= LONGEST_RUN {
        each(Gram::Run(run));
    } else if let Some((cut, _)) = run.char_indices().nth(LONGEST_RUN) {
        each(Gram::Run(&run[..cut]));
    }
}

/// The grams of any text as terms, in order of appearance, repeated as they repeat.
pub fn grams(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut terms = Vec::new();
    each_gram(&folded, |gram| terms.push(gram.term()));
    terms
}

/// Where a term stands in the vocabulary: its first two characters as one number. Terms of one place are never separated.
pub fn place(term: &str) -> u64 {
    let mut characters = term.chars().map(|c| u64::from(u32::from(c)));
    let first = characters.next().unwrap_or(0);
    (first << 21) | characters.next().unwrap_or(0)
}

/// The grams as a language of elasticlunr, whose own trimmer would strip every Han character.
pub struct Grams;

impl Language for Grams {
    fn name(&self) -> String {
        "Grams".into()
    }

    fn code(&self) -> String {
        "grams".into()
    }

    fn tokenize(&self, text: &str) -> Vec<String> {
        grams(text)
    }

    fn make_pipeline(&self) -> Pipeline {
        Pipeline { queue: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_pairs() {
        assert_eq!(grams("退Ｔ恤７日"), ["退", "t", "恤", "7", "日"]);
        assert_eq!(grams("第25条，退款"), ["第", "25", "条", "退", "款", "退款"]);
        assert_eq!(grams(&"x".repeat(40)), ["x".repeat(24)]);
        assert!(grams("…… ，").is_empty());
    }
}
