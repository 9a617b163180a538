//! Findings → terminal or JSON. Decides nothing.

use std::io::Write;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{Source, Sources, Span, place};

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
    let title =
        level.with_name(finding.severity.name()).primary_title(finding.message.as_str()).id(finding.code.0);
    let mut group = Group::with_title(title);
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
    let range = clamp(at.bytes.start)..clamp(at.bytes.end);
    let kind = if words.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let annotation = kind.span(range).label(words.map(String::as_str));
    Snippet::source(text).path(at.file.as_str()).annotation(annotation)
}

/// Errors and warnings.
pub fn counts(diags: &[Diagnostic]) -> (usize, usize) {
    let count = |severity| diags.iter().filter(|finding| finding.severity == severity).count();
    (count(Severity::Error), count(Severity::Warning))
}

/// Writes the findings as JSON, one object a line.
pub fn json(diags: &[Diagnostic], sources: &Sources, out: &mut impl Write) -> std::io::Result<()> {
    let span = |at: &Span| {
        let text = text_of(at, sources);
        let (from, to) = (place(text, at.bytes.start), place(text, at.bytes.end));
        serde_json::json!({
            "file": at.file.as_str(), "line": from.line, "column": from.column,
            "end_line": to.line, "end_column": to.column, "bytes": [at.bytes.start, at.bytes.end],
        })
    };
    for finding in diags {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let also =
            finding.also.iter().map(|(at, words)| serde_json::json!({ "at": span(at), "message": words }));
        let object = serde_json::json!({
            "code": finding.code.0,
            "severity": severity,
            "message": finding.message,
            "at": finding.at.as_ref().map(span),
            "also": also.collect::<Vec<_>>(),
            "help": finding.help,
            "fix": finding.fix.as_ref().map(|edit| serde_json::json!({ "at": span(&edit.at), "with": edit.with })),
        });
        writeln!(out, "{object}")?;
    }
    Ok(())
}
