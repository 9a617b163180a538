//! The only room with files, network, environment, clock and terminal.

pub mod docx;
pub mod law;
