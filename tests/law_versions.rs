//! Law files → values, and citations → verdicts, on small invented laws.

use std::sync::Arc;

use fatiao::base::diag::Checked;
use fatiao::base::source::RelPath;
use fatiao::book::laws::{Cited, LawId, Laws, Missing, Named, Verdict, VersionId, split_vintage};
use fatiao::syntax::law::{Change, LawMeta, LawText, parse_meta, parse_version};
use fatiao::syntax::spot::ArticleNo;
use jiff::civil::{Date, date};

const GIST: &str = "+++\narticles = 60\ntext = \"gist\"\nchecked = 2026-01-01\n+++\n";

fn codes<T>(checked: &Checked<T>) -> Vec<&'static str> {
    checked.diags.iter().map(|diag| diag.code.0).collect()
}

fn version(path: &str, body: &str) -> Checked<Option<LawText>> {
    parse_version(&RelPath::new(path).expect("a path"), body)
}

/// Builds a registry from files; their diagnostics and the registry's, as codes.
fn registry(files: &[(&str, &str)]) -> (Laws, Vec<&'static str>) {
    let mut diags = Vec::new();
    let (mut metas, mut versions): (Vec<Arc<LawMeta>>, Vec<Arc<LawText>>) = Default::default();
    for (path, text) in files {
        let file = RelPath::new(&format!("content/laws/{path}")).expect("a path");
        if path.ends_with(".toml") {
            metas.extend(parse_meta(&file, text).take(&mut diags).map(Arc::new));
        } else {
            versions.extend(parse_version(&file, text).take(&mut diags).map(Arc::new));
        }
    }
    let laws = Laws::build(metas, versions).take(&mut diags);
    (laws, diags.iter().map(|diag| diag.code.0).collect())
}

fn toml(title: &str, short: &str, more: &str) -> String {
    format!("title = \"{title}\"\nshort = [\"{short}\"]\nkind = \"法律\"\nissuer = \"示例机关\"\n{more}")
}

fn full(last: u16, articles: &[(u16, &str)]) -> String {
    let mut out = format!("+++\narticles = {last}\ntext = \"full\"\n+++\n");
    for no in 1..=last {
        let words = articles.iter().find(|(at, _)| *at == no).map(|(_, words)| (*words).to_owned());
        let words = words.unwrap_or_else(|| format!("示例{no}{no}{no}{no}。"));
        out.push_str(&format!("{} {words}\n\n", ArticleNo::plain(no)));
    }
    out
}

#[test]
fn a_version_is_read_in_every_form() {
    let text = "\u{feff}+++\r\npromulgated = 2013-10-25\r\nby = \"2013年修正\"\r\narticles = 130\r\ntext = \"gist\"\r\n\
        checked = 2026-10-04\r\n+++\r\n# 示例法\r\n\r\n## 第一章　总　则\r\n\r\n第一条　经营者示例。\r\n\r\n第二款的话。\r\n\
        <!-- 注：\r\n第九条 不算 -->\r\n第２条经营者应当：\r\n(一)示例甲；\r\n（二） 示例乙：\r\n1．目一；\r\n2. 目二。\r\n\
        前款之外的话。\r\n第十条、第十二条规定的情形除外。\r\n第二章 附则\r\n第一百二十条之一 增补的条文。\r\n\
        第一百二十一条 最后一条。\r\n";
    let checked = version("content/laws/demo/2014-03-15.md", text);
    assert_eq!(codes(&checked), Vec::<&str>::new(), "{:?}", checked.diags);
    let law = checked.value.unwrap();
    assert_eq!((law.effective, law.promulgated), (date(2014, 3, 15), Some(date(2013, 10, 25))));
    let keys: Vec<String> = law.articles.keys().map(|no| no.key()).collect();
    assert_eq!(keys, ["1", "2", "120-1", "121"]);
    let second = &law.articles[&ArticleNo::plain(2)];
    assert_eq!((second.paragraphs.len(), second.paragraphs[0].items.len()), (3, 2));
    assert_eq!(second.paragraphs[0].items[1].subitems, ["目一；", "目二。"]);
    assert_eq!(second.paragraphs[2].text, "第十条、第十二条规定的情形除外。");
    assert_eq!(&*second.heading_path, ["第一章 总则"]);
    assert_eq!(&*law.articles[&ArticleNo::plain(121)].heading_path, ["第二章 附则"]);
    assert_eq!(law.outline[1].before.unwrap().key(), "120-1");
    let at = &second.at.bytes;
    assert_eq!(&text[at.start as usize..at.end as usize], "第２条");
}

#[test]
fn a_reference_text_has_a_preamble_and_contents() {
    let text = format!(
        "{GIST}# 示例法\n\n2013年10月25日 示例会议通过\n\n<!-- INFO END -->\n\n目　录\n第一章 总则……1\n第二章 附则……2\n\n\
         第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n附件一：示例表\n一、表格\n"
    );
    let law = version("demo/2014-03-15.md", &text).value.unwrap();
    let outline: Vec<&str> = law.outline.iter().map(|heading| heading.text.as_str()).collect();
    assert_eq!(outline, ["第一章 总则", "第二章 附则"]);
    assert_eq!(law.articles.len(), 2);
    assert_eq!(law.articles[&ArticleNo::plain(2)].plain(), "乙。");
}

#[test]
fn mistakes_in_a_version_are_all_reported() {
    let text = "+++\narticels = 3\narticles = 3\ntext = \"gits\"\nchecked = \"2026-10-04\"\npromulgated = 2030-01-01\n\
        +++\n第二条 甲。\n第一条 乙。\n第九条 丙。\n";
    let checked = version("demo/2014-03-15.md", text);
    assert_eq!(codes(&checked), ["F0104", "F0104", "F0103", "F0506", "F0507", "F0513"]);
    assert_eq!(checked.diags[1].fix.as_ref().unwrap().with, "2026-10-04");
    assert!(checked.diags[2].help.as_ref().unwrap().contains("articles"));
    for (path, text, code) in [
        ("demo/now.md", GIST, "F0505"),
        ("demo/2014-03-15.md", "第一条 甲。", "F0107"),
        ("demo/2014-03-15.md", "+++\narticles = 1\n第一条 甲。", "F0101"),
        ("demo/2014-03-15.md", "+++\ntext = \"full\"\narticles = 3\n+++\n第一条 甲。", "F0508"),
        ("demo/2014-03-15.md", "+++\ntext = \"full\"\n+++\n第一条 甲。", "F0105"),
        ("demo/2014-03-15.md", "+++\ntext = \"gist\"\narticles = 1\n+++\n第一条 甲。", "F0105"),
        ("demo/2014-03-15.md", "+++\ntext = \n+++\n", "F0102"),
    ] {
        assert!(codes(&version(path, text)).contains(&code), "{text}");
    }
    let skipped = format!("{GIST}第一条 甲：\n（一）子；\n（三）丑。\n");
    assert_eq!(codes(&version("demo/2014-03-15.md", &skipped)), ["F0514"]);
}

#[test]
fn mistakes_in_law_toml_are_all_reported() {
    let file = RelPath::new("content/laws/demo/law.toml").unwrap();
    let text = "titel = \"示例法\"\nshort = [\"示例法\", 3]\nkind = \"法律\"\nissuer = 5\nrepealed = \"2021-01-01\"\n\
        [[moved]]\nfrom = { article = \"49\" }\nto = { article = \"x\" }\nchange = \"maybe\"\n";
    let checked = parse_meta(&file, text);
    let mut found = codes(&checked);
    found.sort_unstable();
    assert_eq!(found, ["F0103", "F0104", "F0104", "F0104", "F0104", "F0104", "F0105", "F0105"]);
    for diag in &checked.diags {
        let at = diag.at.as_ref().unwrap();
        assert!(text.is_char_boundary(at.bytes.start as usize) && at.bytes.end as usize <= text.len());
    }
}

#[test]
fn names_are_found_in_every_form() {
    let interpretation = "最高人民法院关于适用《中华人民共和国示例法》若干问题的解释（二）";
    let (laws, diags) = registry(&[
        ("demo/law.toml", &toml("中华人民共和国示例法", "示法", "")),
        ("demo-2/law.toml", &toml(interpretation, "示例法解释（二）", "")),
        ("other/law.toml", &toml("另一示例规定（试行）", "示 法", "")),
    ]);
    assert_eq!(diags, ["F0509"]);
    for (name, law) in [
        ("示例法", "demo"),
        ("中华人民共和国 示例法", "demo"),
        ("最高人民法院关于适用〈中华人民共和国示例法〉若干问题的解释(二)", "demo-2"),
        ("关于适用<示例法>若干问题的解释（二）", "demo-2"),
        ("适用示例法若干问题的解释（二）", "demo-2"),
        ("另一示例规定（试行）", "other"),
    ] {
        assert_eq!(laws.by_name(name), Named::One(LawId::new(law)), "{name}");
    }
    assert_eq!(laws.by_name("示法"), Named::Many(vec![LawId::new("demo"), LawId::new("other")]));
    let near = Some("另一示例规定（试行）".to_owned());
    assert_eq!(laws.by_name("另一示范规定（试行）"), Named::Unknown { did_you_mean: near });
    let spelled: Vec<&str> = laws.names().map(|(name, _)| name).collect();
    assert!(spelled.contains(&"示例法") && spelled.contains(&&interpretation["最高人民法院".len()..]));
    assert_eq!(
        laws.by_cited_name("示例法（2013年修正）"),
        (Named::One(LawId::new("demo")), Some("2013年修正"))
    );
    assert_eq!(laws.by_cited_name("示例法解释（二）"), (Named::One(LawId::new("demo-2")), None));
    assert_eq!(split_vintage("示例法（2013年修正）"), ("示例法", Some("2013年修正")));
    assert_eq!(split_vintage("示例法(1999)"), ("示例法", Some("1999")));
    assert_eq!(split_vintage("示例解释（二）"), ("示例解释（二）", None));
}

/// A law of three versions, one repealed law that went into it, a draft, and an instrument nobody has counted.
fn house() -> Laws {
    let moved = "[[moved]]\nfrom = { version = 1994-01-01, article = \"49\" }\n\
        to = { version = 2014-03-15, article = \"55\" }\nchange = \"changed\"\nnote = \"双倍改为三倍\"\n\
        [[moved]]\nfrom = { version = 1994-01-01, article = \"8\", paragraph = 2 }\n\
        to = { version = 2014-03-15, article = \"9\" }\nchange = \"same\"\n";
    let old = full(
        55,
        &[
            (2, "经营者提供示例商品的，二〇一三年起应当标明真实名称，价格按５００元计算。"),
            (3, "示例经营者应当在收到示例商品之日起七日内退还消费者支付的示例价款。"),
            (4, "示例平台应当建立示例制度并且公示示例规则，接受示例监督和示例检查。"),
            (5, "示例机关工作人员玩忽职守、滥用职权的，依法给予处分；构成犯罪的移送。"),
            (8, "第八条的头一款话。\n\n第八条的另一款话。\n（一）子；\n（二）丑。"),
        ],
    );
    let new = full(
        60,
        &[
            (2, "经营者提供示例商品的, 二零一三年起应当标明真实名称, 价格按500元计算."),
            (3, "示例经营者应当在收到示例商品之日起十五日内退还消费者支付的示例价款。"),
            (4, "网络直播间运营者对未成年观众的打赏数额设置上限，并核验其身份信息资料。"),
            (5, "国家鼓励各级学校开设有关课程，普及科学知识，培养青年人的兴趣与爱好。"),
            (55, "欺诈的，赔三倍，至少五百元。"),
            (56, "示例机关工作人员玩忽职守、滥用职权的，依法给予处分；构成犯罪的移送。"),
        ],
    );
    let old_law = "repealed = 2014-03-15\nsucceeded_by = \"demo\"\n[[moved]]\n\
        from = { version = 1990-01-01, article = \"7\" }\nto = { law = \"demo\", article = \"55\" }\nchange = \"changed\"\n";
    let (laws, diags) = registry(&[
        ("demo/law.toml", &toml("中华人民共和国示例法", "示法", moved)),
        ("demo/1994-01-01.md", &old),
        ("demo/2014-03-15.md", &new),
        ("demo/2030-01-01.md", &GIST.replace("60", "70\ninserted = [\"3-1\"]")),
        ("old/law.toml", &toml("旧示例法", "旧示法", old_law)),
        ("old/1990-01-01.md", &GIST.replace("60", "20")),
        ("draft/law.toml", &toml("示例法（草案）", "示例草案", "")),
        ("bare/law.toml", &toml("示例通知", "示通", "")),
        ("bare/2020-01-01.md", "+++\ntext = \"gist\"\nchecked = 2026-01-01\n+++\n"),
    ]);
    assert_eq!(diags, Vec::<&str>::new());
    laws
}

fn verdict(laws: &Laws, law: &str, article: Option<&str>, as_of: Date) -> Verdict {
    let law = LawId::new(law);
    let article = article.map(|no| ArticleNo::parse(no).expect("a number"));
    let cited = Cited { law: &law, version: None, article, paragraph: None, item: None, as_of };
    laws.verdict(&cited, date(2026, 10, 4))
}

#[test]
fn every_row_of_the_verdict_table() {
    let laws = house();
    let (then, now) = (date(2012, 1, 1), date(2026, 10, 4));
    let since = date(2014, 3, 15);
    let current = VersionId(since);
    let at = |article: &str, as_of| verdict(&laws, "demo", Some(article), as_of);
    assert_eq!(at("4", now), Verdict::InForce, "the version is in force");
    assert_eq!(at("2", then), Verdict::InForce, "formatting is no amendment");
    assert_eq!(at("3", then), Verdict::Changed { since, now: current, known: true });
    assert_eq!(at("4", then), Verdict::AnotherRule { since, now: current });
    let Verdict::Moved { to, change, number_lives, .. } = at("49", then) else { panic!("moved by a row") };
    assert_eq!((to[0].place.article.key().as_str(), change, number_lives), ("55", Change::Changed, true));
    assert_eq!(to[0].note.as_deref(), Some("双倍改为三倍"));
    let Verdict::Moved { to, change, .. } = at("5", then) else { panic!("moved by equal wording") };
    assert_eq!((to[0].place.article.key().as_str(), change), ("56", Change::Same));
    let repealed = verdict(&laws, "old", Some("7"), then);
    let Verdict::Repealed { since: gone, to, by } = repealed else { panic!("repealed") };
    assert_eq!((gone, to[0].place.article.key().as_str(), by), (since, "55", Some(LawId::new("demo"))));
    assert!(matches!(verdict(&laws, "old", Some("8"), now), Verdict::Repealed { to, .. } if to.is_empty()));
    assert!(matches!(verdict(&laws, "old", None, now), Verdict::Repealed { .. }));
    assert_eq!(at("4", date(1990, 1, 1)), Verdict::NotYet { from: Some(date(1994, 1, 1)) });
    assert_eq!(verdict(&laws, "draft", None, now), Verdict::NotYet { from: None });
    let near = Some(ArticleNo::plain(50));
    assert_eq!(at("500", now), Verdict::NoSuch(Missing::Article { last: Some(60), near }));
    assert!(matches!(at("3-1", now), Verdict::NoSuch(Missing::Article { .. })));
    assert_eq!(verdict(&laws, "bare", None, now), Verdict::InForce);
    let unknown = Missing::Article { last: None, near: None };
    assert_eq!(verdict(&laws, "bare", Some("1"), now), Verdict::NoSuch(unknown));
    assert!(matches!(verdict(&laws, "nothing", None, now), Verdict::UnknownLaw { .. }));
}

#[test]
fn paragraphs_items_and_named_versions() {
    let laws = house();
    let law = LawId::new("demo");
    let version = laws.get(&law).unwrap().by_vintage("1994").unwrap().id;
    let article = Some(ArticleNo::plain(8));
    let as_of = date(2026, 10, 4);
    let base = Cited { law: &law, version: Some(version), article, paragraph: None, item: None, as_of };
    let at = |paragraph, item| laws.verdict(&Cited { paragraph, item, ..base }, as_of);
    assert_eq!(at(Some(3), None), Verdict::NoSuch(Missing::Paragraph { count: 2 }));
    assert_eq!(at(Some(2), Some(3)), Verdict::NoSuch(Missing::Item { count: 2 }));
    assert_eq!(at(Some(1), Some(1)), Verdict::NoSuch(Missing::Item { count: 0 }));
    assert!(matches!(at(Some(2), Some(2)), Verdict::Moved { to, .. } if to[0].place.article.no == 9));
    assert!(matches!(at(None, Some(2)), Verdict::Moved { .. }));
    let since = date(2014, 3, 15);
    assert_eq!(at(Some(1), None), Verdict::AnotherRule { since, now: VersionId(since) });
    let future = Cited { version: Some(VersionId(date(2030, 1, 1))), ..base };
    assert_eq!(laws.verdict(&future, as_of), Verdict::NotYet { from: Some(date(2030, 1, 1)) });
    let inserted = Cited { article: ArticleNo::parse("3-1"), paragraph: None, ..future };
    assert_eq!(laws.verdict(&inserted, as_of), Verdict::NotYet { from: Some(date(2030, 1, 1)) });
    let nowhere = Cited { version: Some(VersionId(date(2031, 1, 1))), ..base };
    assert_eq!(laws.verdict(&nowhere, as_of), Verdict::NoSuch(Missing::Version));
    let whole = Cited { article: None, ..base };
    assert!(matches!(laws.verdict(&whole, as_of), Verdict::Changed { .. }));
}

#[test]
fn rows_and_dates_that_cannot_be_are_reported() {
    let rows = "repealed = 1990-01-01\nsucceeded_by = \"dmeo\"\n\
        [[moved]]\nfrom = { version = 1995-01-01, article = \"1\" }\nto = { article = \"2\" }\nchange = \"same\"\n\
        [[moved]]\nfrom = { version = 1994-01-01, article = \"61\" }\nto = { law = \"demoo\", article = \"2\" }\nchange = \"same\"\n";
    let (_, diags) = registry(&[
        ("demo/law.toml", &toml("示例法", "示法", rows)),
        ("demo/1994-01-01.md", GIST),
        ("lost/2000-01-01.md", GIST),
    ]);
    assert_eq!(diags, ["F0510", "F0512", "F0513", "F0511", "F0512"]);
}

/// What a new version does to the citations of a law's articles 1 to 6: the key of each verdict that is not 现行.
#[test]
fn a_new_version_touches_exactly_the_articles_that_it_changes() {
    let gists = |changed: &[(u16, &str)], last: u16| {
        let mut out = GIST.replace("60", &last.to_string());
        for no in (1..=last).filter(|no| *no <= 6) {
            let words = changed.iter().find(|(at, _)| *at == no).map(|(_, words)| (*words).to_owned());
            let words = words.unwrap_or_else(|| format!("示例经营者应当依法示例处理投诉，编号{no}。"));
            out.push_str(&format!("{} {words}\n\n", ArticleNo::plain(no)));
        }
        out
    };
    let old = gists(&[], 6);
    let new = gists(&[(2, "示例经营者应当在七日内依法示例处理投诉。"), (5, "国家鼓励学校普及科学知识。")], 5);
    let law = toml("示例法", "示法", "");
    let touched = |files: &[(&str, &str)]| -> Vec<String> {
        let (laws, diags) = registry(files);
        assert_eq!(diags, Vec::<&str>::new());
        let verdict = |no: u16| verdict(&laws, "demo", Some(&no.to_string()), date(2020, 1, 1));
        (1..=6)
            .filter(|no| verdict(*no) != Verdict::InForce)
            .map(|no| format!("{no} {:?}", verdict(no)))
            .collect()
    };
    let before = [("demo/law.toml", law.as_str()), ("demo/2010-01-01.md", old.as_str())];
    assert_eq!(touched(&before), Vec::<String>::new());
    let after = [before[0], before[1], ("demo/2026-01-01.md", new.as_str())];
    let kinds: Vec<String> = touched(&after)
        .iter()
        .map(|touched| touched.split([' ', '{']).take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(kinds, ["2 Changed", "5 AnotherRule", "6 Repealed"]);
    let later = [before[0], before[1], ("demo/2027-01-01.md", new.as_str())];
    assert_eq!(touched(&later), Vec::<String>::new(), "a version to come touches nothing yet");
}

proptest::proptest! {
    #[test]
    fn law_files_never_panic_and_spans_fall_on_characters(
        text in "(\\+\\+\\+\n|articles = 3\n|text = \"gist\"\n|第[一二十百0-9１]{0,3}条(之一)?|[　 \n]|（[一二]）|1．|## 第一章|目录|附件|[a-z=\"\\[\\{é款项。、]){0,24}"
    ) {
        let file = RelPath::new("demo/2014-03-15.md").expect("a path");
        let mut diags = parse_version(&file, &text).diags;
        diags.extend(parse_meta(&file, &text).diags);
        diags.extend(fatiao::syntax::law::parse_official(&file, &text, &Default::default()).diags);
        for at in diags.iter().filter_map(|diag| diag.at.as_ref()) {
            let (start, end) = (at.bytes.start as usize, at.bytes.end as usize);
            assert!(start <= end && text.is_char_boundary(start) && text.is_char_boundary(end), "{at:?} in {text:?}");
        }
    }
}
