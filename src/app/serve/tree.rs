//! The files of the site in memory, kept in step with the disk: only what a notice names is read again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::rebuild::Options;
use crate::app::disk;
use crate::base::diag::{Checked, Diagnostic};
use crate::base::hash::Hash;
use crate::base::source::{FileId, RelPath, Source, Sources};
use crate::syntax::config;

/// More paths than this at once, as after a checkout, and reading everything is quicker.
const MANY: usize = 400;

/// What a look found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What changed, in a few words; `None` where every byte is as before.
    pub changed: Option<String>,
    /// Something could not be read just now.
    pub again: bool,
}

/// The files in memory.
pub struct Tree {
    root: PathBuf,
    law_texts: Vec<PathBuf>,
    /// The files as they were last read.
    pub sources: Sources,
    /// What was wrong with the tree itself.
    pub diags: Vec<Diagnostic>,
}

impl Tree {
    /// A tree that has not been read yet.
    pub fn new(options: &Options) -> Tree {
        let sources = Sources::from_texts(options.today.unwrap_or_else(disk::today), []);
        // Watchers report absolute paths where they were given one, and others as they like.
        let root = options.root.canonicalize().unwrap_or_else(|_| options.root.clone());
        Tree { root, law_texts: options.law_texts.clone(), sources, diags: Vec::new() }
    }

    /// The folders to be watched whole.
    pub fn folders(&self) -> Vec<PathBuf> {
        let config = config::of(&self.sources);
        let theme = config.theme.iter().map(|theme| self.root.join(theme.as_str()));
        let texts = config.law_texts.iter().map(|folder| self.root.join(folder));
        let all = std::iter::once(self.root.join("content")).chain(theme).chain(texts);
        all.chain(self.law_texts.iter().cloned()).collect()
    }

    /// Whether a notice concerns the watched folders themselves, which may have gone and come back.
    pub fn concerns_folders(&self, paths: &[PathBuf]) -> bool {
        let folders = self.folders();
        paths.iter().any(|path| folders.contains(path) || path.ends_with("site.toml"))
    }

    /// Reads everything.
    pub fn read_all(&mut self) -> Seen {
        let before = fingerprint(&self.sources, &self.diags);
        let Ok(Checked { value, diags }) = disk::read(&self.root, self.sources.today, &self.law_texts) else {
            return Seen { changed: None, again: true };
        };
        let after = fingerprint(&value, &diags);
        (self.sources, self.diags) = (value, diags);
        Seen { changed: (before != after).then(|| "网站".to_owned()), again: false }
    }

    /// Reads what the paths name.
    pub fn update(&mut self, paths: &[PathBuf]) -> Seen {
        let paths: BTreeSet<&PathBuf> = paths.iter().collect();
        let below: Option<Vec<Option<FileId>>> = paths.iter().map(|path| self.plain(path)).collect();
        match below {
            Some(files) if files.len() <= MANY && self.diags.is_empty() => self.update_files(files),
            _ => self.read_all(),
        }
    }

    /// The file a path names, where it is a plain one of the content; `None` where only a whole look will do. A path that
    /// is of no concern is `Some(None)`.
    fn plain(&self, path: &Path) -> Option<Option<FileId>> {
        let below = path.strip_prefix(&self.root).ok()?;
        if below.as_os_str().is_empty() {
            return Some(None);
        }
        let parts: Vec<&str> = below.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
        let id = RelPath::new(&parts.join("/"))?;
        match parts.as_slice() {
            ["site.toml"] | ["content"] => None,
            ["content", ..] if parts.iter().any(|part| part.starts_with('.')) => Some(None),
            ["content", ..] => is_plain(path, &self.sources, &id).then_some(Some(id)),
            [_] if !self.folders().iter().any(|folder| folder == path) => Some(None),
            _ => None,
        }
    }

    fn update_files(&mut self, files: Vec<Option<FileId>>) -> Seen {
        let mut changed: Vec<FileId> = Vec::new();
        let mut again = false;
        for id in files.into_iter().flatten() {
            let same = match std::fs::read(self.root.join(id.as_str())) {
                Ok(bytes) => {
                    let source = Source::new(bytes);
                    let before = self.sources.files.insert(id.clone(), source.clone());
                    before.is_some_and(|before| before.hash == source.hash)
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    self.sources.files.remove(&id).is_none()
                }
                Err(_) => {
                    again = true;
                    true
                }
            };
            changed.extend((!same).then_some(id));
        }
        let words = match changed.as_slice() {
            [] => None,
            [one] => Some(one.to_string()),
            more => Some(format!("{} 个文件", more.len())),
        };
        Seen { changed: words, again }
    }
}

/// A regular file, or one that is gone and was one. Folders, links and what became of them need a whole look.
fn is_plain(path: &Path, sources: &Sources, id: &FileId) -> bool {
    match std::fs::symlink_metadata(path) {
        Ok(found) => found.is_file(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let inside = format!("{id}/");
            let first = sources.files.range(id.clone()..).find(|(path, _)| *path != id);
            // Between `a` and `a/x` others such as `a-b` may sort, so the folder is looked for by its own name.
            let folder = RelPath::new(&format!("{id}/0")).map(|low| sources.files.range(low..).next());
            let holds = |found: Option<(&FileId, &Source)>| {
                found.is_some_and(|(path, _)| path.as_str().starts_with(&inside))
            };
            !holds(first) && !folder.is_some_and(holds)
        }
        Err(_) => false,
    }
}

fn fingerprint(sources: &Sources, diags: &[Diagnostic]) -> Hash {
    let files = sources.files.iter().chain(&sources.law_texts);
    let hashes = files.flat_map(|(path, source)| [Hash::of(path.as_str().as_bytes()), source.hash]);
    Hash::join(hashes.chain([Hash::of(format!("{diags:?}").as_bytes())]))
}
