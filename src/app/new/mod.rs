//! `fatiao new`: files to begin from, which pass `check`. Asks in a terminal for what was not given, never overwrites.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::{NewArgs, NewChapter, NewEntry, NewLaw, NewSite, NewWhat};
use super::{Outcome, disk};
use crate::base::diag::did_you_mean;
use crate::base::source::{RelPath, Sources};
use crate::syntax::entry::is_slug;
use crate::syntax::{config, hotlines};

mod text;

/// Makes what the arguments ask for.
pub fn run(root: Option<&Path>, args: &NewArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        NewWhat::Site(args) => site(args),
        NewWhat::Chapter(args) => chapter(&home(root)?, args),
        NewWhat::Entry(args) => entry(&home(root)?, args),
        NewWhat::Law(args) => law(&home(root)?, args),
    }
}

/// Files to be written, by their paths below a folder.
type Files = Vec<(String, String)>;

fn home(root: Option<&Path>) -> anyhow::Result<PathBuf> {
    let root = disk::find_root(root)?;
    if !root.join("site.toml").is_file() {
        bail!(
            "{} 里没有 site.toml\n建议：用 --root 指明网站的文件夹，或者先用 fatiao new site 新建一个",
            root.display()
        );
    }
    Ok(root)
}

fn site(args: &NewSite) -> anyhow::Result<Outcome> {
    let taken = std::fs::read_dir(&args.dir).is_ok_and(|mut found| found.next().is_some());
    if taken || args.dir.is_file() {
        bail!("{} 已经有东西了，不会覆盖\n建议：换一个文件夹", args.dir.display());
    }
    let title = asked(args.title.as_deref(), "网站的名字", "--title", Some("我的法律知识网站"))?;
    write(&args.dir, &text::site(&title))?;
    let dir = args.dir.display();
    say(&format!("接着：fatiao build --root {dir}，或者 fatiao serve --root {dir}"))
}

fn chapter(root: &Path, args: &NewChapter) -> anyhow::Result<Outcome> {
    named(&args.name)?;
    if args.name == "laws" {
        bail!("content/laws 放法律，不能作一章\n建议：换个名字，如 law-basics");
    }
    let title = asked(args.title.as_deref(), "章名，如 网上买卖", "--title", None)?;
    let summary = asked(args.summary.as_deref(), "一句话说清这一章管什么", "--summary", None)?;
    write(root, &text::chapter(&args.name, &title, &summary))?;
    let listed = config::of(&read(root)?).chapters;
    if !listed.is_empty() && !listed.iter().any(|chapter| chapter.value == args.name) {
        say(&format!("还要把 \"{}\" 加进 site.toml 的 chapters", args.name))?;
    }
    say(&format!("接着：fatiao new entry {}/文件名", args.name))
}

fn entry(root: &Path, args: &NewEntry) -> anyhow::Result<Outcome> {
    let Some((chapter, slug)) = args.id.trim_end_matches(".md").split_once('/') else {
        bail!("“{}”里没有章名\n建议：写成 章/文件名，如 trading/refund-refused", args.id);
    };
    named(chapter)?;
    named(slug)?;
    let sources = read(root)?;
    known_chapter(&sources, chapter)?;
    let title = asked(args.title.as_deref(), "问题，当事人会问的一句话", "--title", None)?;
    let title =
        if title.ends_with('？') { title } else { format!("{}？", title.trim_end_matches(['?', '。'])) };
    let answer =
        asked(args.answer.as_deref(), "一句话答案，以“可以”“不可以”“看情况”“先”开头", "--answer", None)?;
    let line = lines_of(&sources).into_iter().next();
    write(root, &text::entry(chapter, slug, &text::Asked { title, answer }, line.as_deref(), disk::today()))?;
    say("接着：把每一节的括号换成内容，再运行 fatiao check")
}

fn law(root: &Path, args: &NewLaw) -> anyhow::Result<Outcome> {
    named(&args.id)?;
    let title = asked(args.title.as_deref(), "全称，如 中华人民共和国民法典", "--title", None)?;
    let issuer = asked(args.issuer.as_deref(), "制定机关", "--issuer", None)?;
    let effective = match args.effective {
        Some(day) => day,
        None => asked(None, "施行日期，如 2021-01-01", "--effective", None)?
            .parse()
            .context("这不是日期；写成 2021-01-01")?,
    };
    let articles = match args.articles {
        Some(number) => number,
        None => asked(None, "最后一条的条号", "--articles", None)?.parse().context("条号写数字，如 63")?,
    };
    let short = match (args.short.is_empty(), title.strip_prefix("中华人民共和国")) {
        (true, Some(short)) => vec![short.to_owned()],
        _ => args.short.clone(),
    };
    let law = text::Law { id: &args.id, title: &title, short: &short, kind: &args.kind, issuer: &issuer };
    write(root, &text::law(&law, effective, articles, disk::today()))?;
    say("接着：写上引用到的条文的要旨，一条一段，以“第X条 ”开头；有官方文本的，用 fatiao law import")
}

fn read(root: &Path) -> anyhow::Result<Sources> {
    Ok(disk::read(root, disk::today(), &[])?.value)
}

fn lines_of(sources: &Sources) -> Vec<String> {
    let file = RelPath::new("content/hotlines.toml");
    let text = file.and_then(|file| Some((file.clone(), sources.files.get(&file)?.text()?)));
    let lines = text.map(|(file, text)| hotlines::parse(&file, text).value).unwrap_or_default();
    lines.into_iter().map(|line| line.id.value).collect()
}

fn known_chapter(sources: &Sources, chapter: &str) -> anyhow::Result<()> {
    let files = sources.files.keys().filter(|path| path.name() == "_chapter.md");
    let chapters: Vec<&str> = files.filter_map(|path| path.folder().strip_prefix("content/")).collect();
    if chapters.contains(&chapter) {
        return Ok(());
    }
    let near = did_you_mean(chapter, chapters.iter().copied());
    let cure = near.map_or_else(
        || format!("先新建这一章：fatiao new chapter {chapter}"),
        |near| format!("是否指 {near}？"),
    );
    bail!("没有 {chapter} 这一章\n建议：{cure}")
}

fn named(name: &str) -> anyhow::Result<()> {
    if is_slug(name) {
        return Ok(());
    }
    bail!("“{name}”不能作网址的一部分\n建议：只用小写字母、数字和连字符，如 refund-refused")
}

/// What was given, or what the person at the terminal says, or what it is without saying.
fn asked(given: Option<&str>, question: &str, flag: &str, default: Option<&str>) -> anyhow::Result<String> {
    if let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) {
        return Ok(given.to_owned());
    }
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return default.map(str::to_owned).with_context(|| format!("还缺{question}\n建议：写 {flag} …"));
    }
    loop {
        let hint = default.map_or(String::new(), |default| format!("（直接回车：{default}）"));
        let mut out = std::io::stdout().lock();
        write!(out, "{question}{hint}：")?;
        out.flush()?;
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 {
            bail!("还缺{question}\n建议：写 {flag} …");
        }
        match (line.trim(), default) {
            ("", None) => {}
            ("", Some(default)) => return Ok(default.to_owned()),
            (line, _) => return Ok(line.to_owned()),
        }
    }
}

/// Writes files that are not there yet: all or, where one is there already, none.
fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    for (path, _) in files {
        let path = folder.join(path);
        if path.symlink_metadata().is_ok() {
            bail!("{} 已经存在，不会覆盖", path.display());
        }
    }
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).with_context(|| format!("建不了文件夹 {}", parent.display()))?;
        }
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
        let written = file
            .as_mut()
            .map_err(|error| std::io::Error::from(error.kind()))
            .and_then(|file| file.write_all(text.as_bytes()));
        written.with_context(|| format!("写不了 {}", path.display()))?;
        say(&format!("写了 {}", path.display()))?;
    }
    Ok(())
}

fn say(line: &str) -> anyhow::Result<Outcome> {
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(Outcome::Clean)
}
