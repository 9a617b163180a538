//! The commands: the only room with files, environment, clock and terminal.

pub mod cite;
