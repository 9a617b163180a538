//! `law.toml` → [`LawMeta`]. Never asks whether the versions and laws that it names exist.

use super::fields::{Piece, Table, with_root};
use super::{Change, LawMeta, Moved, MovedPlace};
use crate::base::diag::{Checked, Diagnostic, law};
use crate::base::source::FileId;
use crate::syntax::spot::ArticleNo;

/// Reads one `law.toml`, with every mistake in it; `None` where it has no title.
pub fn parse_meta(file: &FileId, text: &str) -> Checked<Option<LawMeta>> {
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = &text[base..];
    let piece = Piece { file, base, len: text.len() };
    let mut diags = Vec::new();
    let value = with_root(&piece, text, &mut diags, |table| meta(file, table));
    Checked { value, diags }
}

fn meta(file: &FileId, mut table: Table<'_, '_, '_>) -> Option<LawMeta> {
    let title = table.text("title");
    let title = table.required("title", "title = \"中华人民共和国民法典\"", title);
    let short = table.texts("short");
    let kind = table.text("kind");
    let kind = table.required("kind", "kind = \"法律\"", kind);
    let issuer = table.text("issuer");
    let issuer = table.required("issuer", "issuer = \"全国人民代表大会\"", issuer);
    let official = table.text("official").and_then(|official| web_address(&mut table, official));
    let repealed = table.date("repealed");
    let succeeded_by = table.text("succeeded_by");
    let moved = table.tables("moved", moved);
    table.finish();
    Some(LawMeta {
        file: file.clone(),
        title: title?,
        short,
        kind: kind.map(|kind| kind.value).unwrap_or_default(),
        issuer: issuer.map(|issuer| issuer.value).unwrap_or_default(),
        official,
        repealed,
        succeeded_by,
        moved,
    })
}

fn web_address(table: &mut Table<'_, '_, '_>, official: super::Written<String>) -> Option<String> {
    if official.value.starts_with("https://") || official.value.starts_with("http://") {
        return Some(official.value);
    }
    table.push(law::wrong_value(official.at, "official", "以 https:// 开头的网址"));
    None
}

fn moved(mut table: Table<'_, '_, '_>) -> Option<Moved> {
    let from = table.table("from", place);
    let from = table.required("from", "from = { version = 1994-01-01, article = \"49\" }", from);
    let to = table.table("to", place);
    let to = table.required("to", "to = { article = \"55\" }", to);
    let change = table.parsed("change", "\"same\" 或者 \"changed\"", |word| match word {
        "same" => Some(Change::Same),
        "changed" => Some(Change::Changed),
        _ => None,
    });
    let change = table.required("change", "change = \"changed\"", change);
    let note = table.text("note").map(|note| note.value);
    let at = table.at();
    if let Some(from) = &from {
        check_from(from, &mut table);
    }
    table.finish();
    Some(Moved { from: from?, to: to?, change: change?.value, note, at })
}

fn check_from(from: &MovedPlace, table: &mut Table<'_, '_, '_>) {
    let finding: Option<Diagnostic> = match (&from.law, &from.version) {
        (Some(law), _) => Some(
            law::wrong_value(law.at.clone(), "from", "本法的旧位置，不写 law")
                .help("把这一行移到那部旧法自己的 law.toml"),
        ),
        (None, None) => {
            Some(law::missing_key(from.article.at.clone(), "from.version", "version = 1994-01-01"))
        }
        (None, Some(_)) => None,
    };
    finding.into_iter().for_each(|finding| table.push(finding));
}

fn place(mut table: Table<'_, '_, '_>) -> Option<MovedPlace> {
    let law = table.text("law");
    let version = table.date("version");
    let article = table.parsed("article", "条号，例如 \"55\" 或者 \"120-1\"", ArticleNo::parse);
    let article = table.required("article", "article = \"55\"", article);
    let paragraph = table.number("paragraph").map(|no| no.value);
    let item = table.number("item").map(|no| no.value);
    table.finish();
    Some(MovedPlace { law, version, article: article?, paragraph, item })
}
