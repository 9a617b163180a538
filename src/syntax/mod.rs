//! One source file → one value. Nothing here sees a second file, the book, or a page.

pub mod law;
pub mod spot;
