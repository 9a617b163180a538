//! The files beside the pages: Atom feed, sitemap, robots, headers. No HTML pages.

use crate::base::source::RelPath;
use crate::book::Book;
use crate::book::links::Fixed;

use super::plan::{PageId, Plan, canonical};
use super::url;
use super::view::escape;

/// The feed holds this many changes.
const ENTRIES: usize = 20;

/// What the pages may load: their own origin and nothing else. GitHub Pages sets no headers, so the same policy stands in
/// each page's `<meta>`; `frame-ancestors` works only here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Where they stand, as far as a site has them.
pub const PLACES: [&str; 4] = ["robots.txt", "_headers", "sitemap.xml", "feed.xml"];

/// All of them, by their place.
pub fn files(book: &Book, plan: &Plan) -> Vec<(RelPath, Vec<u8>)> {
    let [for_robots, for_hosts, for_engines, for_readers] = PLACES;
    let mut files = vec![(for_robots, robots(book)), (for_hosts, headers())];
    if let Some(base) = &book.config.base_url {
        files.push((for_engines, sitemap(book, plan, base)));
        files.push((for_readers, feed(book, plan, base)));
    }
    let placed = files.into_iter().filter_map(|(name, text)| Some((RelPath::new(name)?, text.into_bytes())));
    placed.collect()
}

fn robots(book: &Book) -> String {
    let sitemap =
        book.config.base_url.as_ref().map_or(String::new(), |base| format!("Sitemap: {base}/sitemap.xml\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

fn headers() -> String {
    format!(
        "/*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  \
         Permissions-Policy: geolocation=(), camera=(), microphone=(), interest-cohort=()\n\n\
         /assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
}

fn sitemap(book: &Book, plan: &Plan, base: &str) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (page, path) in &plan.pages {
        let current = |law, version| {
            book.laws.get(law).and_then(|law| canonical(law, book)).is_some_and(|shown| shown.id == version)
        };
        let listed = match page {
            PageId::NotFound | PageId::Fixed(Fixed::Search) => false,
            PageId::Law(law, version) | PageId::Article(law, version, _) => current(law, *version),
            _ => true,
        };
        if listed {
            let changed = match page {
                PageId::Entry(entry) => {
                    format!("<lastmod>{}</lastmod>", book.entry(*entry).doc.meta.as_of.value)
                }
                _ => String::new(),
            };
            xml.push_str(&format!(
                "<url><loc>{base}/{}</loc>{changed}</url>\n",
                escape(&url::from_root(path))
            ));
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

fn feed(book: &Book, plan: &Plan, base: &str) -> String {
    let home = plan.fixed(Fixed::Changes);
    let desk = super::view::desk(book, plan, home);
    let changes = desk.all_changes();
    let updated = changes.first().map_or_else(|| book.as_of.to_string(), |change| change.date.iso.clone());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n\
         <id>{base}/</id>\n<link rel=\"self\" href=\"{base}/feed.xml\"/>\n<link href=\"{base}/changes.html\"/>\n\
         <updated>{updated}T00:00:00+08:00</updated>\n<author><name>{}</name></author>\n",
        book.config.language.tag(),
        escape(&book.config.title),
        escape(if book.config.author.is_empty() { &book.config.title } else { &book.config.author }),
    );
    for (number, change) in changes.iter().take(ENTRIES).enumerate() {
        let href = change.href.as_ref().or_else(|| change.entries.first().map(|entry| &entry.href));
        let address = href.map_or_else(|| format!("{base}/changes.html"), |href| format!("{base}/{href}"));
        xml.push_str(&format!(
            "<entry><title>{}</title><id>{base}/changes.html#{}-{number}</id><link href=\"{}\"/><updated>{}T00:00:00+08:00</updated></entry>\n",
            escape(&change.text),
            change.date.iso,
            escape(&address),
            change.date.iso,
        ));
    }
    xml.push_str("</feed>\n");
    xml
}
