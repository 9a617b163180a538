//! `fatiao law import`: an official text → a version file, and `law.toml` where the law is new.
//!
//! Reads from the text what the text says, and refuses where it leaves something open. Never overwrites a file.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use super::Setting;
use crate::app::docx;
use crate::base::diag::Diagnostic;
use crate::base::source::{RelPath, place};
use crate::book::laws::{LawId, Laws, Named, VersionId};
use crate::syntax::law::{Effective, Listed, Official, canonical, parse_official, parse_version};
use crate::syntax::spot::ArticleNo;

/// The arguments of `fatiao law import`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ImportArgs {
    /// 官方文本：.docx、.md 或 .txt
    pub file: PathBuf,
    /// 法律的标识（content/laws 下的文件夹名）；只有新登记的法律才需要
    #[arg(long)]
    pub id: Option<String>,
    /// 标题；文本里读不出时才需要
    #[arg(long)]
    pub title: Option<String>,
    /// 这个版本的施行日期；文本里读不出时才需要
    #[arg(long, value_name = "DATE")]
    pub effective: Option<Date>,
    /// 法律的种类，例如 部门规章；新登记的法律读不出时才需要
    #[arg(long)]
    pub kind: Option<String>,
    /// 制定机关；新登记的法律读不出时才需要
    #[arg(long)]
    pub issuer: Option<String>,
}

/// What an import would write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The files, by their paths from the site's root.
    pub files: Vec<(RelPath, String)>,
    /// What was read, for the person who asked.
    pub summary: String,
}

/// Plans and writes; the text to print.
pub(super) fn run(args: &ImportArgs, laws: &Laws, setting: &Setting<'_>) -> Result<String> {
    let text =
        read_text(&fs::read(&args.file).with_context(|| format!("无法读取 {}", args.file.display()))?)?;
    let plan = plan(&text, args, laws, setting.today)?;
    for (path, _) in &plan.files {
        let there = setting.root.join(path.as_str());
        if there.exists() {
            bail!("{path} 已经存在，不会覆盖");
        }
    }
    for (path, text) in &plan.files {
        create(&setting.root.join(path.as_str()), text)?;
    }
    Ok(plan.summary)
}

fn create(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("版本文件总在一个文件夹里")?;
    make_folder(folder)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path);
    let file = file.as_mut().map_err(|error| anyhow::anyhow!("无法新建 {}：{error}", path.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("无法写入 {}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "this room touches the world")]
fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("无法新建 {}", folder.display()))
}

/// The text of a file: .docx by its signature, else UTF-8.
pub fn read_text(bytes: &[u8]) -> Result<String> {
    if bytes.starts_with(b"PK\x03\x04") {
        return docx::text(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        bail!("这是旧式 .doc，请另存为 .docx 再导入");
    }
    if bytes.starts_with(b"%PDF") {
        bail!("不能导入 PDF，请改用国家法律法规数据库提供的 .docx");
    }
    let text = String::from_utf8(bytes.to_vec());
    text.ok().context("不是 UTF-8 文本；请另存为 UTF-8，或者改用 .docx")
}

/// Decides what an import writes, or says why it cannot be sure.
pub fn plan(text: &str, args: &ImportArgs, laws: &Laws, today: Date) -> Result<Plan> {
    let file = RelPath::new("import.txt").expect("a plain name");
    let listed = Listed { title: args.title.clone(), promulgated: None, effective: args.effective };
    let official = parse_official(&file, text, &listed);
    refuse_mistakes(text, &official.diags)?;
    let official = official.value;
    let last = complete(&official)?;
    if official.title.is_empty() {
        bail!("看不出标题；请用 --title 写明");
    }
    let law = law_of(&official, args, laws)?;
    let effective = effective(&official)?;
    let folder = format!("content/laws/{law}");
    let version = format!("{folder}/{effective}.md");
    if laws.get(&law).is_some_and(|law| law.version(VersionId(effective)).is_some()) {
        bail!("{version} 已经存在，不会覆盖");
    }
    let mut files = Vec::new();
    if laws.get(&law).is_none() {
        files.push((path(&format!("{folder}/law.toml"))?, law_toml(&official, args)?));
    }
    let body = version_file(text, &official, last, today);
    verify(&version, &body, &official)?;
    files.push((path(&version)?, body));
    Ok(Plan { summary: summary(&official, last, &files), files })
}

fn path(path: &str) -> Result<RelPath> {
    RelPath::new(path).with_context(|| format!("“{path}”不能用作文件路径"))
}

fn refuse_mistakes(text: &str, diags: &[Diagnostic]) -> Result<()> {
    if diags.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = diags
        .iter()
        .map(|diag| {
            let line = diag.at.as_ref().map_or(1, |at| place(text, at.bytes.start).line);
            format!("第 {line} 行：{}", diag.message)
        })
        .collect();
    bail!("文本里有读不通的地方，没有导入：\n{}", lines.join("\n"))
}

/// The last article's number, where all before it are there.
fn complete(official: &Official) -> Result<u16> {
    let body = &official.body;
    let Some(last) = body.articles.keys().next_back().map(|no| no.no) else {
        bail!("没有找到条文：每一条应当另起一行，以“第一条”这样的条号开头");
    };
    if body.excerpt {
        bail!("这是节选；只能导入完整的文本");
    }
    let missing: Vec<String> = (1..=last)
        .map(ArticleNo::plain)
        .filter(|no| !body.articles.contains_key(no))
        .map(|no| no.to_string())
        .collect();
    if !missing.is_empty() {
        let named = missing.iter().take(5).cloned().collect::<Vec<_>>().join("、");
        bail!(
            "读到了{}，却没有{named}（共缺 {} 条）；请核对文本是否完整",
            ArticleNo::plain(last),
            missing.len()
        );
    }
    Ok(last)
}

fn law_of(official: &Official, args: &ImportArgs, laws: &Laws) -> Result<LawId> {
    let title = &official.title;
    let named = laws.by_name(title);
    match (&args.id, named) {
        (None, Named::One(law)) => Ok(law),
        (Some(id), Named::One(law)) if *id == law.as_str() => Ok(law),
        (Some(id), Named::One(law)) => bail!("《{title}》已经登记为 {law}，与 --id {id} 不同"),
        (None, Named::Many(laws)) => {
            let ids: Vec<&str> = laws.iter().map(LawId::as_str).collect();
            bail!("有几部法律都叫《{title}》：{}；请用 --id 指明", ids.join("、"))
        }
        (None, Named::Unknown { did_you_mean }) => {
            let near = did_you_mean.map(|near| format!("（名称相近的有《{near}》）")).unwrap_or_default();
            bail!("《{title}》还没有登记{near}；请用 --id 给它一个标识，例如 --id consumer-protection-law")
        }
        (Some(id), Named::Unknown { .. }) if laws.get(&LawId::new(id)).is_some() => {
            bail!(
                "标识 {id} 登记的是《{}》，不是《{title}》",
                laws.get(&LawId::new(id)).map_or("", |law| law.title())
            )
        }
        (Some(id), _) if is_id(id) => Ok(LawId::new(id)),
        (Some(id), _) => bail!("标识“{id}”只能用小写字母、数字和连字符"),
    }
}

fn is_id(id: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    id.chars().all(good) && id.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn effective(official: &Official) -> Result<Date> {
    match official.effective {
        Effective::On(day) => Ok(day),
        Effective::BeforeAmendment { written, amended } => bail!(
            "正文写的施行日期是 {written}，但它在 {amended} 又修改过；文本没有写这次修改何时施行，请用 --effective 写明"
        ),
        Effective::Unsaid => bail!("文本没有写施行日期，请用 --effective 写明"),
    }
}

fn version_file(text: &str, official: &Official, last: u16, today: Date) -> String {
    let mut out = "+++\n".to_owned();
    if let Some(day) = official.promulgated {
        out.push_str(&format!("promulgated = {day}\n"));
    }
    if let Some(by) = &official.by {
        out.push_str(&format!("by = {}\n", quoted(by)));
    }
    out.push_str(&format!("articles = {last}\ntext = \"full\"\nchecked = {today}\n+++\n\n"));
    out.push_str(&canonical(text, &official.body));
    out
}

/// What was written must read back as what was read.
fn verify(version: &str, body: &str, official: &Official) -> Result<()> {
    let back = parse_version(&path(version)?, body);
    let same = back.value.as_ref().is_some_and(|back| {
        back.articles.len() == official.body.articles.len()
            && back
                .articles
                .values()
                .zip(official.body.articles.values())
                .all(|(back, there)| back.plain() == there.plain())
    });
    match back.diags.first() {
        Some(diag) => bail!("导入的版本文件不合要求，没有写入：{}", diag.message),
        None if !same => bail!("导入后的条文与原文不一致，没有写入；请报告这个问题"),
        None => Ok(()),
    }
}

fn law_toml(official: &Official, args: &ImportArgs) -> Result<String> {
    let (kind, issuer) = kind_and_issuer(official);
    let Some(kind) = args.kind.clone().or(kind) else {
        bail!("看不出这是哪一种法律文件；请用 --kind 写明，例如 --kind 部门规章")
    };
    let Some(issuer) = args.issuer.clone().or(issuer) else {
        bail!("看不出制定机关；请用 --issuer 写明")
    };
    let title = &official.title;
    let short = title.strip_prefix("中华人民共和国").map(|short| format!("short = [{}]\n", quoted(short)));
    let official = if ["宪法", "法律", "行政法规", "司法解释", "监察法规", "地方性法规"]
        .contains(&kind.as_str())
    {
        "https://flk.npc.gov.cn/"
    } else {
        "https://www.gov.cn/zhengce/xxgk/gjgzk/"
    };
    Ok(format!(
        "title = {}\n{}kind = {}\nissuer = {}\nofficial = \"{official}\"\n",
        quoted(title),
        short.unwrap_or_default(),
        quoted(&kind),
        quoted(&issuer)
    ))
}

/// What the first line of the history says: who passed or published the law, and so of what kind it is.
fn kind_and_issuer(official: &Official) -> (Option<String>, Option<String>) {
    let history = official.body.lead.join("\n");
    let pair = |kind: &str, issuer: &str| (Some(kind.to_owned()), Some(issuer.to_owned()));
    let (court, procuracy) = ("最高人民法院", "最高人民检察院");
    let title = &official.title;
    if title.contains("宪法") && title.ends_with("宪法") {
        pair("宪法", "全国人民代表大会")
    } else if title.starts_with(court) || title.starts_with(procuracy) {
        let both = title.starts_with(&format!("{court}、{procuracy}"))
            || title.starts_with(&format!("{court}{procuracy}"));
        let one = if title.starts_with(court) { court } else { procuracy };
        pair("司法解释", if both { "最高人民法院、最高人民检察院" } else { one })
    } else if history.contains("届全国人民代表大会常务委员会") {
        pair("法律", "全国人民代表大会常务委员会")
    } else if history.contains("届全国人民代表大会") {
        pair("法律", "全国人民代表大会")
    } else if history.contains("国务院令") {
        pair("行政法规", "国务院")
    } else {
        (None, None)
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn summary(official: &Official, last: u16, files: &[(RelPath, String)]) -> String {
    let named = official.by.as_deref().map(|by| format!("（{by}）")).unwrap_or_default();
    let mut out = format!(
        "《{}》{named}，{}条，末条{}\n",
        official.title,
        official.body.articles.len(),
        ArticleNo::plain(last)
    );
    for (path, _) in files {
        out.push_str(&format!("已写入 {path}\n"));
    }
    let closing =
        official.body.articles.values().next_back().is_some_and(|article| article.plain().contains("施行"));
    if !closing {
        out.push_str("提示：末条没有写施行日期，请确认文本没有截断\n");
    }
    out
}
