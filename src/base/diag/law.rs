//! F05xx: law files.

use super::{Code, Diagnostic};
use crate::base::source::{FileId, Span};

/// F0505: a version file whose name is not a date.
pub fn name_is_no_date(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code("F0505"), at, format!("文件名“{name}”不是施行日期"))
        .help("用这个版本开始施行的日期命名，例如 2014-03-15.md")
}

/// F0506: an article that opens out of order or twice.
pub fn out_of_order(at: Span, article: &str, before: &str) -> Diagnostic {
    let what = if article == before {
        format!("{article}出现了两次")
    } else {
        format!("{article}排在{before}之后")
    };
    Diagnostic::error(Code("F0506"), at, what).help("条文按条号从小到大排列，每条只写一次")
}

/// F0507: an article past the last one.
pub fn beyond_last(at: Span, article: &str, last: u16) -> Diagnostic {
    Diagnostic::error(Code("F0507"), at, format!("{article}超出了 articles = {last}"))
        .help("articles 是最后一条的条号；请核对条号或者 articles")
}

/// F0508: a full text in which articles are missing.
pub fn incomplete(at: Span, missing: &[String], count: usize) -> Diagnostic {
    let more = if count > missing.len() { format!("等 {count} 条") } else { String::new() };
    let message = format!("标为全文，却没有{}{more}", missing.join("、"));
    Diagnostic::error(Code("F0508"), at, message).help("补全条文，或者把 text 改为 \"gist\"")
}

/// F0509: two laws of one name.
pub fn shared_name(at: Span, name: &str, other: Span) -> Diagnostic {
    Diagnostic::error(Code("F0509"), at, format!("两部法律都叫“{name}”"))
        .also(other, "另一部在这里")
        .help("简称只能属于一部法律；删去一处，或者换一个能分清的简称")
}

/// F0510: a version whose law has no `law.toml`.
pub fn version_without_law(at: Span, folder: &str) -> Diagnostic {
    Diagnostic::error(Code("F0510"), at, format!("{folder} 没有 law.toml")).help(format!(
        "新建 {folder}/law.toml，写明 title、short、kind、issuer、official；或者运行 fatiao new law"
    ))
}

/// F0511: a `moved` row that points at nothing.
pub fn moved_to_nothing(at: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code("F0511"), at, format!("moved 指向的位置不存在：{what}"))
}

/// F0512: a law named here that the registry does not have.
pub fn no_such_law(at: Span, id: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(Code("F0512"), at, format!("没有标识为“{id}”的法律"))
        .help_if(near.map(|near| format!("是否指 {near}？")))
}

/// F0513: dates that cannot all be right.
pub fn impossible_dates(at: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code("F0513"), at, what)
}

/// F0514: items that do not count up from one.
pub fn items_out_of_step(at: Span, article: &str, found: u16, wanted: u16) -> Diagnostic {
    let message = format!("{article}的项不连续：这里是第{found}项，应当是第{wanted}项");
    Diagnostic::warning(Code("F0514"), at, message).help("核对项号；漏写的项会让引用核对落空")
}

/// F0515: a full text from outside whose law or version the site does not have.
pub fn text_without_place(at: Span, what: &str) -> Diagnostic {
    Diagnostic::note(Code("F0515"), at, what)
}

/// F0516: a law file that is not text.
pub fn not_utf8(file: &FileId) -> Diagnostic {
    Diagnostic::error(Code("F0516"), Span::start_of(file), "这个文件不是 UTF-8 文本")
        .help("另存为 UTF-8 编码")
}
