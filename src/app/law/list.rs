//! `fatiao law list`: the registry as text.

use jiff::civil::Date;

use super::Citing;
use crate::book::laws::{Law, Laws, Version};

/// Every law with its versions and how many entries cite it.
pub fn list(laws: &Laws, citing: &Citing, today: Date) -> String {
    let mut out = String::new();
    for law in laws.iter() {
        let cited = citing.laws.get(&law.id).copied().unwrap_or(0);
        let (title, kind) = (law.title(), &law.meta.kind);
        out.push_str(&format!("{}  {title}  {kind}  {}  引用 {cited} 篇\n", law.id, status(law, today)));
        for version in &law.versions {
            out.push_str(&format!("  {}  {}\n", version.id, described(law, version, today)));
        }
    }
    out
}

fn status(law: &Law, today: Date) -> String {
    if let Some(repealed) = law.repealed() {
        let by = law.succeeded_by.as_ref().map(|by| format!("，由 {by} 接替")).unwrap_or_default();
        let word = if repealed <= today { "已废止" } else { "将废止" };
        return format!("{word}（{repealed}{by}）");
    }
    match law.in_force(today) {
        Some(version) => format!("现行（{}）", version.id),
        None => law
            .versions
            .first()
            .map_or("尚未制定".to_owned(), |first| format!("尚未施行（{}）", first.id)),
    }
}

fn described(law: &Law, version: &Version, today: Date) -> String {
    let mut parts = Vec::new();
    parts.extend(version.text.by.clone());
    parts.push(match (version.id.0 > today, law.end(version.id).filter(|end| *end <= today)) {
        (true, _) => "尚未施行".to_owned(),
        (false, Some(end)) => format!("至 {end}"),
        (false, None) => "现行".to_owned(),
    });
    let total = version.last().map(|last| format!("，末条第 {last} 条")).unwrap_or_default();
    let held = match version.complete() {
        Some(text) => format!("全文 {} 条", text.articles.len()),
        None => format!("要旨 {} 条", version.text.articles.len()),
    };
    parts.push(format!("{held}{total}"));
    parts.join("  ")
}
