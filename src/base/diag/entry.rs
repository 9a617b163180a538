//! F01xx: entries, chapters and the tables beside them.
