//! `fatiao build`: content → the output folder.

use std::io::{IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use anyhow::bail;

use super::args::BuildArgs;
use super::publish::{Record, Stage};
use super::report::{self, Look};
use super::{Outcome, disk};
use crate::base::hash::Hash;
use crate::base::source::{RelPath, Sources};
use crate::engine::{Built, Counts, Engine, has_errors};
use crate::site::theme;
use crate::syntax::config;

/// Builds a site and says in two lines what was made.
pub fn run(root: Option<&Path>, args: &BuildArgs) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let root = disk::find_root(root)?;
    let read = disk::read(&root, args.today.unwrap_or_else(disk::today), &args.law_texts)?;
    let sources = read.value;
    let out = output_folder(&root, &sources, args)?;
    let input = fingerprint(&sources);
    if let Some(record) = Record::read(&out).filter(|record| record.input == input && read.diags.is_empty())
        && record.is_whole(&out)
    {
        return say(&format!("{}，没有变化", record.summary), &out, started);
    }
    let stage = Stage::new(&out)?;
    let put = |path: &RelPath, bytes: &[u8]| stage.put(path, bytes);
    let mut engine = Engine::once();
    let (_, Built { mut diags, counts }) = engine.build_into(&sources, &put);
    // The process is about to end: to give back a book piece by piece would be time for nothing.
    std::mem::forget(engine);
    diags.splice(0..0, read.diags);
    let mut stderr = std::io::stderr().lock();
    let look = if stderr.is_terminal() { Look::Coloured } else { Look::Plain };
    report::text(&diags, &sources, look, &mut stderr)?;
    if has_errors(&diags) {
        writeln!(stderr, "网站没有生成；{} 保持原样", out.display())?;
        return Ok(Outcome::Faulty);
    }
    // A build with findings is not remembered as unchanged, so that they are shown again.
    let remembered = if diags.is_empty() { input.as_str() } else { "" };
    let summary = summary(counts);
    stage.commit(remembered, &summary)?;
    say(&summary, &out, started)
}

fn say(summary: &str, out: &Path, started: Instant) -> anyhow::Result<Outcome> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{summary}，用时 {:.2} 秒", started.elapsed().as_secs_f64())?;
    writeln!(stdout, "打开 {}", out.join("index.html").display())?;
    Ok(Outcome::Clean)
}

fn summary(counts: Counts) -> String {
    format!(
        "{} 篇问答，{} 章，引用 {} 部法律的 {} 条，{} 处反向链接，{} 个网页",
        counts.entries, counts.chapters, counts.laws, counts.articles, counts.backlinks, counts.pages
    )
}

/// The output folder, which must not lie inside the content or be the site itself.
pub fn output_folder(root: &Path, sources: &Sources, args: &BuildArgs) -> anyhow::Result<PathBuf> {
    let out = args.out.clone().unwrap_or_else(|| root.join(config::of(sources).output));
    let (out_real, root_real) = (real(&out), real(root));
    let cure = "建议：在 site.toml 里写 output = \"public\"";
    for forbidden in ["content", "theme", "src", ".git"] {
        if out_real.starts_with(root_real.join(forbidden)) {
            bail!("输出文件夹不能在 {forbidden} 里面：{}\n{cure}", out.display());
        }
    }
    if root_real.starts_with(&out_real) {
        bail!("输出文件夹不能是网站本身或者它的上级：{}\n{cure}", out.display());
    }
    Ok(out)
}

/// A path without links, `.` and `..`, of which the last parts need not exist.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    let existing = plain.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(&plain);
    let rest = plain.strip_prefix(existing).unwrap_or(Path::new(""));
    existing.canonicalize().unwrap_or_else(|_| existing.to_owned()).join(rest)
}

/// Everything that can reach a byte of the output. The day is not among it: pages carry dates, not verdicts.
fn fingerprint(sources: &Sources) -> String {
    let files = sources
        .files
        .iter()
        .chain(&sources.law_texts)
        .flat_map(|(path, source)| [Hash::of(path.as_str().as_bytes()), source.hash]);
    let theme =
        theme::embedded().into_iter().flat_map(|(path, bytes)| [Hash::of(path.as_bytes()), Hash::of(bytes)]);
    let version = Hash::of(env!("CARGO_PKG_VERSION").as_bytes());
    Hash::join(files.chain(theme).chain([version])).to_string()
}
