//! F06xx: style and sense of the content.

use jiff::civil::Date;

use super::{Code, Diagnostic};
use crate::base::source::Span;

/// F0601: an entry that only its chapter's list leads to.
pub fn orphan(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0601"), at, "除了本章目录，没有页面通向这篇问答")
        .help("在相关的问答里链接它，或者给它加上 situations、tags、related")
}

/// F0602: two entries with one title.
pub fn duplicate_title(at: Span, first: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0602"), at, "另一篇问答的标题和这篇一样")
        .also(first, "另一篇在这里")
        .help("把两篇合成一篇，或者在标题里写出它们的区别")
}

/// F0603: two titles that differ in little.
pub fn similar_title(at: Span, other: Span) -> Diagnostic {
    Diagnostic::note(Code("F0603"), at, "这个标题和另一篇问答的几乎一样")
        .also(other, "另一篇在这里")
        .help("让读者一眼看出区别；说的是同一件事的，合成一篇")
}

/// F0604: a title that a phone cannot show whole.
pub fn long_title(at: Span, count: usize, limit: usize) -> Diagnostic {
    Diagnostic::warning(Code("F0604"), at, format!("标题有 {count} 个字，超过 {limit} 个"))
        .help("只留下最要紧的事实，细节放到“情形”里")
}

/// F0605: a title that asks nothing.
pub fn title_no_question(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0605"), at, "标题不是一个问句").help("写成当事人会问的一句话，以“？”结尾")
}

/// F0606: an answer too long to be read in a fright.
pub fn long_answer(at: Span, count: usize, limit: usize) -> Diagnostic {
    Diagnostic::warning(Code("F0606"), at, format!("答案有 {count} 个字，超过 {limit} 个"))
        .help("先说结论，再说取决于什么；其余放到“为什么”里")
}

/// F0607: an answer that does not say yes, no or do this.
pub fn answer_without_verdict(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0607"), at, "答案没有说出结论")
        .help("以“可以”“不可以”“多半可以”“看情况”“先……”之类开头，再说取决于什么")
}

/// F0608: a sentence too long to be followed.
pub fn long_sentence(at: Span, count: usize, limit: usize) -> Diagnostic {
    Diagnostic::warning(Code("F0608"), at, format!("这一句有 {count} 个字，超过 {limit} 个"))
        .help("拆成两三句，一句说一件事")
}

/// F0609: a section that every entry needs.
pub fn missing_section(at: Span, section: &str) -> Diagnostic {
    Diagnostic::warning(Code("F0609"), at, format!("缺少“{section}”一节"))
        .help(format!("加上一节“## {section}”"))
}

/// F0610: a section without content.
pub fn empty_section(at: Span, section: &str) -> Diagnostic {
    Diagnostic::warning(Code("F0610"), at, format!("“{section}”一节是空的"))
        .help("写上内容，或者删去这个标题")
}

/// F0611: too little law under an answer.
pub fn few_citations(at: Span, count: usize, wanted: usize) -> Diagnostic {
    Diagnostic::warning(Code("F0611"), at, format!("只引用了 {count} 个具体条文，应当至少 {wanted} 个"))
        .help("给每个结论写出依据，具体到条，如《民法典》第五百七十七条")
}

/// F0612: a telephone number that the register does not have.
pub fn unregistered_number(at: Span, number: &str) -> Diagnostic {
    Diagnostic::warning(Code("F0612"), at, format!("没有登记过电话 {number}")).help(
        "核实后登记到 content/hotlines.toml；正文里写成 [号码](hotline:号码)。它不是电话的，用 allow 说明",
    )
}

/// F0613: a number that was folded into another.
pub fn abolished_number(at: Span, number: &str, now: &str) -> Diagnostic {
    Diagnostic::error(Code("F0613"), at, format!("电话 {number} 已经停用，并入 {now}"))
        .help(format!("改成 [{now}](hotline:{now})"))
}

/// F0614: a figure in a unit that is wrong for it.
pub fn contradicts_fact(at: Span, name: &str, right: &str, note: Option<&str>, fact: Span) -> Diagnostic {
    let note = note.map_or(String::new(), |note| format!("；{note}"));
    Diagnostic::error(Code("F0614"), at, format!("{name}是{right}，这里写的单位不对"))
        .also(fact, "依据登记在这里")
        .help(format!("改成{right}{note}"))
}

/// F0615: a space typed between Han and Latin.
pub fn typed_space(at: Span) -> Diagnostic {
    Diagnostic::note(Code("F0615"), at.clone(), "汉字和字母、数字之间不用打空格")
        .help("删去空格，网页会自己留出间隙")
        .fix(at, "")
}

/// F0616: half-width punctuation between Han characters.
pub fn half_width(at: Span, found: char, full: char) -> Diagnostic {
    Diagnostic::note(Code("F0616"), at.clone(), format!("中文里应当用全角的“{full}”，不用“{found}”"))
        .help(format!("改成{full}"))
        .fix(at, full.to_string())
}

/// F0617: an entry that nobody has checked against the law for long.
pub fn review_due(at: Span, as_of: Date, days: i64) -> Diagnostic {
    Diagnostic::warning(Code("F0617"), at, format!("这篇按 {as_of} 的法律编写，超过 {days} 天没有重新核对"))
        .help("对照现行法律核对全文，然后更新 as_of")
}

/// F0618: how many entries nobody but their writers has checked.
pub fn unreviewed(at: Span, count: usize, all: usize) -> Diagnostic {
    Diagnostic::note(Code("F0618"), at, format!("{all} 篇问答里有 {count} 篇还没有人复核"))
        .help("复核后写 review = \"reviewed\"、reviewed_by 和 reviewed_on")
}

/// F0619: an entry about fraud without the warning of the second one.
pub fn no_second_scam_warning(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0619"), at, "讲诈骗的问答没有提醒“追款”骗局")
        .help("在最后提醒：凡是先收费才帮你追款、解冻的，都是第二次诈骗")
}

/// F0620: an explanation that needs explaining.
pub fn long_meaning(at: Span, count: usize, limit: usize) -> Diagnostic {
    Diagnostic::warning(Code("F0620"), at, format!("解释有 {count} 个字，超过 {limit} 个"))
        .help("用一句白话说清；细节让问答去讲")
}

/// F0621: something registered that nothing names.
pub fn unused(at: Span, what: &str, id: &str) -> Diagnostic {
    Diagnostic::note(Code("F0621"), at, format!("没有问答用到{what} {id}"))
        .help("在问答里用上它，或者删去这一项")
}

/// F0622: words that promise a lawyer.
pub fn promises_lawyer(at: Span, words: &str) -> Diagnostic {
    Diagnostic::error(Code("F0622"), at, format!("不能自称“{words}”"))
        .help("本站提供法律知识，不提供律师服务；复核情况由 review 显示")
}

/// F0623: an allowance that covers no finding.
pub fn unused_allowance(at: Span, code: &str) -> Diagnostic {
    Diagnostic::warning(Code("F0623"), at, format!("这里没有 {code} 需要放行"))
        .help("删去这条注释；它只管到下一个空行为止，写错位置的，移到那一段前面")
}

/// F0624: a telephone number that nobody has verified for long.
pub fn number_unverified(at: Span, id: &str, verified: Date, days: i64) -> Diagnostic {
    Diagnostic::warning(Code("F0624"), at, format!("电话 {id} 上次核实是 {verified}，超过 {days} 天"))
        .help("打一次或者查官网核实，然后更新 verified")
}

/// F0625: a chapter without entries.
pub fn empty_chapter(at: Span) -> Diagnostic {
    Diagnostic::warning(Code("F0625"), at, "这一章还没有问答")
        .help("用 fatiao new entry 新建一篇，或者从 chapters 里去掉它")
}
