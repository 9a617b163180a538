//! A folder → [`Sources`]. Mistakes in the tree (a loop of links, a name that cannot be an address) are findings; a disk
//! that does not answer is an error.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::civil::Date;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::base::diag::{Checked, Diagnostic, site as diag};
use crate::base::source::{FileId, RelPath, Source, Sources, Span};
use crate::syntax::config;

/// The folder with `site.toml`: the one given, or the nearest at or above the current one.
pub fn find_root(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(root) = given {
        if !root.is_dir() {
            bail!("没有这个文件夹：{}", root.display());
        }
        return Ok(root.to_owned());
    }
    let here = std::env::current_dir().context("读不到当前文件夹")?;
    let found = here.ancestors().find(|folder| folder.join("site.toml").is_file());
    Ok(found.map_or_else(
        || PathBuf::from("."),
        |folder| if folder == here { PathBuf::from(".") } else { folder.to_owned() },
    ))
}

/// Today in China, where the law of the site is in force, by the machine's clock.
pub fn today() -> Date {
    const CHINA: u64 = 8 * 3600;
    const DAY: u64 = 86_400;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = since.map_or(0, |since| (since.as_secs() + CHINA) / DAY);
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::try_from(days)
        .ok()
        .and_then(|days| epoch.checked_add(jiff::Span::new().days(days)).ok())
        .unwrap_or(epoch)
}

/// Reads everything a site is made of: `site.toml`, `content/`, the site's own theme, and authentic texts from the folders
/// that `site.toml` names and from `more`.
pub fn read(root: &Path, today: Date, more: &[PathBuf]) -> anyhow::Result<Checked<Sources>> {
    let mut diags = Vec::new();
    let mut files = BTreeMap::new();
    let (mut theme, mut texts) = (None, Vec::new());
    let config_file = root.join(config::path().as_str());
    if config_file.is_file() {
        let source = read_file(&config_file)?;
        if let Some(config) = source.text().map(|text| config::parse(&config::path(), text).value) {
            theme = config.theme;
            texts.extend(config.law_texts.iter().map(|folder| root.join(folder)));
        }
        files.insert(config::path(), source);
    }
    for folder in std::iter::once("content").chain(theme.as_ref().map(RelPath::as_str)) {
        let found = list(root, folder, &mut diags)?;
        let read = found.into_par_iter().map(|(id, path)| Ok((id, read_file(&path)?)));
        files.extend(read.collect::<anyhow::Result<Vec<(FileId, Source)>>>()?);
    }
    texts.extend_from_slice(more);
    let mut law_texts = BTreeMap::new();
    for (number, folder) in texts.iter().enumerate() {
        if !folder.is_dir() {
            bail!("没有放法律原文的文件夹：{}", folder.display());
        }
        for (id, path) in list(folder, "", &mut diags)? {
            let id = RelPath::new(&format!("{number}/{id}")).unwrap_or(id);
            law_texts.insert(id, read_file(&path)?);
        }
    }
    Ok(Checked { value: Sources { files, law_texts, today }, diags })
}

fn read_file(path: &Path) -> anyhow::Result<Source> {
    let bytes = std::fs::read(path).with_context(|| format!("读不了 {}", path.display()))?;
    Ok(Source::new(bytes))
}

fn list(root: &Path, folder: &str, diags: &mut Vec<Diagnostic>) -> anyhow::Result<Vec<(FileId, PathBuf)>> {
    let mut found = Vec::new();
    let top = root.join(folder);
    if !top.is_dir() {
        return Ok(found);
    }
    let homes: Vec<PathBuf> = [root, &top].iter().filter_map(|home| home.canonicalize().ok()).collect();
    let outside = |entry: &DirEntry| {
        let real = entry.path_is_symlink().then(|| entry.path().canonicalize().ok()).flatten();
        entry.depth() > 0 && real.is_some_and(|real| !homes.iter().any(|home| real.starts_with(home)))
    };
    let strays = RefCell::new(Vec::new());
    let visible = |entry: &DirEntry| {
        let stray = outside(entry);
        if stray {
            strays.borrow_mut().push(entry.path().to_owned());
        }
        !stray && (entry.depth() == 0 || !is_hidden(entry.path()))
    };
    for entry in WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => found.extend(name(root, entry.path(), diags)),
            Ok(_) => {}
            Err(error) if error.loop_ancestor().is_some() => {
                diags.push(diag::link_loop(Span::start_of(&place_of(root, error.path()))));
            }
            Err(error) if error.io_error().is_some_and(|io| io.kind() == ErrorKind::NotFound) => {
                // Editors keep locks as hidden links to nothing; anything else that is no link has just been moved away.
                let link = error.path().filter(|path| path.is_symlink() && !is_hidden(path));
                strays.borrow_mut().extend(link.map(Path::to_owned));
            }
            Err(error) => return Err(error).with_context(|| format!("读不了 {}", top.display())),
        }
    }
    let stray = |path: &PathBuf| diag::stray_link(Span::start_of(&place_of(root, Some(path))));
    diags.extend(strays.borrow().iter().map(stray));
    Ok(found)
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// The file that a finding about the tree is about.
fn place_of(root: &Path, path: Option<&Path>) -> FileId {
    path.and_then(|path| name(root, path, &mut Vec::new())).map_or_else(config::path, |(id, _)| id)
}

fn name(root: &Path, path: &Path, diags: &mut Vec<Diagnostic>) -> Option<(FileId, PathBuf)> {
    let below = path.strip_prefix(root).ok()?;
    let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let id = RelPath::new(&parts.join("/")).filter(|_| below.to_str().is_some());
    if id.is_none() {
        diags.push(diag::bad_file_name(Span::start_of(&config::path()), &below.to_string_lossy()));
    }
    Some((id?, path.to_owned()))
}
