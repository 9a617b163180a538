//! F02xx: citations and their verdicts.
