//! A question and its answer: front matter and body → [`EntryDoc`]. Never asks whether what it names exists.

use jiff::civil::Date;

use super::front;
use super::markdown::{self, Body, Names};
use super::table::{At, Table};
use crate::base::diag::{Checked, did_you_mean, entry as diag};
use crate::base::source::{FileId, Span};

/// One entry as written.
#[derive(Clone, Debug)]
pub struct EntryDoc {
    /// Its file.
    pub file: FileId,
    /// What it says about itself.
    pub meta: Meta,
    /// Its text.
    pub body: Body,
}

/// The front matter of an entry.
#[derive(Clone, Debug)]
pub struct Meta {
    /// The question, a full sentence.
    pub title: At<String>,
    /// The answer in one sentence.
    pub answer: At<String>,
    /// The day against whose law the answer was checked.
    pub as_of: At<Date>,
    /// Who has checked it.
    pub review: Review,
    /// The name in its address where it is not the file's.
    pub slug: Option<At<String>>,
    /// Its place in the chapter; entries without one follow by name.
    pub order: Option<i64>,
    /// Everyday words for what it is about.
    pub tags: Vec<At<String>>,
    /// Ids of the situations it belongs to.
    pub situations: Vec<At<String>>,
    /// Entries that help next, chosen by the author.
    pub related: Vec<At<String>>,
    /// The reader may be in danger from someone near: offer a way to leave the page at once.
    pub quick_exit: bool,
}

/// The state of review, shown to readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// Nobody but its writer has checked it.
    Unreviewed,
    /// Somebody else has, on a day.
    Reviewed {
        /// By whom.
        by: String,
        /// When.
        on: Date,
    },
}

/// Reads an entry. Without readable front matter there is no entry, only findings.
pub fn parse(file: &FileId, text: &str, names: &Names) -> Checked<Option<EntryDoc>> {
    let front = match front::split(file, text) {
        Ok(front) => front,
        Err(finding) => return Checked { value: None, diags: vec![*finding] },
    };
    let mut diags = Vec::new();
    let meta = meta(Table::parse(file, front.toml, front.toml_at)).take(&mut diags);
    let body = markdown::parse(file, front.body, front.body_at, names).take(&mut diags);
    Checked { value: Some(EntryDoc { file: file.clone(), meta, body }), diags }
}

fn meta(mut table: Table<'_>) -> Checked<Meta> {
    let start = table.at();
    let meta = Meta {
        title: table.required_text("title"),
        answer: table.required_text("answer"),
        as_of: table.required_date("as_of").unwrap_or(At { value: Date::MIN, at: start }),
        review: review(&mut table),
        slug: slug(&mut table),
        order: table.number("order").map(|order| order.value),
        tags: table.texts("tags"),
        situations: table.texts("situations"),
        related: table.texts("related"),
        quick_exit: table.flag("quick_exit"),
    };
    table.finish(meta)
}

fn review(table: &mut Table<'_>) -> Review {
    let (state, by, on) = (table.text("review"), table.text("reviewed_by"), table.date("reviewed_on"));
    let Some(state) = state else { return Review::Unreviewed };
    let known = ["unreviewed", "reviewed"];
    match (state.value.as_str(), by, on) {
        ("unreviewed", ..) => {}
        ("reviewed", Some(by), Some(on)) => return Review::Reviewed { by: by.value, on: on.value },
        ("reviewed", ..) => table.report(diag::review_without_reviewer(state.at)),
        (other, ..) => {
            table.report(diag::unknown_choice(state.at, "review", other, did_you_mean(other, known), &known))
        }
    }
    Review::Unreviewed
}

fn slug(table: &mut Table<'_>) -> Option<At<String>> {
    let slug = table.text("slug")?;
    if is_slug(&slug.value) {
        return Some(slug);
    }
    table.report(diag::bad_slug(slug.at, &slug.value));
    None
}

/// Whether a name can stand in an address as it is: lower-case letters, digits, inner hyphens.
pub fn is_slug(name: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.chars().all(good) && !name.starts_with('-') && !name.ends_with('-')
}

impl EntryDoc {
    /// The name in its address.
    pub fn slug(&self) -> &str {
        self.meta.slug.as_ref().map_or(self.file.stem(), |slug| &slug.value)
    }

    /// Where the slug was written, or the start of the file whose name it is.
    pub fn slug_at(&self) -> Span {
        self.meta.slug.as_ref().map_or(Span::start_of(&self.file), |slug| slug.at.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::RelPath;

    fn codes(front: &str) -> Vec<&'static str> {
        let text = format!("+++\n{front}\n+++\n正文。\n");
        let file = RelPath::new("content/a/b.md").unwrap();
        parse(&file, &text, &Names::default()).diags.into_iter().map(|d| d.code.0).collect()
    }

    #[test]
    fn front_matter_is_checked_whole() {
        let good = "title = \"题\"\nanswer = \"可以。\"\nas_of = 2026-10-04\n";
        assert_eq!(codes(good), [""; 0]);
        assert_eq!(codes("titel = \"题\"\nas_of = \"x\""), ["F0105", "F0105", "F0104", "F0103"]);
        assert_eq!(codes(&format!("{good}slug = \"../x\"")), ["F0108"]);
        assert_eq!(codes(&format!("{good}review = \"reviewed\"")), ["F0111"]);
        assert_eq!(codes(&format!("{good}review = \"revewed\"")), ["F0106"]);
    }
}
