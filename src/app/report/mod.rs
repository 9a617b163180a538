//! Findings → terminal, JSON, SARIF, annotations. Decides nothing.

use std::io::Write;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{Source, Sources, Span, place};

pub mod github;
pub mod json;
pub mod sarif;

/// How text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// For a terminal that shows colours.
    Coloured,
    /// For files and pipes.
    Plain,
}

/// Writes the findings as text with the source lines, and a closing line that counts them.
pub fn text(
    diags: &[Diagnostic],
    sources: &Sources,
    look: Look,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let renderer = match look {
        Look::Coloured => Renderer::styled(),
        Look::Plain => Renderer::plain(),
    };
    for finding in diags {
        writeln!(out, "{}", headline(finding, sources))?;
        writeln!(out, "{}\n", renderer.render(&[group(finding, sources)]))?;
    }
    match counts(diags) {
        (0, 0) => Ok(()),
        (errors, warnings) => writeln!(out, "{errors} 个错误，{warnings} 个警告"),
    }
}

/// `path:line:column 错误[F0203] message`, the form that editors and scripts read.
pub fn headline(finding: &Diagnostic, sources: &Sources) -> String {
    let at = finding.at.as_ref().map_or(String::new(), |at| format!("{} ", location(at, sources)));
    format!("{at}{}[{}] {}", finding.severity.name(), finding.code, finding.message)
}

/// `path:line:column`.
pub fn location(at: &Span, sources: &Sources) -> String {
    let place = place(text_of(at, sources), at.bytes.start);
    format!("{}:{}:{}", at.file, place.line, place.column)
}

fn text_of<'s>(at: &Span, sources: &'s Sources) -> &'s str {
    sources.files.get(&at.file).map_or("", Source::readable)
}

fn group<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    // The headline has said it already.
    let mut group = Group::with_level(level);
    if let Some(at) = &finding.at {
        group = group.element(snippet(at, None, sources));
    }
    for (at, words) in &finding.also {
        group = group.element(snippet(at, Some(words), sources));
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.with_name("建议").message(help.as_str())),
        None => group,
    }
}

fn snippet<'a>(at: &'a Span, words: Option<&'a String>, sources: &'a Sources) -> Snippet<'a, Annotation<'a>> {
    let text = text_of(at, sources);
    let clamp = |at: u32| text.floor_char_boundary((at as usize).min(text.len()));
    let (start, end) = (clamp(at.bytes.start), clamp(at.bytes.end));
    // A line end at the end of a place would be drawn as a second line.
    let range = start..text.get(start..end).map_or(end, |place| start + place.trim_end().len());
    let kind = if words.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let annotation = kind.span(range).label(words.map(String::as_str));
    Snippet::source(text).path(at.file.as_str()).annotation(annotation)
}

/// Errors and warnings.
pub fn counts(diags: &[Diagnostic]) -> (usize, usize) {
    let count = |severity| diags.iter().filter(|finding| finding.severity == severity).count();
    (count(Severity::Error), count(Severity::Warning))
}
