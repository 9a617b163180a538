//! Findings → JSON Lines, for editors and scripts. The shape is `docs/schemas/finding.schema.json`; keys are added, never
//! renamed.

use std::io::Write;

use serde_json::{Value, json};

use super::text_of;
use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{Sources, Span, place};

/// Writes the findings, one object a line.
pub fn json(diags: &[Diagnostic], sources: &Sources, out: &mut impl Write) -> std::io::Result<()> {
    diags.iter().try_for_each(|finding| writeln!(out, "{}", object(finding, sources)))
}

/// One finding.
pub fn object(finding: &Diagnostic, sources: &Sources) -> Value {
    let also = finding.also.iter().map(|(at, words)| json!({ "at": span(at, sources), "message": words }));
    let fix = finding.fix.as_ref().map(|edit| json!({ "at": span(&edit.at, sources), "with": edit.with }));
    json!({
        "code": finding.code.0,
        "severity": severity(finding.severity),
        "message": finding.message,
        "at": finding.at.as_ref().map(|at| span(at, sources)),
        "also": also.collect::<Vec<_>>(),
        "help": finding.help,
        "fix": fix,
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Lines and columns from 1, columns in characters; bytes from 0.
fn span(at: &Span, sources: &Sources) -> Value {
    let text = text_of(at, sources);
    let (from, to) = (place(text, at.bytes.start), place(text, at.bytes.end));
    json!({
        "file": at.file.as_str(),
        "line": from.line, "column": from.column,
        "end_line": to.line, "end_column": to.column,
        "bytes": [at.bytes.start, at.bytes.end],
    })
}
