//! The start of a Markdown file: BOM, `+++`, TOML, `+++`, and where the body begins. Knows no field.

use crate::base::diag::{Diagnostic, entry as diag};
use crate::base::source::{FileId, Span};

/// A file cut in two.
pub struct Front<'t> {
    /// The TOML between the marks.
    pub toml: &'t str,
    /// Where it starts in the file, in bytes.
    pub toml_at: usize,
    /// The text after the marks.
    pub body: &'t str,
    /// Where it starts in the file, in bytes.
    pub body_at: usize,
}

/// Cuts a file at its marks. Both `\n` and `\r\n` end a line; a byte order mark before the first is passed over.
pub fn split<'t>(file: &FileId, text: &'t str) -> Result<Front<'t>, Box<Diagnostic>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let Some(toml_at) = mark_at(text, start) else {
        return Err(Box::new(diag::no_front_matter(Span::new(file, start..start))));
    };
    let mut line_at = toml_at;
    while line_at < text.len() {
        if let Some(body_at) = mark_at(text, line_at) {
            return Ok(Front { toml: &text[toml_at..line_at], toml_at, body: &text[body_at..], body_at });
        }
        line_at = text[line_at..].find('\n').map_or(text.len(), |newline| line_at + newline + 1);
    }
    Err(Box::new(diag::unclosed_front_matter(Span::new(file, start..start + 3))))
}

/// Where the line after a `+++` line begins, if that is what stands at `at`.
fn mark_at(text: &str, at: usize) -> Option<usize> {
    let line_end = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
    (text[at..line_end].trim_end() == "+++").then_some(line_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::RelPath;

    fn cut(text: &str) -> Result<(&str, &str), &'static str> {
        split(&RelPath::new("a.md").unwrap(), text)
            .map(|front| (front.toml, front.body))
            .map_err(|d| d.code.0)
    }

    #[test]
    fn files_are_cut_at_their_marks() {
        for (text, expected) in [
            ("+++\na = 1\n+++\nbody", Ok(("a = 1\n", "body"))),
            ("\u{feff}+++\r\na = 1\r\n+++\r\nbody", Ok(("a = 1\r\n", "body"))),
            ("+++\n+++", Ok(("", ""))),
            ("+++\na = 1\n", Err("F0101")),
            ("body", Err("F0107")),
            ("", Err("F0107")),
        ] {
            assert_eq!(cut(text), expected, "{text:?}");
        }
    }
}
