//! `**提示：**先看` → emphasis that works. CommonMark's flanking rule leaves such marks literal (spec issue 650), because
//! the closing `**` stands between punctuation and a Han character. A marker character that is neither goes in between,
//! and is taken out again when text is emitted.

use crate::base::diag::{Diagnostic, markdown as diag};
use crate::base::source::{FileId, Span};
use crate::base::text::is_wide;

/// A private-use character: for CommonMark neither white space nor punctuation.
pub const MARKER: char = '\u{e000}';

/// Markdown with markers put in, and the way back to the offsets of the original.
pub struct Repaired {
    /// The text to parse.
    pub text: String,
    /// Offsets in `text` at which a marker was put in, ascending.
    markers: Vec<usize>,
    /// Offsets in the original of `**` without a partner.
    unpaired: Vec<usize>,
}

impl Repaired {
    /// The offset in the original of an offset in `text`.
    pub fn original(&self, at: usize) -> usize {
        at - self.markers.partition_point(|marker| *marker < at) * MARKER.len_utf8()
    }

    /// Whether any marker was put in.
    pub fn is_marked(&self) -> bool {
        !self.markers.is_empty()
    }

    /// Findings for marks without a partner.
    pub fn unpaired(&self, file: &FileId, shift: usize) -> Vec<Diagnostic> {
        let finding = |at: &usize| diag::unpaired_emphasis(Span::new(file, at + shift..at + shift + 2));
        self.unpaired.iter().map(finding).collect()
    }
}

/// Pairs the `**` of each block in order and puts markers where a pair would not be recognised.
pub fn emphasis(text: &str) -> Repaired {
    let mut repaired =
        Repaired { text: String::with_capacity(text.len()), markers: Vec::new(), unpaired: Vec::new() };
    let (mut block_at, mut line_at) = (0, 0);
    for line in text.split_inclusive('\n') {
        line_at += line.len();
        if line.trim().is_empty() || line_at == text.len() {
            block(text, block_at..line_at, &mut repaired);
            block_at = line_at;
        }
    }
    repaired
}

fn block(text: &str, range: std::ops::Range<usize>, repaired: &mut Repaired) {
    let marks = marks_of(text, range.clone());
    let mut copied = range.start;
    for pair in marks.chunks(2) {
        let &[open, close] = pair else {
            repaired.unpaired.push(pair[0]);
            break;
        };
        if breaks_opening(text, open) {
            copy(text, &mut copied, open + 2, repaired);
        }
        if breaks_closing(text, close) {
            copy(text, &mut copied, close, repaired);
        }
    }
    repaired.text.push_str(&text[copied..range.end]);
}

fn copy(text: &str, copied: &mut usize, to: usize, repaired: &mut Repaired) {
    repaired.text.push_str(&text[*copied..to]);
    repaired.markers.push(repaired.text.len());
    repaired.text.push(MARKER);
    *copied = to;
}

/// Offsets of the `**` in a block, those in code or behind a backslash left out, and longer runs too.
fn marks_of(text: &str, range: std::ops::Range<usize>) -> Vec<usize> {
    let (bytes, block) = (text.as_bytes(), &text[range.clone()]);
    let (mut marks, mut at, mut code) = (Vec::new(), range.start, false);
    let is_plain = !block.contains("**");
    if is_plain || block.trim_start().starts_with("```") || block.starts_with("    ") {
        return marks;
    }
    while at < range.end {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => code = !code,
            b'*' if !code => {
                let run = bytes[at..range.end].iter().take_while(|byte| **byte == b'*').count();
                if run == 2 && !is_rule(text, at) {
                    marks.push(at);
                }
                at += run - 1;
            }
            _ => {}
        }
        at += 1;
    }
    marks
}

/// `** **` and the like on a line of their own are a rule, not emphasis.
fn is_rule(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    text[start..end].chars().all(|c| c == '*' || c == ' ')
}

/// An opening mark followed by punctuation needs white space or punctuation before it.
fn breaks_opening(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
    after.is_some_and(is_punctuation) && before.is_some_and(|c| !c.is_whitespace() && !is_punctuation(c))
}

/// A closing mark preceded by punctuation needs white space or punctuation after it.
fn breaks_closing(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
    before.is_some_and(is_punctuation) && after.is_some_and(|c| !c.is_whitespace() && !is_punctuation(c))
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || (is_wide(c) && !crate::base::text::is_han(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_stand_where_the_rule_would_fail() {
        for (text, expected) in [
            ("**提示：**先看", "**提示：\u{e000}**先看"),
            ("看**“重点”**后面", "看**\u{e000}“重点”\u{e000}**后面"),
            ("**重点**后面", "**重点**后面"),
            ("`**a：**b` c", "`**a：**b` c"),
            (r"\**a：**b", r"\**a：**b"),
            ("***都要：***看", "***都要：***看"),
        ] {
            assert_eq!(emphasis(text).text, expected);
        }
        assert_eq!(emphasis("a**b\n\n**c**").unpaired, [1]);
    }

    #[test]
    fn offsets_lead_back() {
        let repaired = emphasis("**提示：**先看");
        let at = repaired.text.find('先').unwrap();
        assert_eq!(repaired.original(at), "**提示：**".len());
        assert_eq!(repaired.original(0), 0);
    }
}
