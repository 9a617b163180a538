//! What is not wrong by itself but harms a reader. Changes nothing.
//!
//! [`guard`] looks at one file at a time and finds what must never be published: wrong telephone numbers, figures that
//! contradict the register, promises of a lawyer. It runs in every build, so its findings are kept with the parsed file.
//! [`style`] needs the whole book and its texts, and runs in `check` only.

use rayon::prelude::*;

use super::{Book, Chapter};
use crate::base::diag::{Diagnostic, lint as diag};
use crate::base::source::{FileId, Sources, Span};

pub use guard::{Guard, guard};

mod entries;
mod guard;
mod prose;
mod registers;
mod titles;

/// Everything about style and sense, in no particular order.
pub fn style(book: &Book, sources: &Sources) -> Vec<Diagnostic> {
    let text = |file: &FileId| sources.files.get(file).and_then(|source| source.text()).unwrap_or("");
    let intros = book.chapters.iter().map(|chapter| &chapter.intro).chain(&book.about);
    let mut found: Vec<Diagnostic> = intros
        .flat_map(|intro| prose::prose(&intro.doc.file, text(&intro.doc.file), &intro.doc.body))
        .collect();
    let of_entries = book.entries.par_iter().map(|entry| {
        let source = text(&entry.doc.file);
        let mut found = entries::entry(entry, book, sources.today);
        found.extend(prose::written(&entry.doc.meta.title, source));
        found.extend(prose::written(&entry.doc.meta.answer, source));
        found.extend(prose::prose(&entry.doc.file, source, &entry.doc.body));
        found
    });
    let (of_entries, of_titles) =
        rayon::join(|| of_entries.collect::<Vec<Vec<Diagnostic>>>(), || titles::titles(book));
    found.extend(of_entries.into_iter().flatten());
    found.extend(entries::orphans(book));
    found.extend(entries::unreviewed(book));
    found.extend(of_titles);
    found.extend(registers::registers(book, sources.today));
    let is_empty = |chapter: &&Chapter| chapter.entries.is_empty();
    let empty = |chapter: &Chapter| diag::empty_chapter(Span::start_of(&chapter.intro.doc.file));
    found.extend(book.chapters.iter().filter(is_empty).map(empty));
    found
}

/// Characters, as a person counts them.
fn length(text: &str) -> usize {
    text.trim().chars().count()
}
