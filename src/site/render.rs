//! Planned pages → bytes, in parallel, each handed on as soon as it is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::plan::{PageId, Plan};
use super::theme::Theme;
use super::view;
use crate::base::diag::{Checked, Diagnostic};
use crate::base::source::RelPath;
use crate::book::Book;

/// Files by their place in the output folder.
pub type Outputs = BTreeMap<RelPath, Arc<[u8]>>;

/// What becomes of a file as soon as it is made: it is kept, or written, or forgotten.
pub trait Made<T>: Fn(&RelPath, &[u8]) -> T + Sync {}

impl<T, F: Fn(&RelPath, &[u8]) -> T + Sync> Made<T> for F {}

/// A thread renders at most so many pages before another may take over: a large law's pages stand side by side, and one
/// thread would be left with them at the end.
const TOGETHER: usize = 16;

/// Renders every page of the plan, and yields what became of each; what is wrong with the theme is found here.
pub fn render<T: Send>(book: &Book, plan: &Plan, theme: &Theme, made: &impl Made<T>) -> Checked<Vec<T>> {
    let page = |(id, path): &(PageId, RelPath)| {
        let html = one(book, plan, theme, id, path)?;
        Some(html.map(|html| made(path, html.as_bytes())))
    };
    let pages: Vec<Result<T, Box<Diagnostic>>> =
        plan.pages.par_iter().with_max_len(TOGETHER).filter_map(page).collect();
    let mut diags: Vec<Diagnostic> = Vec::new();
    let mut files = Vec::with_capacity(pages.len());
    for page in pages {
        match page {
            Ok(file) => files.push(file),
            // One faulty template would be reported once for each page it renders.
            Err(finding) if diags.contains(&finding) => {}
            Err(finding) => diags.push(*finding),
        }
    }
    Checked { value: files, diags }
}

/// Renders one page, for `serve`, which shows one at a time; `None` where there is no such page.
pub fn page(
    book: &Book,
    plan: &Plan,
    theme: &Theme,
    path: &RelPath,
) -> Option<Result<Arc<[u8]>, Box<Diagnostic>>> {
    let html = one(book, plan, theme, plan.page_at(path)?, path)?;
    Some(html.map(|html| html.into_bytes().into()))
}

fn one(
    book: &Book,
    plan: &Plan,
    theme: &Theme,
    page: &PageId,
    path: &RelPath,
) -> Option<Result<String, Box<Diagnostic>>> {
    Some(theme.render(&view::make(book, plan, page, path)?))
}
