//! `content/emergencies.toml` → cards that search shows before any result, by rule and not by score: somebody who types
//! 刚转账被骗 needs a number to call, not a ranking.

use super::table::{At, rows};
use crate::base::diag::Checked;
use crate::base::source::FileId;

/// One rule.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// Patterns: words separated by spaces, all of which must occur in the query.
    pub any: Vec<At<String>>,
    /// Words that keep the rule from firing.
    pub unless: Vec<String>,
    /// What to do now.
    pub title: String,
    /// One or two sentences more.
    pub text: String,
    /// The entry to read on in, by id.
    pub entry: Option<At<String>>,
    /// Telephone lines, by id, the most urgent first.
    pub hotlines: Vec<At<String>>,
}

/// Reads the file.
pub fn parse(file: &FileId, text: &str) -> Checked<Vec<Emergency>> {
    rows(file, text, "emergency", |row| Emergency {
        any: row.texts("any"),
        unless: row.texts("unless").into_iter().map(|word| word.value).collect(),
        title: row.required_text("title").value,
        text: row.text("text").map_or(String::new(), |text| text.value),
        entry: row.text("entry"),
        hotlines: row.texts("hotlines"),
    })
}
