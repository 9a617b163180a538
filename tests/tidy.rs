//! The rules of the house that no compiler knows: which room may import which, who may touch the world, how large things
//! may grow. Reads the sources as text; `docs/ARCHITECTURE.md` gives the reasons.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Each room with the rooms it may import.
const ARROWS: [(&str, &[&str]); 6] = [
    ("base", &[]),
    ("syntax", &["base"]),
    ("book", &["base", "syntax"]),
    ("site", &["base", "book"]),
    ("engine", &["base", "syntax", "book", "site"]),
    ("app", &["base", "syntax", "book", "site", "engine"]),
];

/// The files of `syntax` that `site` may see: the configuration, and plain data that the book carries unchanged and views
/// show. None of the parsers is among them.
const SHOWN: [&str; 13] = [
    "config",
    "changes",
    "chapter",
    "cite",
    "emergencies",
    "entry",
    "glossary",
    "hotlines",
    "law",
    "markdown",
    "situations",
    "spot",
    "table",
];

/// `synonyms` is shown by the search index alone.
const SHOWN_TO_INDEX: &str = "synonyms";

/// Files that deserve more than 500 lines, each with the reason.
const LONG_FILES: [(&str, &str); 1] =
    [("src/site/view/mod.rs", "the catalogue of what templates may see reads best in one piece")];

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 70;

struct Source {
    /// From the root of the repository.
    path: String,
    text: String,
}

impl Source {
    /// The room: the first part below `src/`.
    fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split(['/', '.']).next().unwrap_or_default()
    }

    /// The module path: `src/site/view/law.rs` is site, view, law.
    fn module(&self) -> Vec<&str> {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        below.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
    }

    /// The text without comments, line for line.
    fn code(&self) -> String {
        let bare = |line: &str| match line.trim_start() {
            line if line.starts_with("//") => String::new(),
            _ => line.split(" // ").next().unwrap_or_default().to_owned(),
        };
        self.text.lines().map(bare).collect::<Vec<_>>().join("\n")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Text files below a folder that have one of the endings, in order.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let made = matches!(name.as_str(), "target" | "public" | "node_modules" | ".git");
            if path.is_dir() && !made {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let shown = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
                // A case may hold a file that is deliberately not UTF-8.
                let text = String::from_utf8_lossy(&fs::read(&path).expect("a readable file")).into_owned();
                found.push(Source { path: shown, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn rust() -> Vec<Source> {
    sources("src", &[".rs"])
}

fn none(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// Every path in `code` that begins with `start::`, groups in braces written out.
fn paths(code: &str, start: &str) -> Vec<Vec<String>> {
    let start = format!("{start}::");
    let mut found = Vec::new();
    for (at, _) in code.match_indices(&start) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        tree(&code[at + start.len()..], &mut Vec::new(), &mut found);
    }
    found
}

/// Reads one branch of a path and returns how many bytes it took.
fn tree(code: &str, above: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    if let Some(inner) = code.strip_prefix('{') {
        let mut at = 0;
        while !inner[at..].is_empty() && !inner[at..].starts_with('}') {
            let skipped = inner[at..].find(|c: char| !c.is_whitespace() && c != ',').unwrap_or(0);
            at += skipped;
            if inner[at..].starts_with('}') {
                break;
            }
            let taken = tree(&inner[at..], above, found);
            let rest = inner[at + taken..].find([',', '}']).unwrap_or(inner.len() - at - taken);
            at += taken + rest;
        }
        return at + 2;
    }
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    above.push(code[..end].to_owned());
    let taken = match code[end..].strip_prefix("::") {
        Some(rest) => end + 2 + tree(rest, above, found),
        None => {
            found.push(above.clone());
            end
        }
    };
    above.pop();
    taken
}

#[test]
fn paths_are_read_with_their_groups() {
    let code =
        "use crate::{base::{diag, source::Span}, syntax};\nlet x = crate::book::Book; mycrate::no::way";
    let found: Vec<String> = paths(code, "crate").iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["base::diag", "base::source::Span", "syntax", "book::Book"]);
}

#[test]
fn each_room_imports_only_rooms_above_it() {
    let mut broken = Vec::new();
    for source in rust() {
        let Some((_, allowed)) = ARROWS.iter().find(|(room, _)| *room == source.room()) else { continue };
        for path in paths(&source.code(), "crate") {
            let to = path[0].as_str();
            let is_room = ARROWS.iter().any(|(room, _)| *room == to);
            let shown = source.room() == "site"
                && to == "syntax"
                && path.get(1).is_some_and(|file| {
                    SHOWN.contains(&file.as_str())
                        || (file == SHOWN_TO_INDEX && source.path == "src/site/index.rs")
                });
            if is_room && to != source.room() && !allowed.contains(&to) && !shown {
                broken.push(format!("{} imports {}", source.path, path.join("::")));
            }
        }
    }
    none("an arrow between rooms that architecture does not know", broken);
}

#[test]
fn no_path_leaves_its_room_by_super() {
    let mut broken = Vec::new();
    for source in rust() {
        let depth = source.module().len();
        let leaving = "super::".repeat(depth + 1);
        let leaves = |line: &&str| line.contains(&leaving);
        broken.extend(
            source.code().lines().filter(leaves).map(|line| format!("{}: {}", source.path, line.trim())),
        );
    }
    none("write crate:: where a path leaves its room", broken);
}

#[test]
fn only_app_touches_the_world() {
    const WORLD: [&str; 6] = ["fs", "env", "net", "time", "process", "thread"];
    const WORDS: [&str; 9] =
        ["println!", "print!", "eprintln!", "eprint!", "Mutex", "RwLock", "static mut", "walkdir", "anyhow"];
    let mut broken = Vec::new();
    for source in rust().iter().filter(|source| !matches!(source.room(), "app" | "main")) {
        let code = source.code();
        for path in paths(&code, "std").iter().filter(|path| WORLD.contains(&path[0].as_str())) {
            broken.push(format!("{} uses std::{}", source.path, path.join("::")));
        }
        for word in WORDS.iter().filter(|word| code.contains(*word)) {
            broken.push(format!("{} uses {word}", source.path));
        }
    }
    none("values in, values out: only src/app touches the world", broken);
}

#[test]
fn files_and_functions_stay_small() {
    let mut broken = Vec::new();
    for source in rust() {
        let lines = source.text.lines().count();
        let deserved = LONG_FILES.iter().any(|(path, reason)| *path == source.path && !reason.is_empty());
        if lines > LONGEST_FILE && !deserved {
            broken.push(format!("{} has {lines} lines", source.path));
        }
        for (name, length) in functions(&source.text) {
            if length > LONGEST_FUNCTION {
                broken.push(format!("{}: fn {name} has {length} lines", source.path));
            }
        }
    }
    for (path, _) in LONG_FILES {
        let lines = fs::read_to_string(root().join(path)).map_or(0, |text| text.lines().count());
        if lines <= LONGEST_FILE {
            broken.push(format!("{path} is on the list of long files and is not long"));
        }
    }
    none("too long to be read at a glance", broken);
}

/// The functions of a formatted file with their lengths: from `fn` to the closing brace of the same indent.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        let name = bare.split_once("fn ").filter(|(before, _)| {
            before.split_whitespace().all(|word| matches!(word, "pub" | "const" | "async"))
                || before.starts_with("pub(")
        });
        let Some((_, name)) = name else { continue };
        let indent = &line[..line.len() - bare.len()];
        let close = format!("{indent}}}");
        let end = lines[at..].iter().position(|line| *line == close);
        let one_line = line.ends_with('}') || line.ends_with(';');
        let length = if one_line { 1 } else { end.map_or(1, |end| end + 1) };
        let name = name.split(['(', '<']).next().unwrap_or_default();
        found.push((name.to_owned(), length));
    }
    found
}

#[test]
fn functions_are_measured_to_their_closing_brace() {
    let text = "impl A {\n    pub fn one(&self) {\n        if x {\n        }\n    }\n}\nfn two() {}\n";
    assert_eq!(functions(text), [("one".to_owned(), 4), ("two".to_owned(), 1)]);
}

#[test]
fn every_module_says_what_it_is() {
    let silent = rust().into_iter().filter(|source| !source.text.starts_with("//! "));
    none("a module opens with //!", silent.map(|source| source.path).collect());
}

#[test]
fn nothing_is_named_after_nothing() {
    const EMPTY: [&str; 8] = ["utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"];
    let mut broken = Vec::new();
    for source in rust() {
        if source.module().iter().any(|part| EMPTY.contains(part)) {
            broken.push(source.path.clone());
        }
        for line in source.code().lines() {
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            while let Some(word) = words.next() {
                let names = matches!(word, "struct" | "enum" | "trait" | "mod" | "type" | "fn");
                let Some(name) = words.clone().next().filter(|_| names) else { continue };
                let lower = name.to_lowercase();
                if ["manager", "helper", "helpers", "util", "utils"]
                    .iter()
                    .any(|ending| lower.ends_with(ending))
                {
                    broken.push(format!("{}: {name}", source.path));
                }
            }
        }
    }
    none("a name says what a thing is", broken);
}

#[test]
fn nothing_is_left_for_later() {
    const LATER: [&str; 6] =
        ["todo!(", "unimplemented!(", concat!("FIX", "ME"), concat!("TO", "DO"), "XXX", "HACK"];
    let mut broken = Vec::new();
    let endings = [".rs", ".js", ".mjs", ".css", ".html", ".sh", ".toml"];
    for folder in ["src", "theme", "tests", "benches", "scripts", "examples"] {
        for source in sources(folder, &endings).iter().filter(|source| source.path != "tests/tidy.rs") {
            broken.extend(
                LATER
                    .iter()
                    .filter(|word| source.text.contains(*word))
                    .map(|word| format!("{}: {word}", source.path)),
            );
        }
    }
    none("unfinished work belongs in an issue", broken);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    const PLACES: [&str; 5] = [
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/Us", "ers/"),
        concat!("/tm", "p/"),
    ];
    let endings = [".rs", ".js", ".mjs", ".css", ".html", ".sh", ".toml", ".md", ".json", ".txt"];
    let mut broken = Vec::new();
    for source in sources(".", &endings) {
        for (number, line) in source.text.lines().enumerate() {
            // Inside a longer path the same letters are a folder of ours: ../root/favicon.svg.
            let alone =
                |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_/".contains(c));
            let begins = |place: &&&str| line.match_indices(**place).any(|(at, _)| alone(at));
            if let Some(place) = PLACES.iter().find(begins) {
                broken.push(format!("{}:{}: {place}", source.path, number + 1));
            }
        }
    }
    none("a path of one machine", broken);
}

#[test]
fn the_theme_runs_no_code_from_strings() {
    const SCRIPT: [&str; 8] = [
        "eval(",
        "new Function",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "setAttribute(\"style\"",
        "setAttribute(\"on",
    ];
    // The content security policy forbids these, so that a browser would refuse them anyway.
    const MARKUP: [&str; 6] = [" style=\"", " onclick=", " onload=", "javascript:", "<style", "<iframe"];
    let mut broken = Vec::new();
    for source in sources("theme", &[".js", ".mjs"]) {
        broken.extend(hits(&source, &SCRIPT));
    }
    for source in sources("theme", &[".html"]) {
        broken.extend(hits(&source, &MARKUP));
        let inline = source.text.match_indices("<script").filter(|(at, _)| {
            let tag = source.text[*at..].split('>').next().unwrap_or_default();
            !tag.contains(" src=") && !tag.contains("application/ld+json")
        });
        broken.extend(inline.map(|_| format!("{}: inline script", source.path)));
    }
    for source in sources("theme", &[".html", ".css"]) {
        broken.extend(hits(&source, &["url(http", "url(//", "src=\"http", "@import"]));
    }
    none("the theme keeps to its content security policy", broken);
}

fn hits(source: &Source, words: &[&str]) -> Vec<String> {
    let hit = |word: &&&str| source.text.contains(**word);
    words.iter().filter(hit).map(|word| format!("{}: {word}", source.path)).collect()
}

#[test]
fn the_crate_root_only_lists_the_rooms() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let plain = |line: &&str| {
        let line = line.trim();
        !(line.is_empty() || line.starts_with("//") || line.starts_with("#[") || line.starts_with("pub mod "))
    };
    none("no logic in lib.rs", lib.lines().filter(plain).map(str::to_owned).collect());
    let listed: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(listed, ARROWS.iter().map(|(room, _)| *room).collect());
}
