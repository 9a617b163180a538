//! Checks that need the whole book. Changes nothing.

use super::{Book, Docs};
use crate::base::diag::Diagnostic;

/// Everything that is not wrong by itself but harms a reader.
pub fn lint(_book: &Book, _docs: &Docs) -> Vec<Diagnostic> {
    Vec::new()
}
