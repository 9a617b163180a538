//! `fatiao explain F0203`: the section of `docs/diagnostics.md`, which is part of the program.

use std::io::Write;

use anyhow::bail;

use super::Outcome;
use super::args::ExplainArgs;
use crate::base::diag::did_you_mean;

const TEXT: &str = include_str!("../../docs/diagnostics.md");

/// One code as it is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The code.
    pub code: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Everything below the title, in Markdown.
    pub text: &'static str,
}

impl Section {
    /// The line that begins with a word and a colon, such as 含义, without them.
    pub fn line(&self, word: &str) -> Option<&'static str> {
        let of_word = |line: &'static str| line.strip_prefix(word)?.strip_prefix('：');
        self.text.lines().find_map(of_word)
    }
}

/// Every code, in order.
pub fn sections() -> impl Iterator<Item = Section> {
    // A heading inside an example does not begin with a code.
    TEXT.match_indices("\n## F").filter_map(|(at, _)| {
        let rest = &TEXT[at + "\n## ".len()..];
        let end = ["\n## F", "\n# F"].into_iter().filter_map(|mark| rest.find(mark)).min();
        let (head, text) = rest[..end.unwrap_or(rest.len())].split_once('\n')?;
        let (code, title) = head.trim().split_once(' ')?;
        Some(Section { code, title, text: text.trim() })
    })
}

/// One code; `None` where nobody knows it.
pub fn section(code: &str) -> Option<Section> {
    sections().find(|section| section.code.eq_ignore_ascii_case(code))
}

/// Prints a section, or the list of all codes.
pub fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    let Some(code) = &args.code else {
        for section in sections() {
            writeln!(out, "{}  {}", section.code, section.title)?;
        }
        return Ok(Outcome::Clean);
    };
    let Some(section) = section(code) else {
        let near = did_you_mean(&code.to_uppercase(), sections().map(|section| section.code));
        let near = near.map_or(String::new(), |near| format!("；是否指 {near}？"));
        bail!("没有编号 {code}{near}\n建议：不写编号，会列出所有编号");
    };
    writeln!(out, "{} {}\n\n{}", section.code, section.title, section.text)?;
    Ok(Outcome::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn codes_in_source() -> BTreeSet<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/base/diag");
        let mut codes = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let places = text.match_indices("Code(\"F").map(|(at, _)| text[at + 6..at + 11].to_owned());
            codes.extend(places);
        }
        codes
    }

    #[test]
    fn every_code_has_its_section_and_every_section_its_code() {
        let documented: Vec<&str> = sections().map(|section| section.code).collect();
        let unique: BTreeSet<String> = documented.iter().map(|code| (*code).to_owned()).collect();
        assert_eq!(unique.len(), documented.len(), "a code has two sections");
        assert_eq!(codes_in_source(), unique);
    }

    #[test]
    fn every_section_says_what_and_how() {
        for section in sections() {
            for word in ["级别", "含义", "例子", "怎么改"] {
                assert!(section.text.contains(&format!("{word}：")), "{} {word}", section.code);
            }
            assert!(section.line("含义").is_some(), "{}", section.code);
        }
        assert_eq!(section("f0203").unwrap().title, "没有这一条");
        assert!(section("F0999").is_none());
    }
}
