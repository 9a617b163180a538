//! Arguments as types. No behaviour.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// 法条：把 Markdown 问答做成互相链接的法律知识网站。
#[derive(Debug, Parser)]
#[command(name = "fatiao", version)]
pub struct Cli {
    /// 命令；不写就是 build。
    #[command(subcommand)]
    pub command: Option<Command>,
    /// 网站所在的文件夹（含 site.toml）；不写就从当前文件夹往上找。
    #[arg(long, global = true, value_name = "文件夹")]
    pub root: Option<PathBuf>,
}

/// 各个命令。
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 生成网站
    Build(BuildArgs),
    /// 检查内容，不生成网站
    Check(CheckArgs),
    /// 找出并核对任何文本里引用的法条
    Cite(super::cite::CiteOptions),
    /// 法律库：导入官方文本、列出、比较版本
    Law(LawCli),
    /// 本地预览，改了就刷新
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// 新建网站、章、问答、法律
    New(NewArgs),
    /// 在生成好的网站里搜索，与浏览器里一样
    Search(SearchArgs),
    /// 解释一个诊断编号
    Explain(ExplainArgs),
    /// 打印各种文件的 JSON Schema
    Schema(SchemaArgs),
    /// 打印命令补全脚本
    Completions(CompletionsArgs),
    /// 打印手册页
    Man(ManArgs),
}

/// build 的选项。
#[derive(Clone, Debug, Default, Args)]
pub struct BuildArgs {
    /// 输出文件夹；不写就用 site.toml 里的 output。
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 把哪一天当作今天来提示法律变动。
    #[arg(long, value_name = "日期")]
    pub today: Option<Date>,
    /// 放法律原文的文件夹，加在 site.toml 的 `[laws] texts` 之外；可以写几次。
    #[arg(long, value_name = "文件夹")]
    pub law_texts: Vec<PathBuf>,
}

/// law 的选项。
#[derive(Debug, Args)]
pub struct LawCli {
    /// 放法律原文的文件夹，加在 site.toml 的 `[laws] texts` 之外；可以写几次。
    #[arg(long, global = true, value_name = "文件夹")]
    pub law_texts: Vec<PathBuf>,
    /// 把哪一天当作今天。
    #[arg(long, global = true, value_name = "日期")]
    pub today: Option<Date>,
    /// 做什么。
    #[command(flatten)]
    pub law: super::law::LawArgs,
}

/// check 的选项。
#[derive(Clone, Debug, Default, Args)]
pub struct CheckArgs {
    /// 把哪一天当作今天来判断法律是否变动。
    #[arg(long, value_name = "日期")]
    pub today: Option<Date>,
    /// 放法律原文的文件夹，加在 site.toml 的 `[laws] texts` 之外；可以写几次。
    #[arg(long, value_name = "文件夹")]
    pub law_texts: Vec<PathBuf>,
    /// 输出的格式。
    #[arg(long, value_enum, default_value_t, value_name = "格式")]
    pub format: Format,
    /// 只看这些编号；可以写几次，也可以只写开头，如 F02。
    #[arg(long, value_name = "编号")]
    pub only: Vec<String>,
    /// 只看自这个 git 版本以来改过的文件，改过的行排在最前面。
    #[arg(long, value_name = "版本")]
    pub since: Option<String>,
    /// 有警告也算没有通过。
    #[arg(long)]
    pub deny_warnings: bool,
    /// 改好能确定怎么改的地方。
    #[arg(long)]
    pub fix: bool,
    /// 同 --fix，但只显示会怎么改，不写文件。
    #[arg(long)]
    pub dry_run: bool,
}

/// 诊断的格式。
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 给人看的文字
    #[default]
    Text,
    /// 每行一个 JSON 对象
    Json,
    /// SARIF 2.1.0，给代码平台看
    Sarif,
    /// GitHub Actions 的注释和汇总表
    Github,
}

/// serve 的选项。
#[cfg(feature = "serve")]
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// 端口；被占用时用下一个。
    #[arg(long, default_value_t = 4000, value_name = "端口")]
    pub port: u16,
    /// 绑定的地址；不写只有本机能打开。
    #[arg(long, default_value = "127.0.0.1", value_name = "地址")]
    pub host: std::net::IpAddr,
    /// 把哪一天当作今天来判断法律是否变动。
    #[arg(long, value_name = "日期")]
    pub today: Option<Date>,
    /// 放法律原文的文件夹，加在 site.toml 的 `[laws] texts` 之外；可以写几次。
    #[arg(long, value_name = "文件夹")]
    pub law_texts: Vec<PathBuf>,
}

/// new 的选项。
#[derive(Clone, Debug, Args)]
pub struct NewArgs {
    /// 新建什么。
    #[command(subcommand)]
    pub what: NewWhat,
}

/// 可以新建的东西。
#[derive(Clone, Debug, Subcommand)]
pub enum NewWhat {
    /// 新建一个网站，马上就能生成
    Site(NewSite),
    /// 新建一章
    Chapter(NewChapter),
    /// 新建一篇问答
    Entry(NewEntry),
    /// 登记一部法律
    Law(NewLaw),
}

/// new site 的选项。
#[derive(Clone, Debug, Args)]
pub struct NewSite {
    /// 放网站的文件夹，不存在或者是空的。
    #[arg(value_name = "文件夹")]
    pub dir: PathBuf,
    /// 网站的名字。
    #[arg(long, value_name = "文字")]
    pub title: Option<String>,
}

/// new chapter 的选项。
#[derive(Clone, Debug, Args)]
pub struct NewChapter {
    /// 章的文件夹名，如 trading。
    #[arg(value_name = "名字")]
    pub name: String,
    /// 章名，如 网上买卖。
    #[arg(long, value_name = "文字")]
    pub title: Option<String>,
    /// 一句话说清这一章管什么。
    #[arg(long, value_name = "文字")]
    pub summary: Option<String>,
}

/// new entry 的选项。
#[derive(Clone, Debug, Args)]
pub struct NewEntry {
    /// 章/文件名，如 trading/refund-refused。
    #[arg(value_name = "章/文件名")]
    pub id: String,
    /// 问题，一句话，以“？”结尾。
    #[arg(long, value_name = "文字")]
    pub title: Option<String>,
    /// 一句话答案，至多60个字。
    #[arg(long, value_name = "文字")]
    pub answer: Option<String>,
}

/// new law 的选项。
#[derive(Clone, Debug, Args)]
pub struct NewLaw {
    /// 文件夹名，如 civil-code。
    #[arg(value_name = "名字")]
    pub id: String,
    /// 全称，如 中华人民共和国民法典。
    #[arg(long, value_name = "文字")]
    pub title: Option<String>,
    /// 简称，如 民法典；可以写几次。
    #[arg(long, value_name = "文字")]
    pub short: Vec<String>,
    /// 宪法、法律、行政法规、部门规章、司法解释……
    #[arg(long, value_name = "文字", default_value = "法律")]
    pub kind: String,
    /// 制定机关。
    #[arg(long, value_name = "文字")]
    pub issuer: Option<String>,
    /// 施行日期。
    #[arg(long, value_name = "日期")]
    pub effective: Option<Date>,
    /// 最后一条的条号。
    #[arg(long, value_name = "条号")]
    pub articles: Option<u16>,
}

/// search 的选项。
#[derive(Clone, Debug, Args)]
pub struct SearchArgs {
    /// 要找的话。
    #[arg(required = true, value_name = "话")]
    pub query: Vec<String>,
    /// 输出 JSON。
    #[arg(long)]
    pub json: bool,
    /// 至多几条。
    #[arg(long, default_value_t = 10, value_name = "条数")]
    pub limit: usize,
    /// 生成好的网站；不写就用 site.toml 里的 output。
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
}

/// explain 的选项。
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// 编号，如 F0203；不写就列出所有编号。
    #[arg(value_name = "编号")]
    pub code: Option<String>,
}

/// schema 的选项。
#[derive(Clone, Debug, Args)]
pub struct SchemaArgs {
    /// 哪一种文件；不写就列出名字。
    #[arg(value_name = "名字")]
    pub name: Option<String>,
    /// 把所有 Schema 写进这个文件夹。
    #[arg(long, value_name = "文件夹")]
    pub write: Option<PathBuf>,
}

/// completions 的选项。
#[derive(Clone, Debug, Args)]
pub struct CompletionsArgs {
    /// 哪一种命令行。
    #[arg(value_enum, value_name = "命令行")]
    pub shell: clap_complete::Shell,
}

/// man 的选项。
#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// 把所有命令的手册页写进这个文件夹。
    #[arg(long, value_name = "文件夹")]
    pub dir: Option<PathBuf>,
}
