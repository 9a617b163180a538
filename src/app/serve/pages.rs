//! An address → what is shown there. The site's own bytes, with the client put in front of `</head>`; nothing of ours is in
//! a build.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::State;
use crate::base::hash::Hash;
use crate::base::source::RelPath;
use crate::engine::Site;
use crate::site::view::escape;

/// A response.
pub struct Shown {
    /// The status code.
    pub status: u16,
    /// The content type.
    pub kind: &'static str,
    /// The body.
    pub bytes: Arc<[u8]>,
}

/// What stands at an address.
pub fn show(state: &State, address: &str) -> Shown {
    let Some(site) = &state.site else {
        return broken(state.errors.as_deref().unwrap_or("正在读取网站……"), "");
    };
    match find(site, address) {
        Some((path, Ok(bytes))) => {
            let kind = content_type(&path);
            let bytes = if kind.starts_with("text/html") { with_client(&bytes) } else { bytes };
            Shown { status: 200, kind, bytes }
        }
        Some((_, Err(text))) => broken(&text, &Hash::of(text.as_bytes()).to_string()),
        None => missing(site),
    }
}

/// The fingerprint of what stands at an address, as the client was told it.
pub fn fingerprint(state: &State, address: &str) -> String {
    let Some(site) = &state.site else { return String::new() };
    match find(site, address).or_else(|| find(site, "/404.html")) {
        Some((_, Ok(bytes))) => Hash::of(&bytes).to_string(),
        Some((_, Err(text))) => Hash::of(text.as_bytes()).to_string(),
        None => String::new(),
    }
}

type Found = (RelPath, Result<Arc<[u8]>, String>);

/// `/` is index.html, `/a` and `/a/` may be a.html or a/index.html. A service worker would keep old pages, so there is none.
fn find(site: &Site, address: &str) -> Option<Found> {
    let decoded = percent_decode_str(address).decode_utf8().ok()?;
    let plain = decoded.trim_matches('/');
    let names = if plain.is_empty() {
        vec!["index.html".to_owned()]
    } else {
        vec![plain.to_owned(), format!("{plain}.html"), format!("{plain}/index.html")]
    };
    names.iter().filter(|name| *name != "sw.js").filter_map(|name| RelPath::new(name)).find_map(|path| {
        let file = site.file(&path)?;
        Some((path, file.map_err(|finding| format!("错误[{}] {}", finding.code, finding.message))))
    })
}

fn missing(site: &Site) -> Shown {
    let page = RelPath::new("404.html").and_then(|path| site.file(&path)).and_then(Result::ok);
    let bytes = page.map_or_else(|| Arc::from(&b"404"[..]), |page| with_client(&page));
    Shown { status: 404, kind: "text/html; charset=utf-8", bytes }
}

fn with_client(page: &Arc<[u8]>) -> Arc<[u8]> {
    let seen = Hash::of(page);
    let client = format!(
        "<link rel=\"stylesheet\" href=\"/__fatiao/client.css\">\
         <script src=\"/__fatiao/client.js\" data-seen=\"{seen}\" defer></script>\n"
    );
    let head = page.windows(7).position(|window| window == b"</head>");
    let (before, after) = page.split_at(head.unwrap_or(page.len()));
    [before, client.as_bytes(), after].concat().into()
}

/// A page of its own for a site that has never been without errors.
fn broken(errors: &str, seen: &str) -> Shown {
    let page = format!(
        "<!doctype html>\n<html lang=\"zh-Hans-CN\"><head><meta charset=\"utf-8\"><title>有错误</title>\
         <link rel=\"stylesheet\" href=\"/__fatiao/client.css\">\
         <script src=\"/__fatiao/client.js\" data-seen=\"{seen}\" defer></script>\n\
         </head><body><pre class=\"fatiao-first\">{}</pre></body></html>\n",
        escape(errors)
    );
    Shown { status: 500, kind: "text/html; charset=utf-8", bytes: page.into_bytes().into() }
}

fn content_type(path: &RelPath) -> &'static str {
    match path.name().rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
