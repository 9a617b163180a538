//! A planned page → its view.

use super::View;
use super::fill::Desk;
use crate::base::source::RelPath;
use crate::book::Book;
use crate::book::links::Fixed;
use crate::site::plan::{PageId, Plan};

/// Makes the view of a page; `None` where the book has lost what the plan saw, which cannot happen within one build.
pub fn make<'a>(book: &'a Book, plan: &'a Plan, page: &'a PageId, from: &'a RelPath) -> Option<View<'a>> {
    let desk = Desk { book, plan, from };
    match page {
        PageId::Fixed(fixed) => Some(fixed_page(&desk, *fixed)),
        PageId::Chapter(index) => Some(desk.chapter(*index)),
        PageId::Entry(index) => Some(desk.entry(*index)),
        PageId::Situation(index) => Some(desk.situation(*index)),
        PageId::Tag(tag) => Some(desk.tag(tag)),
        PageId::Law(law, version) => desk.law_page(law, *version),
        PageId::Article(law, version, article) => desk.article_page(law, *version, *article),
        PageId::NotFound => Some(desk.not_found()),
    }
}

/// What answers questions about a page's neighbours, for files that are no pages.
pub fn desk<'a>(book: &'a Book, plan: &'a Plan, from: &'a RelPath) -> Desk<'a> {
    Desk { book, plan, from }
}

fn fixed_page<'a>(desk: &Desk<'a>, page: Fixed) -> View<'a> {
    match page {
        Fixed::Home => desk.home(),
        Fixed::Laws => desk.laws_index(),
        Fixed::Glossary => desk.glossary(),
        Fixed::Hotlines => desk.hotlines(),
        Fixed::Changes => desk.changes(),
        Fixed::About => desk.about(),
        Fixed::Search => desk.search(),
        Fixed::Tags => desk.tags_index(),
    }
}
