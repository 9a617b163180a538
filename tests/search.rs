//! The search index from writer to readers: shared tables, golden rankings, the promise that every pair of characters is found,
//! budgets, damaged and mixed files, and the browser's own module in node where node is installed.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use fatiao::base::text::{fold, is_han};
use fatiao::site::search::reader::Broken;
use fatiao::site::search::shards::codec::{self, gzip};
use fatiao::site::search::{
    Config, Doc, File, Kind, MANIFEST, Reader, Request, SearchInput, grams, query, synonyms, write,
};
use fatiao::site::theme::slim::script;
use proptest::prelude::*;
use serde_json::{Value, json};

type Files = BTreeMap<String, Vec<u8>>;

fn corpus() -> SearchInput {
    serde_json::from_str(include_str!("search/corpus.json")).unwrap()
}

fn table(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

fn files(input: &SearchInput) -> Files {
    write(input).into_iter().collect()
}

fn open(files: &Files) -> Result<Reader<impl Fn(&str) -> Option<Vec<u8>>>, Broken> {
    Reader::open(|name: &str| files.get(name).cloned())
}

fn urls(files: &Files, typed: &str) -> Vec<String> {
    let answer = open(files).unwrap().search(&Request::new(typed)).unwrap();
    answer.hits.into_iter().map(|hit| hit.url).collect()
}

#[test]
fn grams_as_in_the_table() {
    for row in table(include_str!("search/grams.json")) {
        assert_eq!(json!(grams::grams(row[0].as_str().unwrap())), row[1], "{}", row[0]);
    }
}

#[test]
fn queries_as_in_the_table() {
    for row in table(include_str!("search/queries.json")) {
        let read =
            query::read(row["typed"].as_str().unwrap(), row["common"].as_str().unwrap(), [10, 5, 10, 20]);
        assert_eq!(
            json!({ "typed": row["typed"], "common": row["common"], "folded": read.folded, "cut": read.cut,
                "phrases": read.phrases, "terms": read.terms, "required": read.required,
                "jump": query::jump(&read.folded) }),
            row
        );
    }
}

#[test]
fn jumps_and_synonyms_as_in_the_tables() {
    for row in table(include_str!("search/jumps.json")) {
        let found = query::jump(&fold(row[0].as_str().unwrap())).unzip();
        assert_eq!(json!(found), json!([row[1], row[2]]), "{}", row[0]);
    }
    for row in table(include_str!("search/fired.json")) {
        let words: Vec<String> = serde_json::from_value(row[1].clone()).unwrap();
        assert_eq!(json!(synonyms::fired(row[0].as_str().unwrap(), &words)), row[2], "{row}");
    }
}

/// Rewrite with `UPDATE_GOLDEN=1 cargo test --test search`, and read the difference.
#[test]
fn rankings_as_in_the_golden_file() {
    let files = files(&corpus());
    let reader = open(&files).unwrap();
    let golden = table(include_str!("search/golden.json"));
    let answers: Vec<Value> = golden.iter().map(|row| golden_row(&reader, row)).collect();
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/golden.json");
        let lines: Vec<String> = answers.iter().map(Value::to_string).collect();
        std::fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        return;
    }
    for (answer, row) in answers.iter().zip(&golden) {
        assert_eq!(answer, row, "{}", row["query"]);
    }
}

fn golden_row<F: Fn(&str) -> Option<Vec<u8>>>(reader: &Reader<F>, row: &Value) -> Value {
    let kinds: Vec<&str> = row["kinds"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let typed = row["query"].as_str().unwrap();
    let request = Request { kinds: &kinds, group: row["group"].as_str(), ..Request::new(typed) };
    let answer = reader.search(&request).unwrap();
    let hits: Vec<Value> = answer.hits.iter().map(|hit| json!([hit.url, hit.score, hit.excerpt])).collect();
    json!({ "query": typed, "kinds": kinds, "group": row["group"], "total": answer.total, "loose": answer.loose,
        "jump": answer.jump, "cards": answer.emergencies.iter().map(|card| &card.title).collect::<Vec<_>>(),
        "expanded": answer.expanded, "candidates": answer.candidates, "hits": hits })
}

#[test]
fn every_pair_of_characters_is_found() {
    let input = corpus();
    pairs_are_found(&input, &files(&input));
}

fn pairs_are_found(input: &SearchInput, files: &Files) {
    let reader = open(files).unwrap();
    for doc in &input.docs {
        let folded = fold(&[doc.title.as_str(), &doc.answer, &doc.text].join("\n"));
        let characters: Vec<char> = folded.chars().collect();
        for pair in characters.windows(2).filter(|pair| pair.iter().all(|c| is_han(*c))) {
            let pair: String = pair.iter().collect();
            let request = Request { limit: 200, synonyms: false, ..Request::new(&pair) };
            let answer = reader.search(&request).unwrap();
            assert!(answer.hits.iter().any(|hit| hit.url == doc.url), "{pair} in {}", doc.url);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_pair_of_any_text_is_found(texts in prop::collection::vec("[一-丕a-c1，𠀀-𠀈]{0,24}", 1..40)) {
        let doc = |(at, text): (usize, &String)| Doc {
            kind: Kind::ALL[at % 5], title: String::new(), url: at.to_string(), headings: String::new(),
            answer: if at % 2 == 0 { String::new() } else { "答".into() }, text: text.clone(), group: String::new(), prior: 1.0,
        };
        let config = Config { term_shard: 64, doc_shard: 100, ..Config::default() };
        let input = SearchInput { docs: texts.iter().enumerate().map(doc).collect(), config, ..SearchInput::default() };
        pairs_are_found(&input, &files(&input));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(write(&corpus()), write(&corpus()));
}

#[test]
fn nothing_to_index_is_an_index_too() {
    let files = files(&SearchInput::default());
    assert!(urls(&files, "退款 tuikuan “无”").is_empty());
}

#[test]
fn a_query_costs_little() {
    let mut input = corpus();
    let docs = input.docs.clone();
    for copy in 0..8 {
        input.docs.extend(docs.iter().cloned().map(|doc| Doc { url: format!("{copy}/{}", doc.url), ..doc }));
    }
    let files = files(&input);
    let answer = open(&files).unwrap().search(&Request::new("网购 退货")).unwrap();
    let bytes: usize = answer.fetched.iter().map(|(_, size)| size).sum();
    assert!(bytes <= 20_000 && answer.fetched.len() <= 16, "{bytes} bytes, {:?}", answer.fetched);
}

#[test]
fn damaged_and_mixed_files_are_noticed() {
    let good = files(&corpus());
    let shard = good.keys().find(|name| name.contains("/t0.")).unwrap().clone();
    let all_terms: Vec<String> = good.keys().filter(|name| name.contains("/t")).cloned().collect();
    let search = |files: &Files| open(files)?.search(&Request::new("网购退货")).map(|_| ());
    let mut cut = good.clone();
    all_terms.iter().for_each(|name| cut.get_mut(name).unwrap().truncate(40));
    assert!(matches!(search(&cut), Err(Broken::Damaged(_))));
    let mut gone = good.clone();
    gone.retain(|name, _| !all_terms.contains(name));
    assert!(matches!(search(&gone), Err(Broken::Missing(_))));
    let mut other = corpus();
    other.docs[0].text.push('改');
    let mut mixed = good.clone();
    let stale = files_of(&other, &shard);
    all_terms.iter().for_each(|name| drop(mixed.insert(name.clone(), stale.clone())));
    assert!(matches!(search(&mixed), Err(Broken::Mixed(_))));
    let mut bad = good.clone();
    bad.insert(MANIFEST.into(), b"nothing".to_vec());
    assert!(matches!(search(&bad), Err(Broken::Damaged(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// Every file in turn cut short, changed in some bytes, or replaced by noise, packed or not: an answer or a reason, never a panic.
    #[test]
    fn damaged_files_never_panic(
        pick in any::<prop::sample::Index>(),
        how in 0..4,
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        noise in prop::collection::vec(any::<u8>(), 0..200),
        typed in prop::sample::select(vec!["网购退货怎么办", "“七日”", "消保法25", "tuihuo", "老板不给工钱", ""]),
    ) {
        let mut files = FILES.clone();
        let names: Vec<String> = files.keys().cloned().collect();
        let file = files.get_mut(pick.get(&names)).unwrap();
        let mut body = codec::gunzip(file).unwrap();
        let kept = usize::from(how < 3 && body.len() > 5) * 5;
        match how {
            0 => file.truncate(cut.index(file.len())),
            1 => body.truncate(kept + cut.index(body.len() - kept)),
            2 => for (at, byte) in &changes {
                let at = kept + at.index(body.len() - kept);
                body[at] = *byte;
            },
            _ => body = noise,
        }
        if how > 0 {
            *file = if cut.index(2) == 0 { gzip(&body) } else { body };
        }
        if let Ok(reader) = open(&files) {
            for request in [Request::new(typed), Request { group: Some("消费者权益保护法"), ..Request::new(typed) }] {
                let _answer_or_reason = reader.search(&request);
            }
        }
    }

    /// A manifest of any numbers.
    #[test]
    fn any_manifest_is_read_or_refused(
        docs in prop::sample::select(vec![0usize, 1, 7, 22, 300, usize::MAX >> 12]),
        per in prop::sample::select(vec![0usize, 1, 5, 1 << 40]),
        kinds in prop::collection::vec(("[a-z]{5}|article", any::<u8>(), any::<u8>()), 0..4),
        weight in any::<u32>(), cap in 0usize..9, other in prop::option::of("[0-9a-f]{0,12}|../.."), firsts in prop::collection::vec(any::<u64>(), 0..9),
    ) {
        let known = FILES.keys().find_map(|name| Some(name.split_once('/')?.0.to_owned()));
        let head = json!({ "v": 1, "gen": other.or(known), "docs": docs, "perHead": per, "perText": per, "kinds": kinds, "common": "的", "cap": cap,
            "weights": [weight, 5, 10, weight], "emergencies": [], "fallback": null, "strings": {} });
        let mut body = Vec::new();
        codec::put_text(&mut body, &head.to_string());
        codec::put(&mut body, firsts.len() as u64);
        firsts.iter().for_each(|number| codec::put(&mut body, *number));
        let fetch = |name: &str| match name == MANIFEST {
            true => Some(body.clone()),
            false => FILES.iter().find(|(known, _)| known.rsplit('/').next() == name.rsplit('/').next()).map(|(_, file)| file.clone()),
        };
        if let Ok(reader) = Reader::open(fetch) {
            let _answer_or_reason = reader.search(&Request::new("网购退货"));
        }
    }
}

static FILES: LazyLock<Files> = LazyLock::new(|| files(&corpus()));

fn files_of(input: &SearchInput, like: &str) -> Vec<u8> {
    let tail = like.rsplit('/').next().unwrap();
    let found = write(input).into_iter().find(|(name, _): &File| name.ends_with(tail));
    found.unwrap().1
}

#[test]
fn hostile_titles_come_back_as_they_are() {
    let files = files(&corpus());
    let answer = open(&files).unwrap().search(&Request::new("script 标题")).unwrap();
    assert!(answer.hits[0].title.contains("<script>alert(1)</script>"));
    assert!(open(&files).unwrap().search(&Request::new(&"退货".repeat(5000))).unwrap().cut);
}

/// Scores as elasticlunr.js adds them up for one field: for each term, √tf × idf for every document of the term's node.
fn stock_search(stock: &Value, field: &str, typed: &str) -> Vec<String> {
    let all = stock["documentStore"]["length"].as_f64().unwrap();
    let mut scores: BTreeMap<String, f64> = BTreeMap::new();
    for term in grams::grams(typed) {
        let root = &stock["index"][field]["root"];
        let node = term.chars().fold(root, |node, letter| &node[letter.to_string()]);
        let Some(docs) = node["docs"].as_object() else { continue };
        let idf = 1.0 + (all / (node["df"].as_f64().unwrap() + 1.0)).ln();
        for (url, posting) in docs {
            *scores.entry(url.clone()).or_default() += posting["tf"].as_f64().unwrap() * idf;
        }
    }
    let mut best: Vec<(String, f64)> = scores.into_iter().collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    best.into_iter().map(|(url, _)| url).collect()
}

#[test]
fn the_stock_index_is_loaded_and_searched_as_elasticlunr_does() {
    let mut input = corpus();
    assert!(!files(&input).contains_key("searchindex.json"));
    input.config.compat = true;
    let stock: Value = serde_json::from_slice(&files(&input)["searchindex.json"]).unwrap();
    // What elasticlunr.Index.load reads.
    assert_eq!(stock["fields"], json!(["title", "body"]));
    assert_eq!((&stock["ref"], &stock["pipeline"]), (&json!("id"), &json!([])));
    assert!(stock["version"].is_string());
    let store = &stock["documentStore"];
    assert_eq!(store["length"], json!(input.docs.len()));
    for doc in &input.docs {
        assert_eq!(store["docs"][&doc.url]["title"], json!(doc.title));
        assert!(store["docInfo"][&doc.url]["body"].is_number());
        // A document's own title finds it.
        let found = stock_search(&stock, "title", &doc.title);
        assert!(grams::grams(&doc.title).is_empty() || found.contains(&doc.url), "{}", doc.title);
    }
    assert_eq!(stock_search(&stock, "body", "信息网络犯罪活动")[0], "laws/刑法/287-2.html");
}

#[test]
fn the_table_of_everyday_words_is_large_and_sound() {
    let rows = synonyms::parse(include_str!("../content/synonyms.toml")).unwrap();
    assert!(rows.len() >= 500);
    for row in rows {
        assert!(
            !row.legal.is_empty() && row.legal.iter().all(|word| !word.contains(' ') && *word != row.word),
            "{row:?}"
        );
    }
}

#[test]
fn the_browser_answers_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in write(&corpus()) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let sent = folder.path().join("engine.mjs");
    let written = concat!(env!("CARGO_MANIFEST_DIR"), "/theme/assets/search/engine.js");
    std::fs::write(&sent, script(&std::fs::read_to_string(written).unwrap())).unwrap();
    for engine in [Path::new(written), &sent] {
        let node = Command::new("node")
            .args(["--test", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/js/engine.test.mjs")])
            .env("FATIAO_INDEX", folder.path())
            .env("FATIAO_ENGINE", engine)
            .output();
        match node {
            Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
            Err(_) => eprintln!("node is not installed: the browser's module was not run"),
        }
    }
}

#[test]
fn the_client_is_small() {
    let modules =
        [include_str!("../theme/assets/search/engine.js"), include_str!("../theme/assets/search/ui.js")];
    let size: usize = modules.iter().map(|module| gzip(script(module).as_bytes()).len()).sum();
    assert!(size <= 7 * 1024 + 256, "{size} bytes");
}
