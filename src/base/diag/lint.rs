//! F06xx: style and sense of the content.
