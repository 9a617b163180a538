//! Outputs → disk: whole or not at all. Unchanged files are left alone, stale files of an earlier build are removed, and
//! what fatiao did not write is never touched.
//!
//! Files are written as they are made. A folder that does not exist yet is filled beside its place and moved there in one
//! step. Into a folder that exists, changed files are first written beside their places; only when all of them are safely on
//! disk are they moved over the old ones. Files are not deleted and created anew: ext4 walks past every recently deleted inode when it makes a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, bail};
use rayon::prelude::*;

use crate::base::source::RelPath;

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

    /// The record of a folder that holds some files of this build and some of the one before.
    fn on_the_way(&self, before: &Files) -> Record {
        let mut files = before.clone();
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

/// Files on their way into an output folder, none of them in its place before [`Stage::commit`]. Dropped without that, it
/// takes everything away again.
pub struct Stage {
    out: PathBuf,
    way: Way,
    on_the_way: Mutex<OnTheWay>,
    is_done: bool,
}

/// How files reach their places.
enum Way {
    /// The folder is new: it is filled beside its place and moved there.
    Whole(PathBuf),
    /// The folder is there; this is what stands in it of an earlier build.
    Over(Option<Record>),
}

/// What was handed over so far.
#[derive(Default)]
struct OnTheWay {
    files: Files,
    changed: BTreeSet<RelPath>,
    folders: BTreeSet<String>,
    failed: Option<anyhow::Error>,
}

impl Stage {
    /// Begins, and writes nothing yet. A folder that holds something fatiao did not write is refused.
    pub fn new(out: &Path) -> anyhow::Result<Stage> {
        let way = if out.is_dir() {
            let before = Record::read(out);
            if before.is_none() {
                refuse_foreign(out)?;
            }
            Way::Over(before)
        } else if fs::symlink_metadata(out).is_ok() {
            bail!("{} 不是文件夹，没有写任何东西", out.display());
        } else {
            let name = out.file_name().with_context(|| format!("{} 不能作输出文件夹", out.display()))?;
            let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
            let staged = format!(".{}{STAGED}-{}", name.to_string_lossy(), std::process::id());
            Way::Whole(parent.unwrap_or(Path::new(".")).join(staged))
        };
        Ok(Stage { out: out.to_owned(), way, on_the_way: Mutex::default(), is_done: false })
    }

    /// Hands over a file; may be called from several threads. What fails is told by [`Stage::commit`].
    pub fn put(&self, path: &RelPath, bytes: &[u8]) {
        let place = match &self.way {
            Way::Whole(folder) => Some(folder.join(path.as_str())),
            Way::Over(before) => {
                (!is_there(&self.out, before.as_ref(), path, bytes)).then(|| staged_path(&self.out, path))
            }
        };
        let is_changed = place.is_some();
        let written =
            place.map_or(Ok(()), |place| self.make_folder(path).and_then(|()| write(&place, bytes)));
        let mut state = self.state();
        state.files.insert(path.clone(), bytes.len() as u64);
        if is_changed {
            state.changed.insert(path.clone());
        } else if state.changed.remove(path) {
            _ = fs::remove_file(staged_path(&self.out, path));
        }
        if let Err(error) = written {
            state.failed.get_or_insert(error);
        }
    }

    /// Moves everything to its place. `input` is the fingerprint of what the files were built from, `summary` a line to
    /// show again.
    pub fn commit(mut self, input: &str, summary: &str) -> anyhow::Result<Published> {
        let OnTheWay { files, changed, failed, .. } = std::mem::take(&mut *self.state());
        let record = Record { input: input.to_owned(), summary: summary.to_owned(), files };
        let done = match (failed, &self.way) {
            (Some(error), _) => Err(error),
            (None, Way::Whole(folder)) => move_whole(folder, &self.out, &record),
            (None, Way::Over(before)) => move_over(&self.out, before.as_ref(), &changed, &record),
        };
        self.state().changed = changed;
        self.is_done = done.is_ok();
        done
    }

    fn state(&self) -> MutexGuard<'_, OnTheWay> {
        self.on_the_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the folder that a file goes into, and whatever must be there before the first file.
    fn make_folder(&self, path: &RelPath) -> anyhow::Result<()> {
        let mut state = self.state();
        if state.folders.contains(path.folder()) {
            return Ok(());
        }
        let top = match &self.way {
            Way::Whole(folder) => folder,
            Way::Over(before) => {
                if state.folders.is_empty() {
                    clear_way(&self.out, before.as_ref())?;
                }
                &self.out
            }
        };
        let folder = top.join(path.folder());
        fs::create_dir_all(&folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
        state.folders.insert(path.folder().to_owned());
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        // Best effort: what could not be published whole must not lie about.
        let state = self.state();
        match &self.way {
            Way::Whole(folder) => _ = fs::remove_dir_all(folder),
            Way::Over(_) => {
                state.changed.iter().for_each(|path| _ = fs::remove_file(staged_path(&self.out, path)));
                remove_empty_folders(&self.out, state.changed.iter());
                _ = fs::remove_file(self.out.join(STAGED));
            }
        }
    }
}

/// Whether a file of an earlier build stands there with these bytes.
fn is_there(out: &Path, before: Option<&Record>, path: &RelPath, bytes: &[u8]) -> bool {
    let size = before.and_then(|before| before.files.get(path));
    size == Some(&(bytes.len() as u64)) && fs::read(out.join(path.as_str())).is_ok_and(|there| there == bytes)
}

/// Takes away what an interrupted build left, and marks that there may be such files again.
fn clear_way(out: &Path, before: Option<&Record>) -> anyhow::Result<()> {
    if out.join(STAGED).exists() {
        let known = before.into_iter().flat_map(|before| before.files.keys());
        known.for_each(|path| _ = fs::remove_file(staged_path(out, path)));
    }
    write(&out.join(STAGED), b"")
}

fn refuse_foreign(out: &Path) -> anyhow::Result<()> {
    let mut there = fs::read_dir(out).with_context(|| format!("读不了 {}", out.display()))?;
    if there.next().is_some() {
        let cure = "建议：换一个输出文件夹（--out），或者先把它清空";
        bail!("{} 里有不是 fatiao 生成的文件，没有写任何东西\n{cure}", out.display());
    }
    Ok(())
}

fn move_whole(folder: &Path, out: &Path, record: &Record) -> anyhow::Result<Published> {
    fs::create_dir_all(folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
    write(&folder.join(RECORD), record.text().as_bytes())?;
    fs::rename(folder, out).with_context(|| format!("写不了 {}", out.display()))?;
    Ok(Published { written: record.files.len(), removed: 0 })
}

fn move_over(
    out: &Path,
    before: Option<&Record>,
    changed: &BTreeSet<RelPath>,
    record: &Record,
) -> anyhow::Result<Published> {
    let none = Files::new();
    let owned = before.map_or(&none, |before| &before.files);
    let place = |path: &RelPath| out.join(path.as_str());
    let foreign = |path: &&RelPath| !owned.contains_key(*path) && fs::symlink_metadata(place(path)).is_ok();
    if let Some(path) = changed.iter().find(foreign) {
        let cure = "建议：把它移走，再运行一次";
        bail!("{} 不是 fatiao 生成的，没有覆盖它，也没有写任何东西\n{cure}", place(path).display());
    }
    let stale: Vec<&RelPath> = owned.keys().filter(|path| !record.files.contains_key(*path)).collect();
    let done = Published { written: changed.len(), removed: stale.len() };
    if done == Published::default() && before == Some(record) {
        return Ok(done);
    }
    // Whatever interrupts the rest, the next build knows every file as ours.
    write_record(out, &record.on_the_way(owned))?;
    changed.par_iter().try_for_each(|path| {
        fs::rename(staged_path(out, path), place(path))
            .with_context(|| format!("写不了 {}", place(path).display()))
    })?;
    for path in &stale {
        let removed = fs::remove_file(place(path));
        let gone = removed.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
        if !gone {
            removed.with_context(|| format!("删不了旧文件 {}", place(path).display()))?;
        }
    }
    remove_empty_folders(out, stale.into_iter());
    write_record(out, record)?;
    _ = fs::remove_file(out.join(STAGED));
    Ok(done)
}

fn write_record(out: &Path, record: &Record) -> anyhow::Result<()> {
    let staged = out.join(format!("{RECORD}{STAGED}"));
    write(&staged, record.text().as_bytes())?;
    fs::rename(staged, out.join(RECORD)).context("写不了输出文件夹的清单")
}

fn staged_path(out: &Path, path: &RelPath) -> PathBuf {
    out.join(format!("{path}{STAGED}"))
}

fn remove_empty_folders<'a>(out: &Path, gone: impl Iterator<Item = &'a RelPath>) {
    let above = |path: &RelPath| {
        let ancestors = Path::new(path.as_str()).ancestors().skip(1);
        ancestors.filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned).collect::<Vec<_>>()
    };
    let folders: BTreeSet<PathBuf> = gone.flat_map(above).collect();
    // A folder that still holds something refuses to be removed, which is what is wanted.
    folders.iter().rev().for_each(|folder| _ = fs::remove_dir(out.join(folder)));
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("写不了 {}", path.display()))
}
