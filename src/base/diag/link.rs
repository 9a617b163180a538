//! F03xx: links, anchors and assets.
