//! Mentions that begin with 本, 该, 此, 同 or 前: 本法第三条, 该条第二款, 前两款.

use std::ops::Range;

use super::cursor::Cursor;
use super::provision::{Start, continued, provisions, small_number};
use super::title;
use super::words::Words;
use super::{LawRef, Relative, Which};
use crate::syntax::spot::{Place, Rank, Spot};

/// Such a mention.
pub(super) struct Head {
    pub(super) law: LawRef,
    pub(super) spots: Vec<Spot>,
    pub(super) at: Range<usize>,
}

/// Kinds of instruments after 本, 该 and 同, longest first.
const KINDS: Words = Words::of(
    "实施条例 实施细则 实施办法 实施规定 若干规定 暂行规定 暂行办法 司法解释 修正案 议定书 基本法 \
     条例 细则 办法 规定 规则 解释 安排 意见 决定 公约 条约 协定 通则 总则 规程 规范 准则 \
     通知 批复 纪要 标准 法典 指引 宪章 法",
);

/// The mention that begins at `start` with one of the marks; `in_paragraph` where a 款 of a law was named last.
pub(super) fn head(text: &str, start: usize, in_paragraph: bool) -> Option<Head> {
    let mut cursor = Cursor::new(text, start);
    let mark = cursor.eat_any(&["本", "该", "此", "同", "前"])?;
    if tail_of_word(mark, &text[..start]) {
        return None;
    }
    if mark != "前"
        && let Some(head) = of_law(text, start, cursor, mark)
    {
        return Some(head);
    }
    by_position(start, cursor, mark, in_paragraph)
}

/// 本条例第七十三条.
fn of_law(text: &str, start: usize, mut cursor: Cursor, mark: &str) -> Option<Head> {
    let kind = cursor.eat_word(KINDS)?;
    let gap = title::gap(text, cursor.at);
    let (spots, end) = provisions(text, gap.end, Place::default(), Start::AfterName)?;
    let law = if mark == "本" { LawRef::This(kind.to_owned()) } else { LawRef::That(kind.to_owned()) };
    Some(Head { law, spots, at: start..end })
}

/// 前两款, 本条第二款, 该法条第三款.
fn by_position(start: usize, mut cursor: Cursor, mark: &str, in_paragraph: bool) -> Option<Head> {
    let text = cursor.text;
    let count = if mark == "前" { small_number(&mut cursor) } else { None };
    if mark == "该" || mark == "此" || mark == "本" {
        cursor.eat("法");
    }
    let rank = match cursor.eat_any(&["条", "款", "项"])? {
        "条" => Rank::Article,
        "款" => Rank::Paragraph,
        _ => Rank::Item,
    };
    let which = match mark {
        "前" => Which::Before(count.unwrap_or(1)),
        "本" => Which::This,
        _ => Which::That,
    };
    let (spots, end) = continued(text, cursor.at, Spot::at(Place::unknown(rank)));
    let numbered = end > cursor.at;
    let called_rule = text[start..cursor.at].ends_with("法条");
    if !numbered && (called_rule || !is_provision(mark, rank, cursor.rest(), in_paragraph)) {
        return None;
    }
    let law = LawRef::Relative(Relative { which, rank });
    Some(Head { law, spots, at: start..end })
}

/// Whether the mark is the end of another word: 日本, 应该, 因此, 不同, 目前; but not in 发生前款, 从事前项.
fn tail_of_word(mark: &str, before: &str) -> bool {
    const VERBS: Words = Words::of("发生 产生 从事 生产 销售 出售");
    if mark == "前" && VERBS.end(before) {
        return false;
    }
    let ends = match mark {
        "本" => const { Words::of("日 资 基 根 文 样 版 标 课 剧 副 范 脚 亏 血 赔 股") },
        "该" => const { Words::of("应 活 各") },
        "此" => const { Words::of("因 如 从 至 彼 故") },
        "同" => const { Words::of("不 相 如 共 合 伙 连 会 等 一 协 认 赞 随 陪 视") },
        _ => const { Words::of("目 之 当 此 生 提 先 空 眼 事 年 天 月 面 从 跟 婚 产 售 庭") },
    };
    ends.end(before)
}

/// What goes on a 款 that is a model or a part of a word.
const GOODS: Words = Words::of("项 式 产品 手机 车 游戏 软件 应用 型 商品 APP");

/// What is said of a 款 that is a sum.
const MONEY: Words = Words::of(
    "至今 已 尚 自 应付 系 未付 未还 未支付 到账 支付 偿还 归还 返还 汇入 转入 存入 由 于 用于 作为 打入 到期",
);

/// What the words after a lone 前款, 本条, 该款 say about it.
fn is_provision(mark: &str, rank: Rank, after: &str, in_paragraph: bool) -> bool {
    const SPEAKS: Words = Words::of(
        "规定 的规定 之规定 所 中 第 明确 内容 但书 前段 后段 适用 、 的适用 的内容 也规定 还规定 前半 后半 称 关于 对",
    );
    match (mark, rank) {
        ("同", _) | ("此", Rank::Paragraph | Rank::Item) | ("该", Rank::Item) => false,
        ("该", Rank::Paragraph) if in_paragraph => !GOODS.start(after) && !MONEY.start(after),
        ("该", Rank::Paragraph) | ("本", Rank::Item) => SPEAKS.start(after),
        (_, Rank::Article) => {
            !const { Words::of("例 款 文 约 件 目 码 理") }.start(after) && !counts_things(after)
        }
        (_, Rank::Paragraph) => !GOODS.start(after),
        _ => !const { Words::of("目 工作 业务 服务") }.start(after),
    }
}

/// Whether a number before these words counts things: 第三条消息, 该条道路.
pub(super) fn counts_things(after: &str) -> bool {
    const THINGS: Words = Words::of(
        "消息 信息 短信 新闻 微博 道路 马路 公路 街 路 线 河 鱼 狗 船 视频 评论 动态 朋友圈 \
     记录 留言 帖 推文 微信 语音 生产线 裤 裙 毛巾 命 腿 人命 建议 意见 理由 途径 渠道 \
     路径 航线 证据",
    );
    THINGS.start(after)
}

/// Whether a 第一款 or 第二项 that names no article is one of a law.
pub(super) fn looks_like_provision(before: &str, after: &str, in_law: bool) -> bool {
    const SPEAKS: Words = Words::of(
        "规定 的规定 之规定 所 情形 行为 的情形 中的 、 修改为 相应 但书 前段 后段 ： 至 或者 以外 列 罪 以及 裁定 犯罪 “（ 的， 另有规定",
    );
    const ASKS: Words = Words::of(
        "依照 按照 根据 依据 适用 违反 作为 改为 符合 属于 除 有 和 或者 将 、 但是， 后于 先于 对 具有 第 增加 删除 删去 具备 \
         参照 ”中",
    );
    let (speaks, asks) = (SPEAKS.start(after.trim_start()), ASKS.end(before));
    (speaks || asks) && (in_law || (speaks && asks))
}
