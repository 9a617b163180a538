//! Findings with certain cures → files as they would be, as a diff or on disk.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::super::Outcome;
use crate::base::diag::{Diagnostic, Edit};
use crate::base::source::{FileId, Sources};

/// Prints what [`apply`] would do.
pub fn show(diags: &[Diagnostic], sources: &Sources) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    let edits = by_file(diags);
    for (file, edits) in &edits {
        let Some(text) = sources.files.get(*file).and_then(|source| source.text()) else { continue };
        write!(out, "{}", diff(file, text, edits))?;
    }
    let count: usize = edits.values().map(Vec::len).sum();
    writeln!(out, "{count} 处可以自动改，没有写任何文件")?;
    Ok(Outcome::Clean)
}

/// Applies the edits; whether anything was changed. A file that is no longer what was read, or that holds the marks of an
/// unfinished merge, is left alone.
pub fn apply(root: &Path, diags: &[Diagnostic], sources: &Sources) -> anyhow::Result<bool> {
    let mut changed = false;
    for (file, edits) in by_file(diags) {
        let Some(text) = sources.files.get(file).and_then(|source| source.text()) else { continue };
        let path = root.join(file.as_str());
        let there = std::fs::read(&path).with_context(|| format!("读不了 {}", path.display()))?;
        if there != text.as_bytes() {
            eprintln!("{file} 在检查时被改过，没有动它；请保存后再运行一次");
        } else if text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
            eprintln!("{file} 里有没有解决的合并冲突，没有动它");
        } else {
            let mended = mended(text, 0..text.len(), &edits);
            std::fs::write(&path, mended).with_context(|| format!("写不了 {}", path.display()))?;
            eprintln!("{file}：改了 {} 处", edits.len());
            changed = true;
        }
    }
    Ok(changed)
}

/// Edits by file, in order, the later of two that overlap left out.
fn by_file(diags: &[Diagnostic]) -> BTreeMap<&FileId, Vec<&Edit>> {
    let mut files: BTreeMap<&FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in diags.iter().filter_map(|finding| finding.fix.as_ref()) {
        files.entry(&edit.at.file).or_default().push(edit);
    }
    for edits in files.values_mut() {
        edits.sort_by_key(|edit| (edit.at.bytes.start, edit.at.bytes.end));
        let mut end = 0;
        edits.retain(|edit| {
            let keeps = edit.at.bytes.start >= end;
            end = if keeps { edit.at.bytes.end } else { end };
            keeps
        });
    }
    files
}

/// A stretch of the text with the edits that lie in it.
fn mended(text: &str, range: std::ops::Range<usize>, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(range.len());
    let mut at = range.start;
    for edit in edits {
        let (from, to) = (edit.at.bytes.start as usize, edit.at.bytes.end as usize);
        if from < range.start || to > range.end {
            continue;
        }
        // A place that is not one of characters cannot come from a parser; such an edit is left out.
        let Some(kept) = text.get(at..from) else { continue };
        out.push_str(kept);
        out.push_str(&edit.with);
        at = to;
    }
    out.push_str(text.get(at..range.end).unwrap_or(""));
    out
}

/// Lines of context around a change.
const CONTEXT: usize = 2;

/// A unified diff. Edits are grouped by the lines they touch, so it needs no search for differences.
fn diff(file: &FileId, text: &str, edits: &[&Edit]) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut starts = vec![0];
    lines.iter().for_each(|line| starts.push(starts[starts.len() - 1] + line.len()));
    let line_of = |at: u32| {
        starts.partition_point(|start| *start <= at as usize).saturating_sub(1).min(lines.len() - 1)
    };
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for edit in edits {
        let (first, last) = (line_of(edit.at.bytes.start), line_of(edit.at.bytes.end.max(1) - 1));
        let last = last.max(first);
        match groups.last_mut() {
            Some(group) if first <= group.1 + 2 * CONTEXT + 1 => group.1 = group.1.max(last),
            _ => groups.push((first, last)),
        }
    }
    let mut out = format!("--- {file}\n+++ {file}\n");
    let mut shift = 0isize;
    for (first, last) in groups {
        let (from, to) = (first.saturating_sub(CONTEXT), (last + CONTEXT).min(lines.len() - 1));
        let after = mended(text, starts[from]..starts[to + 1], edits);
        let after: Vec<&str> = after.split_inclusive('\n').collect();
        let place = from.checked_add_signed(shift).unwrap_or(from) + 1;
        out.push_str(&format!("@@ -{},{} +{place},{} @@\n", from + 1, to + 1 - from, after.len()));
        hunk(&lines[from..=to], &after, &mut out);
        shift += isize::try_from(after.len()).unwrap_or(0) - isize::try_from(to + 1 - from).unwrap_or(0);
    }
    out
}

/// Writes a hunk; lines that stay the same at its two ends are context, those between them are replaced pairwise.
fn hunk(before: &[&str], after: &[&str], out: &mut String) {
    let mut put = |mark: char, line: &str| {
        out.push(mark);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    };
    if before.len() != after.len() {
        before.iter().for_each(|line| put('-', line));
        after.iter().for_each(|line| put('+', line));
        return;
    }
    for pairs in before.iter().zip(after).collect::<Vec<_>>().chunk_by(|a, b| (a.0 == a.1) == (b.0 == b.1)) {
        if pairs[0].0 == pairs[0].1 {
            pairs.iter().for_each(|(line, _)| put(' ', line));
        } else {
            pairs.iter().for_each(|(line, _)| put('-', line));
            pairs.iter().for_each(|(_, line)| put('+', line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{RelPath, Span};

    #[test]
    fn edits_become_a_diff_and_a_text() {
        let file = RelPath::new("a.md").unwrap();
        let text = "一\n二\n三\n退货,退款\n五\n六\n七\n八\n买 3 件\n";
        let edit = |at: usize, len: usize, with: &str| Edit {
            at: Span::new(&file, at..at + len),
            with: with.to_owned(),
        };
        let comma = text.find(',').unwrap();
        let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
        let edits = [edit(comma, 1, "，"), edit(spaces[0], 1, ""), edit(spaces[1], 1, "")];
        let edits: Vec<&Edit> = edits.iter().collect();
        assert_eq!(mended(text, 0..text.len(), &edits), "一\n二\n三\n退货，退款\n五\n六\n七\n八\n买3件\n");
        let shown = diff(&file, text, &edits);
        assert!(shown.contains("@@ -2,8 +2,8 @@\n 二\n 三\n-退货,退款\n+退货，退款\n 五\n"), "{shown}");
        assert!(shown.ends_with("-买 3 件\n+买3件\n"), "{shown}");
    }
}
