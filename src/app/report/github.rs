//! Findings → workflow commands and a job summary. Workflow commands need no token, so they work on pull requests from
//! forks, where checks cannot be created.

use std::collections::BTreeMap;
use std::io::Write;

use super::{counts, headline, text_of};
use crate::app::explain;
use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{Sources, place};

/// GitHub shows this many annotations of one step and drops the rest, so the rest is printed as plain lines.
const SHOWN: usize = 10;

/// Writes annotations, in the order of the findings but errors before warnings where not all can be shown.
pub fn annotations(
    diags: &[Diagnostic],
    sources: &Sources,
    prefix: &str,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let mut ordered: Vec<&Diagnostic> = diags.iter().collect();
    if diags.len() > SHOWN {
        ordered.sort_by_key(|finding| std::cmp::Reverse(finding.severity == Severity::Error));
    }
    for finding in ordered.iter().take(SHOWN) {
        writeln!(out, "{}", command(finding, sources, prefix))?;
    }
    if ordered.len() > SHOWN {
        writeln!(out, "::group::其余 {} 条", ordered.len() - SHOWN)?;
        for finding in &ordered[SHOWN..] {
            writeln!(out, "{}", headline(finding, sources))?;
        }
        writeln!(out, "::endgroup::")?;
    }
    let (errors, warnings) = counts(diags);
    writeln!(out, "{errors} 个错误，{warnings} 个警告")
}

fn command(finding: &Diagnostic, sources: &Sources, prefix: &str) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let title = explain::section(finding.code.0).map_or("", |section| section.title);
    let mut properties = vec![];
    if let Some(at) = &finding.at {
        let text = text_of(at, sources);
        let (from, to) = (place(text, at.bytes.start), place(text, at.bytes.end));
        properties.push(format!("file={}", property(&format!("{prefix}{}", at.file))));
        properties.push(format!("line={},endLine={}", from.line, to.line));
        // GitHub refuses columns on an annotation of several lines.
        if from.line == to.line {
            properties.push(format!("col={},endColumn={}", from.column, to.column));
        }
    }
    properties.push(format!("title={}", property(&format!("{} {title}", finding.code))));
    let help = finding.help.as_ref().map_or(String::new(), |help| format!("\n建议：{help}"));
    format!("::{kind} {}::{}", properties.join(","), data(&format!("{}{help}", finding.message)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A table for the summary of the job: by code, then the first findings.
pub fn summary(diags: &[Diagnostic], sources: &Sources) -> String {
    let (errors, warnings) = counts(diags);
    let mut out = format!("## fatiao check\n\n{errors} 个错误，{warnings} 个警告\n\n");
    if diags.is_empty() {
        return out;
    }
    let mut by_code: BTreeMap<&str, (Severity, usize)> = BTreeMap::new();
    for finding in diags {
        by_code.entry(finding.code.0).or_insert((finding.severity, 0)).1 += 1;
    }
    out.push_str("| 编号 | 级别 | 是什么 | 几处 |\n|---|---|---|---:|\n");
    for (code, (severity, count)) in by_code {
        let title = explain::section(code).map_or("", |section| section.title);
        out.push_str(&format!("| {code} | {} | {title} | {count} |\n", severity.name()));
    }
    out.push_str("\n<details><summary>逐条</summary>\n\n");
    // A summary of more than a mebibyte is refused whole.
    for finding in diags.iter().take(500) {
        let line = headline(finding, sources).replace('|', "\\|").replace('<', "&lt;");
        out.push_str(&format!("- {line}\n"));
    }
    out.push_str("\n</details>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::lint;
    use crate::base::source::{RelPath, Span};
    use jiff::civil::date;

    #[test]
    fn commands_are_escaped_and_limited() {
        let sources = Sources::from_texts(date(2026, 10, 4), [("content/a/b,c.md", "买了 3件100%\n")]);
        let file = RelPath::new("content/a/b,c.md").unwrap();
        let finding = lint::typed_space(Span::new(&file, 6..7));
        let line = command(&finding, &sources, "");
        assert!(
            line.starts_with(
                "::notice file=content/a/b%2Cc.md,line=1,endLine=1,col=3,endColumn=4,title=F0615 "
            ),
            "{line}"
        );
        assert!(line.contains("%0A建议："));
        let mut out = Vec::new();
        annotations(&vec![finding; 12], &sources, "", &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("::notice ").count(), 10);
        assert!(text.contains("::group::其余 2 条"));
    }
}
