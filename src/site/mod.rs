//! The book as pages and as data for the reader's browser.

pub mod search;
