//! Outputs → disk: whole or not at all. Unchanged files are left alone, stale files of an earlier build are removed, and
//! what fatiao did not write is never touched.
//!
//! A folder that does not exist yet is written beside its place and moved there in one step. Into a folder that exists,
//! changed files are first written beside their places; only when all of them are safely on disk are they moved over the
//! old ones. Files are not deleted and created anew: ext4 walks past every recently deleted inode when it makes a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use rayon::prelude::*;

use crate::base::source::RelPath;
use crate::site::render::Outputs;

/// The list of what fatiao wrote, inside the output folder.
const RECORD: &str = ".fatiao";
/// Files on their way carry this ending; a file of this name stands in the output while there may be such.
const STAGED: &str = ".fatiao-new";
const HEADER: &str = "fatiao 2";

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files written.
    pub written: usize,
    /// Stale files removed.
    pub removed: usize,
}

/// What an earlier build wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The fingerprint of what it was built from.
    pub input: String,
    /// The summary it ended with.
    pub summary: String,
    files: Files,
}

/// Files that fatiao wrote, each with its size in bytes.
type Files = BTreeMap<RelPath, u64>;

impl Record {
    /// The record of an output folder; `None` where fatiao has not built there.
    pub fn read(out: &Path) -> Option<Record> {
        let text = fs::read_to_string(out.join(RECORD)).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let (input, summary) = (lines.next()?.to_owned(), lines.next()?.to_owned());
        let file = |line: &str| {
            let (size, path) = line.split_once(' ')?;
            Some((RelPath::new(path)?, size.parse().ok()?))
        };
        Some(Record { input, summary, files: lines.filter_map(file).collect() })
    }

    /// Whether every file is still there with its size, and nothing was left on its way.
    pub fn is_whole(&self, out: &Path) -> bool {
        let whole = |(path, size): (&RelPath, &u64)| {
            fs::metadata(out.join(path.as_str())).is_ok_and(|found| found.is_file() && found.len() == *size)
        };
        !out.join(STAGED).exists() && self.files.par_iter().all(whole)
    }

    fn of(outputs: &Outputs, input: &str, summary: &str) -> Record {
        let files = outputs.iter().map(|(path, bytes)| (path.clone(), bytes.len() as u64)).collect();
        Record { input: input.to_owned(), summary: summary.to_owned(), files }
    }

    /// The record of a folder that holds some files of this build and some of the one before.
    fn on_the_way(&self, before: Option<&Files>) -> Record {
        let mut files = before.cloned().unwrap_or_default();
        files.extend(self.files.clone());
        Record { input: String::new(), summary: String::new(), files }
    }

    fn text(&self) -> String {
        let mut text = format!("{HEADER}\n{}\n{}\n", self.input, self.summary);
        for (path, size) in &self.files {
            text.push_str(&format!("{size} {path}\n"));
        }
        text
    }
}

/// Publishes the outputs. `input` is the fingerprint of what they were built from, `summary` a line to show again.
pub fn publish(out: &Path, outputs: &Outputs, input: &str, summary: &str) -> anyhow::Result<Published> {
    let record = Record::of(outputs, input, summary);
    if out.is_dir() {
        return publish_over(out, outputs, &record);
    }
    if fs::symlink_metadata(out).is_ok() {
        bail!("{} 不是文件夹，没有写任何东西", out.display());
    }
    publish_new(out, outputs, &record)
}

fn publish_new(out: &Path, outputs: &Outputs, record: &Record) -> anyhow::Result<Published> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).with_context(|| format!("建不了文件夹 {}", parent.display()))?;
    let name = out.file_name().with_context(|| format!("{} 不能作输出文件夹", out.display()))?;
    let staged = parent.join(format!(".{}{STAGED}-{}", name.to_string_lossy(), std::process::id()));
    let moved = || fs::rename(&staged, out).with_context(|| format!("写不了 {}", out.display()));
    let written = write_tree(&staged, outputs, record).and_then(|()| moved());
    if written.is_err() {
        // Best effort: what could not be written whole must not lie about.
        _ = fs::remove_dir_all(&staged);
    }
    written.map(|()| Published { written: outputs.len(), removed: 0 })
}

fn write_tree(folder: &Path, outputs: &Outputs, record: &Record) -> anyhow::Result<()> {
    make_folders(folder, outputs.keys())?;
    outputs.par_iter().try_for_each(|(path, bytes)| write(&folder.join(path.as_str()), bytes))?;
    write(&folder.join(RECORD), record.text().as_bytes())
}

fn publish_over(out: &Path, outputs: &Outputs, record: &Record) -> anyhow::Result<Published> {
    let before = Record::read(out);
    let owned = before.as_ref().map(|before| &before.files);
    refuse_foreign(out, outputs, owned)?;
    let unchanged = |path: &RelPath, bytes: &[u8]| {
        let same_size = owned.and_then(|owned| owned.get(path)) == record.files.get(path);
        same_size && fs::read(out.join(path.as_str())).is_ok_and(|there| there == bytes)
    };
    let changed: Vec<Changed<'_>> =
        outputs.par_iter().filter(|(path, bytes)| !unchanged(path, bytes)).collect();
    let stale = owned.into_iter().flatten().map(|(path, _)| path).filter(|path| !outputs.contains_key(*path));
    let stale: Vec<&RelPath> = stale.collect();
    let done = Published { written: changed.len(), removed: stale.len() };
    if done != Published::default() || before.as_ref() != Some(record) {
        if out.join(STAGED).exists() {
            let known = owned.into_iter().flatten().map(|(path, _)| path).chain(outputs.keys());
            known.for_each(|path| _ = fs::remove_file(staged_path(out, path)));
        }
        write(&out.join(STAGED), b"")?;
        let staged = stage(out, &changed);
        if staged.is_ok() {
            // Whatever interrupts the rest, the next build knows every file as ours.
            write_record(out, &record.on_the_way(owned))?;
            commit(out, &changed, &stale, record)?;
        }
        _ = fs::remove_file(out.join(STAGED));
        staged?;
    }
    Ok(done)
}

type Changed<'a> = (&'a RelPath, &'a Arc<[u8]>);

/// Files that fatiao did not write and would have to overwrite are an error; others are left alone.
fn refuse_foreign(out: &Path, outputs: &Outputs, owned: Option<&Files>) -> anyhow::Result<()> {
    let Some(owned) = owned else {
        let mut there = fs::read_dir(out).with_context(|| format!("读不了 {}", out.display()))?;
        if there.next().is_none() {
            return Ok(());
        }
        let cure = "建议：换一个输出文件夹（--out），或者先把它清空";
        bail!("{} 里有不是 fatiao 生成的文件，没有写任何东西\n{cure}", out.display());
    };
    let foreign =
        |path: &&RelPath| !owned.contains_key(*path) && fs::symlink_metadata(out.join(path.as_str())).is_ok();
    match outputs.keys().find(foreign) {
        None => Ok(()),
        Some(path) => {
            let path = out.join(path.as_str());
            bail!(
                "{} 不是 fatiao 生成的，没有覆盖它，也没有写任何东西\n建议：把它移走，再运行一次",
                path.display()
            )
        }
    }
}

fn stage(out: &Path, changed: &[Changed<'_>]) -> anyhow::Result<()> {
    make_folders(out, changed.iter().map(|(path, _)| *path))?;
    let staged = changed.par_iter().try_for_each(|(path, bytes)| write(&staged_path(out, path), bytes));
    if staged.is_err() {
        changed.iter().for_each(|(path, _)| _ = fs::remove_file(staged_path(out, path)));
    }
    staged
}

fn commit(out: &Path, changed: &[Changed<'_>], stale: &[&RelPath], record: &Record) -> anyhow::Result<()> {
    let place = |path: &RelPath| out.join(path.as_str());
    changed.par_iter().try_for_each(|(path, _)| {
        fs::rename(staged_path(out, path), place(path))
            .with_context(|| format!("写不了 {}", place(path).display()))
    })?;
    for path in stale {
        let removed = fs::remove_file(place(path));
        let gone = removed.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
        if !gone {
            removed.with_context(|| format!("删不了旧文件 {}", place(path).display()))?;
        }
    }
    remove_empty_folders(out, stale);
    write_record(out, record)
}

fn write_record(out: &Path, record: &Record) -> anyhow::Result<()> {
    let staged = out.join(format!("{RECORD}{STAGED}"));
    write(&staged, record.text().as_bytes())?;
    fs::rename(staged, out.join(RECORD)).context("写不了输出文件夹的清单")
}

fn staged_path(out: &Path, path: &RelPath) -> PathBuf {
    out.join(format!("{path}{STAGED}"))
}

fn make_folders<'a>(out: &Path, paths: impl Iterator<Item = &'a RelPath>) -> anyhow::Result<()> {
    let folders: BTreeSet<&str> = paths.map(RelPath::folder).chain([""]).collect();
    for folder in folders {
        let folder = out.join(folder);
        fs::create_dir_all(&folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
    }
    Ok(())
}

fn remove_empty_folders(out: &Path, stale: &[&RelPath]) {
    let above = |path: &&RelPath| {
        let ancestors = Path::new(path.as_str()).ancestors().skip(1);
        ancestors.filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned).collect::<Vec<_>>()
    };
    let folders: BTreeSet<PathBuf> = stale.iter().flat_map(above).collect();
    // A folder that still holds something refuses to be removed, which is what is wanted.
    folders.iter().rev().for_each(|folder| _ = fs::remove_dir(out.join(folder)));
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("写不了 {}", path.display()))
}
