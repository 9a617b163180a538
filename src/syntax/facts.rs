//! `content/facts.toml` → figures that recur, each with the provision that fixes it, so that entries can be checked
//! against one place.

use super::table::{At, rows};
use crate::base::diag::Checked;
use crate::base::source::FileId;

/// One figure.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its id.
    pub id: At<String>,
    /// What it measures.
    pub name: At<String>,
    /// The figure.
    pub value: f64,
    /// Its unit: 日, 个工作日, 年, 元, 倍 …
    pub unit: String,
    /// The provision that fixes it, as a citation.
    pub law: Option<At<String>>,
    /// What is easily mistaken about it.
    pub note: Option<String>,
    /// Words that show that a clause speaks of it; its name where there are none.
    pub about: Vec<String>,
    /// Units that are wrong for it when they stand beside its name.
    pub wrong: Vec<String>,
}

/// Reads the file.
pub fn parse(file: &FileId, text: &str) -> Checked<Vec<Fact>> {
    rows(file, text, "fact", |row| Fact {
        id: row.required_text("id"),
        name: row.required_text("name"),
        value: row.decimal("value").map_or(0.0, |value| value.value),
        unit: row.required_text("unit").value,
        law: row.text("law"),
        note: row.text("note").map(|note| note.value),
        about: row.texts("about").into_iter().map(|word| word.value).collect(),
        wrong: row.texts("wrong").into_iter().map(|wrong| wrong.value).collect(),
    })
}
