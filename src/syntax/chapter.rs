//! `_chapter.md` → [`ChapterDoc`]: what a chapter is about and where to begin.

use super::front;
use super::markdown::{self, Body, Names};
use super::table::{At, Table};
use crate::base::diag::Checked;
use crate::base::source::FileId;

/// One chapter as written.
#[derive(Clone, Debug)]
pub struct ChapterDoc {
    /// Its file.
    pub file: FileId,
    /// Its name.
    pub title: At<String>,
    /// Its scope in a sentence.
    pub summary: At<String>,
    /// The questions to read first, by slug.
    pub start: Vec<At<String>>,
    /// The introduction.
    pub body: Body,
}

/// Reads a chapter's file. Without readable front matter there is no chapter, only findings.
pub fn parse(file: &FileId, text: &str, names: &Names) -> Checked<Option<ChapterDoc>> {
    let front = match front::split(file, text) {
        Ok(front) => front,
        Err(finding) => return Checked { value: None, diags: vec![*finding] },
    };
    let mut diags = Vec::new();
    let mut table = Table::parse(file, front.toml, front.toml_at);
    let (title, summary) = (table.required_text("title"), table.required_text("summary"));
    let start = table.texts("start");
    let body = markdown::parse(file, front.body, front.body_at, names);
    table.finish(()).take(&mut diags);
    let doc = ChapterDoc { file: file.clone(), title, summary, start, body: body.take(&mut diags) };
    Checked { value: Some(doc), diags }
}
