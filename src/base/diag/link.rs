//! F03xx: links, anchors and assets.

use super::{Code, Diagnostic};
use crate::base::source::Span;

/// F0301: a scheme outside the allow-list.
pub fn refused_scheme(at: Span, scheme: &str) -> Diagnostic {
    Diagnostic::error(Code("F0301"), at, format!("链接不能用 {scheme}: 开头"))
        .help("可以用 https、http、mailto、tel、hotline，或者本站的问答名")
}

/// F0302: a link that leads nowhere.
pub fn dangling(at: Span, dest: &str, near: Option<&str>) -> Diagnostic {
    let help = near.map_or_else(
        || "写问答的名字，如 trading/paid-no-delivery；法条写 laws/civil-code/577".to_owned(),
        |near| format!("是否指 {near}？"),
    );
    Diagnostic::error(Code("F0302"), at, format!("没有“{dest}”这个页面")).help(help)
}

/// F0303: an anchor that the page does not have.
pub fn no_such_anchor(at: Span, page: &str, anchor: &str, near: Option<&str>) -> Diagnostic {
    let help =
        near.map_or_else(|| "锚点是标题的文字，见该页的标题".to_owned(), |near| format!("是否指 #{near}？"));
    Diagnostic::error(Code("F0303"), at, format!("{page} 里没有 #{anchor}")).help(help)
}

/// F0304: a bare name that several entries have.
pub fn ambiguous(at: Span, dest: &str, candidates: &[String]) -> Diagnostic {
    Diagnostic::error(Code("F0304"), at, format!("“{dest}”可以指几篇问答：{}", candidates.join("、")))
        .help("把章名也写上")
}

/// F0305: an image or file that is not there.
pub fn no_such_asset(at: Span, path: &str, near: Option<&str>) -> Diagnostic {
    let help = near.map_or_else(|| "把文件放到这篇问答旁边".to_owned(), |near| format!("是否指 {near}？"));
    Diagnostic::error(Code("F0305"), at, format!("没有文件 {path}")).help(help)
}

/// F0306: a name that differs from the real one in case only.
pub fn case_differs(at: Span, written: &str, real: &str) -> Diagnostic {
    Diagnostic::error(Code("F0306"), at, format!("“{written}”的大小写和“{real}”不同，发布后会打不开"))
        .help(format!("改成 {real}"))
}

/// F0307: a hotline that is not registered.
pub fn unknown_hotline(at: Span, number: &str, near: Option<&str>) -> Diagnostic {
    let help = near.map_or_else(
        || "先在 content/hotlines.toml 里登记它，写明用途和核实日期".to_owned(),
        |near| format!("它已并入 {near}，改用 {near}"),
    );
    Diagnostic::error(Code("F0307"), at, format!("没有登记的电话 {number}")).help(help)
}

/// F0308: an entry that links to itself.
pub fn links_to_itself(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0308"), at, "这个链接指向本篇自己").help("改成指向别处，或者用 #标题")
}

/// F0309: a related entry that is the entry itself or named twice.
pub fn idle_related(at: Span, id: &str) -> Diagnostic {
    Diagnostic::warning(Code("F0309"), at, format!("related 里的 {id} 是本篇自己，或者写了两遍"))
        .help("删去它")
}
