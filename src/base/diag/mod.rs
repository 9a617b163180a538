//! An author's mistake as a value: what, where, and the cure. Never prints.
//!
//! One constructor function per code stands in the submodule of its hundred. The meaning, an example and the cure of
//! each code are the sections of `docs/diagnostics.md`, which `fatiao explain` prints.

use std::fmt;

use super::source::Span;

pub mod cite;
pub mod entry;
pub mod law;
pub mod link;
pub mod lint;
pub mod markdown;
pub mod site;

/// A stable code such as `F0203`; the first two digits name the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How much a finding weighs. Errors stop publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// To be reviewed; does not stop a build.
    Warning,
    /// Wrong; nothing is published.
    Error,
}

impl Severity {
    /// The word a reader of diagnostics sees.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "提示",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }
}

/// A replacement that is certain: applying it mends the finding and changes nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub at: Span,
    /// By what.
    pub with: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Its weight; a site's configuration may change it.
    pub severity: Severity,
    /// What is wrong, in plain Chinese, without a full stop.
    pub message: String,
    /// Where; `None` only for findings about the whole site.
    pub at: Option<Span>,
    /// Related places, each with a few words.
    pub also: Vec<(Span, String)>,
    /// The cure.
    pub help: Option<String>,
    /// The cure as an edit, where it is certain.
    pub fix: Option<Edit>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, at: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, Some(at), message.into())
    }

    /// A warning at a place.
    pub fn warning(code: Code, at: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, Some(at), message.into())
    }

    /// A note at a place.
    pub fn note(code: Code, at: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Note, Some(at), message.into())
    }

    /// The cure, in words.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// The cure as words where a suggestion exists.
    pub fn help_if(mut self, help: Option<String>) -> Diagnostic {
        self.help = help.or(self.help);
        self
    }

    /// A related place.
    pub fn also(mut self, at: Span, words: impl Into<String>) -> Diagnostic {
        self.also.push((at, words.into()));
        self
    }

    /// The cure as an edit.
    pub fn fix(mut self, at: Span, with: impl Into<String>) -> Diagnostic {
        self.fix = Some(Edit { at, with: with.into() });
        self
    }

    fn new(code: Code, severity: Severity, at: Option<Span>, message: String) -> Diagnostic {
        Diagnostic { code, severity, message, at, also: Vec::new(), help: None, fix: None }
    }
}

/// What a phase yields: its value, and every mistake it met on the way.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    /// As much as could be made.
    pub value: T,
    /// What was wrong.
    pub diags: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value without findings.
    pub fn clean(value: T) -> Checked<T> {
        Checked { value, diags: Vec::new() }
    }

    /// Hands over the value, adding the findings to `diags`.
    pub fn take(self, diags: &mut Vec<Diagnostic>) -> T {
        diags.extend(self.diags);
        self.value
    }
}

/// The candidate nearest to `word`, where one is near enough to be meant: at most about a third of its characters differ.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count().div_ceil(3);
    let scored = candidates.into_iter().map(|candidate| (distance(word, candidate), candidate));
    scored.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Levenshtein distance in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let substitute = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_offered_and_far_ones_not() {
        let known = ["title", "answer", "as_of", "消费者权益保护法"];
        assert_eq!(did_you_mean("titel", known), Some("title"));
        assert_eq!(did_you_mean("消费者保护法", known), Some("消费者权益保护法"));
        assert_eq!(did_you_mean("colour", known), None);
    }
}
