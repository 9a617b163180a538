//! The ground floor: diagnostics, sources and spans, text, fingerprints.
//!
//! Nothing here knows what an entry or a law is, and nothing here touches a file system or a clock.

pub mod diag;
pub mod hash;
pub mod source;
pub mod text;
