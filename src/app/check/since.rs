//! What a change touches, by git: findings on changed lines come first, then those elsewhere in changed files.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{Sources, place};

/// Changed lines by file; all lines of a new file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    files: BTreeMap<String, Vec<RangeInclusive<u32>>>,
}

/// How near a finding is to the change; the order of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    Line,
    File,
    /// Errors elsewhere stop publication, and a changed law reaches entries that nobody edited: neither is ever hidden.
    Elsewhere,
}

/// Asks git what changed since a revision: since the point where the two parted, the files not yet committed included.
pub fn changes(root: &Path, revision: &str) -> anyhow::Result<Changes> {
    if revision.starts_with('-') {
        bail!("“{revision}”不是 git 版本");
    }
    let parted = git(root, &["merge-base", revision, "HEAD"]);
    let base = parted.as_deref().map_or(revision, str::trim);
    let diff = git(
        root,
        &["diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-prefix", "--relative", base, "--", "."],
    )
    .with_context(|| format!("git 里没有“{revision}”这个版本，或者这个文件夹不在 git 里"))?;
    let mut changes = parse(&diff);
    let fresh = git(root, &["ls-files", "--others", "--exclude-standard"]).unwrap_or_default();
    changes.files.extend(fresh.lines().map(|file| (file.to_owned(), vec![1..=u32::MAX])));
    Ok(changes)
}

/// The folder's place inside its repository, with a final slash; empty at the top and outside of git.
pub fn prefix(root: &Path) -> String {
    git(root, &["rev-parse", "--show-prefix"]).map_or(String::new(), |prefix| prefix.trim().to_owned())
}

fn git(root: &Path, args: &[&str]) -> Option<String> {
    let output =
        Command::new("git").args(["-c", "core.quotepath=off"]).args(args).current_dir(root).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn parse(diff: &str) -> Changes {
    let mut changes = Changes::default();
    let mut file = None;
    for line in diff.lines() {
        if let Some(path) = line.strip_prefix("+++ ") {
            file = Some(path.trim_end_matches('\t').to_owned());
            changes.files.entry(path.trim_end_matches('\t').to_owned()).or_default();
        } else if let (Some(file), Some(hunk)) = (&file, line.strip_prefix("@@ ")) {
            changes.files.entry(file.clone()).or_default().extend(lines(hunk));
        }
    }
    changes
}

/// `-3,2 +3,4 @@ …` → 3..=6. A hunk that only deletes touches the line before it.
fn lines(hunk: &str) -> Option<RangeInclusive<u32>> {
    let added = hunk.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (start, count) = match added.split_once(',') {
        Some((start, count)) => (start.parse().ok()?, count.parse().ok()?),
        None => (added.parse().ok()?, 1),
    };
    let start: u32 = start;
    Some(start..=start.saturating_add(u32::max(count, 1) - 1))
}

impl Changes {
    /// The findings that the change touches, the nearest first.
    pub fn first(&self, diags: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        let law_changed = self.files.keys().any(|file| file.starts_with("content/laws/"));
        let mut near: Vec<(Distance, Diagnostic)> = diags
            .into_iter()
            .filter_map(|finding| Some((self.distance(&finding, sources, law_changed)?, finding)))
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        near.into_iter().map(|(_, finding)| finding).collect()
    }

    fn distance(&self, finding: &Diagnostic, sources: &Sources, law_changed: bool) -> Option<Distance> {
        let lines = finding.at.as_ref().and_then(|at| self.files.get(at.file.as_str()));
        let by_law = law_changed && finding.code.0.starts_with("F02");
        let far = (finding.severity == Severity::Error || by_law).then_some(Distance::Elsewhere);
        let (Some(at), Some(lines)) = (&finding.at, lines) else { return far };
        let text = sources.files.get(&at.file).and_then(|source| source.text()).unwrap_or("");
        let (from, to) = (place(text, at.bytes.start).line, place(text, at.bytes.end).line);
        let touched = lines.iter().any(|changed| *changed.start() <= to && from <= *changed.end());
        Some(if touched { Distance::Line } else { Distance::File })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_read() {
        let diff = "diff --git a b\n--- content/a/b.md\n+++ content/a/b.md\n@@ -3,2 +3,4 @@ x\n+y\n@@ -9 +11 @@\n\
                    --- content/a/c.md\n+++ content/a/c.md\n@@ -2,3 +1,0 @@\n";
        let changes = parse(diff);
        assert_eq!(changes.files["content/a/b.md"], [3..=6, 11..=11]);
        assert_eq!(changes.files["content/a/c.md"], [1..=1]);
    }
}
