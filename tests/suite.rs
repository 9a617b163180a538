//! Small sites, and what must become of them. A case is a folder `tests/suite/<area>/<case>/`:
//!
//! ```text
//! input/                     the site; `theme = "plain"` in its site.toml takes the bare templates of tests/suite/theme
//! case.toml                  optional: today = 2026-10-04
//! expected/diagnostics.txt   every finding: its headline, its other places, its cure
//! expected/pages/<path>      files of the output, whole
//! expected/files.txt         the list of all pages
//! expected/contains.txt      `== path`, then lines that the file must contain, or with `! ` before them must not
//! ```
//!
//! `FATIAO_BLESS=1 cargo test --test suite` rewrites what is expected, except `contains.txt`. Each case is built four times:
//! twice from scratch and twice with a memory, and all must agree to the byte.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use fatiao::app::{disk, report};
use fatiao::base::diag::Diagnostic;
use fatiao::base::source::{RelPath, Source, Sources};
use fatiao::engine::{Build, Engine, has_errors};
use fatiao::site::theme;
use jiff::civil::{Date, date};
use libtest_mimic::{Arguments, Failed, Trial};

const TODAY: Date = date(2026, 10, 4);

/// Completes the input of a case, given its folder.
type Prepare = fn(&Path) -> std::io::Result<()>;

/// Cases whose input cannot be kept in a repository, and what completes it.
const PREPARED: [(&str, Prepare); 5] = [
    ("input/link-to-nothing", |root| link("nowhere.md", &root.join("content/trading/gone.md"))),
    ("input/symlink-loop", |root| link(".", &root.join("content/trading/loop"))),
    ("input/symlink-outside", |root| link("../../../..", &root.join("content/trading/outside"))),
    ("input/ten-megabytes", |root| {
        let front = "+++\ntitle = \"很长的文件？\"\nanswer = \"太长。\"\nas_of = 2026-10-04\n+++\n";
        fs::write(
            root.join("content/trading/long.md"),
            front.to_owned() + &"很长的一段。\n\n".repeat(500_000),
        )
    }),
    ("input/backslash-name", |root| fs::write(root.join("content/trading/a\\b.md"), "+++\n+++\n")),
];

/// Tables of findings that only `check` makes; a code in one of them needs no folder here.
const TABLES: [&str; 1] = ["tests/lints.rs"];

fn main() {
    let mut trials: Vec<Trial> = cases()
        .into_iter()
        .map(|name| Trial::test(name.clone(), move || case(&name).map_err(Failed::from)))
        .collect();
    trials.push(Trial::test("every_code_has_a_case", || every_code_has_a_case().map_err(Failed::from)));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")
}

/// The names of all cases: `<area>/<case>`.
fn cases() -> Vec<String> {
    let mut names = Vec::new();
    for area in folders(&suite()).into_iter().filter(|area| area != "theme") {
        names.extend(folders(&suite().join(&area)).into_iter().map(|case| format!("{area}/{case}")));
    }
    assert!(!names.is_empty(), "no cases");
    names
}

fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn case(name: &str) -> Result<(), String> {
    let folder = suite().join(name);
    only_known_files(&folder)?;
    let (sources, read_diags) = sources(name, &folder)?;
    let (first, second) = (Engine::once().build(&sources), Engine::once().build(&sources));
    same(&first, &second, "a second build")?;
    let mut remembering = Engine::remembering();
    same(&first, &remembering.build(&sources), "a build with an empty memory")?;
    same(&first, &remembering.build(&sources), "a build with a full memory")?;
    if has_errors(&first.diags) && !first.outputs.is_empty() {
        return Err("errors, and still there are outputs".to_owned());
    }
    let checked = Engine::once().check(&sources);
    if let Some(lost) = first.diags.iter().find(|finding| !checked.contains(finding)) {
        return Err(format!("build says what check does not: {}", report::headline(lost, &sources)));
    }
    let diags: Vec<Diagnostic> = read_diags.into_iter().chain(first.diags.clone()).collect();
    Expected::of(&folder)?.compare(&shown(&diags, &sources), &first)
}

fn only_known_files(folder: &Path) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(text)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !matches!(name.as_str(), "input" | "expected" | "case.toml") {
            return Err(format!("nothing uses {name}"));
        }
    }
    if !folder.join("input").is_dir() {
        return Err("there is no input".to_owned());
    }
    Ok(())
}

/// Reads a case's site as the program would, with the bare theme laid beside it.
fn sources(name: &str, folder: &Path) -> Result<(Sources, Vec<Diagnostic>), String> {
    let input = folder.join("input");
    let read = match PREPARED.iter().find(|(case, _)| *case == name) {
        None => disk::read(&input, today(folder)?, &[]),
        Some((_, prepare)) => {
            let copy = tempfile::tempdir().map_err(text)?;
            copy_tree(&input, copy.path()).and_then(|()| prepare(copy.path())).map_err(text)?;
            disk::read(copy.path(), today(folder)?, &[])
        }
    };
    let read = read.map_err(|error| format!("{error:#}"))?;
    let mut sources = read.value;
    for (path, bytes) in tree(&suite().join("theme")) {
        let path = RelPath::new(&format!("plain/{path}")).ok_or("a path")?;
        sources.files.insert(path, Source::new(bytes));
    }
    Ok((sources, read.diags))
}

fn today(folder: &Path) -> Result<Date, String> {
    let Ok(text) = fs::read_to_string(folder.join("case.toml")) else { return Ok(TODAY) };
    let day = text.trim().strip_prefix("today = ").ok_or("case.toml holds one line: today = 2026-10-04")?;
    day.parse().map_err(|error| format!("case.toml: {error}"))
}

fn same(one: &Build, other: &Build, what: &str) -> Result<(), String> {
    if one.diags != other.diags {
        return Err(format!("{what} has other findings"));
    }
    let paths: BTreeSet<&RelPath> = one.outputs.keys().chain(other.outputs.keys()).collect();
    match paths.into_iter().find(|path| one.outputs.get(*path) != other.outputs.get(*path)) {
        Some(path) => Err(format!("{what} has another {path}")),
        None => Ok(()),
    }
}

/// The findings as `diagnostics.txt` has them.
fn shown(diags: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for finding in diags {
        _ = writeln!(out, "{}", report::headline(finding, sources));
        for (at, words) in &finding.also {
            _ = writeln!(out, "    {} {words}", report::location(at, sources));
        }
        if let Some(help) = &finding.help {
            _ = writeln!(out, "    建议：{}", help.replace('\n', "\n    "));
        }
        if let Some(fix) = &finding.fix {
            _ = writeln!(out, "    改：{} {:?}", report::location(&fix.at, sources), fix.with);
        }
    }
    out
}

/// What a case expects.
struct Expected {
    folder: PathBuf,
    bless: bool,
    files: BTreeMap<String, Vec<u8>>,
}

impl Expected {
    fn of(case: &Path) -> Result<Expected, String> {
        let folder = case.join("expected");
        let bless = std::env::var_os("FATIAO_BLESS").is_some_and(|value| value == "1");
        if bless {
            fs::create_dir_all(&folder).map_err(text)?;
        }
        let files = tree(&folder);
        let known = |name: &String| {
            matches!(name.as_str(), "diagnostics.txt" | "files.txt" | "contains.txt")
                || name.starts_with("pages/")
        };
        match files.keys().find(|name| !known(name)) {
            Some(name) => Err(format!("nothing uses expected/{name}")),
            None => Ok(Expected { folder, bless, files }),
        }
    }

    fn compare(&self, diags: &str, build: &Build) -> Result<(), String> {
        self.text("diagnostics.txt", diags)?;
        if self.files.contains_key("files.txt") {
            self.text("files.txt", &listed(build))?;
        }
        for name in self.files.keys().filter_map(|name| name.strip_prefix("pages/")) {
            let bytes = output(build, name)?;
            self.text(&format!("pages/{name}"), &String::from_utf8_lossy(bytes))?;
        }
        match self.files.get("contains.txt") {
            Some(rules) => contains(&String::from_utf8_lossy(rules), build),
            None => Ok(()),
        }
    }

    fn text(&self, name: &str, found: &str) -> Result<(), String> {
        let there = self.files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        if there.as_deref() == Some(found) {
            return Ok(());
        }
        if self.bless {
            return fs::write(self.folder.join(name), found).map_err(text);
        }
        let wanted = there.unwrap_or_default();
        Err(format!("expected/{name} differs (FATIAO_BLESS=1 rewrites it)\n{}", difference(&wanted, found)))
    }
}

/// Lines that only one side has.
fn difference(wanted: &str, found: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), found.lines().collect());
    let lost = left.iter().filter(|line| !right.contains(line)).map(|line| format!("- {line}"));
    let new = right.iter().filter(|line| !left.contains(line)).map(|line| format!("+ {line}"));
    let lines: Vec<String> = lost.chain(new).collect();
    if lines.is_empty() { "the same lines in another order or number".to_owned() } else { lines.join("\n") }
}

/// All pages; assets and the search index have names that change with their bytes.
fn listed(build: &Build) -> String {
    let of_theme = theme::embedded();
    let page = |path: &&RelPath| {
        let path = path.as_str();
        let made_of_theme = path.starts_with("assets/") || of_theme.contains_key(&format!("root/{path}"));
        !made_of_theme && !path.starts_with("search/")
    };
    build.outputs.keys().filter(page).map(|path| format!("{path}\n")).collect()
}

fn output<'b>(build: &'b Build, name: &str) -> Result<&'b [u8], String> {
    let path = RelPath::new(name).ok_or_else(|| format!("{name} is no path"))?;
    build.outputs.get(&path).map(|bytes| &**bytes).ok_or_else(|| format!("there is no output {name}"))
}

fn contains(rules: &str, build: &Build) -> Result<(), String> {
    let mut current: Option<(&str, String)> = None;
    let mut broken = Vec::new();
    for rule in rules.lines().filter(|rule| !rule.trim().is_empty()) {
        if let Some(name) = rule.strip_prefix("== ") {
            current = Some((name, String::from_utf8_lossy(output(build, name)?).into_owned()));
            continue;
        }
        let (name, text) = current.as_ref().ok_or("contains.txt begins with == path")?;
        match rule.strip_prefix("! ") {
            Some(unwanted) if text.contains(unwanted) => broken.push(format!("{name} contains {unwanted}")),
            None if !text.contains(rule) => broken.push(format!("{name} does not contain {rule}")),
            _ => {}
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}

/// A diagnostic that nothing exercises may be wrong, or dead.
fn every_code_has_a_case() -> Result<(), String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/base/diag");
    let mut codes = BTreeSet::new();
    for bytes in tree(&source).values() {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let found = text.match_indices("Code(\"F").filter_map(|(at, _)| text.get(at + 6..at + 11));
        codes.extend(found.map(str::to_owned));
    }
    for name in cases() {
        let expected = fs::read_to_string(suite().join(&name).join("expected/diagnostics.txt"));
        let expected = expected.unwrap_or_default();
        codes.retain(|code| !expected.contains(&format!("[{code}]")));
    }
    for table in TABLES {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(table)).map_err(text)?;
        codes.retain(|code| !text.contains(&format!("\"{code}\"")));
    }
    let lost: Vec<String> = codes.into_iter().collect();
    if lost.is_empty() { Ok(()) } else { Err(format!("no case exercises {}", lost.join(", "))) }
}

/// The files below a folder by their path in it.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file())
    {
        let below = entry.path().strip_prefix(folder).expect("below the folder");
        let name = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        files.insert(name, fs::read(entry.path()).expect("a readable file"));
    }
    files
}

fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    for (name, bytes) in tree(from) {
        let place = to.join(name);
        fs::create_dir_all(place.parent().expect("below a folder"))?;
        fs::write(place, bytes)?;
    }
    Ok(())
}

#[cfg(unix)]
fn link(to: &str, at: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link(_to: &str, _at: &Path) -> std::io::Result<()> {
    Ok(())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
