//! A [`SearchInput`] → the files of the index: manifest, shards of terms, of documents, of pinyin, and the small tables.
//!
//! Every document is read once, its terms go into flat arrays, and each shard is encoded from its part of them. elasticlunr's
//! own inverted index holds each posting in a map of strings inside a tree of characters; a test fills one beside, and both
//! must hold the same. The bytes are described in `docs/search-format.md`.

pub mod codec;
mod compat;
pub mod decode;
pub(super) mod postings;
mod terms;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Doc, Emergency, File, MANIFEST, SearchInput, documents, pinyin};
use crate::base::hash::Hash;

/// The version of the format, first in the manifest; readers refuse any other.
pub const VERSION: u64 = 1;

/// How many bytes of a file's body name the index to which it belongs.
pub const GENERATION: usize = 5;

/// The whole index.
pub fn write(input: &SearchInput) -> Vec<File> {
    write_with(input, &|name, bytes| (name.to_owned(), bytes.to_vec()))
}

/// Hands every file of the index on as soon as it is packed, and yields what became of each: `manifest.bin` and a folder
/// named after the content of everything in it.
pub fn write_with<T: Send>(input: &SearchInput, made: &(impl Fn(&str, &[u8]) -> T + Sync)) -> Vec<T> {
    let order = documents::order(&input.docs);
    let docs: Vec<&Doc> = order.iter().map(|&at| &input.docs[at]).collect();
    let postings = postings::collect(&docs, &input.config);
    let (terms, (readings, stored)) = rayon::join(
        || terms::encode(&postings, &input.synonyms, &input.config),
        || (pinyin::encode(input, &docs, &postings), documents::encode(&docs, &input.config)),
    );

    let mut bodies: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |letter: &str, shards: Vec<Vec<u8>>| {
        bodies.extend(shards.into_iter().enumerate().map(|(at, body)| (format!("{letter}{at}.bin"), body)));
    };
    add("t", terms.bodies);
    add("d", stored.heads);
    add("x", stored.texts);
    add("p", readings.bodies);
    bodies.push(("p.bin".into(), to_json(&json!(readings.firsts))));
    let card = |rule: &Emergency| json!({ "title": rule.title, "text": rule.text, "url": rule.url, "hotlines": rule.hotlines });
    bodies.push(("e.bin".into(), to_json(&input.emergencies.iter().map(card).collect())));
    bodies.push(("f.bin".into(), to_json(&json!(documents::facets(&docs)))));
    bodies.push(("j.bin".into(), to_json(&documents::law_table(&input.laws))));

    let generation = Hash::join(bodies.iter().map(|(_, body)| Hash::of(body)));
    let head = json!({
        "v": VERSION,
        "gen": generation.short(),
        "docs": docs.len(),
        "perHead": stored.per_head,
        "perText": stored.per_text,
        "kinds": documents::kinds(&docs).map(|(kind, from, to)| json!([kind.name(), from, to])).collect::<Vec<_>>(),
        "common": postings.common,
        "weights": input.config.scoring.query,
        "emergencies": input.emergencies.iter().map(|rule| json!([rule.any, rule.unless])).collect::<Vec<_>>(),
        "fallback": input.fallback,
        "strings": input.strings,
        "cap": input.config.cap,
    });
    let sealed = bodies.into_par_iter().map(|(name, body)| {
        let (name, bytes) = seal(generation, &name, &body);
        made(&name, &bytes)
    });
    let mut files: Vec<T> = sealed.collect();
    files.push(made(MANIFEST, &codec::gzip(&manifest(&head, &terms.firsts))));
    if input.config.compat {
        files.push(made("searchindex.json", &compat::stock_index(&docs)));
    }
    files
}

fn seal(generation: Hash, name: &str, body: &[u8]) -> File {
    let folder = generation.short();
    let mut whole = generation_bytes(&folder);
    whole.extend_from_slice(body);
    // Terms are bits that gzip cannot squeeze: measured, the packed shards of a site weigh as much as the plain ones.
    let is_plain = name.starts_with('t') && !whole.starts_with(&codec::GZIP);
    (format!("{folder}/{name}"), if is_plain { whole } else { codec::gzip(&whole) })
}

/// The bytes with which every body of an index begins: its folder's name read as hexadecimal digits.
pub fn generation_bytes(folder: &str) -> Vec<u8> {
    (0..folder.len() / 2)
        .filter_map(|at| u8::from_str_radix(folder.get(at * 2..at * 2 + 2)?, 16).ok())
        .collect()
}

fn manifest(head: &Value, firsts: &[u64]) -> Vec<u8> {
    let mut out = Vec::new();
    codec::put_text(&mut out, &head.to_string());
    codec::put(&mut out, firsts.len() as u64);
    let (mut one, mut two) = (0, 0);
    for place in firsts {
        let (next_one, next_two) = (place >> 21, place & 0x1f_ffff);
        codec::put(&mut out, next_one - one);
        codec::put(&mut out, if next_one == one { next_two - two } else { next_two });
        (one, two) = (next_one, next_two);
    }
    out
}

fn to_json(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// The kinds that have documents, each with its range of numbers.
pub(super) fn ranges<'a, K: PartialEq>(keys: impl Iterator<Item = K> + 'a) -> Vec<(K, usize, usize)> {
    let mut out: Vec<(K, usize, usize)> = Vec::new();
    for (at, key) in keys.enumerate() {
        match out.last_mut() {
            Some((last, _, end)) if *last == key => *end = at + 1,
            _ => out.push((key, at, at + 1)),
        }
    }
    out
}
