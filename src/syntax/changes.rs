//! `content/changes.toml` → what changed in the answers, and the errors that were corrected. Changes of law are not
//! written here: they follow from the law files.

use jiff::civil::Date;

use super::table::{At, Table, rows};
use crate::base::diag::{Checked, did_you_mean, entry as diag};
use crate::base::source::FileId;

/// What kind of change it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// An answer says something else, or there is a new one.
    Answer,
    /// Something was wrong and is right now.
    Correction,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub date: Option<At<Date>>,
    /// Which kind.
    pub kind: ChangeKind,
    /// What, in a sentence.
    pub text: String,
    /// The entries concerned, by id.
    pub entries: Vec<At<String>>,
}

/// Reads the file.
pub fn parse(file: &FileId, text: &str) -> Checked<Vec<Change>> {
    rows(file, text, "change", |row| Change {
        date: row.required_date("date"),
        kind: kind(row),
        text: row.required_text("text").value,
        entries: row.texts("entries"),
    })
}

fn kind(row: &mut Table<'_>) -> ChangeKind {
    let kind = row.required_text("kind");
    let known = ["answer", "correction"];
    match kind.value.as_str() {
        "correction" => ChangeKind::Correction,
        "answer" | "" => ChangeKind::Answer,
        other => {
            row.report(diag::unknown_choice(kind.at, "kind", other, did_you_mean(other, known), &known));
            ChangeKind::Answer
        }
    }
}
