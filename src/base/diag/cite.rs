//! F02xx: citations and their verdicts.

use jiff::civil::Date;

use super::{Code, Diagnostic};
use crate::base::source::Span;

/// F0201: a law that the registry does not have.
pub fn unknown_law(at: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let help = near.map_or_else(
        || "核对名称；确有此法的，用 fatiao law import 或者 fatiao new law 登记".to_owned(),
        |near| format!("是否指《{near}》？"),
    );
    Diagnostic::error(Code("F0201"), at, format!("法律库里没有《{name}》")).help(help)
}

/// F0202: a name that two laws bear.
pub fn ambiguous_law(at: Span, name: &str, titles: &[&str]) -> Diagnostic {
    let titles: Vec<String> = titles.iter().map(|title| format!("《{title}》")).collect();
    Diagnostic::error(Code("F0202"), at, format!("“{name}”可能是{}", titles.join("或者")))
        .help("写出全称，让人不会弄错")
}

/// F0203: an article that the version does not have.
pub fn no_such_article(
    at: Span,
    law: &str,
    article: &str,
    last: Option<u16>,
    near: Option<impl std::fmt::Display>,
) -> Diagnostic {
    let help = match (near, last) {
        (Some(near), _) => format!("是否指{near}？"),
        (None, Some(last)) => {
            format!("最后一条是第{}条；请对照原文核对条号", crate::base::text::to_chinese(last))
        }
        (None, None) => {
            "法律库里没有这一条；请对照原文核对，并在法律文件中补上这一条或者写明 articles".to_owned()
        }
    };
    Diagnostic::error(Code("F0203"), at, format!("{law}没有{article}")).help(help)
}

/// F0204: a paragraph or an item that the article does not have; `part` is 款 or 项.
pub fn no_such_part(at: Span, article: &str, part: &str, count: usize) -> Diagnostic {
    let message = match count {
        0 => format!("{article}不分{part}"),
        count => format!("{article}只有 {count} {part}"),
    };
    Diagnostic::error(Code("F0204"), at, message).help(format!("对照原文核对{part}号"))
}

/// F0205: a version that the registry does not have.
pub fn no_such_version(at: Span, law: &str, version: &str) -> Diagnostic {
    Diagnostic::error(Code("F0205"), at, format!("法律库里没有《{law}》的“{version}”版本"))
        .help("核对年份；确有这个版本的，在该法的文件夹里加上版本文件")
}

/// F0206: the wording has changed since.
pub fn changed(at: Span, what: &str, since: Date, known: bool) -> Diagnostic {
    let message = if known {
        format!("{what}的条文自 {since} 起已修改")
    } else {
        format!("{what}所在的法律自 {since} 起有新版本，手头的条文看不出这一条是否改动")
    };
    Diagnostic::warning(Code("F0206"), at, message)
        .help("对照新条文核对这篇答案，然后更新 as_of；要引旧条文，就写明版本，例如《…》（2013年修正）第…条")
}

/// How a rule moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// With the same words.
    pub same: bool,
    /// While its old number carries another rule now.
    pub number_lives: bool,
}

/// F0207: the rule stands elsewhere now.
pub fn moved(at: Span, what: &str, since: Date, places: &[String], how: Moved) -> Diagnostic {
    let change = if how.same { "内容相同" } else { "内容有改动" };
    let places = places.join("、");
    let mut message = format!("{what}的规则自 {since} 起移到{places}，{change}");
    if how.number_lives {
        message.push_str("；原条号现在是另一条规则");
    }
    Diagnostic::warning(Code("F0207"), at, message).help(format!("核对后改引{places}，并更新 as_of"))
}

/// F0208: the number carries another rule now.
pub fn another_rule(at: Span, what: &str, since: Date) -> Diagnostic {
    Diagnostic::error(Code("F0208"), at, format!("{what}自 {since} 起已经是另一条规则"))
        .help("找到这条规则现在的位置后改引；讲旧法的，写明版本，例如《…》（1994年）第…条或者原《…》第…条")
}

/// F0209: the law or the article is gone.
pub fn repealed(at: Span, what: &str, since: Date, places: &[String], by: Option<&str>) -> Diagnostic {
    let help = match (places, by) {
        ([], None) => "改引现行规定；讲旧法的，在名称前写“原”".to_owned(),
        ([], Some(by)) => format!("已由{by}取代；找到对应的条文后改引，讲旧法的，在名称前写“原”"),
        (places, _) => format!("这条规则现在是{}；讲旧法的，在名称前写“原”", places.join("、")),
    };
    Diagnostic::error(Code("F0209"), at, format!("{what}已于 {since} 废止")).help(help)
}

/// F0210: the version takes effect later.
pub fn not_yet_in_force(at: Span, what: &str, from: Option<Date>) -> Diagnostic {
    let message = match from {
        Some(from) => format!("{what}自 {from} 起才施行"),
        None => format!("{what}尚未施行"),
    };
    Diagnostic::warning(Code("F0210"), at, message).help("写明施行日期，或者改引现行规定")
}

/// F0211: 本法, 该法 or a bare number, where no law has been named.
pub fn law_not_told(at: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code("F0211"), at, format!("看不出这里的{what}属于哪部法律"))
        .help("问答没有“本法”；写出法律名称，例如《民法典》第五百七十七条")
}

/// F0212: 前款, 该条 and the like, where the text does not show which.
pub fn place_not_told(at: Span) -> Diagnostic {
    Diagnostic::note(Code("F0212"), at, "看不出这里指哪一条哪一款，不会加链接")
        .help("写出法律名称和条号，读者才找得到")
}
