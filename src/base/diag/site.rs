//! F00xx: site.toml, files and folders.
