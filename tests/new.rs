//! `fatiao new`, `search` and the commands that print: the program itself, in an empty folder.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests of the program in the world")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn fatiao(root: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fatiao"));
    command.args(args).current_dir(root).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL").stdin(Stdio::null());
    command.output().unwrap()
}

fn good(root: &Path, args: &[&str]) -> String {
    let output = fatiao(root, args);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{args:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn bad(root: &Path, args: &[&str]) -> String {
    let output = fatiao(root, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_new_site_is_clean_builds_and_can_be_searched() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    good(root, &["new", "site", "s", "--title", "站"]);
    let site = root.join("s");
    assert_eq!(good(&site, &["check", "--today", "2026-10-04", "--deny-warnings"]), "没有发现问题\n");
    assert!(good(&site, &["build", "--today", "2026-10-04"]).contains("1 篇问答"));
    assert!(good(&site, &["search", "七天", "退货"]).contains("trading/seven-day-return.html"));
    let answer: serde_json::Value =
        serde_json::from_str(&good(&site, &["search", "--json", "消保法25"])).unwrap();
    assert_eq!(answer["jump"]["article"], "25");
    assert!(bad(root, &["new", "site", "s"]).contains("不会覆盖"));
    assert!(bad(root, &["search", "--out", "nowhere", "x"]).contains("先运行 fatiao build"));
}

#[test]
fn what_is_new_passes_check_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    good(root, &["new", "site", "."]);
    assert!(
        good(root, &["new", "chapter", "jobs", "--title", "求职", "--summary", "找工作遇到麻烦。"])
            .contains("加进 site.toml")
    );
    let entry = [
        "new",
        "entry",
        "jobs/unpaid",
        "--title",
        "老板拖欠工资怎么办",
        "--answer",
        "可以投诉，也可以申请仲裁。",
    ];
    good(root, &entry);
    assert!(bad(root, &entry).contains("已经存在，不会覆盖"));
    let law = [
        "new",
        "law",
        "labor-law",
        "--title",
        "中华人民共和国劳动法",
        "--issuer",
        "全国人民代表大会常务委员会",
    ];
    good(root, &[&law[..], &["--effective", "1995-01-01", "--articles", "107"]].concat());
    good(root, &["check"]);
    let text = std::fs::read_to_string(root.join("content/jobs/unpaid.md")).unwrap();
    assert!(text.contains("title = \"老板拖欠工资怎么办？\"") && text.contains("(hotline:12315)"), "{text}");
}

#[test]
fn what_is_missing_is_named_with_its_flag() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert!(bad(root, &["new", "entry", "a/b"]).contains("没有 site.toml"));
    good(root, &["new", "site", "."]);
    assert!(bad(root, &["new", "entry", "trading/x"]).contains("--title"));
    assert!(bad(root, &["new", "entry", "tradin/x"]).contains("是否指 trading？"));
    assert!(
        bad(root, &["new", "entry", "trading/X Y", "--title", "t", "--answer", "a"]).contains("不能作网址")
    );
    assert!(bad(root, &["new", "chapter", "laws", "--title", "t", "--summary", "s"]).contains("放法律"));
    assert!(bad(root, &["new", "entry", "x"]).contains("没有章名"));
}

#[test]
fn the_printing_commands_print() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert!(good(root, &["explain", "f0208"]).starts_with("F0208 号同实异"));
    assert!(good(root, &["explain"]).lines().count() > 90);
    assert!(bad(root, &["explain", "F0299"]).contains("是否指"));
    assert!(good(root, &["man"]).contains(".TH fatiao"));
    assert!(good(root, &["completions", "bash"]).contains("_fatiao"));
    assert!(good(root, &["schema", "entry"]).contains("\"as_of\""));
    assert!(good(root, &["--help"]).contains("用法："));
    assert!(bad(root, &["chek"]).contains("是否指 check？"));
}
