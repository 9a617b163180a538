//! F01xx: entries, chapters and the tables beside them.

use super::{Code, Diagnostic};
use crate::base::source::Span;

/// F0101: the opening `+++` has no closing one.
pub fn unclosed_front_matter(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0101"), at, "开头的 +++ 没有对应的结尾").help("在元数据的最后另起一行写 +++")
}

/// F0102: not TOML.
pub fn toml_syntax(at: Span, reason: &str) -> Diagnostic {
    Diagnostic::error(Code("F0102"), at, "这里不合 TOML 的写法").help(toml_hint(reason))
}

/// What the TOML parser's English reason most likely comes from.
fn toml_hint(reason: &str) -> &'static str {
    match reason {
        r if r.contains("duplicate key") => "同一个键写了两次",
        r if r.contains("string") => "引号没有成对，或者文字里有不能直接写的字符",
        r if r.contains("date") || r.contains("time") => "日期不对，应当像 2026-10-04",
        r if r.contains("array") => "列表的方括号或者逗号不对",
        r if r.contains("key") => "等号前面应当是一个键",
        r if r.contains("value") => "等号后面应当是一个值，文字要写在引号里",
        _ => "每行应当是「键 = 值」",
    }
}

/// F0103: a key nobody knows.
pub fn unknown_key(at: Span, key: &str, near: Option<&str>, known: &[&str]) -> Diagnostic {
    let help = match near {
        Some(near) => format!("是否指 {near}？"),
        None => format!("可以写的键：{}", known.join("、")),
    };
    Diagnostic::error(Code("F0103"), at, format!("不认识的键 {key}")).help(help)
}

/// F0104: a value of the wrong type.
pub fn wrong_type(at: Span, key: &str, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::error(Code("F0104"), at, format!("{key} 应当是{wanted}，这里是{found}"))
        .help(format!("把 {key} 的值改成{wanted}"))
}

/// F0104: a date in quotation marks.
pub fn quoted_date(at: Span, key: &str, date: &str) -> Diagnostic {
    Diagnostic::error(Code("F0104"), at.clone(), format!("{key} 应当是一个日期，这里是文字"))
        .help("去掉引号")
        .fix(at, date)
}

/// F0104: a value of the right type that cannot be meant.
pub fn wrong_value(at: Span, key: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error(Code("F0104"), at, format!("{key} 应当是{wanted}"))
        .help(format!("把 {key} 的值改成{wanted}"))
}

/// F0105: a key that must be there is missing or empty.
pub fn missing_key(at: Span, key: &str) -> Diagnostic {
    Diagnostic::error(Code("F0105"), at, format!("缺少 {key}")).help(format!("在元数据里补上 {key} = …"))
}

/// F0106: a value outside its closed list.
pub fn unknown_choice(at: Span, key: &str, value: &str, near: Option<&str>, known: &[&str]) -> Diagnostic {
    let help = match near {
        Some(near) => format!("是否指 {near}？"),
        None => format!("可以写：{}", known.join("、")),
    };
    Diagnostic::error(Code("F0106"), at, format!("{key} 不能是“{value}”")).help(help)
}

/// F0107: no front matter at all.
pub fn no_front_matter(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0107"), at, "文件开头没有元数据")
        .help("第一行写 +++，接着写元数据（问答要有 title、answer、as_of），再以一行 +++ 结束")
}

/// F0108: a slug that cannot be a file name.
pub fn bad_slug(at: Span, slug: &str) -> Diagnostic {
    Diagnostic::error(Code("F0108"), at, format!("“{slug}”不能作网址的一部分"))
        .help("只用小写字母、数字和连字符，如 paid-no-delivery")
}

/// F0109: two things under one id.
pub fn duplicate_id(at: Span, what: &str, id: &str, first: Span) -> Diagnostic {
    Diagnostic::error(Code("F0109"), at, format!("{what} {id} 出现了两次"))
        .also(first, "第一次在这里")
        .help("给其中一个换个名字")
}

/// F0110: an id that refers to nothing.
pub fn unknown_id(at: Span, what: &str, id: &str, near: Option<&str>) -> Diagnostic {
    let help =
        near.map_or_else(|| format!("先登记这个{what}，或者删去这一项"), |near| format!("是否指 {near}？"));
    Diagnostic::error(Code("F0110"), at, format!("没有名为 {id} 的{what}")).help(help)
}

/// F0111: a reviewed entry does not say by whom and when.
pub fn review_without_reviewer(at: Span) -> Diagnostic {
    Diagnostic::error(Code("F0111"), at, "标为已复核，却没有写复核人和日期")
        .help("补上 reviewed_by 和 reviewed_on，或者写 review = \"unreviewed\"")
}
