//! F05xx: law files.
