//! The whole book, resolved. Knows no page and no address.

pub mod cites;
pub mod laws;
