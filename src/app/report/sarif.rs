//! Findings → SARIF 2.1.0 (OASIS), with a rule for every code that was found.

use std::collections::BTreeSet;
use std::io::Write;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::text_of;
use crate::app::explain;
use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{Sources, Span, place};

/// What may not stand in the path of a URI.
const PATH: AsciiSet =
    CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#').add(b'"').add(b'<').add(b'>').add(b'[').add(b']');

/// Writes one run. `prefix` is the site's place inside its repository, with a final slash.
pub fn sarif(
    diags: &[Diagnostic],
    sources: &Sources,
    prefix: &str,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let codes: BTreeSet<&str> = diags.iter().map(|finding| finding.code.0).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let desk = Desk { sources, prefix, codes: &codes };
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "fatiao",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diags.iter().map(|finding| desk.result(finding)).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(code: &str) -> Value {
    let mut rule = Map::new();
    rule.insert("id".into(), code.into());
    if let Some(section) = explain::section(code) {
        rule.insert("shortDescription".into(), json!({ "text": section.title }));
        if let Some(meaning) = section.line("含义") {
            rule.insert("fullDescription".into(), json!({ "text": meaning }));
        }
        rule.insert("help".into(), json!({ "text": section.text, "markdown": section.text }));
    }
    rule.into()
}

struct Desk<'a> {
    sources: &'a Sources,
    prefix: &'a str,
    codes: &'a [&'a str],
}

impl Desk<'_> {
    fn result(&self, finding: &Diagnostic) -> Value {
        let help = finding.help.as_ref().map_or(String::new(), |help| format!("\n建议：{help}"));
        let mut result = Map::new();
        result.insert("ruleId".into(), finding.code.0.into());
        if let Ok(index) = self.codes.binary_search(&finding.code.0) {
            result.insert("ruleIndex".into(), index.into());
        }
        result.insert("level".into(), level(finding.severity).into());
        result.insert("message".into(), json!({ "text": format!("{}{help}", finding.message) }));
        let places = finding.at.iter().map(|at| json!({ "physicalLocation": self.place(at) }));
        result.insert("locations".into(), places.collect());
        if !finding.also.is_empty() {
            let related = |(at, words): &(Span, String)| json!({ "physicalLocation": self.place(at), "message": { "text": words } });
            result.insert("relatedLocations".into(), finding.also.iter().map(related).collect());
        }
        if let Some(edit) = &finding.fix {
            let replacement =
                json!({ "deletedRegion": self.region(&edit.at), "insertedContent": { "text": edit.with } });
            let change =
                json!({ "artifactLocation": self.artifact(&edit.at), "replacements": [replacement] });
            let text = finding.help.as_deref().unwrap_or(&finding.message);
            let fix = json!({ "description": { "text": text }, "artifactChanges": [change] });
            result.insert("fixes".into(), json!([fix]));
        }
        result.into()
    }

    fn place(&self, at: &Span) -> Value {
        json!({ "artifactLocation": self.artifact(at), "region": self.region(at) })
    }

    fn artifact(&self, at: &Span) -> Value {
        let path = format!("{}{}", self.prefix, at.file);
        json!({ "uri": utf8_percent_encode(&path, &PATH).to_string(), "uriBaseId": "%SRCROOT%" })
    }

    fn region(&self, at: &Span) -> Value {
        let text = text_of(at, self.sources);
        let (from, to) = (place(text, at.bytes.start), place(text, at.bytes.end));
        json!({
            "startLine": from.line, "startColumn": from.column,
            "endLine": to.line, "endColumn": to.column,
        })
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::lint;
    use crate::base::source::RelPath;
    use jiff::civil::date;

    #[test]
    fn a_run_has_its_rules_results_and_fixes() {
        let sources = Sources::from_texts(date(2026, 10, 4), [("content/章/a b.md", "第一行\n买了 3件\n")]);
        let file = RelPath::new("content/章/a b.md").unwrap();
        let space = lint::typed_space(Span::new(&file, 16..17));
        let mut bytes = Vec::new();
        sarif(&[space], &sources, "site/", &mut bytes).unwrap();
        let log: Value = serde_json::from_slice(&bytes).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "F0615");
        let result = &run["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "site/content/章/a%20b.md".replace('章', "%E7%AB%A0"));
        assert_eq!(
            (place["region"]["startLine"].as_u64(), place["region"]["startColumn"].as_u64()),
            (Some(2), Some(3))
        );
        assert_eq!(
            result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
            ""
        );
    }
}
