//! Schemas against parsers, in both directions, and against the files of this repository.

use std::collections::BTreeSet;
use std::path::Path;

use super::files::FILES;
use super::*;
use crate::base::diag::Diagnostic;
use crate::base::source::{FileId, RelPath};
use crate::syntax::markdown::Names;
use crate::syntax::{
    changes, chapter, config, emergencies, entry, facts, front, glossary, hotlines, law, situations, synonyms,
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The file that a parser reads a schema's text from, and its findings.
fn parse(name: &str, text: &str) -> Vec<Diagnostic> {
    let front = format!("+++\n{text}+++\n");
    let file = |path: &str| RelPath::new(path).unwrap();
    let table: FileId = file("content/x.toml");
    match name {
        "site" => config::parse(&config::path(), text).diags,
        "entry" => entry::parse(&file("content/a/b.md"), &front, &Names::default()).diags,
        "chapter" => chapter::parse(&file("content/a/_chapter.md"), &front, &Names::default()).diags,
        "law" => law::parse_meta(&file("content/laws/x/law.toml"), text).diags,
        "law-version" => law::parse_version(&file("content/laws/x/2020-01-01.md"), &front).diags,
        "hotlines" => hotlines::parse(&table, text).diags,
        "glossary" => glossary::parse(&table, text).diags,
        "situations" => situations::parse(&table, text).diags,
        "facts" => facts::parse(&table, text).diags,
        "changes" => changes::parse(&table, text).diags,
        "emergencies" => emergencies::parse(&table, text).diags,
        "synonyms" => synonyms::parse(&table, text).diags,
        _ => unreachable!("{name} has no parser"),
    }
}

/// A value of a kind, as TOML.
fn sample(kind: Kind) -> toml::Value {
    use toml::Value as V;
    match kind {
        Kind::Text | Kind::Short(_) => V::String("x".into()),
        Kind::Choice(choices) => V::String(choices[0].into()),
        Kind::Texts => V::Array(vec![V::String("x".into())]),
        Kind::Date => V::Datetime("2019-10-04".parse().unwrap()),
        Kind::Whole | Kind::Number => V::Integer(1),
        Kind::Flag => V::Boolean(true),
        Kind::Address => V::String("https://x.test".into()),
        Kind::Table(fields) => V::Table(whole(fields, "")),
        Kind::Tables(fields) => V::Array(vec![V::Table(whole(fields, ""))]),
        Kind::Map(kind) => V::Table([("F0601".to_owned(), sample(*kind))].into_iter().collect()),
        Kind::Inserted => V::Array(vec![V::String("120-1".into())]),
        Kind::Spot => V::String("1".into()),
    }
}

/// A table with every field but one.
fn whole(fields: &[Field], but: &str) -> toml::Table {
    fields
        .iter()
        .filter(|field| field.key != but)
        .map(|field| (field.key.to_owned(), sample(field.kind)))
        .collect()
}

fn fields(file: &File) -> &'static [Field] {
    match file.body {
        // The fields of a file of rows are those of a row.
        Body::Fields([Field { kind: Kind::Tables(fields), .. }]) => fields,
        Body::Fields(fields) => fields,
        Body::Map(_) | Body::Finding => &[],
    }
}

fn text(file: &File, table: toml::Table) -> String {
    let table = match file.body {
        Body::Fields([Field { key, kind: Kind::Tables(_), .. }]) => {
            [((*key).to_owned(), toml::Value::Array(vec![toml::Value::Table(table)]))].into_iter().collect()
        }
        _ => table,
    };
    toml::to_string(&table).unwrap()
}

/// Findings about keys and their types.
fn about_keys(name: &str, text: &str) -> Vec<Diagnostic> {
    let codes = ["F0102", "F0103", "F0104", "F0105", "F0106", "F0501", "F0502", "F0503", "F0504"];
    parse(name, text).into_iter().filter(|finding| codes.contains(&finding.code.0)).collect()
}

fn with_parser() -> impl Iterator<Item = &'static File> {
    FILES.iter().filter(|file| !fields(file).is_empty())
}

#[test]
fn every_key_of_a_schema_is_read() {
    for file in with_parser() {
        let found = about_keys(file.name, &text(file, whole(fields(file), "")));
        assert!(found.is_empty(), "{}: {found:#?}", file.name);
    }
}

#[test]
fn exactly_the_required_keys_are_missed() {
    for file in with_parser() {
        for field in fields(file) {
            let found = about_keys(file.name, &text(file, whole(fields(file), field.key)));
            // A gist without the day of its checking is missed by what the others say, not for itself.
            let conditional = file.name == "law-version" && field.key == "checked";
            assert_eq!(
                !found.is_empty(),
                field.required || conditional,
                "{}: {} {found:#?}",
                file.name,
                field.key
            );
        }
    }
}

#[test]
fn no_parser_knows_a_key_that_its_schema_lacks() {
    for file in with_parser() {
        let mut table = whole(fields(file), "");
        table.insert("zzzzzzzz".into(), toml::Value::Boolean(true));
        let found = about_keys(file.name, &text(file, table));
        assert_eq!(found.len(), 1, "{}", file.name);
        let Some(known) = found[0].help.as_deref().and_then(|help| help.strip_prefix("可以写的键："))
        else {
            continue;
        };
        let known: BTreeSet<&str> = known.split('、').collect();
        let ours: BTreeSet<&str> = fields(file).iter().map(|field| field.key).collect();
        assert_eq!(known, ours, "{}", file.name);
    }
}

#[test]
fn the_committed_schemas_are_current() {
    for (name, text) in all() {
        let path = Path::new(ROOT).join(format!("docs/schemas/{name}.schema.json"));
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "run `fatiao schema --write docs/schemas` ({name})");
    }
}

#[test]
fn this_site_validates() {
    let sources = crate::app::disk::read(Path::new(ROOT), jiff::civil::date(2026, 10, 4), &[]).unwrap().value;
    for (path, source) in &sources.files {
        let parts: Vec<&str> = path.as_str().split('/').collect();
        let name = match parts.as_slice() {
            ["site.toml"] => "site",
            ["content", "laws", _, "law.toml"] => "law",
            ["content", "laws", _, name] if name.ends_with(".md") => "law-version",
            ["content", _, "_chapter.md"] | ["content", "about.md"] => "chapter",
            ["content", _, name] if name.ends_with(".md") => "entry",
            ["content", name] => name.strip_suffix(".toml").unwrap_or(""),
            _ => "",
        };
        let Some(file) = FILES.iter().find(|file| file.name == name) else { continue };
        let text = source.text().unwrap();
        let toml =
            if path.as_str().ends_with(".md") { front::split(path, text).ok().unwrap().toml } else { text };
        let value = json_of(&toml::Value::Table(toml.parse().unwrap()));
        let faults = faults(&value, &schema(file));
        assert!(faults.is_empty(), "{path}: {faults:?}");
    }
}

fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), json_of(value))).collect(),
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
    }
}

/// What of the words that our schemas use a value fails.
fn faults(value: &Value, schema: &Value) -> Vec<String> {
    let is = |kind: &str| match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    let mut found = Vec::new();
    if !kinds.iter().filter_map(Value::as_str).any(is) {
        return vec![format!("{value} is not {kinds:?}")];
    }
    if schema["enum"].as_array().is_some_and(|choices| !choices.contains(value)) {
        found.push(format!("{value} is no choice"));
    }
    let length = value.as_str().map_or(0, |text| text.chars().count() as u64);
    if schema["maxLength"].as_u64().is_some_and(|most| length > most) {
        found.push(format!("{value} is too long"));
    }
    found.extend(value.as_array().into_iter().flatten().flat_map(|item| faults(item, &schema["items"])));
    let Some(object) = value.as_object() else { return found };
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    found.extend(required.filter(|key| !object.contains_key(*key)).map(|key| format!("{key} is missing")));
    for (key, value) in object {
        match (schema["properties"].get(key), &schema["additionalProperties"]) {
            (Some(schema), _) => found.extend(faults(value, schema)),
            (None, more) if more.is_object() => found.extend(faults(value, more)),
            _ => found.push(format!("{key} is unknown")),
        }
    }
    found
}
