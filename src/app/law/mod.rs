//! `fatiao law`: official texts become version files, the registry is listed, two versions are compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::civil::Date;
use walkdir::WalkDir;

use crate::base::diag::{Checked, Diagnostic};
use crate::base::source::RelPath;
use crate::book::laws::{LawId, Laws};
use crate::syntax::law::{Listed, Official, parse_index, parse_meta, parse_official, parse_version};
use crate::syntax::spot::ArticleNo;

mod diff;
mod import;
mod list;

pub use diff::{DiffArgs, diff};
pub use import::{ImportArgs, Plan, plan, read_text};
pub use list::list;

/// The arguments of `fatiao law`.
#[derive(Debug, clap::Args)]
pub struct LawArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: LawCommand,
}

/// The commands of `fatiao law`.
#[derive(Debug, clap::Subcommand)]
pub enum LawCommand {
    /// 把官方文本（纯文本、Markdown 或 .docx）导入为一个版本文件
    Import(ImportArgs),
    /// 列出登记的法律、各个版本和引用它们的条目数
    List,
    /// 逐条比较一部法律的两个版本
    Diff(DiffArgs),
}

/// Who cites what; the caller knows the book.
#[derive(Clone, Debug, Default)]
pub struct Citing {
    /// How many entries cite a law.
    pub laws: BTreeMap<LawId, usize>,
    /// Which entries cite an article.
    pub articles: BTreeMap<(LawId, ArticleNo), Vec<String>>,
}

/// What a command needs to know of the world.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The folder with site.toml.
    pub root: &'a Path,
    /// Folders of authentic texts (`[laws] texts`, `--law-texts`).
    pub texts: &'a [PathBuf],
    /// The day on which statuses are given.
    pub today: Date,
    /// Who cites what.
    pub citing: &'a Citing,
}

/// Runs one command; the text to print, and the findings about the law files.
pub fn run(args: &LawArgs, setting: &Setting<'_>) -> Result<Checked<String>> {
    let mut diags = Vec::new();
    let laws = read_laws(setting.root)?.take(&mut diags);
    let texts = read_texts(setting.texts)?.take(&mut diags);
    let laws = laws.overlay(&texts).take(&mut diags);
    let value = match &args.command {
        LawCommand::Import(args) => import::run(args, &laws, setting)?,
        LawCommand::List => list(&laws, setting.citing, setting.today),
        LawCommand::Diff(args) => diff(&laws, args, setting.citing)?,
    };
    Ok(Checked { value, diags })
}

/// Reads `content/laws` of a site.
pub fn read_laws(root: &Path) -> Result<Checked<Laws>> {
    let mut diags = Vec::new();
    let (mut metas, mut versions) = (Vec::new(), Vec::new());
    for (file, text) in files(root, &root.join("content/laws"), &mut diags)? {
        match file.name() {
            "law.toml" => metas.extend(parse_meta(&file, &text).take(&mut diags).map(Arc::new)),
            name if name.ends_with(".md") => {
                versions.extend(parse_version(&file, &text).take(&mut diags).map(Arc::new));
            }
            _ => {}
        }
    }
    let laws = Laws::build(metas, versions).take(&mut diags);
    Ok(Checked { value: laws, diags })
}

/// Reads folders of authentic texts: every .md and .txt with a law's articles, dated by an `index.tsv` beside it, by its
/// own front matter, or by its preamble. Files without articles or title are notes about the folder and passed over.
pub fn read_texts(folders: &[PathBuf]) -> Result<Checked<Vec<Arc<Official>>>> {
    let mut out = Checked::clean(Vec::new());
    for folder in folders {
        let files = files(folder, folder, &mut out.diags)?;
        let index = files.iter().find(|(file, _)| file.as_str().eq_ignore_ascii_case("index.tsv"));
        let index = index.map(|(_, text)| parse_index(text)).unwrap_or_default();
        for (file, text) in
            files.iter().filter(|(file, _)| file.name().ends_with(".md") || file.name().ends_with(".txt"))
        {
            let listed = index.get(file.as_str()).cloned();
            let official = parse_official(file, text, &listed.clone().unwrap_or_else(Listed::default));
            if listed.is_some()
                || (!official.value.title.is_empty() && !official.value.body.articles.is_empty())
            {
                out.value.push(Arc::new(official.take(&mut out.diags)));
            }
        }
    }
    Ok(out)
}

/// The readable text files under `folder`, by their paths from `base`.
fn files(base: &Path, folder: &Path, diags: &mut Vec<Diagnostic>) -> Result<Vec<(RelPath, String)>> {
    let mut out = Vec::new();
    if !folder.exists() {
        return Ok(out);
    }
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("无法读取 {}", folder.display()))?;
        let is_text = entry
            .path()
            .extension()
            .is_some_and(|ext| ["md", "toml", "txt", "tsv"].iter().any(|known| ext == *known));
        if !entry.file_type().is_file() || !is_text {
            continue;
        }
        let path = entry.path().strip_prefix(base).unwrap_or(entry.path());
        let Some(file) =
            path.to_str().map(|path| path.replace('\\', "/")).and_then(|path| RelPath::new(&path))
        else {
            continue;
        };
        let bytes = read(entry.path())?;
        match String::from_utf8(bytes) {
            Ok(text) => out.push((file, text)),
            Err(_) => diags.push(crate::base::diag::law::not_utf8(&file)),
        }
    }
    Ok(out)
}

#[expect(clippy::disallowed_methods, reason = "this room touches the world")]
fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("无法读取 {}", path.display()))
}
