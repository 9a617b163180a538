//! `fatiao search`: the index of a built site, asked as the browser asks it.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::args::SearchArgs;
use super::{Outcome, disk};
use crate::site::search::reader::Broken;
use crate::site::search::{Answer, HotlineCard, Reader, Request};
use crate::syntax::config;

/// Asks and prints.
pub fn run(root: Option<&Path>, args: &SearchArgs) -> anyhow::Result<Outcome> {
    let out = match &args.out {
        Some(out) => out.clone(),
        None => {
            let root = disk::find_root(root)?;
            let text = std::fs::read_to_string(root.join("site.toml")).unwrap_or_default();
            root.join(config::parse(&config::path(), &text).value.output)
        }
    };
    let folder = out.join("search");
    let reader =
        Reader::open(|name| std::fs::read(folder.join(name)).ok()).map_err(|broken| damage(&out, &broken))?;
    let query = args.query.join(" ");
    let request = Request { limit: args.limit, ..Request::new(&query) };
    let answer = reader.search(&request).map_err(|broken| damage(&out, &broken))?;
    let mut stdout = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut stdout, &answer).context("写不了结果")?;
        writeln!(stdout)?;
    } else {
        print(&answer, &mut stdout)?;
    }
    Ok(Outcome::Clean)
}

fn damage(out: &Path, broken: &Broken) -> anyhow::Error {
    let what = match broken {
        Broken::Missing(file) if file == "manifest.bin" => format!("{} 里没有搜索索引", out.display()),
        Broken::Missing(file) => format!("搜索索引缺了 {file}"),
        Broken::Damaged(file) => format!("搜索索引的 {file} 坏了"),
        Broken::Mixed(file) => format!("搜索索引的 {file} 是另一次生成的"),
        Broken::Version => "搜索索引是另一个版本的 fatiao 生成的".to_owned(),
    };
    anyhow::anyhow!("{what}\n建议：先运行 fatiao build")
}

fn print(answer: &Answer, out: &mut impl Write) -> anyhow::Result<()> {
    for card in &answer.emergencies {
        writeln!(out, "！{}\n  {}", card.title, card.text)?;
        for line in &card.hotlines {
            writeln!(out, "  {}", named(line))?;
        }
    }
    if let Some(jump) = &answer.jump {
        let article = match jump.article.split_once('-') {
            Some((no, insert)) => format!("第{no}条之{insert}"),
            None => format!("第{}条", jump.article),
        };
        let missing = if jump.exact { "" } else { "（没有收这一条，看整部法律）" };
        writeln!(out, "→ 《{}》{article}{missing}  {}", jump.title, jump.url)?;
    }
    for row in &answer.expanded {
        writeln!(out, "（也找：{}）", row.legal.join("、"))?;
    }
    for hit in &answer.hits {
        let excerpt: String = hit.excerpt.iter().map(|piece| piece.text.as_str()).collect();
        writeln!(out, "{}  {}\n    {excerpt}", hit.title, hit.url)?;
    }
    if !answer.candidates.is_empty() {
        writeln!(out, "是不是要找：{}", answer.candidates.join("、"))?;
    }
    match (answer.total, &answer.fallback) {
        (0, _) if answer.jump.is_some() || !answer.candidates.is_empty() => {}
        (0, Some(line)) => writeln!(out, "没有找到；可以问{}", named(line))?,
        (0, None) => writeln!(out, "没有找到")?,
        (total, _) => writeln!(out, "共 {total} 条")?,
    }
    Ok(())
}

/// A line's name, with its number where the name does not tell it.
fn named(line: &HotlineCard) -> String {
    match line.name.contains(&line.number) {
        true => line.name.clone(),
        false => format!("{} {}", line.number, line.name),
    }
}
