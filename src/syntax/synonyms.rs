//! `content/synonyms.toml` → everyday words and the words of the law for them.

use super::table::{At, Table};
use crate::base::diag::Checked;
use crate::base::source::FileId;

/// One row.
#[derive(Clone, Debug)]
pub struct Synonym {
    /// A word as people say it.
    pub word: At<String>,
    /// The words of the law, the most usual first.
    pub legal: Vec<String>,
}

/// Reads the file: every key an everyday word, its value a list of legal words.
pub fn parse(file: &FileId, text: &str) -> Checked<Vec<Synonym>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut table = Table::parse(file, &text[start..], start);
    let rows = table.lists().into_iter().map(|(word, legal)| Synonym { word, legal }).collect();
    table.finish(rows)
}
