//! The site as it is now, each file made when somebody asks for it. A reader looks at one page at a time, so after an edit
//! nothing needs to be rendered but the page that is open; what any file would be is what a build from scratch would write.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{
    Counts, Engine, Idle, Prepared, assets, counts, has_errors, index_files, index_input, kept, settle,
};
use crate::base::diag::{Checked, Diagnostic};
use crate::base::source::{RelPath, Sources};
use crate::book::Book;
use crate::site::plan::Plan;
use crate::site::theme::Theme;
use crate::site::{feed, render};

/// What one look at the sources yields.
pub struct Preview {
    /// The site; `None` where an error keeps it from being published.
    pub site: Option<Site>,
    /// Every finding, in the order of files and places.
    pub diags: Vec<Diagnostic>,
    /// How much there is.
    pub counts: Counts,
}

/// A resolved and planned site whose files are made on demand.
pub struct Site {
    book: Book,
    plan: Arc<Plan>,
    theme: Arc<Theme>,
    assets: Files,
    feeds: OnceLock<Files>,
    index: OnceLock<Files>,
}

type Files = BTreeMap<RelPath, Arc<[u8]>>;

impl Engine {
    /// Reads and resolves everything and renders nothing yet.
    pub fn preview(&mut self, sources: &Sources) -> Preview {
        let Checked { value: Prepared { book, plan, theme }, diags } = self.prepare(sources);
        let counts = counts(&book, &plan);
        let diags = settle(diags, &book, sources, Idle::Ignored);
        let assets = assets(&book, sources).into_iter().collect();
        let (feeds, index) = (OnceLock::new(), OnceLock::new());
        let site = Site { book, plan, theme, assets, feeds, index };
        Preview { site: (!has_errors(&diags)).then_some(site), diags, counts }
    }
}

impl Site {
    /// A file as a build would write it; `None` where a build would write none, a finding where the theme is at fault.
    pub fn file(&self, path: &RelPath) -> Option<Result<Arc<[u8]>, Box<Diagnostic>>> {
        // The later of two files in one place wins, as in a build.
        if path.as_str().starts_with("search/")
            && let Some(bytes) = self.index().get(path)
        {
            return Some(Ok(bytes.clone()));
        }
        // A feed names every page, so it is only made where it is asked for.
        let feed = || feed::PLACES.contains(&path.as_str()).then(|| self.feeds().get(path)).flatten();
        let beside = self.assets.get(path).or_else(feed);
        if let Some(bytes) = beside {
            return Some(Ok(bytes.clone()));
        }
        let asset = self.theme.assets.iter().rev().find(|(place, _)| place == path);
        if let Some((_, bytes)) = asset {
            return Some(Ok(bytes.as_slice().into()));
        }
        render::page(&self.book, &self.plan, &self.theme, path)
    }

    /// Every file there is.
    pub fn paths(&self) -> Vec<RelPath> {
        let pages = self.plan.pages.iter().map(|(_, path)| path);
        let theme = self.theme.assets.iter().map(|(path, _)| path);
        let files = self.assets.keys().chain(self.feeds().keys()).chain(self.index().keys());
        let mut paths: Vec<RelPath> = pages.chain(theme).chain(files).cloned().collect();
        paths.sort();
        paths.dedup();
        paths
    }

    fn feeds(&self) -> &Files {
        self.feeds.get_or_init(|| {
            let files = feed::files(&self.book, &self.plan).into_iter();
            files.map(|(path, bytes)| (path, bytes.into())).collect()
        })
    }

    fn index(&self) -> &Files {
        let files = || index_files(&index_input(&self.book, &self.plan, &self.theme), &kept);
        self.index.get_or_init(|| files().into_iter().collect())
    }
}
