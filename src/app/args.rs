//! Arguments as types. No behaviour.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// 法条：把 Markdown 问答做成互相链接的法律知识网站。
#[derive(Debug, Parser)]
#[command(name = "fatiao", version, about)]
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
    /// 放法律原文的文件夹，加在 site.toml 的 [laws] texts 之外；可以写几次。
    #[arg(long, value_name = "文件夹")]
    pub law_texts: Vec<PathBuf>,
}

/// law 的选项。
#[derive(Debug, Args)]
pub struct LawCli {
    /// 放法律原文的文件夹，加在 site.toml 的 [laws] texts 之外；可以写几次。
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
    /// 放法律原文的文件夹，加在 site.toml 的 [laws] texts 之外；可以写几次。
    #[arg(long, value_name = "文件夹")]
    pub law_texts: Vec<PathBuf>,
    /// 输出的格式。
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// 诊断的格式。
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 给人看的文字
    #[default]
    Text,
    /// 每行一个 JSON 对象
    Json,
}
