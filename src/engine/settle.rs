//! Findings as the phases made them → findings as the site wants them: allowed ones taken out, levels set, in the order of
//! files and places, each once.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::base::diag::{Diagnostic, Severity, lint as diag};
use crate::base::source::{FileId, Sources, Span};
use crate::book::Book;
use crate::syntax::markdown::{Allow, Body};

/// Whether allowances that nothing used are findings: only where every check has run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// They are.
    Reported,
    /// They are passed over.
    Ignored,
}

/// Settles the findings of a book.
pub fn settle(mut diags: Vec<Diagnostic>, book: &Book, sources: &Sources, idle: Idle) -> Vec<Diagnostic> {
    let allowances = allowances(&diags, book, sources, idle);
    let mut used = BTreeSet::new();
    diags.retain(|finding| {
        let covering = covering(finding, &allowances);
        used.extend(covering.map(|allowance| allowance.at.clone()));
        covering.is_none()
    });
    if idle == Idle::Reported {
        let idle = allowances.values().flatten().filter(|allowance| !used.contains(allowance.at));
        diags.extend(idle.map(|allowance| diag::unused_allowance(allowance.at.clone(), allowance.code)));
    }
    in_order(at_levels(diags, &book.config.levels))
}

/// An allowance with what it covers.
struct Allowance<'b> {
    code: &'b str,
    at: &'b Span,
    /// From and to, in bytes of the file.
    covers: (u32, u32),
}

/// The allowances of the files that have findings, or of all.
fn allowances<'b>(
    diags: &[Diagnostic],
    book: &'b Book,
    sources: &Sources,
    idle: Idle,
) -> BTreeMap<&'b FileId, Vec<Allowance<'b>>> {
    let found: HashSet<&FileId> =
        diags.iter().filter_map(|finding| Some(&finding.at.as_ref()?.file)).collect();
    let asked = |allow: &Allow| idle == Idle::Reported || found.contains(&allow.at.file);
    let intros = book.chapters.iter().map(|chapter| &chapter.intro.doc.body);
    let about = book.about.iter().map(|about| &about.doc.body);
    let bodies = intros.chain(about).chain(book.entries.iter().map(|entry| &entry.doc.body));
    let mut by_file: BTreeMap<&FileId, Vec<Allowance<'b>>> = BTreeMap::new();
    for (body, allow) in bodies.flat_map(|body| body.allows.iter().map(move |allow| (body, allow))) {
        if !asked(allow) {
            continue;
        }
        let text = sources.files.get(&allow.at.file).and_then(|source| source.text()).unwrap_or("");
        let allowance = Allowance { code: &allow.code, at: &allow.at, covers: covers(allow, body, text) };
        by_file.entry(&allow.at.file).or_default().push(allowance);
    }
    by_file
}

/// From the comment to the next blank line after the text that follows it. What stands before everything else in the body
/// also covers the front matter.
fn covers(allow: &Allow, body: &Body, text: &str) -> (u32, u32) {
    let first = body.blocks.first().map_or(usize::MAX, |block| block.source(0));
    let leads = (allow.at.bytes.start as usize) < first;
    let start = if leads { 0 } else { allow.at.bytes.start };
    let from = (allow.at.bytes.end as usize).min(text.len());
    let mut end = from;
    let mut began = false;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with("<!--");
        if began && line.trim().is_empty() {
            break;
        }
        began |= !line.trim().is_empty() && !is_comment;
        end += line.len();
    }
    (start, u32::try_from(end).unwrap_or(u32::MAX))
}

fn covering<'a, 'b>(
    finding: &Diagnostic,
    allowances: &'a BTreeMap<&'b FileId, Vec<Allowance<'b>>>,
) -> Option<&'a Allowance<'b>> {
    let at = finding.at.as_ref()?;
    // An error outside these fields leaves a page broken, whatever the author says.
    let may = finding.severity != Severity::Error
        || ["F02", "F06"].iter().any(|field| finding.code.0.starts_with(field));
    allowances.get(&at.file)?.iter().find(|allowance| {
        let (from, to) = allowance.covers;
        may && allowance.code == finding.code.0 && from <= at.bytes.start && at.bytes.start < to.max(from + 1)
    })
}

fn at_levels(diags: Vec<Diagnostic>, levels: &BTreeMap<String, Option<Severity>>) -> Vec<Diagnostic> {
    let leveled = diags.into_iter().filter_map(|mut finding| match levels.get(finding.code.0) {
        Some(None) => None,
        Some(Some(severity)) => {
            finding.severity = *severity;
            Some(finding)
        }
        None => Some(finding),
    });
    leveled.collect()
}

/// Findings in the order of files and places, each once.
pub fn in_order(mut diags: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diags.sort_by(|a, b| (&a.at, a.code, &a.message).cmp(&(&b.at, b.code, &b.message)));
    diags.dedup();
    diags
}
