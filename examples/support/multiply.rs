//! A site with its entries several times, for measurements.

use fatiao::base::source::{RelPath, Source, Sources};

/// Adds copies of every entry until each stands there `copies` times, under names and titles of their own. Yields the first
/// entry and how many there are now.
pub fn multiply(sources: &mut Sources, copies: usize) -> (RelPath, usize) {
    let is_entry = |path: &RelPath| {
        let parts: Vec<&str> = path.as_str().split('/').collect();
        parts.len() == 3 && parts[1] != "laws" && !parts[2].starts_with('_') && parts[2].ends_with(".md")
    };
    let entries: Vec<(RelPath, Source)> = sources
        .files
        .iter()
        .filter(|(path, _)| is_entry(path))
        .map(|(p, s)| (p.clone(), s.clone()))
        .collect();
    for copy in 1..copies {
        let title = format!("title = \"第{copy}种：");
        for (path, source) in &entries {
            let name = RelPath::new(&path.as_str().replace(".md", &format!("-{copy}.md")));
            let text = source.text().unwrap_or_default().replacen("title = \"", &title, 1);
            sources.files.extend(name.map(|name| (name, Source::new(text.into_bytes()))));
        }
    }
    let (first, _) = entries.first().expect("a site with an entry");
    (first.clone(), entries.len() * copies)
}
