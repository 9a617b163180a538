//! Markdown as written → the HTML, holes and findings it becomes.

use super::*;
use crate::base::source::RelPath;

fn read(text: &str) -> Checked<Body> {
    let names = Names {
        laws: Lexicon::new(["民法典", "刑法"]),
        terms: Terms::new([("诉讼时效", "limitation")]),
    };
    parse(&RelPath::new("a.md").unwrap(), text, 100, &names)
}

/// HTML with holes shown as `[L0]`, `[C0.0]` and so on.
fn show(chunks: &[Chunk]) -> String {
    let one = |chunk: &Chunk| match chunk {
        Chunk::Html(html) => html.clone(),
        Chunk::Link(n) => format!("[L{n}]"),
        Chunk::Cite(n, spot) => format!("[C{n}.{spot}]"),
        Chunk::Term(n) => format!("[T{n}]"),
        Chunk::Image(n) => format!("[I{n}]"),
        Chunk::Label(label) => format!("[{label:?}]"),
    };
    chunks.iter().map(one).collect()
}

fn lead(text: &str) -> String {
    show(&read(text).value.lead).trim_end().to_owned()
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).diags.into_iter().map(|finding| finding.code.0).collect()
}

#[test]
fn markdown_becomes_html_with_holes() {
    for (text, html) in [
        ("付了\n钱", "<p>付了钱</p>"),
        ("use\nAPI", "<p>use API</p>"),
        ("**提示：**先看", "<p><strong>提示：</strong>先看</p>"),
        ("看[这里](a/b)。", "<p>看[L0]这里</a>。</p>"),
        ("见《民法典》第五条。", "<p>见[C0.0]《民法典》第五条</a>。</p>"),
        ("见《民法典》第五条、第七条。", "<p>见[C0.0]《民法典》第五条</a>、[C0.1]第七条</a>。</p>"),
        ("见《民法典》**第五条**。", "<p>见[C0.0]《民法典》</a><strong>[C0.0]第五条</a></strong>。</p>"),
        ("[见《民法典》第五条](x)", "<p>[L0]见《民法典》第五条</a></p>"),
        ("过了诉讼时效，诉讼时效", "<p>过了[T0]诉讼时效</a>，诉讼时效</p>"),
        ("`《民法典》第五条`", "<p><code>《民法典》第五条</code></p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "- [ ] 截图\n- [x] 账单",
            "<ul>\n<li><input type=\"checkbox\" id=\"task-1\"><label for=\"task-1\">截图</label></li>\n<li><input type=\"checkbox\" id=\"task-2\" checked><label for=\"task-2\">账单</label></li>\n</ul>",
        ),
        ("3. 三\n4. 四", "<ol start=\"3\">\n<li>三</li>\n<li>四</li>\n</ol>"),
        ("### 小标题", "<h3 id=\"小标题\">小标题</h3>"),
        ("a<!-- 注释 -->b", "<p>ab</p>"),
    ] {
        assert_eq!(lead(text), html, "{text}");
    }
}

#[test]
fn sections_headings_and_footnotes_are_kept_apart() {
    let body = read("前言\n\n## 为什么\n\n因为[^1]。\n\n### 理由\n\n## 为什么\n\n[^1]: 注\n").value;
    assert_eq!(show(&body.lead), "<p>前言</p>\n");
    let anchors: Vec<&str> = body.headings.iter().map(|heading| heading.anchor.as_str()).collect();
    assert_eq!(anchors, ["为什么", "理由", "为什么-2"]);
    assert_eq!(body.sections.len(), 2);
    assert!(show(&body.footnotes).contains("id=\"fn-1\""));
}

#[test]
fn what_is_refused_is_reported_at_its_place() {
    assert_eq!(codes("a <b>x</b>"), ["F0401", "F0401"]);
    assert_eq!(codes("<div>\nx\n</div>"), ["F0401"]);
    assert_eq!(codes("# 一级"), ["F0402"]);
    assert_eq!(codes("半个 **强调"), ["F0403"]);
    assert_eq!(codes("![](a.png)"), ["F0404"]);
    assert_eq!(codes("## 一\n\n#### 三"), ["F0405"]);
    assert_eq!(codes("[^1]: 注"), ["F0406"]);
    assert_eq!(codes("## 一 {#x}\n\n## 二 {#x}"), ["F0407"]);
    assert_eq!(codes("<!-- fatiao: allow F0601 -->"), ["F0408"]);
    assert_eq!(codes("[x](javascript:alert)"), ["F0301"]);
    assert_eq!(codes("见[官网](https://example.org)、[电话](tel:110)、<https://example.org>"), [""; 0]);
}

#[test]
fn spans_point_into_the_file() {
    let text = "甲**提示：**乙\n《民法典》第五条";
    let body = read(text).value;
    let at = body.cites[0].at.bytes.clone();
    assert_eq!(&text[at.start as usize - 100..at.end as usize - 100], "《民法典》第五条");
    let block = &body.blocks[0];
    let at = block.text.find('乙').unwrap();
    assert_eq!(block.source(at) - 100, text.find('乙').unwrap());
}

#[test]
fn sentences_are_cut_at_full_stops() {
    let body = read("头一句。见《民法典》第五条！尾句").value;
    let block = &body.blocks[0];
    assert_eq!(block.sentence(body.cites[0].raw.at.start), "见《民法典》第五条！");
    assert_eq!(block.sentence(block.text.len()), "尾句");
}

#[test]
fn words_are_parted_from_their_sentence_where_they_stand() {
    let body = read("头一句。 退款看退款，好。尾句").value;
    let (block, text) = (&body.blocks[0], &body.blocks[0].text);
    let second = text.rfind("退款").unwrap();
    assert_eq!(block.sentence_apart(&(second..second + 6)), ["退款看", "退款", "，好。"]);
    let across = second..text.find("尾").unwrap() + 3;
    assert_eq!(block.sentence_apart(&across), ["退款看退款，好。", "", ""]);
}

#[test]
fn every_special_character_is_escaped_wherever_it_stands() {
    for at in 0..40 {
        let (before, after) = ("法".repeat(at / 3) + &"a".repeat(at % 3), "\u{e001}b\"<");
        let text = format!("{before}&\u{e000}>{after}");
        assert_eq!(escape(&text), format!("{before}&amp;&gt;\u{e001}b&quot;&lt;"));
    }
    assert_eq!(escape("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[*_`#<>!\\[\\]()~^|:\\-\n 《》民法典第五条款一。：“”a]{0,60}") {
        let body = read(&text).value;
        for cite in &body.cites {
            let at = cite.at.bytes.clone();
            let (start, end) = (at.start as usize - 100, at.end as usize - 100);
            proptest::prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end) && start <= end);
        }
    }
}
