//! The program as it is run: exit codes, what it writes and leaves alone, and what becomes of an output folder when
//! something goes wrong.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use tempfile::TempDir;

const ENTRY: &str = "+++\ntitle = \"可以退款吗？\"\nanswer = \"可以。\"\nas_of = 2026-10-04\n+++\n正文。\n";

struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Site {
        let site = Site { folder: tempfile::tempdir().expect("a folder") };
        site.write("site.toml", "title = \"示例站\"\nchapters = [\"trading\"]\n");
        site.write(
            "content/trading/_chapter.md",
            "+++\ntitle = \"网上买卖\"\nsummary = \"买东西和卖东西。\"\n+++\n",
        );
        site.write("content/trading/refund.md", ENTRY);
        site.write("content/trading/other.md", &ENTRY.replace("可以退款吗", "怎么退款"));
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a written file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file")
    }

    fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(command().args(args).current_dir(self.folder.path()))
    }

    /// Builds, and insists on success.
    fn build(&self) {
        let ran = self.run(&["build"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    /// Every file below a folder with its bytes and the time it was written.
    fn snapshot(&self, folder: &str) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let files = walkdir::WalkDir::new(self.path(folder)).into_iter().flatten();
        let file = |entry: walkdir::DirEntry| {
            let changed = entry.metadata().expect("metadata").modified().expect("a time");
            (entry.path().to_owned(), (fs::read(entry.path()).expect("a file"), changed))
        };
        files.filter(|entry| entry.file_type().is_file()).map(file).collect()
    }
}

/// Compares folders without printing their bytes.
fn same<T: PartialEq>(one: &BTreeMap<PathBuf, T>, other: &BTreeMap<PathBuf, T>) {
    let differ = |path: &&PathBuf| one.get(*path) != other.get(*path);
    let paths: Vec<&PathBuf> = one.keys().chain(other.keys()).filter(differ).collect();
    assert!(paths.is_empty(), "these differ: {paths:?}");
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(command: &mut Command) -> Ran {
        let Output { status, stdout, stderr } = command.output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { code: status.code().expect("an exit code"), out: text(stdout), err: text(stderr) }
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_fatiao"))
}

#[test]
fn a_clean_build_says_in_two_lines_what_it_made() {
    let site = Site::new();
    let ran = site.run(&[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert!(lines[0].starts_with("2 篇问答，1 章"), "{}", lines[0]);
    assert!(lines[1].contains("public/index.html"), "{}", lines[1]);
    for page in ["index.html", "trading.html", "trading/refund.html", "search.html", "404.html"] {
        assert!(site.has(&format!("public/{page}")), "{page}");
    }
}

#[test]
fn exit_codes_tell_clean_from_faulty_from_broken() {
    let site = Site::new();
    assert_eq!(site.run(&["check"]).code, 0);
    site.write("content/trading/refund.md", "+++\ntitle = \"x\"\n");
    assert_eq!(site.run(&["check"]).code, 1);
    assert_eq!(site.run(&["build"]).code, 1);
    assert_eq!(site.run(&["no-such-command"]).code, 2);
    assert_eq!(site.run(&["--root", "no-such-folder", "build"]).code, 2);
    assert_eq!(site.run(&["build", "--today", "yesterday"]).code, 2);
}

#[test]
fn an_unchanged_build_writes_nothing() {
    let site = Site::new();
    site.build();
    let before = site.snapshot("public");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("没有变化"), "{}", ran.out);
    same(&before, &site.snapshot("public"));
}

#[test]
fn one_edit_rewrites_only_what_depends_on_it() {
    let site = Site::new();
    site.build();
    let before = site.snapshot("public");
    site.write("content/trading/refund.md", &ENTRY.replace("正文。", "新的正文。"));
    site.build();
    let after = site.snapshot("public");
    assert!(site.read("public/trading/refund.html").contains("新的正文。"));
    for untouched in ["trading/other.html", "index.html", "404.html", "robots.txt"] {
        let path = site.path(&format!("public/{untouched}"));
        assert_eq!(before[&path], after[&path], "{untouched}");
    }
}

#[test]
fn stale_files_and_their_folders_are_removed() {
    let site = Site::new();
    site.write("content/jobs/_chapter.md", "+++\ntitle = \"求职\"\nsummary = \"找工作。\"\n+++\n");
    site.write("content/jobs/pay.md", ENTRY);
    site.build();
    assert!(site.has("public/jobs/pay.html"));
    fs::remove_dir_all(site.path("content/jobs")).expect("removed");
    site.build();
    assert!(!site.has("public/jobs/pay.html") && !site.has("public/jobs") && !site.has("public/jobs.html"));
    assert!(site.has("public/trading/refund.html"));
}

#[test]
fn a_file_that_somebody_lost_or_changed_is_written_again() {
    let site = Site::new();
    site.build();
    let whole = site.read("public/trading/refund.html");
    fs::remove_file(site.path("public/trading/refund.html")).expect("removed");
    site.build();
    assert_eq!(site.read("public/trading/refund.html"), whole);
    site.write("public/trading/refund.html", "damaged");
    site.build();
    assert_eq!(site.read("public/trading/refund.html"), whole);
}

#[test]
fn a_folder_with_files_of_others_is_refused_and_untouched() {
    let site = Site::new();
    site.write("public/thesis.txt", "years of work");
    let before = site.snapshot("public");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("不是 fatiao 生成的"), "{}", ran.err);
    assert!(ran.err.contains("--out"), "{}", ran.err);
    same(&before, &site.snapshot("public"));
}

#[test]
fn a_foreign_file_in_the_way_is_never_overwritten() {
    let site = Site::new();
    site.build();
    site.write("public/trading/new.html", "made by hand");
    site.write("public/notes.txt", "beside the site");
    site.write("content/trading/new.md", ENTRY);
    let before = site.snapshot("public");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("new.html"), "{}", ran.err);
    same(&before, &site.snapshot("public"));
    fs::remove_file(site.path("public/trading/new.html")).expect("removed");
    site.build();
    assert_eq!(site.read("public/notes.txt"), "beside the site");
    assert!(site.read("public/trading/new.html").contains("可以退款吗"));
}

#[test]
fn a_broken_edit_leaves_the_old_site_whole() {
    let site = Site::new();
    site.build();
    let before = site.snapshot("public");
    site.write("content/trading/refund.md", &ENTRY.replace("正文。", "见[没有](nowhere)。"));
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("content/trading/refund.md:6:2 错误[F0302]"), "{}", ran.err);
    assert!(ran.err.contains("保持原样"), "{}", ran.err);
    same(&before, &site.snapshot("public"));
    site.write("content/trading/refund.md", ENTRY);
    assert_eq!(site.run(&["build"]).code, 0);
}

#[test]
fn leftovers_of_an_interrupted_build_do_no_harm() {
    let site = Site::new();
    site.build();
    let whole = site.snapshot("public").into_iter().map(|(path, (bytes, _))| (path, bytes));
    let whole: BTreeMap<PathBuf, Vec<u8>> = whole.collect();
    // As if the power had failed between writing and renaming.
    site.write("public/trading/other.html.fatiao-new", "half a pa");
    site.write("public/.fatiao-new", "");
    site.write(".public.fatiao-new-1/index.html", "half a site");
    site.write("content/trading/refund.md", &ENTRY.replace("正文。", "新的正文。"));
    site.build();
    site.write("content/trading/refund.md", ENTRY);
    site.build();
    let again: BTreeMap<PathBuf, Vec<u8>> =
        site.snapshot("public").into_iter().map(|(path, (bytes, _))| (path, bytes)).collect();
    same(&whole, &again);
}

#[test]
fn a_build_that_was_interrupted_is_finished_by_the_next() {
    let site = Site::new();
    site.build();
    let old_page = site.read("public/trading/other.html");
    site.write("content/trading/refund.md", &ENTRY.replace("正文。", "新的正文。"));
    site.write("content/trading/third.md", ENTRY);
    site.build();
    let whole = site.snapshot("public");
    // The state between the first rename and the last: the record names all files of both builds, some are old, one is
    // still staged, one is not there yet.
    let record = site.read("public/.fatiao");
    let lines: Vec<&str> = record.lines().collect();
    site.write("public/.fatiao", &format!("{}\n\n\n{}\n", lines[0], lines[3..].join("\n")));
    site.write("public/.fatiao-new", "");
    site.write("public/trading/other.html", &old_page);
    site.write("public/trading/refund.html.fatiao-new", "half a pa");
    fs::remove_file(site.path("public/trading/third.html")).expect("removed");
    site.build();
    let bytes = |files: BTreeMap<PathBuf, (Vec<u8>, SystemTime)>| {
        files.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<BTreeMap<_, _>>()
    };
    same(&bytes(whole), &bytes(site.snapshot("public")));
    assert!(site.run(&["build"]).out.contains("没有变化"));
}

#[test]
fn the_output_may_not_lie_inside_the_content_or_above_the_site() {
    let site = Site::new();
    let before = site.snapshot("content");
    for out in ["content/public", "content", ".", "..", "content/../content/x", "theme/x"] {
        let ran = site.run(&["build", "--out", out]);
        assert_eq!(ran.code, 2, "{out}");
        assert!(ran.err.contains("输出文件夹"), "{out}: {}", ran.err);
    }
    site.write("site.toml", "title = \"示例站\"\nchapters = [\"trading\"]\noutput = \"content/out\"\n");
    assert_eq!(site.run(&["build"]).code, 2);
    same(&before, &site.snapshot("content"));
}

#[test]
fn the_output_may_not_be_a_file() {
    let site = Site::new();
    site.write("public", "a file");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 2);
    assert_eq!(site.read("public"), "a file");
}

#[test]
fn root_and_out_are_found_from_anywhere() {
    let (site, elsewhere) = (Site::new(), tempfile::tempdir().expect("a folder"));
    let root = site.folder.path().to_str().expect("a path");
    let out = elsewhere.path().join("deep/site");
    let ran =
        Ran::of(command().args(["--root", root, "build", "--out"]).arg(&out).current_dir(elsewhere.path()));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(out.join("trading/refund.html").is_file());
    assert!(!site.has("public"));
    // Without --root the nearest folder at or above the current one is taken.
    let inside = Ran::of(command().arg("build").current_dir(site.path("content/trading")));
    assert_eq!(inside.code, 0, "{}", inside.err);
    assert!(site.has("public/index.html"));
}

#[test]
fn two_folders_of_one_site_hold_the_same_bytes() {
    let site = Site::new();
    for out in ["one", "two"] {
        assert_eq!(site.run(&["build", "--out", out, "--today", "2026-10-04"]).code, 0);
    }
    let files = |folder: &str| {
        let below = |(path, (bytes, _)): (PathBuf, (Vec<u8>, SystemTime))| {
            (path.strip_prefix(site.path(folder)).expect("below").to_owned(), bytes)
        };
        site.snapshot(folder).into_iter().map(below).collect::<BTreeMap<_, _>>()
    };
    same(&files("one"), &files("two"));
}

#[test]
fn the_clock_does_not_reach_the_output() {
    let site = Site::new();
    assert_eq!(site.run(&["build", "--out", "one", "--today", "2020-01-01"]).code, 0);
    assert_eq!(site.run(&["build", "--out", "two", "--today", "2040-01-01"]).code, 0);
    assert_eq!(site.read("one/index.html"), site.read("two/index.html"));
    assert_eq!(site.read("one/.fatiao"), site.read("two/.fatiao"));
}

#[test]
fn check_writes_nothing_and_speaks_json() {
    let site = Site::new();
    site.write("content/trading/refund.md", &ENTRY.replace("正文。", "见[没有](nowhere)。"));
    let ran = site.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 1);
    assert!(!site.has("public"));
    let findings = ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let finding = findings.into_iter().find(|finding| finding["code"] == "F0302").expect("the dangling link");
    assert_eq!((&finding["at"]["line"], &finding["at"]["column"]), (&6.into(), &2.into()));
}

#[cfg(unix)]
mod permissions {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn allow(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }

    /// Root may write anywhere, so that a folder without permissions refuses it nothing.
    fn is_refused(folder: &Path) -> bool {
        fs::write(folder.join("probe"), "").is_err()
    }

    #[test]
    fn a_folder_that_cannot_be_written_keeps_the_old_site() {
        let site = Site::new();
        site.build();
        let before = site.snapshot("public");
        site.write("content/trading/refund.md", &ENTRY.replace("正文。", "新的正文。"));
        allow(&site.path("public/trading"), 0o555);
        if is_refused(&site.path("public/trading")) {
            let ran = site.run(&["build"]);
            assert_eq!(ran.code, 2);
            same(&before, &site.snapshot("public"));
        } else {
            fs::remove_file(site.path("public/trading/probe")).expect("removed");
        }
        allow(&site.path("public/trading"), 0o755);
        site.build();
        assert!(site.read("public/trading/refund.html").contains("新的正文。"));
    }
}

/// A full disk as far as a test can have one: a limit on the size of files, which refuses the write in the middle.
#[cfg(target_os = "linux")]
#[test]
fn a_write_that_fails_in_the_middle_leaves_the_old_site_whole() {
    let site = Site::new();
    site.build();
    let before = site.snapshot("public");
    site.write("content/trading/refund.md", &ENTRY.replace("正文。", &"很长的正文。\n\n".repeat(40_000)));
    // 512 blocks of 1,024 bytes; the page is larger.
    let limited = format!("trap '' XFSZ; ulimit -f 512; exec '{}' build", env!("CARGO_BIN_EXE_fatiao"));
    let ran = Ran::of(Command::new("bash").args(["-c", &limited]).current_dir(site.folder.path()));
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    same(&before, &site.snapshot("public"));
    // A first build that fails leaves nothing at all.
    let out = site.path("fresh");
    let limited = format!("{limited} --out fresh");
    let ran = Ran::of(Command::new("bash").args(["-c", &limited]).current_dir(site.folder.path()));
    assert_eq!(ran.code, 2);
    assert!(
        !out.exists() && site.snapshot(".").keys().all(|path| !path.to_string_lossy().contains("fatiao-new"))
    );
}
