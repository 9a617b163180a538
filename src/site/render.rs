//! Planned pages → bytes, in parallel, with what is unchanged taken from the memo.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::plan::{PageId, Plan};
use super::theme::Theme;
use super::view::{self, View};
use crate::base::diag::{Checked, Diagnostic};
use crate::base::hash::Hash;
use crate::base::source::RelPath;
use crate::book::Book;

/// Files by their place in the output folder.
pub type Outputs = BTreeMap<RelPath, Arc<[u8]>>;

/// What a page was made from, and what it became.
#[derive(Clone)]
pub struct Rendered {
    key: Hash,
    bytes: Arc<[u8]>,
}

/// Pages of earlier builds.
pub type Memo = BTreeMap<RelPath, Rendered>;

/// Renders every page of the plan. With a memo, a page whose view and theme are the same is not rendered again; the memo
/// is replaced by this build's pages.
pub fn render(book: &Book, plan: &Plan, theme: &Theme, memo: Option<&mut Memo>) -> Checked<Outputs> {
    let known = memo.as_deref();
    let pages: Vec<Page> =
        plan.pages.par_iter().filter_map(|page| one(book, plan, theme, known, page)).collect();
    let mut outputs = Outputs::new();
    let mut diags: Vec<Diagnostic> = Vec::new();
    let mut fresh = Memo::new();
    for page in pages {
        match page.rendered {
            Ok(rendered) => {
                outputs.insert(page.path.clone(), rendered.bytes.clone());
                fresh.insert(page.path, rendered);
            }
            // One faulty template would be reported once for each page it renders.
            Err(finding) if diags.contains(&finding) => {}
            Err(finding) => diags.push(*finding),
        }
    }
    if let Some(memo) = memo {
        *memo = fresh;
    }
    Checked { value: outputs, diags }
}

/// Renders one page, for `serve`, which shows one at a time; `None` where there is no such page.
pub fn page(
    book: &Book,
    plan: &Plan,
    theme: &Theme,
    path: &RelPath,
) -> Option<Result<Arc<[u8]>, Box<Diagnostic>>> {
    let id = plan.page_at(path)?.clone();
    let page = one(book, plan, theme, None, &(id, path.clone()))?;
    Some(page.rendered.map(|rendered| rendered.bytes))
}

struct Page {
    path: RelPath,
    rendered: Result<Rendered, Box<Diagnostic>>,
}

fn one(
    book: &Book,
    plan: &Plan,
    theme: &Theme,
    memo: Option<&Memo>,
    (page, path): &(PageId, RelPath),
) -> Option<Page> {
    let view = view::make(book, plan, page, path)?;
    // A key costs as much as a render, so it is only made where somebody will ask for it again.
    let key = memo.map_or(Hash::default(), |_| key(&view, theme));
    let known = memo.and_then(|memo| memo.get(path)).filter(|rendered| rendered.key == key);
    let rendered = match known {
        Some(rendered) => Ok(rendered.clone()),
        None => theme.render(&view).map(|html| Rendered { key, bytes: html.into_bytes().into() }),
    };
    Some(Page { path: path.clone(), rendered })
}

fn key(view: &View, theme: &Theme) -> Hash {
    let json = serde_json::to_vec(view).expect("a view is plain data");
    Hash::join([Hash::of(&json), theme.hash])
}
