//! Pages → addresses. Links between pages are relative, so that a site opens from disk and from any folder of a host;
//! `base_url` is used only in feeds, the sitemap and canonical links.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::base::source::RelPath;

/// What must be written as %XX inside a path. Han stays readable in the file name and is encoded in links.
const PART: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\'');

/// The address of `to` as a link on page `from`.
pub fn relative(from: &RelPath, to: &RelPath) -> String {
    let (from, to) = (from.as_str(), to.as_str());
    let alike = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    // Only whole folders are common; the byte before a place after a slash is a character of its own.
    let common = from.as_bytes()[..alike].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let up = from[common..].bytes().filter(|byte| *byte == b'/').count();
    let mut href = String::with_capacity("../".len() * up + to.len() - common);
    href.extend(std::iter::repeat_n("../", up));
    encode(&to[common..], &mut href);
    href
}

/// The address of the site's root as a link on page `from`: "" or "../" and so on.
pub fn to_root(from: &RelPath) -> String {
    "../".repeat(from.as_str().matches('/').count())
}

/// A path as it stands after the site's address.
pub fn from_root(path: &RelPath) -> String {
    let mut address = String::new();
    encode(path.as_str(), &mut address);
    address
}

/// The path of a web address, without a final slash: what leads to the site's root from anywhere on its host.
pub fn path_of(base: &str) -> &str {
    let host_on = base.split_once("://").map_or(base, |(_, rest)| rest);
    host_on.find('/').map_or("", |at| host_on[at..].trim_end_matches('/'))
}

/// An anchor as it stands in a link.
pub fn fragment(anchor: &str) -> String {
    let mut fragment = "#".to_owned();
    encode(anchor, &mut fragment);
    fragment
}

fn encode(text: &str, out: &mut String) {
    // Nearly every path; to find that out while encoding takes several times as long.
    if text.bytes().all(|byte| matches!(byte, b'-'..=b'9' | b'A'..=b'Z' | b'_' | b'a'..=b'z')) {
        return out.push_str(text);
    }
    out.reserve(3 * text.len());
    out.extend(utf8_percent_encode(text, PART));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative() {
        for (from, to, href) in [
            ("index.html", "trading/a.html", "trading/a.html"),
            ("trading/a.html", "trading/b.html", "b.html"),
            ("trading/a.html", "index.html", "../index.html"),
            ("laws/x/1.html", "laws/y/2.html", "../y/2.html"),
            ("laws/x/1.html", "laws/x.html", "../x.html"),
            ("a.html", "tags/退 款.html", "tags/%E9%80%80%20%E6%AC%BE.html"),
        ] {
            assert_eq!(relative(&RelPath::new(from).unwrap(), &RelPath::new(to).unwrap()), href);
        }
        for (base, path) in [("https://x.test", ""), ("https://x.test/a/b", "/a/b"), ("https://x.test/", "")]
        {
            assert_eq!(path_of(base), path);
        }
        assert_eq!(to_root(&RelPath::new("laws/x/1.html").unwrap()), "../../");
    }
}
