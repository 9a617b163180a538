//! `content/hotlines.toml` → the telephone numbers that entries may name. A wrong number harms people, so the list is
//! closed and every number carries the day on which it was verified.

use jiff::civil::Date;

use super::table::{At, rows};
use crate::base::diag::Checked;
use crate::base::source::FileId;

/// One hotline.
#[derive(Clone, Debug)]
pub struct Hotline {
    /// The id that links use, usually the number itself.
    pub id: At<String>,
    /// The number to dial.
    pub number: String,
    /// Whose it is.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// What it is not for, and whom to call instead.
    pub not_for: Option<String>,
    /// When it answers, where that is sure.
    pub hours: Option<String>,
    /// To be shown before everything else.
    pub urgent: bool,
    /// Where the number was verified.
    pub source: String,
    /// When.
    pub verified: Option<Date>,
    /// Old numbers that it took over; naming one of them is an error.
    pub replaces: Vec<At<String>>,
}

/// Reads the file.
pub fn parse(file: &FileId, text: &str) -> Checked<Vec<Hotline>> {
    rows(file, text, "hotline", |row| Hotline {
        id: row.required_text("id"),
        number: row.required_text("number").value,
        name: row.required_text("name").value,
        purpose: row.required_text("for").value,
        not_for: row.text("not_for").map(|text| text.value),
        hours: row.text("hours").map(|text| text.value),
        urgent: row.flag("urgent"),
        source: row.required_text("source").value,
        verified: row.required_date("verified").map(|date| date.value),
        replaces: row.texts("replaces"),
    })
}
