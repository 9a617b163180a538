//! The body of a published text → the same words in the form of a version file. Changes white space and marks, no word.

use std::collections::BTreeMap;

use super::lines::{self, Line};
use super::{Body, Heading};

/// Writes the text from its first heading or article on: headings with #, every paragraph on a line of its own, one space
/// after 第X条. The sentence that gives the reasons of an interpretation stands before its first article.
pub fn canonical(text: &str, body: &Body) -> String {
    let mut out = String::new();
    for line in body.lead.iter().filter(|line| line.contains("制定本") && line.ends_with('。')) {
        push(&mut out, line);
    }
    let headings: BTreeMap<u32, &Heading> =
        body.outline.iter().map(|heading| (heading.at.bytes.start, heading)).collect();
    let mut depths: Vec<u8> = body.outline.iter().map(|heading| heading.depth).collect();
    depths.sort_unstable();
    depths.dedup();
    let first_article = body.articles.values().map(|article| article.at.bytes.start).min();
    let start = headings.keys().next().copied().into_iter().chain(first_article).min();
    let Some(start) = start else { return out };
    let articles: BTreeMap<u32, usize> = body
        .articles
        .values()
        .map(|article| (article.at.bytes.start, (article.at.bytes.end - article.at.bytes.start) as usize))
        .collect();
    for line in lines::lines(text, start as usize) {
        let at = crate::base::source::offset(line.at);
        match (headings.get(&at), articles.get(&at)) {
            (Some(heading), _) => {
                let level = depths.iter().position(|depth| *depth == heading.depth).unwrap_or(0);
                push(&mut out, &format!("{} {}", "#".repeat(level + 2), heading.text));
            }
            (None, Some(width)) => push(&mut out, &spaced(line, *width)),
            (None, None) if line.text.starts_with("<!--") => {}
            (None, None) => push(&mut out, line.text),
        }
    }
    out
}

fn spaced(line: Line<'_>, width: usize) -> String {
    let (number, rest) = line.text.split_at(width);
    format!("{} {}", number, rest.trim_start())
}

fn push(out: &mut String, paragraph: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(paragraph.trim_end());
    out.push('\n');
}
