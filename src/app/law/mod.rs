//! `fatiao law`: official texts become version files, the registry is listed, two versions are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;

use crate::book::Book;
use crate::book::laws::{LawId, Laws, VersionId};
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
    /// Which entries cite an article of a version.
    pub articles: BTreeMap<(LawId, ArticleNo), BTreeMap<VersionId, BTreeSet<String>>>,
}

/// What a command needs to know of the world.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The folder with site.toml.
    pub root: &'a Path,
    /// The day on which statuses are given.
    pub today: Date,
    /// Who cites what.
    pub citing: &'a Citing,
}

impl Citing {
    /// What a book cites.
    pub fn of(book: &Book) -> Citing {
        let mut citing = Citing {
            laws: book.graph.law_cited_by.iter().map(|(law, entries)| (law.clone(), entries.len())).collect(),
            articles: BTreeMap::new(),
        };
        for entry in &book.entries {
            for cite in &*entry.cites {
                let Some(known) = cite.known() else { continue };
                for article in cite.articles() {
                    let versions = citing.articles.entry((known.law.clone(), article)).or_default();
                    versions.entry(known.version).or_default().insert(entry.id.clone());
                }
            }
        }
        citing
    }

    /// The entries that cite an article as it stood in a version, or in a later one before `until`.
    pub fn touched(
        &self,
        law: &LawId,
        article: ArticleNo,
        from: VersionId,
        until: VersionId,
    ) -> BTreeSet<&str> {
        let versions = self.articles.get(&(law.clone(), article));
        let touched = versions.into_iter().flatten().filter(|(version, _)| (from..until).contains(*version));
        touched.flat_map(|(_, entries)| entries).map(String::as_str).collect()
    }
}

/// Runs one command; the text to print.
pub fn run(args: &LawArgs, laws: &Laws, setting: &Setting<'_>) -> Result<String> {
    match &args.command {
        LawCommand::Import(args) => import::run(args, laws, setting),
        LawCommand::List => Ok(list(laws, setting.citing, setting.today)),
        LawCommand::Diff(args) => diff(laws, args, setting.citing),
    }
}
