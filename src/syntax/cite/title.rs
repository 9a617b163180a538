//! Titles in 《》 and what belongs to a name outside them: is it an instrument, where does the name end, which version.
//!
//! What an instrument is follows from how its title ends; whether it exists is asked in `book`.

use super::Vintage;
use super::cursor::Cursor;
use super::words::Words;

/// Characters of a title; longer ones are quotations or a bracket left open.
const LONGEST: usize = 160;

/// Reads 《…》 at the cursor, nested brackets included, and yields what stands between the outer ones.
pub(super) fn bracketed<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let rest = cursor.rest();
    let inner = rest.strip_prefix('《')?;
    let mut depth = 1usize;
    for (count, (at, c)) in inner.char_indices().enumerate() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            cursor.at += '《'.len_utf8() + at + c.len_utf8();
            return (at > 0).then(|| &inner[..at]);
        }
        if count > LONGEST {
            return None;
        }
    }
    None
}

/// The name without white space, as it is compared and shown.
pub(super) fn name_of(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How sure a title's ending makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An instrument by its name.
    Instrument,
    /// 通知, 意见 and the like: an instrument where provisions follow or the passage has defined it.
    Perhaps,
    /// A contract, a certificate, a book, a plan.
    Other,
}

/// Endings that only instruments have.
const INSTRUMENTS: Words = Words::of(
    "法 法典 条例 规定 办法 细则 规则 解释 通则 总则 公约 条约 协定 议定书 宪章 规约 准则 \
     规程 规范 修正案 律 律例 会典 刑统 宣言 若干意见 指导意见 实施意见 会议纪要 标准 基本法 \
     指引 宪法 补充规定 安排 约法 附例 刑律 知识产权协议 \
     贸易协议 农业协议 保障措施协议 反倾销协议 争端解决规则 法经 法案 共同纲领 宪法大纲 大诰 六典 刑统 疏议 \
     律疏 条格 典章 药典 法大全 惯例 谅解 联合声明 十九信条",
);

/// Endings of general and of single acts alike.
const PERHAPS: Words =
    Words::of("决定 意见 通知 批复 答复 复函 纪要 公告 通告 决议 命令 令 函 声明 指南 解答");

/// What makes a single act's ending that of a general one.
const GENERAL: Words = Words::of(
    "关于 最高人民 国务院 人民政府 全国 常务委员会 常委会 总局 委员会 中华人民共和国 办公厅 \
     中共中央",
);

/// Words that end like an instrument and are none.
const LURES: Words = Words::of(
    "共产党宣言 万国公法 书法 方法 做法 说法 想法 看法 用法 语法 兵法 魔法 算法 手法 疗法 学法 普法 无法 \
     历史规律 规律 旋律 纪律 法律",
);

/// Words that make an instrument's ending a private matter.
const PRIVATE: Words =
    Words::of("员工 业主 公司章程 股东会决议 董事会决议 处罚决定 鉴定意见 答复意见 处理意见 遗嘱 小区");

/// What the ending of a title says.
pub(super) fn kind(title: &str) -> Kind {
    let name = name_of(title);
    let bare = without_marks(&name);
    let bare = numbered_stem(bare.strip_suffix("草案").unwrap_or(bare));
    let ends = |words: Words| words.end(bare);
    let has = |words: Words| words.within(bare);
    let general = has(GENERAL);
    let formal = bare.starts_with("中华人民共和国");
    if (ends(LURES) && !formal) || (!general && has(PRIVATE)) {
        return Kind::Other;
    }
    // 国务院批转…报告: passed on, another body's report binds.
    let relayed = general && has(const { Words::of("批转 转发") }) && ends(const { Words::of("报告 请示") });
    if ends(INSTRUMENTS) || (general && ends(PERHAPS)) || relayed {
        return Kind::Instrument;
    }
    if ends(PERHAPS) { Kind::Perhaps } else { Kind::Other }
}

/// Of an instrument of a series what it is one of: 会计准则第14号——收入 is one of the 会计准则.
fn numbered_stem(title: &str) -> &str {
    let series = title.split_once('—').map_or(title, |(series, _)| series);
    let Some((stem, number)) = series.strip_suffix('号').and_then(|series| series.rsplit_once('第')) else {
        return title;
    };
    if crate::base::text::from_numeral(number).is_some() { stem } else { title }
}

/// Whether words end like an instrument's title.
pub(super) fn ends_like_instrument(words: &str) -> bool {
    let bare = without_marks(words);
    INSTRUMENTS.end(bare) || PERHAPS.end(bare)
}

/// The title without （2013年修正）, （试行）, （一） at its end and without inner brackets that close there.
pub(super) fn without_marks(name: &str) -> &str {
    let mut name = name;
    loop {
        let trimmed = name.trim_end_matches(['〉', '>', '﹥', '＞', '》', '”', '"', '’']);
        let cut = match trimmed.chars().next_back() {
            Some('）' | ')' | '〕' | ']') => trimmed.rfind(['（', '(', '〔', '[']),
            _ => None,
        };
        let next = cut.map_or(trimmed, |at| &trimmed[..at]);
        let next = next.trim_end_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
        if next.len() == name.len() || next.is_empty() {
            return name;
        }
        name = next;
    }
}

/// What may follow a name and belongs to it, longest first: 《专利法》实施细则, 公司法解释（三）.
const BELONGING: Words = Words::of(
    "若干问题的司法解释 若干问题的解释 若干问题的规定 若干问题的意见 若干问题的补充规定 \
     时间效力的若干规定 时间效力若干规定 担保制度司法解释 担保制度解释 实施条例 实施细则 实施办法 \
     实施规定 实施意见 实施规则 司法解释 修正案 修改决定 解释 典 草案",
);

/// Books of a code whose interpretations are called by them: 民法典总则编司法解释.
const BOOKS: Words =
    Words::of("总则编 分则编 物权编 合同编 合同编通则 人格权编 婚姻家庭编 继承编 侵权责任编");

/// Steps over words after a name that belong to it, and over the （三） or 三 that tells such an instrument's part.
pub(super) fn belonging(cursor: &mut Cursor) -> bool {
    let mut ahead = *cursor;
    let of_book = ahead.eat_word(BOOKS).is_some();
    let interprets = |word: &str| word.ends_with("解释");
    let Some(word) = ahead.eat_word(BELONGING).filter(|word| !of_book || interprets(word)) else {
        let numbered =
            const { Words::of("解释 规定 修正案 意见") }.end(cursor.text[..cursor.at].trim_end_matches('》'));
        return numbered && part(cursor);
    };
    let end = ahead;
    let part = part(&mut ahead);
    // 刑法解释 is an activity, 刑法解释（三） an instrument; the caller knows what follows.
    let plain = !of_book
        && matches!(word, "解释" | "司法解释" | "实施办法" | "实施规定" | "实施意见" | "实施规则" | "草案");
    let ahead = if part { ahead } else { end };
    let followed =
        ahead.rest().trim_start().starts_with(['第', '（', '(']) || starts_with_digit(ahead.rest());
    let belongs = part || !plain || followed;
    if belongs {
        *cursor = ahead;
    }
    belongs
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| matches!(c, '0'..='9' | '０'..='９'))
}

/// （三）, (3), 三 or Ⅲ after 解释.
pub(super) fn part(cursor: &mut Cursor) -> bool {
    let mut ahead = *cursor;
    if let Some(inside) = ahead.eat_brackets() {
        let number = crate::base::text::from_numeral(inside.trim()).is_some_and(|number| number < 30);
        if number {
            *cursor = ahead;
        }
        return number;
    }
    let digit = ahead.eat_char(&['一', '二', '三', '四', '五']).is_some();
    if digit && !ahead.rest().starts_with(['条', '款', '项', '是', '个', '十', '百']) {
        *cursor = ahead;
        return true;
    }
    false
}

/// Parts of a law that may stand between its name and an article.
const PARTS: Words =
    Words::of("总则编 分则编 总则 分则 附则 物权编 合同编 人格权编 婚姻家庭编 继承编 侵权责任编 合同编通则");

/// What stands between a name and its first provision.
#[derive(Clone, Debug, Default)]
pub(super) struct Gap {
    /// Where the provision would begin.
    pub(super) end: usize,
    /// The end of the bracketed remarks, after which reading goes on where no provision follows.
    pub(super) brackets: usize,
    /// A version named here.
    pub(super) vintage: Option<Vintage>,
}

/// Reads white space, brackets, 的, 中, 之, 原, a year, 总则, 第N章 after a name.
pub(super) fn gap(text: &str, at: usize) -> Gap {
    let mut cursor = Cursor::new(text, at);
    let mut gap = Gap { end: at, brackets: at, vintage: None };
    loop {
        let before = cursor.at;
        cursor.skip_gap();
        if let Some(inside) = remark(&mut cursor) {
            gap.brackets = cursor.at;
            gap.vintage = gap.vintage.or_else(|| designation(inside));
            continue;
        }
        if let Some(year) = year(&mut cursor) {
            gap.vintage = gap.vintage.or_else(|| {
                Some(Vintage {
                    year: Some(year),
                    words: text[before..cursor.at].trim().to_owned(),
                    former: false,
                })
            });
            continue;
        }
        let word = cursor.eat_word(PARTS).or_else(|| cursor.eat_any(&["的", "中", "之", "原", "，第", "·"]));
        match word {
            Some("，第") => cursor.at = before,
            Some(_) => continue,
            None if structure(&mut cursor) => continue,
            None => {}
        }
        gap.end = cursor.at;
        return gap;
    }
}

/// A remark in brackets: （以下简称…）, （法释〔2020〕17号）. Provisions in brackets are no remark: 《民法典》（第五条）.
fn remark<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let mut ahead = *cursor;
    let inside = ahead.eat_brackets()?;
    if super::provision::article_number(&mut Cursor::new(inside.trim_start(), 0)).is_some() {
        return None;
    }
    *cursor = ahead;
    Some(inside)
}

/// 第二编, 第十三章, 第5节.
fn structure(cursor: &mut Cursor) -> bool {
    let mut ahead = *cursor;
    if !ahead.eat("第") {
        return false;
    }
    let rest = ahead.rest();
    let digits = rest.find(|c: char| !is_numeral(c)).unwrap_or(0);
    ahead.at += digits;
    let found = digits > 0 && ahead.eat_any(&["分编", "编", "章", "节", "卷"]).is_some();
    if found {
        *cursor = ahead;
    }
    found
}

fn is_numeral(c: char) -> bool {
    crate::base::text::decimal(c).is_some() || matches!(c, '十' | '百')
}

/// 1997年, where a provision may follow.
fn year(cursor: &mut Cursor) -> Option<u16> {
    let rest = cursor.rest();
    let digits = rest.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let year = digits.parse().ok().filter(|year| (1900..2100).contains(year))?;
    let mut ahead = Cursor::new(cursor.text, cursor.at + 4);
    if !ahead.eat("年") {
        return None;
    }
    ahead.eat_any(&["修正", "修订", "修改"]);
    *cursor = ahead;
    Some(year)
}

/// The version that a remark in brackets names: 2013年修正, 1999, 已废止.
pub(super) fn designation(remark: &str) -> Option<Vintage> {
    let remark = remark.trim();
    if remark.contains("简称") || remark.contains('号') || remark.chars().count() > 24 {
        return None;
    }
    let year = first_year(remark);
    let former = const { Words::of("废止 失效 修改前 修订前 修正前 旧") }.within(remark);
    let changed = const { Words::of("修正 修订 修改 版") }.within(remark);
    let only_year = year.is_some() && remark.trim_end_matches('年').len() == 4;
    (former || only_year || (year.is_some() && changed)).then(|| Vintage {
        year,
        words: remark.to_owned(),
        former,
    })
}

/// The version named before a name: 1999年《合同法》, 原《合同法》, 2012年修正的《民事诉讼法》.
pub(super) fn vintage_before(before: &str) -> Option<Vintage> {
    let near = before.trim_end();
    const FORMER: Words =
        Words::of("原 旧的 旧 修改前的 修改前 修订前的 修订前 修正前的 已废止的 废止前的 已失效的 失效的");
    if let Some(word) = FORMER.ending(near).filter(|_| !near.ends_with("还原")) {
        return Some(Vintage { year: None, words: word.to_owned(), former: true });
    }
    let stem = near.trim_end_matches('的');
    let change =
        const { Words::of("修正 修订 修改 施行 实施 颁布 公布 通过") }.ending(stem).unwrap_or_default();
    let stem = &stem[..stem.len() - change.len()];
    let stem = stem.strip_suffix('年')?;
    let digits = stem.get(stem.len().checked_sub(4)?..)?;
    let year = first_year(digits)?;
    Some(Vintage { year: Some(year), words: format!("{digits}年{change}"), former: false })
}

/// Words after a mention that say that the law is no more: 执业医师法已由《医师法》取代.
pub(super) fn vintage_after(after: &str) -> Option<Vintage> {
    const GONE: Words = Words::of("已由 已被 已废止 已经废止 已失效 已经失效 同时废止 现已废止 已于");
    let word = GONE.starting(after)?;
    let told =
        word != "已于" || const { Words::of("废止 失效") }.within(after.split(['。', '，', '；']).next()?);
    let taken = !matches!(word, "已由" | "已被")
        || const { Words::of("取代 代替 废止 吸收") }.within(after.split(['。', '，', '；']).next()?);
    (told && taken).then(|| Vintage { year: None, words: word.to_owned(), former: true })
}

fn first_year(text: &str) -> Option<u16> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text.get(at..at + 4)?;
    digits.parse().ok().filter(|year| (1900..2100).contains(year))
}

/// The version mark inside a title: 合同法（1999）, 民事诉讼法(2012年修正).
pub(super) fn vintage_inside(title: &str) -> Option<Vintage> {
    let title = title.trim();
    let open = title.strip_suffix(['）', ')'])?.rfind(['（', '('])?;
    let inside = title[open..].trim_matches(['（', '）', '(', ')']);
    designation(inside)
}
