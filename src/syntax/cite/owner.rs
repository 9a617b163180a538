//! Looking back from a number to the words it belongs to: a contract, an instrument the lexicon lacks, or nothing.

use std::ops::Range;

use super::lexicon::{Lexicon, Sign};
use super::title::{self, Kind};
use super::words::Words;

/// Whose number it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// No owner directly before it.
    Nobody,
    /// A contract, a judgment, an annex.
    Private,
    /// An instrument by its name, which stands there.
    Instrument(Range<usize>),
}

/// Documents whose clauses and items are no provisions.
const PRIVATE: Words = Words::of(
    "合同 协议 协议书 合同书 合约 章程 条款 保单 手册 判决 判决书 裁定 裁定书 裁决 裁决书 \
     调解书 主文 判项 附件 附表 附录 公告 决定书 承诺书 保证书 约定 须知 遗嘱 清单 意见书 \
     诉讼请求 上诉请求 请求 制度 图纸 计划 方案 规划 纲要 报告 备忘录 起诉书 起诉状 答辩状 \
     通知书 公约（业主） 业主公约 管理规约 守则 声明书 委托书 借条 欠条 收据 说明书 申请书 \
     校规 班规 群规 店规 厂规 村规民约 担保函 保函 承诺函 律师函 催告函 确认函 确认书 意向书 授权书 订单 提单 对账单 \
     投保单 保险单 招标文件 投标文件 用户须知 问卷",
);

/// Words before which a name cannot reach back.
const STARTERS: Words = Words::of(
    "根据 依据 依照 按照 违反 适用 参照 符合 触犯 援引 引用 遵守 遵循 依 按 我国 现行 属于 \
     构成 例如 比如 包括 涉及 关于《 对照 见 查阅 参见 结合 或者 以及 修改 废止 执行 履行 \
     认为 规定了 同时 因此 还需 其中 即 是 在 由 将 把 了 从 对于 因 受 有 虽然 但 新 \
     旧 原 与 且",
);

/// Words that make an ending generic: 上述规定第三条 names nothing.
const GENERIC: Words = Words::of(
    "规定 解释 决定 意见 通知 标准 安排 批复 纪要 法 方法 想法 说法 做法 办法（ 上述规定 \
     下列规定 有关规定 相关规定 前述规定 国家规定 该规定 本规定 上述办法 下列办法 依法 合法 违法 \
     非法 司法 执法 立法 宪章 律 一般规定 特别规定 其他规定 基本规定 共同规定 专门规定 具体规定 明确规定",
);

/// Whose the number at `start` is; nothing before `floor` is looked at.
pub(super) fn owner(text: &str, floor: usize, start: usize) -> Owner {
    let Some(before) = text.get(floor..start) else { return Owner::Nobody };
    let near = without_gap(before);
    let base = near.trim_end_matches(['》', '”', '"', '〉']);
    let base = without_number(base);
    if PRIVATE.end(base) {
        return Owner::Private;
    }
    instrument(near).map_or(Owner::Nobody, |at| Owner::Instrument(floor + at.start..floor + at.end))
}

/// The words without white space, 的, 中 and remarks in brackets at their end.
fn without_gap(before: &str) -> &str {
    let mut near = before;
    loop {
        let next = near.trim_end().trim_end_matches(['的', '中', '之']);
        let next = match next.chars().next_back() {
            Some('）' | ')') if !numbers_part(next) => {
                next.rfind(['（', '(']).map_or(next, |at| &next[..at])
            }
            _ => next,
        };
        if next.len() == near.len() {
            return near;
        }
        near = next;
    }
}

/// （三） belongs to a name, （2019年修订） does not.
fn numbers_part(text: &str) -> bool {
    let Some(open) = text.rfind(['（', '(']) else { return false };
    let inside = text[open..].trim_matches(['（', '）', '(', ')']);
    crate::base::text::from_numeral(inside).is_some_and(|number| number < 30)
}

/// 附件一, 附件2: without the number.
fn without_number(text: &str) -> &str {
    let cut = text.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if cut.ends_with("附件") || cut.ends_with("附表") { cut } else { text }
}

/// The name that ends here, where its ending says that it is an instrument.
fn instrument(near: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 44;
    if !title::ends_like_instrument(near) {
        return None;
    }
    let start =
        near.rfind(parts_words).map_or(0, |at| at + near[at..].chars().next().map_or(0, char::len_utf8));
    let mut name = &near[start..];
    if let Some(at) = name.rfind("中华人民共和国").filter(|at| !name[..*at].contains("实施")) {
        name = &name[at..];
    } else {
        name = after_starters(name);
    }
    let name = name.trim_start_matches(['和', '及', '、', '的', '或', '以']);
    let length = name.chars().count();
    if !(2..=LONGEST).contains(&length)
        || GENERIC.iter().any(|word| word == name)
        || name.ends_with("法律规定")
        || title::kind(name) != Kind::Instrument
    {
        return None;
    }
    if const { Words::of("上述 前述 下列 有关 相关 该 本 此 各项 国家 法律") }.start(name)
        || const { Words::of("相关 有关 上述") }.within(name)
    {
        return None;
    }
    Some(near.len() - name.len()..near.len())
}

/// Marks that no name goes over.
fn parts_words(c: char) -> bool {
    c.is_whitespace() || "，。；：,;:“”\"《》？?！!/|".contains(c)
}

fn after_starters(name: &str) -> &str {
    let cut = |word: &str| name.rfind(word).map(|at| at + word.len());
    let cut = STARTERS.iter().filter_map(cut).filter(|cut| *cut < name.len()).max();
    &name[cut.unwrap_or(0)..]
}

/// Bodies that issue instruments, as they stand before 关于.
const ISSUERS: Words = Words::of(
    "最高人民法院 最高人民检察院 最高法院 最高检察院 最高法 最高检 公安部 司法部 国家安全部 \
     全国人民代表大会常务委员会 全国人大常委会 全国人民代表大会 国务院办公厅 国务院 民政部 \
     人力资源和社会保障部 人力资源社会保障部 劳动和社会保障部 劳动部 财政部 教育部 商务部 \
     国家税务总局 国家市场监督管理总局 中国人民银行 国家互联网信息办公室",
);

/// The long title around a 关于 at `at` that has no 《》: from its issuer to 的解释, 的规定 and the like.
pub(super) fn unbracketed(text: &str, floor: usize, at: usize) -> Option<Range<usize>> {
    const ENDINGS: Words = Words::of(
        "司法解释 的若干规定 若干规定 的若干意见 若干问题的解释 若干问题的规定 若干问题的意见 的司法解释 的解释 \
     的规定 的意见 的通知 的批复 的答复 的决定 的办法 的复函 会议纪要 的纪要 的安排 的指导意见 \
     的公告 的补充规定",
    );
    let rest = &text[at..];
    let open = outside_brackets(rest);
    let ends = ENDINGS
        .iter()
        .flat_map(|word| rest[..open.1].match_indices(word).map(move |(at, _)| at + word.len()));
    let inside = |end: usize| open.0.iter().any(|range| range.contains(&(end - 1)));
    let end = ends.filter(|end| !inside(*end) && title_ends(&rest[*end..])).min()?;
    let mut cursor = super::cursor::Cursor::new(text, at + end);
    title::part(&mut cursor);
    Some(issuer_start(text, floor, at)..cursor.at)
}

/// Where inner 《》 stand in the clause with which a text begins, and where the clause ends.
fn outside_brackets(rest: &str) -> (Vec<Range<usize>>, usize) {
    const LONGEST: usize = 300;
    let stop = |c: char| matches!(c, '。' | '；' | '，' | '：' | '\n' | '》' | '？' | ',' | ';' | ':' | '！');
    let (mut inner, mut at) = (Vec::new(), 0);
    while let Some(c) = rest[at..].chars().next().filter(|c| at < LONGEST && !stop(*c)) {
        let mut cursor = super::cursor::Cursor::new(rest, at);
        if c == '《' && title::bracketed(&mut cursor).is_some() {
            inner.push(at..cursor.at);
            at = cursor.at;
        } else {
            at += c.len_utf8();
        }
    }
    (inner, at)
}

fn title_ends(after: &str) -> bool {
    const GOES_ON: Words = Words::of(
        "自 已 对 将 规定 明确 指出 要求 和 与 及 以及 等 施行 实施 公布 发布 出台 生效 同时废止 也 还",
    );
    after.is_empty()
        || after.starts_with(['\n', '第', '（', '(', '，', '。', '、', '；'])
        || GOES_ON.start(after)
}

/// Where the issuers before 关于 begin.
fn issuer_start(text: &str, floor: usize, at: usize) -> usize {
    let mut start = at;
    loop {
        let before = &text[floor..start];
        let before = if start == at {
            before
        } else {
            before.trim_end_matches(['、', '，', '和', ' ', '\u{3000}'])
        };
        let Some(shorter) = ISSUERS.ending(before).map(|issuer| &before[..before.len() - issuer.len()])
        else {
            return start;
        };
        start = floor + shorter.len();
    }
}

/// A regulation named without 《》 after 依照, 根据 and the like: 依照铁路旅客运输条例的规定. Not so a 法, for 根据中国税法的规定
/// speaks of a branch of law; where the lexicon knows a name inside, that name is the one meant.
pub(super) fn announced(text: &str, at: usize, names: &Lexicon) -> Option<Range<usize>> {
    const LONGEST: usize = 72;
    const TELLS: Words = Words::of("的规定 的有关规定 的相关规定 有关规定 规定");
    const VAGUE: Words = Words::of(
        "有关 相关 国家 法律 法规 本 该 其 上述 前述 下列 当地 这 方法 办法 合法 司法 执法 依法 无法 违法 非法 不 的 各 等",
    );
    let rest = &text[at..];
    let stop = |c: char| !crate::base::text::is_han(c);
    let clause = &rest[..rest.find(stop).unwrap_or(rest.len()).min(rest.floor_char_boundary(LONGEST))];
    if !clause.contains("条例") {
        return None;
    }
    let end = TELLS.iter().filter_map(|word| clause.find(word)).min()?;
    let name = &clause[..end];
    let statute = name.ends_with("条例") && name.chars().count() > 5;
    let known = names.next(name, 0).is_some_and(|hit| hit.sign == Sign::Name);
    (statute && !known && !VAGUE.within(name)).then(|| at..at + end)
}
