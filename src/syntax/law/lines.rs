//! One line of a legal text → what it opens: a heading, an article, an item, or nothing. Knows no neighbours.

use crate::base::text::{decimal, from_numeral, to_chinese};
use crate::syntax::spot::ArticleNo;

/// A line without the white space around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its words.
    pub text: &'a str,
    /// The byte of the file at which they begin.
    pub at: usize,
}

/// The lines of `text` from byte `from` on that are not blank and not inside `<!-- … -->`; comments stand alone as lines.
pub(super) fn lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let (mut at, mut in_comment) = (from, false);
    for raw in text[from..].split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim_start_matches(is_blank);
        let line = Line { at: start + raw.len() - line.len(), text: line.trim_end_matches(is_blank) };
        if in_comment {
            in_comment = !line.text.contains("-->");
        } else if line.text.starts_with("<!--") {
            in_comment = !line.text.contains("-->");
            out.push(line);
        } else if !line.text.is_empty() {
            out.push(line);
        }
    }
    out
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// A line that opens an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    /// Its number.
    pub no: ArticleNo,
    /// Bytes of the line that the number takes.
    pub width: usize,
    /// The words after the number.
    pub rest: &'a str,
    /// Whether white space follows the number, as it does in official texts and never after a citation.
    pub spaced: bool,
}

/// Reads 第X条 at the start of a line, and asks whether what follows is an article's own text rather than the rest of a
/// sentence that cites it.
pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    let (no, width) = article_number(line)?;
    let after = &line[width..];
    let rest = after.trim_start_matches(is_blank);
    let spaced = rest.len() < after.len();
    if cites(rest) {
        return None;
    }
    let rest = rest.strip_prefix(['：', ':']).map_or(rest, |rest| rest.trim_start_matches(is_blank));
    Some(Opening { no, width, rest, spaced })
}

/// The number at the start of a line and the bytes that it takes.
fn article_number(line: &str) -> Option<(ArticleNo, usize)> {
    let digits = line.strip_prefix('第')?;
    let end = digits.find('条')?;
    let number: String = digits[..end].chars().filter(|c| !is_blank(*c)).collect();
    let no = from_numeral(&number).filter(|no| *no > 0)?;
    let width = '第'.len_utf8() + end + '条'.len_utf8();
    let (insert, more) = insertion(&line[width..]);
    Some((ArticleNo { no, insert }, width + more))
}

/// 之一, 之十二, 之1; the longest numeral that is written as one.
fn insertion(after: &str) -> (u8, usize) {
    let Some(digits) = after.trim_start_matches(is_blank).strip_prefix('之') else { return (0, 0) };
    let before = after.len() - digits.len();
    let run: Vec<(usize, char)> =
        digits.char_indices().take_while(|(_, c)| decimal(*c).is_some() || *c == '十').take(3).collect();
    for (at, c) in run.iter().rev() {
        let numeral = &digits[..at + c.len_utf8()];
        let Some(number) = from_numeral(numeral).and_then(|number| u8::try_from(number).ok()) else {
            continue;
        };
        let arabic = numeral.chars().all(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
        if number > 0 && (arabic || to_chinese(number.into()) == numeral) {
            return (number, before + numeral.len());
        }
    }
    (0, 0)
}

/// Whether the words after a number at the start of a line go on with a sentence that cites it.
fn cites(rest: &str) -> bool {
    const PUNCTUATION: [char; 14] =
        ['，', ',', '；', ';', '。', '）', ')', '》', '”', '’', '-', '—', '~', '～'];
    const WORDS: [&str; 22] = [
        "的",
        "规定的",
        "规定，",
        "规定,",
        "规定。",
        "规定：",
        "规定情形",
        "规定处",
        "规定之",
        "规定予以",
        "所列",
        "所称",
        "所规定",
        "所述",
        "中的",
        "中规定",
        "之规定",
        "等规定",
        "有关规定",
        "项下",
        "前款",
        "以外的",
    ];
    const JOINERS: [&str; 10] = ["、", "和", "与", "以及", "及", "或者", "或", "至", "到", "并"];
    if rest.starts_with(PUNCTUATION) || WORDS.iter().any(|word| rest.starts_with(word)) {
        return true;
    }
    let joined = JOINERS.iter().find_map(|joiner| rest.strip_prefix(joiner));
    is_number_of(rest, &['款', '项']) || joined.is_some_and(|rest| is_number_of(rest, &['条', '款', '项']))
}

/// Whether the text begins with 第N followed by one of `units`.
fn is_number_of(text: &str, units: &[char]) -> bool {
    let Some(digits) = text.trim_start_matches(is_blank).strip_prefix('第') else { return false };
    let number =
        digits.trim_start_matches(|c| is_blank(c) || is_numeral(c) || matches!(c, '（' | '）' | '(' | ')'));
    number.len() < digits.len() && number.starts_with(units)
}

fn is_numeral(c: char) -> bool {
    decimal(c).is_some() || matches!(c, '十' | '百' | '千')
}

/// How an item is numbered; the form tells 项 from 目.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// （一）
    Bracketed,
    /// 一、
    Comma,
    /// 1. 1． 1、
    Arabic,
    /// （1） ①
    ArabicBracketed,
}

/// A line that opens an item: its form, its number, its words.
pub(super) fn item(line: &str) -> Option<(Form, u16, &str)> {
    let mut chars = line.chars();
    let first = chars.next()?;
    if let Some(circled) = "①②③④⑤⑥⑦⑧⑨⑩".chars().position(|circled| circled == first) {
        return Some((
            Form::ArabicBracketed,
            u16::try_from(circled + 1).ok()?,
            chars.as_str().trim_start_matches(is_blank),
        ));
    }
    if let Some(enclosed) = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩".chars().position(|enclosed| enclosed == first) {
        return Some((
            Form::Bracketed,
            u16::try_from(enclosed + 1).ok()?,
            chars.as_str().trim_start_matches(is_blank),
        ));
    }
    let bracketed = matches!(first, '（' | '(');
    let inner = if bracketed { chars.as_str() } else { line };
    let end = inner.find(|c| !is_numeral(c) && !is_blank(c))?;
    let number: String = inner[..end].chars().filter(|c| !is_blank(*c)).collect();
    let no = from_numeral(&number).filter(|no| *no > 0)?;
    let arabic = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
    let mut after = inner[end..].chars();
    let close = after.next()?;
    let rest = after.as_str().trim_start_matches(is_blank);
    let form = match (bracketed, arabic, close) {
        (true, false, '）' | ')') => Form::Bracketed,
        (true, true, '）' | ')') => Form::ArabicBracketed,
        (false, false, '、') => Form::Comma,
        (false, true, '.' | '．' | '、') if !after.as_str().starts_with(|c: char| c.is_ascii_digit()) => {
            Form::Arabic
        }
        _ => return None,
    };
    Some((form, no, rest))
}

/// A heading: how deep it stands, and its words with one space after the number. `None` for the title and for text.
/// What the number counts says how deep it stands, so that files may mark headings with # or not.
pub(super) fn heading(line: &str) -> Option<(u8, String)> {
    let marks = line.len() - line.trim_start_matches('#').len();
    let words = line[marks..].trim_matches(is_blank);
    match numbered_heading(words) {
        Some((level, text)) => (marks > 0 || looks_like_title(&text)).then_some((level, text)),
        None if marks > 1 => Some((u8::try_from(marks - 1).unwrap_or(5).min(5), squeezed(words))),
        None => (marks == 0 && is_closing_heading(words)).then(|| (1, squeezed(words))),
    }
}

/// The words of a title line: one # before words that are no 编 or 章.
pub(super) fn title(line: &str) -> Option<&str> {
    let words = line.strip_prefix('#').filter(|words| !words.starts_with('#'))?.trim_matches(is_blank);
    numbered_heading(words).is_none().then_some(words)
}

/// 第七章 法律责任 → its level and its words.
fn numbered_heading(words: &str) -> Option<(u8, String)> {
    let digits = words.strip_prefix('第')?;
    let end = digits.find(|c| !is_numeral(c) && !is_blank(c))?;
    let number: String = digits[..end].chars().filter(|c| !is_blank(*c)).collect();
    from_numeral(&number)?;
    let (level, unit) = [(2, "分编"), (1, "编"), (3, "章"), (4, "节")]
        .into_iter()
        .find(|(_, unit)| digits[end..].starts_with(unit))?;
    let name: String = squeezed(digits[end + unit.len()..].trim_matches(is_blank));
    Some((level, format!("第{number}{unit} {name}").trim_end().to_owned()))
}

/// Official texts set two-character titles apart: 总　则 is 总则.
fn squeezed(name: &str) -> String {
    let parts: Vec<&str> = name.split(is_blank).filter(|part| !part.is_empty()).collect();
    let short = parts.iter().all(|part| part.chars().count() == 1);
    parts.join(if short { "" } else { " " })
}

/// Sentences end in a stop or hold a comma; the titles of chapters do not, and are short.
fn looks_like_title(text: &str) -> bool {
    let (_, name) = text.split_once(' ').unwrap_or((text, ""));
    let starts_sentence = ["的", "规定", "和", "、", "至", "第"].iter().any(|word| name.starts_with(word));
    !starts_sentence && name.chars().count() <= 40 && !name.contains(['，', '。', '；', '：', ','])
}

fn is_closing_heading(words: &str) -> bool {
    let words: String = words.chars().filter(|c| !is_blank(*c)).collect();
    matches!(words.as_str(), "附则" | "序言" | "总则" | "罚则")
}

/// A table of contents begins: 目录, 目　录.
pub(super) fn is_contents(line: &str) -> bool {
    line.trim_start_matches('#').chars().filter(|c| !is_blank(*c)).eq("目录".chars())
}

/// An annex begins: 附件, 附件一：…, 附：…
pub(super) fn is_annex(line: &str) -> bool {
    let Some(rest) = line.trim_start_matches(['#', ' ']).strip_prefix('附') else { return false };
    let rest = rest.strip_prefix('件').unwrap_or(rest);
    let rest = rest.trim_start_matches(|c| is_numeral(c) || is_blank(c));
    (rest.is_empty() || rest.starts_with(['：', ':'])) && !line.ends_with('。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_open_as_legislators_open_them() {
        for (line, key, rest) in [
            ("第一条 为了示例，制定本法。", "1", "为了示例，制定本法。"),
            ("第一条\u{3000}为了示例", "1", "为了示例"),
            ("第一百二十条之一【示例】", "120-1", "【示例】"),
            ("第120条之1 示例", "120-1", "示例"),
            ("第１０条示例", "10", "示例"),
            ("第 二 十 五 条 示例", "25", "示例"),
            ("第三十条经营者应当示例", "30", "经营者应当示例"),
            ("第五条第三人示例", "5", "第三人示例"),
            ("第六条和解协议示例", "6", "和解协议示例"),
            ("第七条之一一般示例", "7-1", "一般示例"),
            ("第八条：示例", "8", "示例"),
            ("第九条 国家规定示例", "9", "国家规定示例"),
            ("第十条", "10", ""),
        ] {
            let opening = opening(line).expect(line);
            assert_eq!((opening.no.key().as_str(), opening.rest), (key, rest), "{line}");
        }
    }

    #[test]
    fn citations_open_no_article() {
        for line in [
            "第十条、第十二条规定的情形",
            "第十条规定的情形",
            "第十条规定，经营者",
            "第十条第一款规定的",
            "第十条第（二）项",
            "第十条至第十五条",
            "第十条和第十二条",
            "第十条的规定",
            "第十条所列情形",
            "第十条，第十二条",
            "第十条之规定适用",
            "本法第十条",
            "第十章 示例",
            "第X条 示例",
        ] {
            assert_eq!(opening(line), None, "{line}");
        }
    }

    #[test]
    fn items_and_headings() {
        for (line, form, no) in [
            ("（一）示例", Form::Bracketed, 1),
            ("(十二) 示例", Form::Bracketed, 12),
            ("㈡示例", Form::Bracketed, 2),
            ("三、示例", Form::Comma, 3),
            ("1．示例", Form::Arabic, 1),
            ("２、示例", Form::Arabic, 2),
            ("（3）示例", Form::ArabicBracketed, 3),
            ("④示例", Form::ArabicBracketed, 4),
        ] {
            assert_eq!(item(line), Some((form, no, "示例")), "{line}");
        }
        for line in ["一般示例", "3.5倍", "（示例）", "500元", "一个示例、", "（一"] {
            assert_eq!(item(line), None, "{line}");
        }
        for (line, depth, text) in [
            ("## 第七章 法律责任", 3, "第七章 法律责任"),
            ("第七章　法律责任", 3, "第七章 法律责任"),
            ("第一章 总　则", 3, "第一章 总则"),
            ("第三节网络购物", 4, "第三节 网络购物"),
            ("第一分编 通则", 2, "第一分编 通则"),
            ("附　则", 1, "附则"),
            ("## 一、示例事项", 1, "一、示例事项"),
        ] {
            assert_eq!(heading(line), Some((depth, text.to_owned())), "{line}");
        }
        for line in ["第七章的规定适用于示例", "第七章规定，适用", "# 示例法", "示例"]
        {
            assert_eq!(heading(line), None, "{line}");
        }
        assert_eq!(title("# 示例法"), Some("示例法"));
        assert!(is_contents("目　录") && is_annex("附件一：示例表") && !is_annex("附近的人应当示例。"));
    }
}
