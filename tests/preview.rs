//! What `serve` shows is, byte for byte, what a build from scratch writes, after any edits.

use fatiao::base::source::{RelPath, Source, Sources};
use fatiao::engine::Engine;
use jiff::civil::date;
use proptest::prelude::*;

const LAW: &str =
    "title = \"中华人民共和国甲法\"\nshort = [\"甲法\"]\nkind = \"法律\"\nissuer = \"某机关\"\n";
const VERSION: &str = "+++\narticles = 3\ntext = \"full\"\nchecked = 2026-10-04\n+++\n第一条 一。\n\n第二条 二。\n\n第三条 三。\n";

fn start() -> Sources {
    Sources::from_texts(
        date(2026, 10, 4),
        [
            ("site.toml", "title = \"站\"\nbase_url = \"https://x.test\"\n"),
            ("content/a/_chapter.md", "+++\ntitle = \"章\"\nsummary = \"句。\"\n+++\n"),
            (
                "content/a/e0.md",
                "+++\ntitle = \"零？\"\nanswer = \"可以。\"\nas_of = 2026-10-04\n+++\n正文。\n",
            ),
            ("content/laws/x/law.toml", LAW),
            ("content/laws/x/2020-01-01.md", VERSION),
            ("content/a/picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
    )
}

/// One edit: which file, and what it becomes; nothing where it is deleted.
fn edit() -> impl Strategy<Value = (String, Option<String>)> {
    let entry = (0..4usize, 0..4usize, 0..5usize, "[甲乙丙丁]{1,4}").prop_map(|(file, link, article, words)| {
        let text = format!(
            "+++\ntitle = \"{words}{file}？\"\nanswer = \"可以。\"\nas_of = 2026-10-04\ntags = [\"{words}\"]\n+++\n\
             ## 为什么\n\n见[另一篇](a/e{link})，《甲法》第{article}条。![图](picture.svg)\n"
        );
        (format!("content/a/e{file}.md"), Some(text))
    });
    let gone = (1..4usize).prop_map(|file| (format!("content/a/e{file}.md"), None));
    let law = "[一二三]{1,3}".prop_map(|words| {
        ("content/laws/x/2020-01-01.md".to_owned(), Some(VERSION.replace("一。", &format!("{words}。"))))
    });
    let config = "[甲乙]{1,2}".prop_map(|words| {
        ("site.toml".to_owned(), Some(format!("title = \"{words}\"\nbase_url = \"https://x.test\"\n")))
    });
    let terms = "[甲乙丙丁]{2}".prop_map(|words| {
        let text = format!("[[term]]\nid = \"t\"\nterm = \"{words}\"\nmeaning = \"义\"\n");
        ("content/glossary.toml".to_owned(), Some(text))
    });
    prop_oneof![6 => entry, 1 => gone, 1 => law, 1 => config, 1 => terms]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn a_preview_is_the_build(edits in prop::collection::vec(edit(), 1..8)) {
        let mut sources = start();
        let mut engine = Engine::remembering();
        for (path, text) in edits {
            let path = RelPath::new(&path).expect("a relative path");
            match text {
                Some(text) => _ = sources.files.insert(path, Source::new(text.into_bytes())),
                None => _ = sources.files.remove(&path),
            }
            let preview = engine.preview(&sources);
            let build = Engine::once().build(&sources);
            prop_assert_eq!(&preview.diags, &build.diags);
            prop_assert_eq!(preview.site.is_none(), build.outputs.is_empty());
            let Some(site) = preview.site else { continue };
            prop_assert_eq!(site.paths(), build.outputs.keys().cloned().collect::<Vec<_>>());
            for (path, bytes) in &build.outputs {
                let shown = site.file(path).expect("a file of the build").expect("a sound theme");
                prop_assert!(shown == *bytes, "{} differs", path);
            }
        }
    }
}
