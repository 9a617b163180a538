//! Law names in running text: one Aho–Corasick automaton over names and over the characters that can begin a citation.
//!
//! It knows names as strings only; which law a name means is asked in `book`.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind};

use super::names;
use super::words::Words;

/// Characters and words that can begin or announce a citation.
const MARKS: [&str; 13] =
    ["《", "第", "本", "该", "前", "此", "同", "关于", "依照", "按照", "根据", "依据", "违反"];

/// A table of every step would take longer to make than a site takes to read. Tables for the steps of a name's first
/// character alone search just as fast, for hardly any text goes further.
const DENSE: usize = 4;

/// Names by which laws are called, ready to be found in text.
#[derive(Clone, Debug)]
pub struct Lexicon {
    automaton: AhoCorasick,
    names: BTreeSet<String>,
}

/// What the automaton stopped at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// One of the marks that can begin a citation.
    Mark,
    /// A law's name.
    Name,
}

/// One stop of the automaton.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) sign: Sign,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Lexicon {
    /// The names of a registry and nothing else.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Lexicon {
        let mut set = BTreeSet::new();
        for name in names {
            let name = name.as_ref().trim();
            if name.chars().count() < 2 {
                continue;
            }
            set.insert(name.to_owned());
            if let Some(short) = name.strip_prefix("中华人民共和国").filter(|short| short.chars().count() > 1)
            {
                set.insert(short.to_owned());
            }
        }
        let patterns = MARKS.iter().copied().chain(set.iter().map(String::as_str));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .dense_depth(DENSE)
            .build(patterns)
            .expect("a few thousand short names are far below the automaton's limits");
        Lexicon { automaton, names: set }
    }

    /// The names of China's statutes and of much cited regulations, for use without a site.
    pub fn built_in() -> Lexicon {
        Lexicon::new(names::all())
    }

    /// A registry's names together with the built-in ones.
    pub fn with_built_in<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Lexicon {
        let own = names.into_iter().map(|name| name.as_ref().to_owned());
        Lexicon::new(own.chain(names::all().map(str::to_owned)))
    }

    /// Whether a name is known as it stands.
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a name is a short form: of those in common use, or a bare kind such as 条例.
    pub fn is_short(&self, name: &str) -> bool {
        names::is_short(name) || name.chars().count() <= 4 && !self.contains(name)
    }

    /// The next mark or name from `at` on.
    pub(super) fn next(&self, text: &str, at: usize) -> Option<Hit> {
        let input = Input::new(text).range(at..).anchored(Anchored::No);
        let found = self.automaton.find(input)?;
        let sign = if found.pattern().as_usize() < MARKS.len() { Sign::Mark } else { Sign::Name };
        Some(Hit { sign, start: found.start(), end: found.end() })
    }
}

/// What may not follow a bare name that stands alone, because the name is then part of another word.
const OTHER: Words = Words::of(
    "律 学 院 人 定 庭 官 规 治 制 务 理论 理念 益 令 师 例 系 医 警 家 门 研究 专业 \
     教 界 室 知识 专家 实务 规范 惯例 渊源 关系 权利 性 宣誓 监督 日 分类 秩序 判例 责任 诉讼 基本原则 意义 评价 概念 总论 各论 机能 型 释义 和法律委员会 原理 课 体系 意义上 解释 草案 修正案 硕士 博士 考试 讲义 案例 论 史 \
     思想 领域 方向 修改草案 起草 立法 司法 大全 百科 援助 谦抑 教义 外 工作委员会 术语 盲 网",
);

/// What is said of a branch of law rather than of a statute.
const BRANCH: Words = Words::of(
    "概念 特征 基本特征 历史 分类 本质 渊源 作用 发展 含义 意义 产生 起源 机能 功能 性质 地位 研究 理论 体系 基本原则",
);

/// Whether a bare name with nothing after it stands for the law: 《》 could be put around it.
pub(super) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let name = text.get(start..end).unwrap_or_default();
    // 取消法人资格, 香水法: names of two characters stand only where a name can begin.
    let short = name.len() < 9 && !matches!(name, "刑法" | "宪法");
    let parted = name.starts_with('关') && before.ends_with(['相', '有', '机']);
    if parted || (short && !begins_name(before)) {
        return false;
    }
    let other = OTHER.start(after) && !after.starts_with("规定");
    // 宪法的历史 is the history of constitutions.
    let branch = !name.starts_with("中华人民共和国")
        && after.strip_prefix('的').is_some_and(|after| BRANCH.start(after));
    !other && !branch && !joined_before(before)
}

/// Whether a name can begin after these words: 依照条例第十条 but not 本条例, 实施条例.
pub(super) fn begins_name(before: &str) -> bool {
    const STARTERS: Words = Words::of(
        "依照 按照 根据 依据 违反 适用 符合 和 及 与 或者 对 的 在 是 经 以 由 将 为 从 据 于 新 旧 原 我国 中国 触犯 现行 援引 参照",
    );
    let han = before.chars().next_back().is_some_and(crate::base::text::is_han);
    !han || STARTERS.end(before)
}

/// Whether the name is the end of a longer word: 人民法典 does not occur, but 国际+公法, 比较+刑法 do.
pub(super) fn joined_before(before: &str) -> bool {
    const {
        Words::of("国际 比较 外国 历次 多部 几部 各国 社会主义 资本主义 成文 近代 现代 封建")
    }
    .end(before)
}
