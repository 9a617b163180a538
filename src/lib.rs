//! fatiao turns a folder of Markdown into a legal knowledge site.
//!
//! ```text
//! disk ─► Sources ─► parse ─────► resolve ───► plan ─► render ───► Outputs ─► disk | memory
//! (app)             per file     whole book   pure    per page               (app)
//!                   parallel     sequential           parallel
//! ```
//!
//! Read the modules in this order; each knows only those above it. Everything between `Sources` and `Outputs` is pure:
//! values in, values out, and an author's mistake is a value too.

pub mod base;
pub mod book;
pub mod syntax;

pub mod site;

pub mod app;
