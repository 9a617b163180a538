//! `content/situations.toml` → 发生了什么: sentences in which a reader recognises what has happened.

use super::table::{At, rows};
use crate::base::diag::Checked;
use crate::base::source::FileId;

/// One situation.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The id that entries name.
    pub id: At<String>,
    /// The sentence, as the person would say it.
    pub title: String,
    /// The first thing to do.
    pub summary: String,
    /// Hotlines to show, by id.
    pub hotlines: Vec<At<String>>,
    /// The reader may be in danger from someone near.
    pub quick_exit: bool,
}

/// Reads the file.
pub fn parse(file: &FileId, text: &str) -> Checked<Vec<Situation>> {
    rows(file, text, "situation", |row| Situation {
        id: row.required_text("id"),
        title: row.required_text("title").value,
        summary: row.required_text("summary").value,
        hotlines: row.texts("hotlines"),
        quick_exit: row.flag("quick_exit"),
    })
}
