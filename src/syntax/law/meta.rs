//! `law.toml` → [`LawMeta`]. Never asks whether the versions and laws that it names exist.

use super::{Change, LawMeta, Moved, MovedPlace};
use crate::base::diag::{Checked, entry as diag};
use crate::base::source::FileId;
use crate::syntax::spot::ArticleNo;
use crate::syntax::table::{At, Table};

/// Reads one `law.toml`, with every mistake in it; `None` where it has no title.
pub fn parse_meta(file: &FileId, text: &str) -> Checked<Option<LawMeta>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut table = Table::parse(file, &text[start..], start);
    let title = table.required("title", |table| table.text("title"));
    let meta = LawMeta {
        file: file.clone(),
        title: title.clone().unwrap_or_else(|| At { value: String::new(), at: table.at() }),
        short: table.texts("short"),
        kind: table.required_text("kind").value,
        issuer: table.required_text("issuer").value,
        official: web_address(&mut table),
        repealed: table.date("repealed"),
        succeeded_by: table.text("succeeded_by"),
        moved: moved_rows(&mut table),
    };
    table.finish(title.is_some().then_some(meta))
}

fn web_address(table: &mut Table<'_>) -> Option<String> {
    let official = table.text("official")?;
    if official.value.starts_with("https://") || official.value.starts_with("http://") {
        return Some(official.value);
    }
    table.report(diag::wrong_value(official.at, "official", "以 https:// 开头的网址"));
    None
}

fn moved_rows(table: &mut Table<'_>) -> Vec<Moved> {
    let rows = table.tables("moved").into_iter().map(moved).collect::<Vec<_>>();
    rows.into_iter().filter_map(|row| table.adopt(row)).collect()
}

fn moved(mut row: Table<'_>) -> Checked<Option<Moved>> {
    let at = row.at();
    let from = row.required("from", |row| place(row, "from"));
    let to = row.required("to", |row| place(row, "to"));
    let change = row.required("change", |row| row.parsed("change", "\"same\" 或者 \"changed\"", change));
    let note = row.text("note").map(|note| note.value);
    if let Some(from) = &from {
        check_from(from, &mut row);
    }
    let moved = from.zip(to).zip(change).map(|((from, to), change)| Moved {
        from,
        to,
        change: change.value,
        note,
        at,
    });
    row.finish(moved)
}

fn change(word: &str) -> Option<Change> {
    match word {
        "same" => Some(Change::Same),
        "changed" => Some(Change::Changed),
        _ => None,
    }
}

fn check_from(from: &MovedPlace, row: &mut Table<'_>) {
    match (&from.law, &from.version) {
        (Some(law), _) => {
            let finding = diag::wrong_value(law.at.clone(), "from", "本法的旧位置，不写 law");
            row.report(finding.help("把这一行移到那部旧法自己的 law.toml"));
        }
        (None, None) => row.report(diag::missing_key(from.article.at.clone(), "from.version")),
        (None, Some(_)) => {}
    }
}

fn place(row: &mut Table<'_>, key: &'static str) -> Option<MovedPlace> {
    let mut inner = row.table(key)?;
    let (law, version) = (inner.text("law"), inner.date("version"));
    let article = inner.required("article", |inner| {
        inner.parsed("article", "条号，如 \"55\" 或者 \"120-1\"", ArticleNo::parse)
    });
    let mut number =
        |key| inner.parsed(key, "从 1 起的整数", |digits| digits.parse().ok()).map(|number| number.value);
    let (paragraph, item) = (number("paragraph"), number("item"));
    let place = article.map(|article| MovedPlace { law, version, article, paragraph, item });
    row.adopt(inner.finish(place))
}
