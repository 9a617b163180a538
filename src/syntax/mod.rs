//! One source file → one value. Nothing here sees a second file, the book, or a page.

pub mod changes;
pub mod chapter;
pub mod cite;
pub mod config;
pub mod emergencies;
pub mod entry;
pub mod facts;
pub mod front;
pub mod glossary;
pub mod hotlines;
pub mod law;
pub mod markdown;
pub mod situations;
pub mod spot;
pub mod synonyms;
pub mod table;
pub mod terms;
