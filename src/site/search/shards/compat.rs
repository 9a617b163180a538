//! Documents → the stock `searchindex.json` of elasticlunr.js, for themes that bring their own client. No weights, no shards.

use elasticlunr::Index;

use crate::site::search::Doc;
use crate::site::search::grams::Grams;

/// The index as elasticlunr.js loads it. Its client must split queries as [`Grams`] does, since the stock one drops Han characters.
pub fn stock_index(docs: &[&Doc]) -> Vec<u8> {
    let mut index = Index::with_language(Box::new(Grams), &["title", "body"]);
    for doc in docs {
        index.add_doc(&doc.url, [doc.title.clone(), [doc.answer.as_str(), &doc.text].join("\n")]);
    }
    index.to_json().into_bytes()
}
