//! The book as pages and as data for the reader's browser: a plan of what stands where, the closed views that templates
//! see, the bytes.

pub mod feed;
pub mod index;
pub mod plan;
pub mod render;
pub mod search;
pub mod theme;
pub mod url;
pub mod view;
