//! The prose of one file: sentences, spaces and punctuation. A fix is offered only where the source shows the very
//! character that the text shows.

use std::ops::Range;

use super::length;
use crate::base::diag::{Diagnostic, lint as diag};
use crate::base::source::{FileId, Span};
use crate::base::text::is_han;
use crate::syntax::markdown::{Block, BlockKind, Body};
use crate::syntax::table::At;

/// A sentence of more characters than this is not followed to its end.
const SENTENCE: usize = 80;

/// Looks at every block but code.
pub fn prose(file: &FileId, source: &str, body: &Body) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for block in body.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        sentences(file, block, &mut found);
        let place = |range: Range<usize>| block.span(file, &range);
        characters(&block.text, source, &place, &mut found);
    }
    found
}

fn sentences(file: &FileId, block: &Block, found: &mut Vec<Diagnostic>) {
    // A block shorter than the limit in bytes cannot hold a longer sentence.
    if block.text.len() <= SENTENCE {
        return;
    }
    let mut start = 0;
    for piece in block.text.split_inclusive(['。', '！', '？', '\n']) {
        let count = length(piece);
        if count > SENTENCE {
            let lead = piece.len() - piece.trim_start().len();
            let range = start + lead..start + piece.trim_end().len();
            found.push(diag::long_sentence(block.span(file, &range), count, SENTENCE));
        }
        start += piece.len();
    }
}

/// Looks at a text from the front matter. Its characters have places only where it was written without escapes.
pub fn written(text: &At<String>, source: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let start = text.at.bytes.start as usize + 1;
    if source.get(start..start + text.value.len()) == Some(&text.value) {
        let place = |range: Range<usize>| Span::new(&text.at.file, start + range.start..start + range.end);
        characters(&text.value, source, &place, &mut found);
    }
    found
}

fn characters(text: &str, source: &str, place: &dyn Fn(Range<usize>) -> Span, found: &mut Vec<Diagnostic>) {
    let is_suspect = |byte: &u8| b" ,;:?!".contains(byte);
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_suspect(byte)) {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        let span = place(at..at + 1);
        if source.as_bytes().get(span.bytes.start as usize) != Some(&byte) {
            continue;
        }
        if byte == b' ' && is_gap(before, after) {
            found.push(diag::typed_space(span));
        } else if byte != b' ' && before.is_some_and(is_han) && after.is_none_or(is_han) {
            found.push(diag::half_width(span, char::from(byte), full_width(byte)));
        }
    }
    parentheses(text, source, place, found);
}

/// A space between Han and a letter or digit, in either order, or between Han and Han.
fn is_gap(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    (is_han(before) && (is_han(after) || after.is_ascii_alphanumeric()))
        || (is_han(after) && before.is_ascii_alphanumeric())
}

fn full_width(byte: u8) -> char {
    match byte {
        b',' => '，',
        b';' => '；',
        b':' => '：',
        b'?' => '？',
        _ => '！',
    }
}

/// Half-width parentheses around a stretch that begins and ends with Han, after Han.
fn parentheses(text: &str, source: &str, place: &dyn Fn(Range<usize>) -> Span, found: &mut Vec<Diagnostic>) {
    for (open, _) in text.match_indices('(') {
        let Some(close) = text[open..].find(')').map(|offset| open + offset) else { return };
        let inner = &text[open + 1..close];
        let all_han = text[..open].chars().next_back().is_some_and(is_han)
            && inner.starts_with(is_han)
            && inner.ends_with(is_han);
        let (first, last) = (place(open..open + 1), place(close..close + 1));
        let written = |at: &Span, byte: u8| source.as_bytes().get(at.bytes.start as usize) == Some(&byte);
        if all_han && written(&first, b'(') && written(&last, b')') {
            found.push(diag::half_width(first, '(', '（'));
            found.push(diag::half_width(last, ')', '）'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::RelPath;
    use crate::syntax::markdown::{self, Names};

    fn findings(text: &str) -> Vec<(&'static str, String)> {
        let file = RelPath::new("content/a/b.md").unwrap();
        let body = markdown::parse(&file, text, 0, &Names::default()).value;
        let found = prose(&file, text, &body);
        let place = |finding: Diagnostic| {
            let at = finding.at.unwrap().bytes;
            (finding.code.0, text[at.start as usize..at.end as usize].to_owned())
        };
        found.into_iter().map(place).collect()
    }

    #[test]
    fn spaces_and_punctuation() {
        let one = |code, text: &str| vec![(code, text.to_owned())];
        for (text, expected) in [
            ("买了3件T恤，退货。", vec![]),
            ("买了 3件", one("F0615", " ")),
            ("3 件", one("F0615", " ")),
            ("退货 退款", one("F0615", " ")),
            ("第一行\n3件", vec![]),
            ("use a library", vec![]),
            ("退货,退款", one("F0616", ",")),
            ("怎么办?", one("F0616", "?")),
            ("比例3:1", vec![]),
            ("卖家(平台)", vec![("F0616", "(".to_owned()), ("F0616", ")".to_owned())]),
        ] {
            assert_eq!(findings(text), expected, "{text}");
        }
    }

    #[test]
    fn long_sentences_are_measured_one_by_one() {
        let long = "字".repeat(81);
        assert_eq!(findings(&format!("短句。{long}。短句。")), [("F0608", format!("{long}。"))]);
        let most = "字".repeat(79);
        assert_eq!(findings(&format!("{most}。{most}。")), []);
    }
}
