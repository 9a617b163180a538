//! F04xx: Markdown.

use super::{Code, Diagnostic};
use crate::base::source::Span;

/// F0401: raw HTML.
pub fn raw_html(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0401"), at, "正文里不能写 HTML")
        .help("改用 Markdown 的写法；要显示尖括号本身，写 \\< 或者放进反引号")
}

/// F0402: a first-level heading in the body.
pub fn first_level_heading(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0402"), at, "正文里不要用一级标题").help("标题写在 title 里；正文从 ## 开始")
}

/// F0403: `**` without a partner.
pub fn unpaired_emphasis(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0403"), at, "这个 ** 没有成对，读者会看到星号")
        .help("补上另一半，或者写成 \\*\\*")
}

/// F0404: an image without words.
pub fn image_without_text(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0404"), at, "图片没有文字说明")
        .help("在 ![ ] 里写上图里有什么，看不见图的读者靠它")
}

/// F0405: a heading that skips a level.
pub fn heading_skips(at: Span, from: u8, to: u8) -> Diagnostic {
    Diagnostic::warning(Code("F0405"), at, format!("标题从第 {from} 级跳到了第 {to} 级"))
        .help(format!("改用 {} 个 #", from + 1))
}

/// F0406: a footnote that nothing refers to.
pub fn unused_footnote(at: Span, label: &str) -> Diagnostic {
    Diagnostic::warning(Code("F0406"), at, format!("没有地方引用脚注 {label}"))
        .help(format!("在正文里写 [^{label}]，或者删去这条脚注"))
}

/// F0407: two headings with one explicit anchor.
pub fn duplicate_anchor(at: Span, anchor: &str) -> Diagnostic {
    Diagnostic::error(Code("F0407"), at, format!("锚点 {anchor} 用了两次")).help("给其中一个标题换个 {#名字}")
}

/// F0408: an allowance without a reason, or one that cannot be read.
pub fn allow_without_reason(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0408"), at, "放行没有写明编号和理由")
        .help("写成 <!-- fatiao: allow F0601 理由 -->")
}
