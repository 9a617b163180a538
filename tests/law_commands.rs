//! `fatiao law import|list|diff` and texts from outside the site, on small invented laws.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use fatiao::app::law::{
    Citing, DiffArgs, ImportArgs, LawArgs, LawCommand, Setting, diff, list, plan, read_text, run,
};
use fatiao::app::{disk, docx};
use fatiao::base::diag::Diagnostic;
use fatiao::book::laws::{LawId, Laws, VersionId};
use fatiao::engine::Engine;
use fatiao::syntax::spot::ArticleNo;
use jiff::civil::date;

const OFFICIAL: &str = "中华人民共和国示例保护法\n\
    （1999年10月31日第九届全国人民代表大会常务委员会第十二次会议通过　2021年6月1日第十三届全国人民代表大会常务委员会第二十九次会议修订）\n\
    目　录\n第一章　总　则\n第二章　附　则\n\n\
    第一章　总　则\n第一条　为了保护示例，制定本法。\n第二条　经营者应当：\n（一）示例甲；\n（二）示例乙。\n\
    前款所称示例，由示例机关规定。\n第二章　附　则\n第三条　本法自2021年9月1日起施行。\n";

fn docx_of(text: &str) -> Vec<u8> {
    let paragraphs: String = text
        .lines()
        .map(|line| {
            let middle = line.char_indices().nth(3).map_or(0, |(at, _)| at);
            let (left, right) = line.split_at(middle);
            format!(
                "<w:p><w:pPr><w:t0/></w:pPr><w:r><w:t>{left}</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>\
                 <w:r><w:t xml:space=\"preserve\">{right}</w:t></w:r></w:p>"
            )
        })
        .collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>{paragraphs}</w:body></w:document>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("a file");
    zip.write_all(xml.as_bytes()).expect("in memory");
    zip.finish().expect("in memory").into_inner()
}

fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        put(dir.path(), path, text.as_bytes());
    }
    dir
}

#[expect(clippy::disallowed_methods, reason = "a test makes its own files")]
fn put(root: &Path, path: &str, bytes: &[u8]) -> PathBuf {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(&path, bytes).expect("written");
    path
}

/// The registry of a site on disk, and the findings about its law files.
fn registry(root: &Path, texts: &[PathBuf]) -> (Laws, Vec<Diagnostic>) {
    let sources = disk::read(root, date(2026, 10, 4), texts).expect("read").value;
    let checked = Engine::once().analyse(&sources);
    let of_laws = checked.diags.into_iter().filter(|finding| finding.code.0.starts_with("F05"));
    ((*checked.value.laws).clone(), of_laws.collect())
}

fn import(root: &Path, args: ImportArgs) -> anyhow::Result<String> {
    let citing = Citing::default();
    let setting = Setting { root, today: date(2026, 10, 4), citing: &citing };
    run(&LawArgs { command: LawCommand::Import(args) }, &registry(root, &[]).0, &setting)
}

#[test]
fn a_docx_becomes_a_version_file_and_is_never_overwritten() {
    let site = site(&[]);
    let file = put(site.path(), "in.docx", &docx_of(OFFICIAL));
    let args = ImportArgs { file, ..ImportArgs::default() };
    let refused = import(site.path(), args.clone()).expect_err("no id").to_string();
    assert!(refused.contains("--id"), "{refused}");
    let args = ImportArgs { id: Some("demo".to_owned()), ..args };
    let said = import(site.path(), args.clone()).expect("imported");
    assert!(said.contains("2021年修订") && said.contains("content/laws/demo/2021-09-01.md"), "{said}");
    let (laws, diags) = registry(site.path(), &[]);
    assert_eq!(diags, []);
    let law = laws.get(&LawId::new("demo")).expect("registered");
    assert_eq!((law.meta.kind.as_str(), law.meta.issuer.as_str()), ("法律", "全国人民代表大会常务委员会"));
    assert_eq!(law.short(), "示例保护法");
    let version = law.version(VersionId(date(2021, 9, 1))).expect("the version");
    assert_eq!(version.text.promulgated, Some(date(2021, 6, 1)));
    let second = version.article(ArticleNo::plain(2)).expect("the article");
    assert_eq!((second.paragraphs.len(), second.paragraphs[0].items.len()), (2, 2));
    assert_eq!(&*second.heading_path, ["第一章 总则"]);
    let again = import(site.path(), args).expect_err("it is there").to_string();
    assert!(again.contains("不会覆盖"), "{again}");
}

#[test]
fn an_import_refuses_what_it_cannot_be_sure_of() {
    let today = date(2026, 10, 4);
    let args = ImportArgs { id: Some("demo".to_owned()), ..ImportArgs::default() };
    let laws = Laws::default();
    let said = |text: &str| plan(text, &args, &laws, today).expect_err(text).to_string();
    let amended = OFFICIAL
        .replace("会议修订", "会议《关于修改〈示例保护法〉的决定》第一次修正")
        .replace("2021年9月1日", "2000年1月1日");
    for (text, word) in [
        ("示例法\n没有条文。\n".to_owned(), "没有找到条文"),
        (OFFICIAL.replace("第二条", "第二款"), "却没有第二条"),
        (OFFICIAL.replace("2021年9月1日", "另行规定的日期"), "--effective"),
        (amended.clone(), "2021-06-01 又修改过"),
        (OFFICIAL.replace("中华人民共和国示例保护法", "一份没有标题的文件"), "--title"),
        (
            OFFICIAL
                .replace("第九届全国人民代表大会常务委员会第十二次", "某")
                .replace("第十三届全国人民代表大会常务委员会第二十九次", "某"),
            "--kind",
        ),
        (OFFICIAL.replace("第三条　", "第二条　"), "第 14 行"),
        (format!("{OFFICIAL}<!-- EXCERPT -->\n"), "节选"),
    ] {
        assert!(said(&text).contains(word), "{word}: {}", said(&text));
    }
    let told = ImportArgs { effective: Some(date(2021, 9, 1)), ..args.clone() };
    let planned = plan(&amended, &told, &laws, today).expect("told when");
    assert!(planned.files[1].1.contains("by = \"2021年修正\""), "{}", planned.files[1].1);
    for (bytes, word) in
        [(&b"%PDF-1.7"[..], "PDF"), (&[0xd0, 0xcf, 0x11, 0xe0, 0][..], ".docx"), (&[0xff, 0xfe][..], "UTF-8")]
    {
        assert!(read_text(bytes).expect_err("not text").to_string().contains(word));
    }
    assert!(docx::text(b"PK\x03\x04 broken").is_err());
}

/// Two versions of a law as gists, with a row.
fn two_versions() -> tempfile::TempDir {
    let front = |last: u16| format!("+++\narticles = {last}\ntext = \"gist\"\nchecked = 2026-10-04\n+++\n");
    site(&[
        (
            "content/laws/demo/law.toml",
            "title = \"中华人民共和国示例法\"\nshort = [\"示例法\"]\nkind = \"法律\"\nissuer = \"示例机关\"\n\
             [[moved]]\nfrom = { version = 1994-01-01, article = \"9\" }\nto = { article = \"12\" }\nchange = \"changed\"\nnote = \"双倍改为三倍\"\n",
        ),
        (
            "content/laws/demo/1994-01-01.md",
            &format!("{}第一条 甲乙丙丁。\n\n第九条 欺诈的赔双倍。\n", front(10)),
        ),
        (
            "content/laws/demo/2014-03-15.md",
            &format!("{}第一条 甲乙丙丁。\n\n第十二条 欺诈的赔三倍。\n", front(13)),
        ),
    ])
}

#[test]
fn the_registry_is_listed() {
    let site = two_versions();
    let (laws, _) = registry(site.path(), &[]);
    let citing = Citing { laws: [(LawId::new("demo"), 3)].into(), ..Citing::default() };
    assert_eq!(
        list(&laws, &citing, date(2026, 10, 4)),
        "demo  中华人民共和国示例法  法律  现行（2014-03-15）  引用 3 篇\n  \
         1994-01-01  至 2014-03-15  要旨 2 条，末条第 10 条\n  2014-03-15  现行  要旨 2 条，末条第 13 条\n"
    );
}

#[test]
fn versions_are_compared_by_gists_and_by_texts_from_outside() {
    let site = two_versions();
    let (laws, _) = registry(site.path(), &[]);
    let entries = vec!["trading/refund".to_owned()];
    let articles = [((LawId::new("demo"), ArticleNo::plain(9)), entries)].into();
    let citing = Citing { articles, ..Citing::default() };
    let args =
        DiffArgs { law: "示例法".to_owned(), from: "1994-01-01".to_owned(), to: "2014-03-15".to_owned() };
    assert_eq!(
        diff(&laws, &args, &citing).expect("compared"),
        "《示例法》1994-01-01 → 2014-03-15\n同 1  改 0  移 1  另立 0  删 0  不明 0  新 0\n\
         移    第九条 → 第十二条（有修改）：双倍改为三倍\n      涉及 trading/refund\n"
    );
    let text = |day: &str, body: &str| {
        format!("# 中华人民共和国示例法\n\n{day} 示例会议通过\n\n{day} 施行\n\n<!-- INFO END -->\n\n{body}")
    };
    let rule = "示例平台应当在收到投诉之日起七个工作日内处理并且书面答复投诉人本人。";
    let other = "国家鼓励各级学校开设有关课程，普及科学知识，培养青年人的兴趣与爱好。";
    let old = format!(
        "第一条 甲乙丙丁。\n\n第二条 {rule}\n\n第三条 旧法独有的一条规则，与后来的任何条文都不相同。\n"
    );
    let new = format!("第一条 甲乙丙丁。\n\n第二条 {other}\n\n第三条 {}\n", rule.replace('七', "十五"));
    put(site.path(), "texts/old.md", text("1994年1月1日", &old).as_bytes());
    put(site.path(), "texts/new.txt", text("1999年1月1日", &new).as_bytes());
    put(
        site.path(),
        "texts/index.tsv",
        "file\ttitle\teffective\nnew.txt\t中华人民共和国示例法\t2014-03-15\n".as_bytes(),
    );
    put(site.path(), "texts/README.md", "这里没有法律。\n".as_bytes());
    put(site.path(), "texts/other.md", text("1994年1月1日", &old).replace("示例法", "未登记法").as_bytes());
    let (laid, findings) = registry(site.path(), &[site.path().join("texts")]);
    let notes: Vec<&str> = findings.iter().map(|diag| diag.code.0).collect();
    assert_eq!(notes, ["F0515"]);
    let said = diff(&laid, &args, &citing).expect("compared");
    assert!(
        said.contains("移    第二条 → 第三条（有修改，按文字推断）\n      …到投诉之日起[-七-]{+十五+}"),
        "{said}"
    );
    assert!(said.contains("另立  第三条"), "{said}");
    assert!(said.contains("新    第二条：国家鼓励"), "{said}");
    let wrong = DiffArgs { law: "示范法".to_owned(), ..args.clone() };
    assert!(diff(&laid, &wrong, &citing).expect_err("unknown").to_string().contains("示例法"));
    let backwards = DiffArgs { from: args.to.clone(), to: args.from.clone(), ..args };
    assert!(diff(&laid, &backwards, &citing).is_err());
}
