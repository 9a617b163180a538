//! Whatever is edited, an engine that remembers builds what an engine without memory builds: the same files, byte for
//! byte, and the same findings in the same order.
#![allow(clippy::disallowed_methods, reason = "tests read the environment")]

use std::collections::BTreeMap;
use std::sync::Arc;

use fatiao::base::source::{RelPath, Source, Sources};
use fatiao::engine::{Build, Engine, Preview};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;

type Files = BTreeMap<String, String>;

const LAW: &str = "title = \"示例法\"\nshort = [\"例法\"]\nkind = \"法律\"\nissuer = \"示例机关\"\n";
const OTHER_LAW: &str = "title = \"另一法\"\nshort = [\"另法\"]\nkind = \"行政法规\"\nissuer = \"示例机关\"\n\n\
     [[moved]]\nfrom = { version = 2019-01-01, article = \"2\" }\nto = { article = \"3\" }\nchange = \"same\"\n";

/// Sites and tables as an author might have them at any moment, some of them wrong.
const SITES: [&str; 5] = [
    "title = \"示例站\"\nchapters = [\"a\", \"b\"]\n",
    "title = \"示例站\"\nchapters = [\"b\", \"a\"]\nbase_url = \"https://example.org\"\n",
    "title = \"改名\"\nlanguage = \"en\"\n",
    "title = \"示例站\"\nchapters = [\"a\", \"b\"]\n[checks]\nF0302 = \"warning\"\nF0201 = \"off\"\n",
    "titel = \"错\"\n",
];
const GLOSSARIES: [&str; 3] = [
    "[[term]]\nid = \"t\"\nterm = \"退款\"\nmeaning = \"把钱退回来。\"\nlaw = \"《示例法》第二条\"\n",
    "[[term]]\nid = \"t\"\nterm = \"赔偿\"\nmeaning = \"补上损失。\"\n",
    "",
];
const HOTLINES: [&str; 3] = [
    "[[hotline]]\nid = \"12315\"\nnumber = \"12315\"\nname = \"热线\"\nfor = \"投诉\"\nsource = \"示例\"\n\
     verified = 2026-01-01\nreplaces = [\"12365\"]\n",
    "\n[[hotline]]\nid = \"12348\"\nnumber = \"12348\"\nname = \"热线\"\nfor = \"咨询\"\nsource = \"示例\"\n\
     verified = 2026-01-01\n",
    "",
];
const FACTS: [&str; 3] = [
    "[[fact]]\nid = \"seven\"\nname = \"退货期\"\nvalue = 7\nunit = \"日\"\nabout = [\"无理由\"]\nwrong = [\"个工作日\"]\n\
     law = \"《示例法》第二条\"\n",
    "\n[[fact]]\nid = \"seven\"\nname = \"退货期\"\nvalue = 8\nunit = \"日\"\nabout = [\"无理由\"]\nwrong = [\"天\"]\n",
    "",
];
const SITUATIONS: [&str; 2] = [
    "[[situation]]\nid = \"paid\"\ntitle = \"付了款，没收到货。\"\nsummary = \"先申请退款。\"\nhotlines = [\"12315\"]\n",
    "",
];
const EMERGENCIES: [&str; 2] =
    ["[[emergency]]\nany = [\"被骗\"]\ntitle = \"先打110\"\nentry = \"a/one\"\nhotlines = [\"12315\"]\n", ""];
const CHANGES: [&str; 2] = [
    "[[change]]\ndate = 2026-10-01\nkind = \"correction\"\ntext = \"改正了期限。\"\nentries = [\"a/two\"]\n",
    "",
];
const SYNONYMS: [&str; 2] = ["\"退钱\" = [\"退款\"]\n", "\"退钱\" = [\"返还\"]\n"];
const DAYS: [&str; 3] = ["2026-10-04", "2021-03-01", "2019-06-01"];
/// Where [`Files`] keep the day; no file of a site is called so.
const TODAY: &str = "today";
/// What entries are made of.
const PARAGRAPHS: [&str; 19] = [
    "按《示例法》第一条可以退款。",
    "按《示例法》第二条第一款要赔偿。",
    "按例法第三条和第四条。",
    "按《另一法》第二条。该法第三条也是。",
    "《没有的法》第一条。",
    "见[甲](a/one)。",
    "见[乙](two#为什么)。",
    "见[丙](b/three)和[章](b)。",
    "## 为什么",
    "## 现在先做",
    "- [ ] 订单截图",
    "<b>不许</b>",
    "退款和赔偿，软\n换行，**提示：**先看。",
    "见[法](laws/law)和[条](laws/law/1)。",
    "打12315，不打12365；也可[拨打](hotline:12315)。",
    "无理由退货要在7个工作日内，不是7天内。",
    "## 为什么\n\n见[上面](#为什么)和[表](form.pdf)。",
    "<!-- fatiao: allow F0201 还没有立法 -->\n《没有的法》第二条。",
    "原《示例法》第一条，又见《示例法》（2020年）第一条。",
];
const ENTRIES: [&str; 5] =
    ["content/a/one.md", "content/a/two.md", "content/b/three.md", "content/b/two.md", "content/c/four.md"];
const VERSIONS: [&str; 4] = [
    "content/laws/law/2020-01-01.md",
    "content/laws/law/2022-01-01.md",
    "content/laws/other/2019-01-01.md",
    "content/laws/other/2021-06-01.md",
];
const CHAPTERS: [&str; 3] = ["content/a/_chapter.md", "content/b/_chapter.md", "content/c/_chapter.md"];

/// One thing that an author does.
#[derive(Clone, Debug)]
enum Edit {
    Write(String, String),
    Delete(String),
    Rename(String, String),
}

fn entry() -> impl Strategy<Value = String> {
    let tags = select(vec![
        "",
        "tags = [\"甲\"]\n",
        "tags = [\"甲\", \"乙\"]\n",
        "order = 1\n",
        "slug = \"two\"\n",
        "related = [\"a/one\", \"b/three\"]\n",
        "situations = [\"paid\"]\n",
        "colour = 1\n",
    ]);
    let title = select(vec!["可以退款吗？", "怎么赔偿？", "找谁？"]);
    let as_of = select(vec!["2020-05-01", "2026-10-04"]);
    let body = prop::collection::vec(select(PARAGRAPHS.to_vec()), 0..5);
    (title, as_of, tags, body).prop_map(|(title, as_of, tags, body)| {
        let body = body.join("\n\n");
        format!("+++\ntitle = \"{title}\"\nanswer = \"可以。\"\nas_of = {as_of}\n{tags}+++\n{body}\n")
    })
}

fn version() -> impl Strategy<Value = String> {
    let article = select(vec!["经营者应当退款。", "经营者应当赔偿损失。", "平台应当公示信息。"]);
    prop::collection::vec(article, 1..5).prop_map(|articles| {
        let numbered = ["一", "二", "三", "四"].iter().zip(articles);
        let body: String = numbered.map(|(no, words)| format!("第{no}条 {words}\n\n")).collect();
        format!("+++\narticles = 9\ntext = \"gist\"\nchecked = 2026-01-01\n+++\n{body}")
    })
}

fn written(
    paths: &'static [&'static str],
    text: impl Strategy<Value = String>,
) -> impl Strategy<Value = Edit> {
    (select(paths.to_vec()), text).prop_map(|(path, text)| Edit::Write(path.to_owned(), text))
}

fn chapter() -> impl Strategy<Value = String> {
    (select(vec!["买卖", "工作"]), select(PARAGRAPHS.to_vec()))
        .prop_map(|(title, text)| format!("+++\ntitle = \"{title}\"\nsummary = \"一句话。\"\n+++\n{text}\n"))
}

fn edit() -> impl Strategy<Value = Edit> {
    let one_of = |texts: &'static [&'static str]| select(texts.to_vec()).prop_map(str::to_owned);
    let any_path = || {
        let all =
            ENTRIES.iter().chain(&VERSIONS).chain(&CHAPTERS).chain(&["content/glossary.toml", "site.toml"]);
        select(all.map(|path| (*path).to_owned()).collect::<Vec<_>>())
    };
    prop_oneof![
        6 => written(&ENTRIES, entry()),
        3 => written(&VERSIONS, version()),
        2 => written(&CHAPTERS, chapter()),
        1 => written(&["site.toml"], one_of(&SITES)),
        1 => written(&["content/glossary.toml"], one_of(&GLOSSARIES)),
        1 => written(&["content/hotlines.toml"], one_of(&HOTLINES)),
        1 => written(&["content/facts.toml"], one_of(&FACTS)),
        1 => written(&["content/situations.toml"], one_of(&SITUATIONS)),
        1 => written(&["content/emergencies.toml"], one_of(&EMERGENCIES)),
        1 => written(&["content/changes.toml"], one_of(&CHANGES)),
        1 => written(&["content/synonyms.toml"], one_of(&SYNONYMS)),
        1 => written(&[TODAY], one_of(&DAYS)),
        1 => written(&["content/laws/law/law.toml"], one_of(&[LAW, OTHER_LAW, ""])),
        1 => written(&["content/laws/other/law.toml"], one_of(&[OTHER_LAW, LAW])),
        3 => any_path().prop_map(Edit::Delete),
        2 => (select(ENTRIES.to_vec()), select(ENTRIES.to_vec()))
            .prop_map(|(from, to)| Edit::Rename(from.to_owned(), to.to_owned())),
    ]
}

fn start() -> Files {
    let entry = |body: &str| {
        format!(
            "+++\ntitle = \"可以退款吗？\"\nanswer = \"可以。\"\nas_of = 2026-10-04\ntags = [\"甲\"]\n+++\n{body}\n"
        )
    };
    let chapter = "+++\ntitle = \"买卖\"\nsummary = \"一句话。\"\n+++\n".to_owned();
    let gist = "+++\narticles = 9\ntext = \"gist\"\nchecked = 2026-01-01\n+++\n第一条 应当退款。\n\n第二条 应当赔偿。\n";
    let files = [
        ("site.toml", SITES[0].to_owned()),
        ("content/glossary.toml", GLOSSARIES[0].to_owned()),
        ("content/hotlines.toml", HOTLINES[0].to_owned()),
        ("content/situations.toml", SITUATIONS[0].to_owned()),
        ("content/a/_chapter.md", chapter.clone()),
        ("content/b/_chapter.md", chapter),
        ("content/a/one.md", entry("按《示例法》第一条可以退款。")),
        ("content/a/two.md", entry("## 为什么\n\n见[甲](a/one)。")),
        ("content/b/three.md", entry("按《另一法》第二条，见[乙](a/two#为什么)。")),
        ("content/laws/law/law.toml", LAW.to_owned()),
        ("content/laws/law/2020-01-01.md", gist.to_owned()),
        ("content/laws/other/law.toml", OTHER_LAW.to_owned()),
        ("content/laws/other/2019-01-01.md", gist.to_owned()),
        ("content/laws/other/2021-06-01.md", format!("{gist}\n第三条 另有规定。\n")),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

fn apply(files: &mut Files, edit: &Edit) {
    match edit {
        Edit::Write(path, text) => _ = files.insert(path.clone(), text.clone()),
        Edit::Delete(path) => _ = files.remove(path),
        Edit::Rename(from, to) => {
            if let Some(text) = files.remove(from) {
                files.insert(to.clone(), text);
            }
        }
    }
}

fn sources(files: &Files) -> Sources {
    let today = files.get(TODAY).map_or(date(2026, 10, 4), |day| day.parse().expect("a day"));
    let texts = files.iter().filter(|(path, _)| *path != TODAY);
    let mut sources = Sources::from_texts(today, texts.map(|(path, text)| (path.as_str(), text.as_str())));
    // An asset that entries may show.
    sources.files.insert(RelPath::new("content/a/form.pdf").expect("a path"), Source::new(&b"pdf"[..]));
    sources
}

fn difference(remembered: &Build, scratch: &Build) -> Option<String> {
    if remembered.diags != scratch.diags {
        return Some(format!("findings: {:?} instead of {:?}", remembered.diags, scratch.diags));
    }
    if remembered.counts != scratch.counts {
        return Some(format!("counts: {:?} instead of {:?}", remembered.counts, scratch.counts));
    }
    let paths = remembered.outputs.keys().chain(scratch.outputs.keys());
    paths
        .filter(|path| remembered.outputs.get(*path) != scratch.outputs.get(*path))
        .map(|path| format!("{path}"))
        .next()
}

/// What is amiss with a look that remembers; a page of `fatiao serve` must be the one that a build would write.
fn amiss(look: &Preview, scratch: &Build) -> Option<String> {
    if look.diags != scratch.diags {
        return Some(format!("findings: {:?} instead of {:?}", look.diags, scratch.diags));
    }
    let Some(site) = &look.site else { return (!scratch.outputs.is_empty()).then(|| "no site".to_owned()) };
    let same = |(path, bytes): &(&RelPath, &Arc<[u8]>)| {
        site.file(path).is_some_and(|file| file.is_ok_and(|file| file == **bytes))
    };
    scratch.outputs.iter().find(|file| !same(file)).map(|(path, _)| format!("{path}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_remembering_engine_builds_what_a_new_one_builds(edits in prop::collection::vec(edit(), 1..8)) {
        let mut files = start();
        let mut engine = Engine::remembering();
        let mut server = Engine::remembering();
        engine.build(&sources(&files));
        server.preview(&sources(&files));
        for edit in &edits {
            apply(&mut files, edit);
            let sources = sources(&files);
            let scratch = Engine::once().build(&sources);
            let found = difference(&engine.build(&sources), &scratch);
            prop_assert!(found.is_none(), "after {edit:?}: {}", found.unwrap_or_default());
            let found = amiss(&server.preview(&sources), &scratch);
            prop_assert!(found.is_none(), "after {edit:?}: {}", found.unwrap_or_default());
        }
    }
}

#[test]
fn the_site_to_begin_with_is_published() {
    let build = Engine::once().build(&sources(&start()));
    assert!(build.diags.is_empty(), "{:?}", build.diags);
    assert!(build.outputs.len() > 20);
}

#[test]
fn undoing_an_edit_brings_the_old_bytes_back() {
    let mut files = start();
    let mut engine = Engine::remembering();
    let before = engine.build(&sources(&files)).outputs;
    let site = files.insert("site.toml".to_owned(), SITES[4].to_owned()).expect("a site.toml");
    assert!(engine.build(&sources(&files)).outputs.is_empty());
    files.insert("site.toml".to_owned(), site);
    assert_eq!(before, engine.build(&sources(&files)).outputs);
}
