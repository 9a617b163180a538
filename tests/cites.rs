//! Citations as tables: what is written → what is found, where, and what it means within its text.

use std::sync::LazyLock;

use fatiao::syntax::cite::context::settle;
use fatiao::syntax::cite::{LawRef, Lexicon, find};

static NAMES: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// `mention → law provisions`, a dash where the text names no law.
fn found(text: &str) -> Vec<String> {
    let cites = find(text, &NAMES);
    let meant = settle(text, &cites);
    let law = |at: Option<usize>| match at.map(|at| &cites[at].law) {
        Some(LawRef::Named(name)) => name.clone(),
        _ => "-".to_owned(),
    };
    let shown = cites.iter().zip(&meant).map(|(cite, meant)| {
        let spots: Vec<String> = meant.spots.iter().map(|spot| spot.key()).collect();
        format!("{} → {} {}", &text[cite.at.clone()], law(meant.law), spots.join(" ")).trim_end().to_owned()
    });
    shown.collect()
}

/// Checks a table; every row that differs is reported.
fn check(table: &[(&str, &[&str])]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, want)| found(text) != *want)
        .map(|(text, want)| format!("{text}\n  want {want:?}\n  have {:?}", found(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_with_and_without_brackets() {
    check(&[
        ("买家可以援引《民法典》第五百七十七条。", &["《民法典》第五百七十七条 → 民法典 577"]),
        ("网购退货见消费者权益保护法第二十五条", &["消费者权益保护法第二十五条 → 消费者权益保护法 25"]),
        ("按消保法25条办", &["消保法25条 → 消保法 25"]),
        ("根据广告法，商家要担责", &["广告法 → 广告法"]),
        (
            "《上海市消费者权益保护条例》第八条",
            &["《上海市消费者权益保护条例》第八条 → 上海市消费者权益保护条例 8"],
        ),
        (
            "最高人民法院《关于审理网络消费纠纷案件适用法律若干问题的规定（一）》第二条",
            &[
                "《关于审理网络消费纠纷案件适用法律若干问题的规定（一）》第二条 → 关于审理网络消费纠纷案件适用法律若干问题的规定（一） 2",
            ],
        ),
        (
            "依据《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》第五条",
            &["《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》第五条 → \
               最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一） 5"],
        ),
        ("公司法解释（三）第十三条第二款", &["公司法解释（三）第十三条第二款 → 公司法解释（三） 13.2"]),
        ("《专利法》实施细则第四十一条", &["《专利法》实施细则第四十一条 → 专利法实施细则 41"]),
        (
            "违反网络食品经营监督管理办法第九条的",
            &["网络食品经营监督管理办法第九条 → 网络食品经营监督管理办法 9"],
        ),
        (
            "最高人民法院关于适用民事诉讼法的解释第二十条规定",
            &["最高人民法院关于适用民事诉讼法的解释第二十条 → 最高人民法院关于适用民事诉讼法的解释 20"],
        ),
        ("德国民法典第242条讲诚信", &["德国民法典第242条 → 德国民法典 242"]),
        ("刑法修正案（十一）第四条", &["刑法修正案（十一）第四条 → 刑法修正案（十一） 4"]),
    ]);
}

#[test]
fn numbers_as_people_write_them() {
    check(&[
        ("《电子商务法》第49条第2款", &["《电子商务法》第49条第2款 → 电子商务法 49.2"]),
        ("《电子商务法》第４９条", &["《电子商务法》第４９条 → 电子商务法 49"]),
        ("刑法第264、266条", &["刑法第264、266条 → 刑法 264 266"]),
        ("民法典第1194-1197条", &["民法典第1194-1197条 → 民法典 1194..1197"]),
        (
            "《民法典》第一百四十三条至第一百四十六条",
            &["《民法典》第一百四十三条至第一百四十六条 → 民法典 143..146"],
        ),
        ("刑法第二百八十七条之二第一款", &["刑法第二百八十七条之二第一款 → 刑法 287-2.1"]),
        ("劳动合同法第三十九条第二项", &["劳动合同法第三十九条第二项 → 劳动合同法 39.0.2"]),
        ("劳动合同法第三十九条（三）项", &["劳动合同法第三十九条（三）项 → 劳动合同法 39.0.3"]),
        (
            "劳动合同法第四十条第（一）、第（三）项",
            &["劳动合同法第四十条第（一）、第（三）项 → 劳动合同法 40.0.1 40.0.3"],
        ),
        ("《广告法》第二十八条第一、三款", &["《广告法》第二十八条第一、三款 → 广告法 28.1 28.3"]),
        (
            "《广告法》第二十八条第二款第一项、第四项",
            &["《广告法》第二十八条第二款第一项、第四项 → 广告法 28.2.1 28.2.4"],
        ),
        ("《广告法》第九条第(二)至(四)项", &["《广告法》第九条第(二)至(四)项 → 广告法 9.0.2..9.0.4"]),
        ("《商标法》第十条第一款前三项", &["《商标法》第十条第一款前三项 → 商标法 10.1.1..10.1.3"]),
        (
            "商标法第十条，第十一条和第十二条第二款",
            &["商标法第十条，第十一条和第十二条第二款 → 商标法 10 11 12.2"],
        ),
        ("《民法典》第五百\n七十七条", &["《民法典》第五百\n七十七条 → 民法典 577"]),
        ("《民法典》 第 577 条", &["《民法典》 第 577 条 → 民法典 577"]),
        ("《仲裁公约》第五条第一款（乙）项", &["《仲裁公约》第五条第一款（乙）项 → 仲裁公约 5.1.2"]),
        ("刑法第五条规定的方式和第六条", &["刑法第五条 → 刑法 5", "第六条 → 刑法 6"]),
    ]);
}

#[test]
fn what_stands_between_name_and_number() {
    check(&[
        ("《合同法》（1999）第九十四条", &["《合同法》（1999）第九十四条 → 合同法 94"]),
        ("《民法典》（以下简称民法典）第九条", &["《民法典》（以下简称民法典）第九条 → 民法典 9"]),
        ("《民法典》合同编第五百条", &["《民法典》合同编第五百条 → 民法典 500"]),
        ("《刑法》第五章第二百六十四条", &["《刑法》第五章第二百六十四条 → 刑法 264"]),
        ("《刑法》第五章", &["《刑法》 → 刑法"]),
        ("刑法1979年第一百五十条", &["刑法1979年第一百五十条 → 刑法 150"]),
        (
            "《产品质量法》写得更细，其第四十一条",
            &["《产品质量法》 → 产品质量法", "第四十一条 → 产品质量法 41"],
        ),
        ("依照《食品安全法》第XX条处理", &["《食品安全法》 → 食品安全法"]),
    ]);
}

#[test]
fn look_alikes_are_no_citations() {
    check(&[
        ("《租房合同》第三条约定押一付三。", &[]),
        ("合同第七条写明违约金。", &[]),
        ("该协议第5条约定不退定金，第6条约定送货。", &[]),
        ("原判决第二项判令返还货款", &[]),
        ("附件一第三项所列物品", &[]),
        ("《红楼梦》第三回", &[]),
        ("《孙子兵法》第五篇", &[]),
        ("收到《受理通知书》后七日内", &[]),
        ("该合同法律关系清楚，人民法院予以确认", &[]),
        ("公司法人和公司法定代表人不是一回事", &[]),
        ("她在大学教刑法学和国际法", &[]),
        ("取消法律职业资格", &[]),
        ("根据本法规定，制定本条例。", &[]),
        ("本法第九章、本节和上述规定", &[]),
        ("该条款无效，该条件不成立，该款项已付", &[]),
        ("给您发了三条消息，第三条消息没看到", &[]),
        ("目前条件不具备，以前条件更差", &[]),
        ("这是第一条路，第二条路是协商", &[]),
        ("第XX条不能作数", &[]),
        ("适用上述规定；各该条不另行说明", &[]),
        ("该款手机售价三千元，该款自五月起计息", &[]),
    ]);
}

#[test]
fn pronouns_take_the_law_they_mean() {
    check(&[
        (
            "《劳动合同法》第三十八条：因本法第二十六条第一款致使合同无效的，可以解除。",
            &["《劳动合同法》第三十八条 → 劳动合同法 38", "本法第二十六条第一款 → 劳动合同法 26.1"],
        ),
        ("第五条 违反本法第三条的，处罚款。", &["本法第三条 → - 3"]),
        (
            "《婚姻登记条例》施行后，依本解释第三条处理",
            &["《婚姻登记条例》 → 婚姻登记条例", "本解释第三条 → - 3"],
        ),
        ("民法典没变，该法第九条还在", &["民法典 → 民法典", "该法第九条 → 民法典 9"]),
        ("依《统计法》第一条和该条例第三条", &["《统计法》第一条 → 统计法 1", "该条例第三条 → - 3"]),
        ("刑法第一百条第一款与该条第二款", &["刑法第一百条第一款 → 刑法 100.1", "该条第二款 → 刑法 100.2"]),
        (
            "《民法典》第640条规定了风险。另外，第638条规定可以试用",
            &["《民法典》第640条 → 民法典 640", "第638条 → 民法典 638"],
        ),
        ("第三十八条规定得很清楚", &["第三十八条 → - 38"]),
        (
            "国务院公布《快递服务条例》（以下简称《条例》），依照《条例》第二条",
            &["《快递服务条例》 → 快递服务条例", "《条例》第二条 → 条例 2"],
        ),
    ]);
}

#[test]
fn positions_are_counted_under_headings() {
    check(&[
        ("第二十条 商家应当退款。\n\n违反前款规定的，罚款。", &["前款 → - 20.1"]),
        ("第九条 甲。\n乙。\n丙。\n有前两款行为的，从重。", &["前两款 → - 9.2..9.3"]),
        ("第一百条 依照前条第三款和前两条办理。", &["前条第三款 → - 99.3", "前两条 → - 98..99"]),
        ("第九条 甲：\n（一）乙；\n（二）丙；\n（三）前项所列的人。", &["前项 → - 9.1.2"]),
        ("第十三条 依照本条第（二）项，本条不溯及既往。", &["本条第（二）项 → - 13.0.2", "本条 → - 13"]),
        ("第八条 甲。\n\n对第一款规定的除外。", &["第一款 → - 8.1"]),
        ("依照前款和前条规定", &["前款 → - ?.?", "前条 → - ?"]),
        ("符合本项第3目规定的", &["本项第3目 → - ?.?.?.3"]),
        ("《民法典》第六百条：“前款规定除外。”", &["《民法典》第六百条 → 民法典 600", "前款 → 民法典 600.?"]),
        ("第一百二十条之二 依照前条处罚。", &["前条 → - 120-1"]),
    ]);
}

#[test]
fn versions_named_beside_a_law() {
    let vintage = |text: &str| {
        let cites = find(text, &NAMES);
        cites[0].vintage.as_ref().map(|vintage| (vintage.year, vintage.words.clone(), vintage.former))
    };
    let year = |year: u16, words: &str| Some((Some(year), words.to_owned(), false));
    for (text, want) in [
        ("《消费者权益保护法》（2013年修正）第五十五条", year(2013, "2013年修正")),
        ("《民事诉讼法（2012年修正）》第五条", year(2012, "2012年修正")),
        ("2009年《侵权责任法》第六条", year(2009, "2009年")),
        ("2012年修正的《民事诉讼法》第五条", year(2012, "2012年修正")),
        ("《合同法（1999）》第九十四条", year(1999, "1999")),
        ("刑法1979年第一百五十条", year(1979, "1979年")),
        ("原《合同法》第六十条", Some((None, "原".to_owned(), true))),
        ("修改前的《专利法》第十一条", Some((None, "修改前的".to_owned(), true))),
        ("《诉讼收费办法》（已废止）第三条", Some((None, "已废止".to_owned(), true))),
        ("执业医师法已由《医师法》取代", Some((None, "已由".to_owned(), true))),
        ("《合同法》已于2021年废止", Some((None, "已于".to_owned(), true))),
        ("《民法典》已于2021年施行", None),
        ("《民法典》第五条", None),
        ("《网络食品安全规定》（国令第5号）第三条", None),
        ("《企业破产法（试行）》第三条", None),
    ] {
        assert_eq!(vintage(text), want, "{text}");
    }
}

mod registry {
    use std::sync::Arc;

    use fatiao::base::source::{RelPath, Span};
    use fatiao::book::cites::{Days, Passage, resolve};
    use fatiao::book::laws::Laws;
    use fatiao::syntax::cite::{Lexicon, find};
    use fatiao::syntax::law::{parse_meta, parse_version};

    const FILES: [(&str, &str); 8] = [
        (
            "buyers/law.toml",
            "title = \"中华人民共和国买家保护法\"\nshort = [\"买家保护法\", \"买保法\"]\nkind = \"法律\"\n\
            issuer = \"全国人民代表大会常务委员会\"\nofficial = \"https://example.org\"\n\
            [[moved]]\nfrom = { version = 1994-01-01, article = \"49\" }\nto = { article = \"55\" }\nchange = \"changed\"\n",
        ),
        (
            "buyers/1994-01-01.md",
            "第四十八条 退货的条件由双方商定，并写入订单之中。\n\n第四十九条 欺诈的双倍赔偿。\n",
        ),
        (
            "buyers/2014-03-15.md",
            "第二十五条 七日内可以退货。\n\n下列商品除外：\n\n（一）定作的；\n\n（二）鲜活易腐的。\n\n\
            第四十八条 造成损害的依照其他法律承担责任，另有规定的除外。\n\n第五十五条 欺诈的三倍赔偿。\n",
        ),
        (
            "pacts/law.toml",
            "title = \"中华人民共和国契约法\"\nshort = [\"契约法\"]\nkind = \"法律\"\n\
            issuer = \"全国人民代表大会\"\nofficial = \"https://example.org\"\nrepealed = 2021-01-01\nsucceeded_by = \"code\"\n",
        ),
        ("pacts/1999-10-01.md", "第六十条 全面履行。\n"),
        (
            "code/law.toml",
            "title = \"中华人民共和国总法典\"\nshort = [\"总法典\"]\nkind = \"法律\"\n\
            issuer = \"全国人民代表大会\"\nofficial = \"https://example.org\"\n",
        ),
        ("code/2021-01-01.md", "第五条 全面履行义务。\n"),
        ("code/2027-01-01.md", "第五条 全面履行义务。\n\n第六条 新规则。\n"),
    ];

    fn laws() -> Laws {
        let (mut metas, mut versions) = (Vec::new(), Vec::new());
        for (path, text) in FILES {
            let file = RelPath::new(&format!("content/laws/{path}")).expect("a path");
            let front =
                "+++\npromulgated = 1993-10-31\narticles = 60\ntext = \"gist\"\nchecked = 2026-01-01\n+++\n";
            if path.ends_with(".toml") {
                metas.extend(parse_meta(&file, text).value.map(Arc::new));
            } else {
                versions.extend(parse_version(&file, &format!("{front}{text}")).value.map(Arc::new));
            }
        }
        Laws::build(metas, versions).value
    }

    /// The codes that the sections of an entry yield; sections are parted by `##`.
    fn codes(text: &str, as_of: &str) -> Vec<&'static str> {
        let laws = laws();
        let names = Lexicon::new(laws.names().map(|(name, _)| name));
        let file = RelPath::new("content/a/b.md").expect("a path");
        let passages: Vec<Passage<'_>> = (0..)
            .zip(text.split("##"))
            .flat_map(|(section, text)| text.split('\n').map(move |text| (section, text)))
            .map(|(section, text)| {
                let cites = find(text, &names);
                let at = cites.iter().map(|cite| Span::new(&file, cite.at.clone())).collect();
                Passage { text, cites, at, section }
            })
            .collect();
        let days = Days { as_of: as_of.parse().expect("a day"), today: jiff::civil::date(2026, 10, 1) };
        resolve(&passages, &laws, days).diags.iter().map(|found| found.code.0).collect()
    }

    #[test]
    fn verdicts_become_findings() {
        for (text, as_of, want) in [
            ("《买家保护法》第二十五条", "2026-01-01", &[][..]),
            ("买保法第二十五条第二款第二项", "2026-01-01", &[]),
            ("买保法第二十五条第三款", "2026-01-01", &["F0204"]),
            ("买保法第二十五条第二款第三项", "2026-01-01", &["F0204"]),
            ("买保法第六百条", "2026-01-01", &["F0203"]),
            ("《卖家保护法》第三条", "2026-01-01", &["F0201"]),
            ("《买家保护法》第四十九条", "2012-01-01", &["F0207"]),
            ("《买家保护法》第四十八条", "2012-01-01", &["F0208"]),
            ("《买家保护法》（1994年）第四十九条", "2012-01-01", &[]),
            ("《买家保护法》（1985年）第四十九条", "2012-01-01", &["F0205"]),
            ("《契约法》第六十条", "2012-01-01", &["F0209"]),
            ("原《契约法》第六十条", "2026-01-01", &[]),
            ("《总法典》（2027年）第六条", "2026-01-01", &["F0210"]),
        ] {
            assert_eq!(codes(text, as_of), want, "{text}");
        }
    }

    #[test]
    fn antecedents_stay_within_their_section() {
        for (text, want) in [
            ("先看《买家保护法》。\n该法第二十五条规定得清楚。", &[][..]),
            ("先看《买家保护法》。\n第二十五条规定得清楚。", &[]),
            ("先看《买家保护法》。## 别的\n第二十五条规定得清楚。", &["F0211"]),
            ("按该法第二十五条退货", &["F0211"]),
            ("按本条例第二十五条退货", &["F0211"]),
            ("先看《买家保护法》。\n该条例第二十五条没有。", &["F0211"]),
            ("前款规定除外", &["F0212"]),
            ("《买家保护法》（以下简称“护法”）管这事。\n依照护法第六百条", &["F0203"]),
        ] {
            assert_eq!(codes(text, "2026-01-01"), want, "{text}");
        }
    }
}

mod properties {
    use fatiao::syntax::cite::context::settle;
    use fatiao::syntax::cite::find;
    use proptest::prelude::*;

    use super::NAMES;

    /// Pieces of which citations are made, and of which look-alikes are.
    const PIECES: [&str; 44] = [
        "《",
        "》",
        "〈",
        "〉",
        "（",
        "）",
        "第",
        "条",
        "款",
        "项",
        "目",
        "之",
        "之一",
        "一",
        "十",
        "百",
        "二十五",
        "12",
        "５",
        "、",
        "，",
        "至",
        "-",
        "和",
        "前",
        "前两",
        "本",
        "该",
        "此",
        "同",
        "法",
        "民法典",
        "刑法",
        "条例",
        "合同",
        "的",
        "规定",
        "：“",
        "”",
        "\n",
        "\n\n",
        " ",
        "（以下简称《解释》）",
        "关于适用",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
    }

    fn sound(text: &str) -> Result<(), TestCaseError> {
        let cites = find(text, &NAMES);
        let mut last = 0;
        for cite in &cites {
            prop_assert!(last <= cite.at.start && cite.at.start < cite.at.end && cite.at.end <= text.len());
            prop_assert!(text.get(cite.at.clone()).is_some());
            let inside = |at: &std::ops::Range<usize>| cite.at.start <= at.start && at.end <= cite.at.end;
            prop_assert!(cite.law_at.as_ref().is_none_or(inside));
            prop_assert!(cite.law_at.is_some() || !cite.spots.is_empty());
            last = cite.at.end;
        }
        prop_assert_eq!(settle(text, &cites).len(), cites.len());
        prop_assert_eq!(find(text, &NAMES), cites);
        Ok(())
    }

    proptest! {
        #[test]
        fn made_up_law_is_read_soundly(text in text()) {
            sound(&text)?;
        }

        #[test]
        fn any_text_is_read_soundly(text in "\\PC{0,60}") {
            sound(&text)?;
        }

        /// What is found stands on its own: cut out, a named mention is found again as it was.
        #[test]
        fn a_mention_alone_is_found_again(no in 1u16..1300, paragraph in 1u16..9) {
            let text = format!("《民法典》第{no}条第{paragraph}款");
            let cites = find(&text, &NAMES);
            prop_assert_eq!(cites.len(), 1);
            prop_assert_eq!(cites[0].at.clone(), 0..text.len());
            prop_assert_eq!(cites[0].spots[0].key(), format!("{no}.{paragraph}"));
        }
    }
}

#[test]
fn a_law_is_not_its_branch() {
    check(&[
        ("宪法的历史和宪法宣誓制度", &[]),
        ("中华人民共和国刑法的任务", &["中华人民共和国刑法 → 中华人民共和国刑法"]),
        ("公司《奖惩条例》第五条规定旷工三日即开除", &[]),
        ("依照铁路旅客运输条例的规定办理", &["铁路旅客运输条例 → 铁路旅客运输条例"]),
        ("根据中国税法的规定纳税", &[]),
        ("《法经》早于《唐律》", &["《法经》 → 法经", "《唐律》 → 唐律"]),
        ("相关税法法规", &[]),
        ("第十条第（一）（二）项规定", &["第十条第（一）（二）项 → - 10.0.1 10.0.2"]),
        ("《民法典》第一千零六二条", &["《民法典》第一千零六二条 → 民法典 1062"]),
        (
            "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释第九十条",
            &["最高人民法院关于适用《中华人民共和国民事诉讼法》的解释第九十条 → \
               最高人民法院关于适用《中华人民共和国民事诉讼法》的解释 90"],
        ),
    ]);
}

#[test]
fn titles_of_every_make() {
    check(&[
        (
            "《校园食堂卫生规定》已经修订，小卖部违反校园食堂卫生规定的也要处罚",
            &["《校园食堂卫生规定》 → 校园食堂卫生规定", "校园食堂卫生规定 → 校园食堂卫生规定"],
        ),
        ("以《国家药典》为准", &["《国家药典》 → 国家药典"]),
        (
            "1987年《国务院批转农业部关于春耕工作的报告》同时废止",
            &["《国务院批转农业部关于春耕工作的报告》 → 国务院批转农业部关于春耕工作的报告"],
        ),
        ("公司的《关于春耕工作的报告》", &[]),
        (
            "国务院关于修改《快递服务条例》的决定自公布之日起施行",
            &["国务院关于修改《快递服务条例》的决定 → 国务院关于修改《快递服务条例》的决定"],
        ),
        ("专利申请适用巴黎公约和马德里议定书", &["巴黎公约 → 巴黎公约", "马德里议定书 → 马德里议定书"]),
        ("《信用证规则》第十四条d款", &["《信用证规则》第十四条d款 → 信用证规则 14.4"]),
        ("《劳工保险条例》第九条乙款", &["《劳工保险条例》第九条乙款 → 劳工保险条例 9.2"]),
        ("《票据法》第四，五条", &["《票据法》第四，五条 → 票据法 4 5"]),
        ("《票据法》（第四条、第五条）", &["《票据法》 → 票据法", "第四条、第五条 → 票据法 4 5"]),
        ("《代工协议》第3.2条、第5条第2款", &[]),
        ("《仓储准则第9号——盘点》第七条", &["《仓储准则第9号——盘点》第七条 → 仓储准则第9号——盘点 7"]),
        (
            "《民法典》继承编司法解释第二条和民法典物权编解释（一）第三条",
            &[
                "《民法典》继承编司法解释第二条 → 民法典继承编司法解释 2",
                "民法典物权编解释（一）第三条 → 民法典物权编解释（一） 3",
            ],
        ),
        (
            "《民法典》继承编第一章 一般规定 第一千一百二十条",
            &["《民法典》 → 民法典", "第一千一百二十条 → 民法典 1120"],
        ),
        ("票据法修改决定施行后", &["票据法修改决定 → 票据法修改决定"]),
    ]);
}

#[test]
fn paragraphs_and_items_take_up_what_was_said() {
    check(&[
        (
            "《保险法》第十七条第二款要求说明，该款并未限定方式",
            &["《保险法》第十七条第二款 → 保险法 17.2", "该款 → 保险法 17.2"],
        ),
        (
            "依《保险法》第十七条第二款，被告收取货款五万元，该款未退",
            &["《保险法》第十七条第二款 → 保险法 17.2"],
        ),
        ("依《保险法》第十七条第二款应予说明，该款系李某所付", &["《保险法》第十七条第二款 → 保险法 17.2"]),
        (
            "将《票据法》第四条“出票人的义务”中第三项“（三）盖章”删去",
            &["《票据法》第四条 → 票据法 4", "第三项 → 票据法 4.0.3"],
        ),
        ("发生前款所列情形，或者从事前项所列业务", &["前款 → - ?.?", "前项 → - ?.?.?"]),
        ("生前条件优越，提前项目验收", &[]),
        ("依照本条第一款回购后，属于第三项情形的", &["本条第一款 → - ?.1", "第三项 → - ?.1.3"]),
        ("第一款第二项、第三项分别列举", &["第一款第二项、第三项 → - ?.1.2 ?.1.3"]),
        ("适用第二款的，依照第三款另有规定处理", &["第二款 → - ?.2", "第三款 → - ?.3"]),
    ]);
}
