//! F00xx: site.toml, files and folders.

use super::{Code, Diagnostic};
use crate::base::source::Span;

/// F0001: the root has no site.toml.
pub fn no_config(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0001"), at, "这个文件夹里没有 site.toml")
        .help("到有 site.toml 的文件夹里运行，或者用 --root 指明；新建网站用 fatiao new site 文件夹")
}

/// F0002: not a web address.
pub fn not_an_address(at: Span, key: &str) -> Diagnostic {
    Diagnostic::error(Code("F0002"), at, format!("{key} 应当是以 https:// 开头的网址"))
        .help(format!("如 {key} = \"https://example.org\""))
}

/// F0003: a path that leaves the site.
pub fn path_outside(at: Span, key: &str) -> Diagnostic {
    Diagnostic::error(Code("F0003"), at, format!("{key} 必须是网站文件夹里的相对路径"))
        .help("不要以 / 开头，不要用 .. 或反斜杠")
}

/// F0004: a file that is not UTF-8.
pub fn not_utf8(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0004"), at, "从这里起不是 UTF-8 编码的文字").help("用编辑器把文件另存为 UTF-8")
}

/// F0005: a chapter that site.toml lists and the content lacks.
pub fn chapter_missing(at: Span, chapter: &str, near: Option<&str>) -> Diagnostic {
    let help = near.map_or_else(
        || format!("新建 content/{chapter}/_chapter.md，或者从 chapters 里删去它"),
        |near| format!("是否指 {near}？"),
    );
    Diagnostic::error(Code("F0005"), at, format!("content 里没有 {chapter} 这一章")).help(help)
}

/// F0006: a chapter folder that site.toml does not list.
pub fn chapter_not_listed(at: Span, chapter: &str) -> Diagnostic {
    Diagnostic::warning(Code("F0006"), at, format!("site.toml 的 chapters 里没有 {chapter}，它会排在最后"))
        .help(format!("把 \"{chapter}\" 加进 chapters"))
}

/// F0007: a folder of entries without its `_chapter.md`.
pub fn no_chapter_file(at: Span, folder: &str) -> Diagnostic {
    Diagnostic::error(Code("F0007"), at, format!("{folder} 里有问答，却没有 _chapter.md"))
        .help(format!("新建 {folder}/_chapter.md，写上 title 和 summary"))
}

/// F0008: a Markdown file where none belongs.
pub fn misplaced_file(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0008"), at, "这个文件不在任何一章里，不会发布")
        .help("问答应放在 content/章/问答.md")
}

/// F0009: a site without a single entry.
pub fn empty_site(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0009"), at, "网站里还没有问答").help("用 fatiao new entry 新建第一篇")
}

/// F0010: a file too large to be text that somebody wrote.
pub fn too_large(at: Span, megabytes: usize) -> Diagnostic {
    Diagnostic::error(Code("F0010"), at, format!("文件超过 {megabytes} MB"))
        .help("把它拆成几篇，或者检查是不是放错了文件")
}

/// F0011: two things want one page.
pub fn page_taken(at: Span, page: &str, first: Span) -> Diagnostic {
    Diagnostic::error(Code("F0011"), at, format!("网页 {page} 有两个来源"))
        .also(first, "另一个在这里")
        .help("改其中一个的文件名")
}

/// F0012: a folder that links back to itself.
pub fn link_loop(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0012"), at, "符号链接绕成了圈").help("删去这个链接")
}

/// F0013: a file name that cannot be a path of the web.
pub fn bad_file_name(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code("F0013"), at, format!("文件名“{name}”不能用在网址里"))
        .help("文件名里不要有反斜杠、冒号和控制字符")
}

/// F0014: a template or asset of the site's theme is wrong.
pub fn bad_template(at: Span, reason: &str) -> Diagnostic {
    Diagnostic::error(Code("F0014"), at, format!("模板有误：{reason}")).help("对照 docs/theme.md 改正")
}

/// F0015: a link to somewhere outside of the site, or to nothing.
pub fn stray_link(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0015"), at, "符号链接指向网站文件夹外面，或者指向的东西不在")
        .help("把文件复制进来，删去这个链接")
}
