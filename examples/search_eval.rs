//! Measures the search: indexes documents, answers queries, writes the ranking, and prints what it cost.
//!
//! `cargo run --release --example search_eval -- --docs F.jsonl.gz --queries Q.jsonl --out run.tsv [--empty-titles]
//! [--synonyms FILE.toml | --no-synonyms] [--index DIR] [--set FIELD=VALUE]…`
//!
//! The row of two keywords: from every question the first two different words that the table of synonyms has, on either side, in two
//! Han characters each; what their synonyms cost is counted.
//!
//! A document is a line `{"id", "title", "headings", "text", "prior"}`, a query `{"qid", "q"}`. `--index` keeps the index, so
//! that `node tests/js/search_eval.mjs --index DIR --queries Q.jsonl --out run.tsv` can answer from the same files.
#![allow(clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use fatiao::base::text::is_han;
use fatiao::site::search::{Config, Doc, File, Kind, Reader, Request, SearchInput, synonyms, write};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    id: u64,
    title: String,
    #[serde(default)]
    headings: String,
    text: String,
    #[serde(default = "one")]
    prior: f32,
}

#[derive(Deserialize)]
struct Question {
    qid: String,
    q: String,
}

#[derive(Default)]
struct Options {
    docs: String,
    queries: String,
    out: String,
    index: Option<String>,
    synonyms: Option<String>,
    empty_titles: bool,
    config: Config,
}

fn one() -> f32 {
    1.0
}

fn main() -> Result<()> {
    let options = options()?;
    let input = input(&options)?;
    let count = input.docs.len();
    let before = Instant::now();
    let files = write(&input);
    let seconds = before.elapsed().as_secs_f64();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("build {seconds:.1} s, peak memory {} MB, {count} documents", peak_memory());
    println!("index {:.2} MB in {} files", bytes as f64 / 1e6, files.len());
    for letter in ["manifest", "/t", "/d", "/x", "/p", "/j", "/f"] {
        let of = files.iter().filter(|(name, _)| name.contains(letter));
        let (count, size) = of.fold((0, 0), |(count, size), (_, bytes)| (count + 1, size + bytes.len()));
        println!("  {letter:9} {count:6} files {size:9} bytes");
    }
    drop(input);
    if let Some(folder) = &options.index {
        keep(Path::new(folder), &files)?;
    }
    answer(&options, files.into_iter().collect())
}

fn options() -> Result<Options> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/content/synonyms.toml");
    let mut options = Options { synonyms: Some(table.to_owned()), ..Options::default() };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--empty-titles" => {
                options.empty_titles = true;
                continue;
            }
            "--no-synonyms" => {
                options.synonyms = None;
                continue;
            }
            _ => {}
        }
        let value = arguments.next().with_context(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--docs" => options.docs = value,
            "--queries" => options.queries = value,
            "--out" => options.out = value,
            "--index" => options.index = Some(value),
            "--synonyms" => options.synonyms = Some(value),
            "--set" => set(&mut options.config, &value)?,
            _ => bail!("unknown option {name}"),
        }
    }
    Ok(options)
}

/// Changes one number of the configuration, by its name or, for weights, `scoring.NAME`.
fn set(config: &mut Config, assignment: &str) -> Result<()> {
    let (name, value) = assignment.split_once('=').context("--set wants FIELD=VALUE")?;
    let mut table = serde_json::to_value(&*config)?;
    let place = name.split('.').fold(&mut table, |table, key| &mut table[key]);
    *place = serde_json::from_str(value)?;
    *config = serde_json::from_value(table)?;
    Ok(())
}

fn input(options: &Options) -> Result<SearchInput> {
    let doc = |line: Line| Doc {
        // A document under headings is an article of a law; one without is an entry, and its neighbours say nothing of it.
        kind: if line.headings.is_empty() { Kind::Entry } else { Kind::Article },
        title: if options.empty_titles { String::new() } else { line.title },
        url: line.id.to_string(),
        headings: line.headings,
        answer: String::new(),
        text: line.text,
        group: String::new(),
        prior: line.prior,
    };
    let docs: Vec<Doc> = lines::<Line>(&options.docs)?.into_iter().map(doc).collect();
    let rows = match &options.synonyms {
        Some(file) => synonyms::parse(&std::fs::read_to_string(file)?)?,
        None => Vec::new(),
    };
    Ok(SearchInput { docs, synonyms: rows, config: options.config.clone(), ..SearchInput::default() })
}

fn lines<T: serde::de::DeserializeOwned>(file: &str) -> Result<Vec<T>> {
    let bytes = std::fs::read(file).with_context(|| file.to_owned())?;
    let mut text = String::new();
    match file.ends_with(".gz") {
        true => flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text)?,
        false => (&bytes[..]).read_to_string(&mut text)?,
    };
    text.lines().filter(|line| !line.is_empty()).map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn keep(folder: &Path, files: &[File]) -> Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().context("a file has a folder")?)?;
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

fn answer(options: &Options, files: BTreeMap<String, Vec<u8>>) -> Result<()> {
    let reader = Reader::open(|name: &str| files.get(name).cloned())
        .map_err(|broken| anyhow::anyhow!("{broken:?}"))?;
    let (mut run, mut bytes, mut requests, mut micros) = (String::new(), Vec::new(), Vec::new(), Vec::new());
    let questions = lines::<Question>(&options.queries)?;
    let (mut keyword_bytes, mut keyword_requests) = (Vec::new(), Vec::new());
    for two in keywords(options, &questions)? {
        let shown = reader.search(&Request::new(&two)).map_err(|broken| anyhow::anyhow!("{broken:?}"))?;
        keyword_bytes.push(shown.fetched.iter().map(|(_, size)| size).sum());
        keyword_requests.push(shown.fetched.len());
    }
    for question in questions {
        let before = Instant::now();
        let request = Request { query: &question.q, limit: 20, ..Request::new("") };
        let answer = reader.search(&request).map_err(|broken| anyhow::anyhow!("{broken:?}"))?;
        micros.push(before.elapsed().as_micros() as usize);
        for (at, hit) in answer.hits.iter().enumerate() {
            writeln!(run, "{}\t{}\t{}", question.qid, at + 1, hit.url)?;
        }
        // What a reader's browser would fetch: the ten results of the page, not the twenty that are scored.
        let shown =
            reader.search(&Request::new(&question.q)).map_err(|broken| anyhow::anyhow!("{broken:?}"))?;
        bytes.push(shown.fetched.iter().map(|(_, size)| size).sum());
        requests.push(shown.fetched.len());
    }
    std::fs::write(&options.out, run)?;
    spread("bytes a query, cold", bytes);
    spread("requests a query, cold", requests);
    println!("two keywords: {} pairs", keyword_bytes.len());
    spread("bytes for two keywords, cold", keyword_bytes);
    spread("requests for two keywords, cold", keyword_requests);
    spread("microseconds a query, unpacking included", micros);
    Ok(())
}

/// Two words of each question that has them.
fn keywords(options: &Options, questions: &[Question]) -> Result<BTreeSet<String>> {
    let Some(file) = &options.synonyms else { return Ok(BTreeSet::new()) };
    let rows = synonyms::parse(&std::fs::read_to_string(file)?)?;
    let words: BTreeSet<String> =
        rows.into_iter().flat_map(|row| [vec![row.word], row.legal].concat()).collect();
    let two = |question: &Question| {
        let letters: Vec<char> = question.q.chars().collect();
        let (mut found, mut at): (Vec<String>, usize) = (Vec::new(), 0);
        while at + 1 < letters.len() {
            let word: String = letters[at..at + 2].iter().collect();
            let is_word = letters[at..at + 2].iter().all(|c| is_han(*c)) && words.contains(&word);
            if is_word && !found.contains(&word) {
                found.push(word);
            }
            at += 1 + usize::from(is_word);
        }
        (found.len() > 1).then(|| found[..2].join(" "))
    };
    Ok(questions.iter().filter_map(two).collect())
}

fn spread(name: &str, mut values: Vec<usize>) {
    values.sort_unstable();
    let at = |share: usize| values.get(values.len() * share / 100).copied().unwrap_or(0);
    println!("{name}: p50 {}, p95 {}", at(50), at(95));
}

/// The most memory this process has held, in megabytes, where the system tells (Linux); otherwise 0.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
