//! What each kind of file may hold.

use super::Kind::{
    Address, Choice, Date, Flag, Inserted, Map, Number, Short, Spot, Table, Tables, Text, Texts, Whole,
};
use super::{Body, Field, File};

const fn must(key: &'static str, kind: super::Kind, words: &'static str) -> Field {
    Field { key, kind, required: true, words }
}

const fn may(key: &'static str, kind: super::Kind, words: &'static str) -> Field {
    Field { key, kind, required: false, words }
}

/// Every kind of file, in the order in which people meet them.
pub const FILES: &[File] = &[
    File { name: "site", title: "site.toml：网站", body: Body::Fields(SITE) },
    File { name: "entry", title: "content/章/问答.md 的元数据", body: Body::Fields(ENTRY) },
    File { name: "chapter", title: "content/章/_chapter.md 的元数据", body: Body::Fields(CHAPTER) },
    File { name: "law", title: "content/laws/法律/law.toml：一部法律", body: Body::Fields(LAW) },
    File {
        name: "law-version",
        title: "content/laws/法律/施行日期.md 的元数据",
        body: Body::Fields(VERSION),
    },
    File {
        name: "hotlines",
        title: "content/hotlines.toml：电话",
        body: Body::Fields(&[must_rows("hotline", HOTLINE)]),
    },
    File {
        name: "glossary",
        title: "content/glossary.toml：术语",
        body: Body::Fields(&[must_rows("term", TERM)]),
    },
    File {
        name: "situations",
        title: "content/situations.toml：发生了什么",
        body: Body::Fields(&[must_rows("situation", SITUATION)]),
    },
    File {
        name: "facts",
        title: "content/facts.toml：期限和数额",
        body: Body::Fields(&[must_rows("fact", FACT)]),
    },
    File {
        name: "changes",
        title: "content/changes.toml：改了什么",
        body: Body::Fields(&[must_rows("change", CHANGE)]),
    },
    File {
        name: "emergencies",
        title: "content/emergencies.toml：搜索里的紧急提示",
        body: Body::Fields(&[must_rows("emergency", EMERGENCY)]),
    },
    File { name: "synonyms", title: "content/synonyms.toml：口语和法律用语", body: Body::Map(Texts) },
    File { name: "finding", title: "fatiao check --format json 的一行", body: Body::Finding },
];

const fn must_rows(key: &'static str, fields: &'static [Field]) -> Field {
    may(key, Tables(fields), "每项一段")
}

const LEVEL: super::Kind = Choice(&["off", "note", "warning", "error"]);

const SITE: &[Field] = &[
    must("title", Text, "网站的名字"),
    may("description", Text, "一句话说明，给搜索引擎和首页"),
    may("base_url", Address, "发布的网址；订阅源、站点地图和规范链接要用"),
    may("language", Choice(&["zh-CN", "en"]), "界面的语言"),
    may("jurisdiction", Text, "讲的是哪里的法律"),
    may("author", Text, "谁发布"),
    may("license", Text, "内容的许可"),
    may("report_url", Address, "读者报告错误的网址"),
    may("chapters", Texts, "章的文件夹名，按阅读顺序"),
    may("theme", Text, "网站自己的模板和样式放在哪个文件夹"),
    may("output", Text, "生成到哪个文件夹"),
    may("laws", Table(&[may("texts", Texts, "放法律原文的文件夹，可以在网站外面")]), "法律原文"),
    may("search", Table(&[may("compat", Flag, "另写一份 elasticlunr.js 能读的 searchindex.json")]), "搜索"),
    may("offline", Flag, "读过的网页留着离线看"),
    may("review_after", Whole, "多少天以后要重新核对"),
    may("checks", Map(&LEVEL), "各个诊断编号的级别"),
];

const ENTRY: &[Field] = &[
    must("title", Short(30), "问题：当事人会问的一句话，以“？”结尾"),
    must("answer", Short(60), "一句话答案：先结论，再取决于什么"),
    must("as_of", Date, "按哪一天有效的法律核对"),
    may("review", Choice(&["unreviewed", "reviewed"]), "有没有另一个人复核过"),
    may("reviewed_by", Text, "谁复核的"),
    may("reviewed_on", Date, "哪天复核的"),
    may("slug", Text, "网址里的名字；不写就是文件名"),
    may("order", Whole, "在章里的次序"),
    may("tags", Texts, "日常说法的标签"),
    may("situations", Texts, "属于哪些情形，见 situations.toml"),
    may("related", Texts, "接下来有用的问答：章/文件名"),
    may("quick_exit", Flag, "读者身边可能有危险的人：页面上放“马上离开”"),
];

const CHAPTER: &[Field] = &[
    must("title", Text, "章名"),
    must("summary", Text, "一句话说清管什么"),
    may("start", Texts, "先读的几篇，写文件名"),
];

const LAW: &[Field] = &[
    must("title", Text, "全称"),
    may("short", Texts, "人们引用它用的每个名称；两部法律不能共用一个"),
    must("kind", Text, "宪法、法律、行政法规、部门规章、司法解释……"),
    must("issuer", Text, "制定机关"),
    may("official", Address, "哪里能读到官方文本"),
    may("repealed", Date, "废止的日期"),
    may("succeeded_by", Text, "接替它的法律的文件夹名"),
    may("moved", Tables(MOVED), "旧版本的一条规则现在在哪里"),
];

const MOVED: &[Field] = &[
    must("from", Table(FROM), "旧的位置"),
    must("to", Table(TO), "现在的位置"),
    must("change", Choice(&["same", "changed"]), "内容有没有变"),
    may("note", Text, "变了什么"),
];

const FROM: &[Field] = &[
    must("version", Date, "旧版本的施行日期"),
    must("article", Spot, "条号，如 \"49\" 或者 \"120-1\""),
    may("paragraph", Whole, "款"),
    may("item", Whole, "项"),
];

const TO: &[Field] = &[
    may("law", Text, "另一部法律的文件夹名"),
    may("version", Date, "版本的施行日期"),
    must("article", Spot, "条号"),
    may("paragraph", Whole, "款"),
    may("item", Whole, "项"),
];

const VERSION: &[Field] = &[
    may("promulgated", Date, "公布日期"),
    may("by", Text, "引用时怎么称呼这个版本，如 2013年修正"),
    may("articles", Whole, "最后一条的条号"),
    may("inserted", Inserted, "插入的条，如 120-1"),
    must("text", Choice(&["gist", "full"]), "gist：自己写的要旨；full：官方原文，一条不少"),
    may("checked", Date, "哪天对照官方文本核对过"),
];

const HOTLINE: &[Field] = &[
    must("id", Text, "链接里用的标识，一般就是号码"),
    must("number", Text, "拨打的号码"),
    must("name", Text, "名称"),
    must("for", Text, "管什么"),
    may("not_for", Text, "不管什么，该打哪里"),
    may("hours", Text, "什么时候有人接；确知才写"),
    may("urgent", Flag, "排在所有号码前面"),
    must("source", Text, "在哪里核实的"),
    must("verified", Date, "哪天核实的"),
    may("replaces", Texts, "并入它的旧号码；再写旧号码就是错误"),
];

const TERM: &[Field] = &[
    must("id", Text, "锚点"),
    must("term", Text, "术语"),
    must("meaning", Short(40), "白话解释"),
    may("law", Text, "定义它的条文，写成引用"),
    may("synonyms", Texts, "日常说法"),
];

const SITUATION: &[Field] = &[
    must("id", Text, "问答里写的标识"),
    must("title", Text, "当事人会说的一句话"),
    must("summary", Text, "最先做的一件事"),
    may("hotlines", Texts, "显示哪些电话"),
    may("quick_exit", Flag, "读者身边可能有危险的人"),
];

const FACT: &[Field] = &[
    must("id", Text, "标识"),
    must("name", Text, "量的是什么"),
    may("value", Number, "数"),
    must("unit", Text, "单位：日、个工作日、年、元、倍"),
    may("law", Text, "规定它的条文，写成引用"),
    may("note", Text, "容易弄错的地方"),
    may("about", Texts, "出现这些词的句子说的就是它；不写就用 name"),
    may("wrong", Texts, "写错的单位"),
];

const CHANGE: &[Field] = &[
    must("date", Date, "哪天"),
    must("kind", Choice(&["answer", "correction"]), "answer：答案变了或者新增；correction：改正错误"),
    must("text", Text, "一句话说改了什么"),
    may("entries", Texts, "涉及的问答"),
];

const EMERGENCY: &[Field] = &[
    may("any", Texts, "几组词，词之间用空格；一组里的词都出现就提示"),
    may("unless", Texts, "出现这些词就不提示"),
    must("title", Text, "现在做什么"),
    may("text", Text, "再说一两句"),
    may("entry", Text, "接着读哪一篇"),
    may("hotlines", Texts, "显示哪些电话，最急的在前"),
];
