//! The lints, each on a small site that is clean but for one thing.

use std::collections::BTreeMap;

use fatiao::base::diag::Diagnostic;
use fatiao::base::source::Sources;
use fatiao::engine::Engine;
use jiff::civil::date;

const LAW: &str =
    "title = \"中华人民共和国甲法\"\nshort = [\"甲法\"]\nkind = \"法律\"\nissuer = \"某机关\"\n";
const VERSION: &str = "+++\narticles = 3\ntext = \"full\"\nchecked = 2026-10-04\n+++\n第一条 一。\n\n第二条 二。\n\n第三条 三。\n";
const LINES: &str = "[[hotline]]\nid = \"12315\"\nnumber = \"12315\"\nname = \"x\"\nfor = \"x\"\nsource = \"x\"\n\
                     verified = 2026-10-04\nreplaces = [\"12365\"]\n";
const FACTS: &str = "[[fact]]\nid = \"seven\"\nname = \"七日无理由退货期\"\nvalue = 7\nunit = \"日\"\nabout = [\"无理由\"]\n\
                     wrong = [\"个工作日\"]\n";
const HEAD: &str = "title = \"网购退货，卖家不肯怎么办？\"\nanswer = \"可以退。\"\nas_of = 2026-10-04\nreview = \"reviewed\"\n\
                    reviewed_by = \"某\"\nreviewed_on = 2026-10-04\ntags = [\"退货\"]\n";
const BODY: &str = "## 现在先做\n\n1. 在订单页申请。\n\n## 证据清单\n\n- [ ] 截图\n\n## 找谁\n\n- [12315](hotline:12315)\n\n\
                    ## 为什么\n\n依《甲法》第一条和《甲法》第二条。\n\n## 什么情况下不适用\n\n- 生鲜不适用。\n";

type Files = BTreeMap<String, String>;

fn clean() -> Files {
    let files = [
        ("site.toml", "title = \"站\"\nchapters = [\"a\"]\n".to_owned()),
        ("content/a/_chapter.md", "+++\ntitle = \"章\"\nsummary = \"句。\"\n+++\n".to_owned()),
        ("content/a/one.md", format!("+++\n{HEAD}+++\n{BODY}")),
        ("content/hotlines.toml", LINES.to_owned()),
        ("content/facts.toml", FACTS.to_owned()),
        ("content/laws/x/law.toml", LAW.to_owned()),
        ("content/laws/x/2020-01-01.md", VERSION.to_owned()),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

fn check(files: &Files) -> Vec<Diagnostic> {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Engine::once().check(&Sources::from_texts(date(2026, 10, 4), files))
}

/// The codes found after replacing one text by another in one file.
fn codes(path: &str, from: &str, to: &str) -> Vec<&'static str> {
    let mut files = clean();
    let text = files.entry(path.to_owned()).or_default();
    assert!(from.is_empty() || text.contains(from), "{from} is not in {path}");
    *text = if from.is_empty() { format!("{text}{to}") } else { text.replacen(from, to, 1) };
    check(&files).into_iter().map(|finding| finding.code.0).collect()
}

#[test]
fn the_clean_site_is_clean() {
    let found = check(&clean());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn each_lint_fires_alone() {
    let entry = "content/a/one.md";
    let long = "字".repeat(85);
    let table: &[(&str, &str, &str, &[&str])] = &[
        (entry, "tags = [\"退货\"]\n", "", &["F0601"]),
        (entry, "网购退货，", "我在一个很有名的大平台上面买的东西想要退货但是", &["F0604"]),
        (entry, "怎么办？", "", &["F0605"]),
        (entry, "可以退。", &format!("可以退{long}。"), &["F0606"]),
        (entry, "可以退。", "根据实际情况确定。", &["F0607"]),
        (entry, "生鲜", &long, &["F0608"]),
        (entry, "## 找谁", "## 谁管", &["F0609"]),
        (entry, "- [ ] 截图\n", "", &["F0610"]),
        (entry, "和《甲法》第二条", "", &["F0611"]),
        (entry, "生鲜", "快递打12305，生鲜", &["F0612"]),
        (entry, "生鲜", "打12365，生鲜", &["F0613"]),
        (entry, "生鲜", "无理由退货要在7个工作日内，生鲜", &["F0614"]),
        (entry, "生鲜", "生鲜 3公斤", &["F0615"]),
        (entry, "生鲜", "生鲜,水果", &["F0616"]),
        (entry, "可以退。", "可以 3天内退。", &["F0615"]),
        (entry, "as_of = 2026-10-04", "as_of = 2024-10-04", &["F0617"]),
        (entry, "review = \"reviewed\"\nreviewed_by = \"某\"\nreviewed_on = 2026-10-04\n", "", &["F0618"]),
        (entry, "tags = [\"退货\"]", "tags = [\"诈骗\"]", &["F0619"]),
        (entry, "生鲜", "律师答疑，生鲜", &["F0622"]),
        (entry, "- 生鲜", "<!-- fatiao: allow F0608 没有长句 -->\n- 生鲜", &["F0623"]),
        ("content/hotlines.toml", "2026-10-04", "2024-10-04", &["F0624"]),
        (
            "content/hotlines.toml",
            "",
            "[[hotline]]\nid = \"1\"\nnumber = \"1\"\nname = \"x\"\nfor = \"x\"\nsource = \"x\"\nverified = 2026-10-04\n",
            &["F0621"],
        ),
        ("content/b/_chapter.md", "", "+++\ntitle = \"乙\"\nsummary = \"句。\"\n+++\n", &["F0625", "F0006"]),
        (
            "content/situations.toml",
            "",
            "[[situation]]\nid = \"s\"\ntitle = \"t\"\nsummary = \"u\"\n",
            &["F0621"],
        ),
        (
            "content/glossary.toml",
            "",
            &format!("[[term]]\nid = \"s\"\nterm = \"生鲜\"\nmeaning = \"{}\"\n", &long[..123]),
            &["F0620"],
        ),
        (
            "content/glossary.toml",
            "",
            "[[term]]\nid = \"s\"\nterm = \"惩罚性赔偿\"\nmeaning = \"多赔\"\n",
            &["F0621"],
        ),
    ];
    for (path, from, to, expected) in table {
        let mut found = codes(path, from, to);
        found.sort_unstable_by_key(|code| std::cmp::Reverse(*code));
        assert_eq!(&found, expected, "{path}: {from} → {to}");
    }
}

#[test]
fn titles_are_compared_across_files() {
    for (title, expected) in [
        ("网购退货，卖家不肯怎么办？", &["F0602"][..]),
        ("网购退货，卖家不肯该怎么办？", &["F0603"]),
        ("孩子打赏主播的钱能要回来吗？", &[]),
    ] {
        let mut files = clean();
        let other = files["content/a/one.md"].replace("网购退货，卖家不肯怎么办？", title);
        files.insert("content/a/two.md".to_owned(), other);
        let found: Vec<&str> = check(&files).into_iter().map(|finding| finding.code.0).collect();
        assert_eq!(found, expected, "{title}");
    }
}

#[test]
fn an_allowance_covers_the_next_block_and_no_more() {
    let sentence = "字".repeat(85);
    let entry = "content/a/one.md";
    let allow = "<!-- fatiao: allow F0608 这是固定表述 -->";
    let covered = format!("{allow}\n\n{sentence}。\n\n- 生鲜");
    assert_eq!(codes(entry, "- 生鲜", &covered), [""; 0]);
    let beyond = format!("{allow}\n\n短句。\n\n{sentence}。\n\n- 生鲜");
    assert_eq!(codes(entry, "- 生鲜", &beyond), ["F0623", "F0608"]);
    let first = format!("<!-- fatiao: allow F0605 是一句陈述 -->\n\n{BODY}");
    let mut files = clean();
    let text = files["content/a/one.md"].replace("怎么办？", "").replace(BODY, &first);
    files.insert(entry.to_owned(), text);
    assert!(check(&files).is_empty());
    // What would leave a page broken cannot be allowed.
    let broken = "<!-- fatiao: allow F0302 以后再写 -->\n- [没有](nowhere)\n- 生鲜";
    assert_eq!(codes(entry, "- 生鲜", broken), ["F0623", "F0302"]);
}

#[test]
fn levels_come_from_the_site() {
    let level = |level: &str| {
        let mut files = clean();
        files.insert(
            "site.toml".to_owned(),
            format!("title = \"站\"\nchapters = [\"a\"]\n[checks]\nF0605 = \"{level}\"\n"),
        );
        let text = files["content/a/one.md"].replace("怎么办？", "");
        files.insert("content/a/one.md".to_owned(), text);
        check(&files).into_iter().map(|finding| finding.severity.name()).collect::<Vec<_>>()
    };
    assert_eq!((level("off"), level("error")), (vec![], vec!["错误"]));
}
