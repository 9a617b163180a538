//! F04xx: Markdown.
