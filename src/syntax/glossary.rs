//! `content/glossary.toml` → terms of art in plain words, with the everyday words by which people look for them.

use super::table::{At, rows};
use crate::base::diag::Checked;
use crate::base::source::FileId;

/// One term.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its anchor on the glossary page.
    pub id: At<String>,
    /// The term.
    pub term: At<String>,
    /// What it means, in plain words.
    pub meaning: At<String>,
    /// The provision that defines or grounds it, as a citation.
    pub law: Option<At<String>>,
    /// Everyday words for it.
    pub synonyms: Vec<String>,
}

/// Reads the file.
pub fn parse(file: &FileId, text: &str) -> Checked<Vec<Term>> {
    rows(file, text, "term", |row| Term {
        id: row.required_text("id"),
        term: row.required_text("term"),
        meaning: row.required_text("meaning"),
        law: row.text("law"),
        synonyms: row.texts("synonyms").into_iter().map(|word| word.value).collect(),
    })
}
