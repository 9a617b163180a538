//! Documents → the shards that show them: title, address, answer and text; and the small tables of facets and laws.
//!
//! A document without an answer carries its text with it; one with an answer keeps it in a shard of texts, which is only
//! fetched where the text itself is wanted. Nothing here ranks.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::shards::ranges;
use super::{Config, Doc, Kind, LawNames};

/// The shards, and how many documents stand in each.
pub struct Encoded {
    /// Titles, addresses, answers, and texts without an answer.
    pub heads: Vec<Vec<u8>>,
    /// Texts of documents with an answer.
    pub texts: Vec<Vec<u8>>,
    /// Documents in each of `heads`.
    pub per_head: usize,
    /// Documents in each of `texts`.
    pub per_text: usize,
}

/// The numbering of documents: by kind, then by group in order of first appearance, then as given.
pub fn order(docs: &[Doc]) -> Vec<usize> {
    let mut seen: HashMap<(Kind, &str), usize> = HashMap::new();
    for doc in docs {
        let next = seen.len();
        seen.entry((doc.kind, &doc.group)).or_insert(next);
    }
    let mut order: Vec<usize> = (0..docs.len()).collect();
    order.sort_by_key(|&at| (docs[at].kind, seen[&(docs[at].kind, docs[at].group.as_str())], at));
    order
}

/// Encodes the documents in their order, the same number in each shard, so that a number says in which shard it is.
pub fn encode(docs: &[&Doc], config: &Config) -> Encoded {
    let inline = |doc: &Doc| doc.answer.is_empty();
    let head_size = |doc: &Doc| {
        doc.title.len() + doc.url.len() + if inline(doc) { doc.text.len() } else { doc.answer.len() }
    };
    let per_head = per_shard(docs.iter().map(|doc| head_size(doc)).sum(), docs.len(), config.doc_shard);
    // Documents with texts apart are few and stand together: behind the last of them no shard is needed.
    let end = docs.iter().rposition(|doc| !inline(doc) && !doc.text.is_empty()).map_or(0, |last| last + 1);
    let with_text = &docs[..end];
    let apart = with_text.iter().filter(|doc| !inline(doc)).map(|doc| doc.text.len()).sum();
    let per_text = per_shard(apart, end, config.text_shard);
    let head = |doc: &&Doc| match inline(doc) {
        true => json!([doc.title, doc.url, doc.answer, doc.text]),
        false => json!([doc.title, doc.url, doc.answer]),
    };
    let text = |doc: &&Doc| if inline(doc) { json!("") } else { json!(doc.text) };
    Encoded {
        heads: bodies(docs, per_head, head),
        texts: bodies(with_text, per_text, text),
        per_head,
        per_text,
    }
}

fn per_shard(bytes: usize, count: usize, most: usize) -> usize {
    // About 450 shards, so that the results of a small site do not drag along half of it.
    let shard = (bytes / 450).clamp(900.min(most), most);
    (shard * count).checked_div(bytes).unwrap_or(count).clamp(1, 256)
}

fn bodies(docs: &[&Doc], per: usize, row: impl Fn(&&Doc) -> Value) -> Vec<Vec<u8>> {
    docs.chunks(per)
        .map(|part| Value::from(part.iter().map(&row).collect::<Vec<_>>()).to_string().into_bytes())
        .collect()
}

/// The kinds that have documents and their ranges of numbers.
pub fn kinds(docs: &[&Doc]) -> impl Iterator<Item = (Kind, usize, usize)> {
    ranges(docs.iter().map(|doc| doc.kind)).into_iter()
}

/// The groups within each kind: kind, name, first number, number after the last.
pub fn facets(docs: &[&Doc]) -> Vec<(&'static str, String, usize, usize)> {
    ranges(docs.iter().map(|doc| (doc.kind, doc.group.as_str())))
        .into_iter()
        .filter(|((_, group), _, _)| !group.is_empty())
        .map(|((kind, group), from, to)| (kind.name(), group.to_owned(), from, to))
        .collect()
}

/// The laws by name: title, page, article page with `{}`, names, and the articles with ranges joined: `1-63 287.2`.
pub fn law_table(laws: &[LawNames]) -> Value {
    let row = |law: &LawNames| {
        let names: Vec<String> = law.names.iter().map(|name| super::query::law_name(name)).collect();
        json!([law.title, law.url, law.article_url, names, join_ranges(&law.articles)])
    };
    Value::from(laws.iter().map(row).collect::<Vec<_>>())
}

fn join_ranges(articles: &[String]) -> String {
    let mut plain: Vec<u32> = articles.iter().filter_map(|key| key.parse().ok()).collect();
    plain.sort_unstable();
    plain.dedup();
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for no in plain {
        match spans.last_mut() {
            Some((_, end)) if *end + 1 == no => *end = no,
            _ => spans.push((no, no)),
        }
    }
    let spans = spans
        .into_iter()
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") });
    let inserted = articles.iter().filter(|key| key.parse::<u32>().is_err()).map(|key| key.replace('-', "."));
    spans.chain(inserted).collect::<Vec<_>>().join(" ")
}
