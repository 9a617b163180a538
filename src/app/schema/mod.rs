//! `fatiao schema`: JSON Schemas (draft-07, which Taplo and Even Better TOML read) of every file that people write, and of
//! what `check --format json` writes.
//!
//! The definitions stand in `files`; tests hold them against the parsers: every key of a schema is read, every required
//! one is missed, and no parser knows a key that its schema lacks.

use std::io::Write;

use anyhow::{Context, bail};
use serde_json::{Map, Value, json};

use super::Outcome;
use super::args::SchemaArgs;
use crate::base::diag::did_you_mean;

mod files;

/// What a value may be.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    /// A text of at most so many characters.
    Short(u32),
    /// One of these texts.
    Choice(&'static [&'static str]),
    Texts,
    Date,
    Whole,
    Number,
    Flag,
    /// A web address.
    Address,
    /// A table with these fields.
    Table(&'static [Field]),
    /// A list of tables with these fields.
    Tables(&'static [Field]),
    /// A table whose keys are data, with values of this kind.
    Map(&'static Kind),
    /// The number of an article: a text or a whole number.
    Spot,
    /// The numbers of inserted articles.
    Inserted,
}

/// One key.
#[derive(Clone, Copy, Debug)]
struct Field {
    key: &'static str,
    kind: Kind,
    required: bool,
    /// What it is, as an editor shows it.
    words: &'static str,
}

/// One kind of file.
#[derive(Clone, Copy, Debug)]
struct File {
    name: &'static str,
    title: &'static str,
    body: Body,
}

#[derive(Clone, Copy, Debug)]
enum Body {
    Fields(&'static [Field]),
    /// Keys that are data.
    Map(Kind),
    /// JSON Lines of findings.
    Finding,
}

/// Prints or writes schemas.
pub fn run(args: &SchemaArgs) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    if let Some(folder) = &args.write {
        std::fs::create_dir_all(folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
        for (name, text) in all() {
            let path = folder.join(format!("{name}.schema.json"));
            std::fs::write(&path, text).with_context(|| format!("写不了 {}", path.display()))?;
        }
        return Ok(Outcome::Clean);
    }
    match &args.name {
        None => files::FILES.iter().try_for_each(|file| writeln!(out, "{:12} {}", file.name, file.title))?,
        Some(name) => match all().into_iter().find(|(known, _)| known == name) {
            Some((_, text)) => out.write_all(text.as_bytes())?,
            None => {
                let near = did_you_mean(name, files::FILES.iter().map(|file| file.name));
                let near = near.map_or(String::new(), |near| format!("\n建议：是否指 {near}？"));
                bail!("没有 {name} 的 Schema{near}");
            }
        },
    }
    Ok(Outcome::Clean)
}

/// Every schema as text, by name.
pub fn all() -> Vec<(&'static str, String)> {
    let text = |file: &File| {
        let text = serde_json::to_string_pretty(&schema(file)).expect("plain data");
        (file.name, format!("{text}\n"))
    };
    files::FILES.iter().map(text).collect()
}

fn schema(file: &File) -> Value {
    let mut schema = match file.body {
        Body::Fields(fields) => table(fields),
        Body::Map(kind) => json!({ "type": "object", "additionalProperties": value(kind) }),
        Body::Finding => finding(),
    };
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
        object.insert("title".into(), file.title.into());
    }
    schema
}

fn table(fields: &[Field]) -> Value {
    let mut properties = Map::new();
    for field in fields {
        let mut schema = value(field.kind);
        if let Some(object) = schema.as_object_mut() {
            object.insert("description".into(), field.words.into());
        }
        properties.insert(field.key.into(), schema);
    }
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn value(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Short(most) => json!({ "type": "string", "minLength": 1, "maxLength": most }),
        Kind::Choice(choices) => json!({ "type": "string", "enum": choices }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Whole => json!({ "type": "integer" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Address => json!({ "type": "string", "pattern": "^(https?://.*)?$" }),
        Kind::Table(fields) => table(fields),
        Kind::Tables(fields) => json!({ "type": "array", "items": table(fields) }),
        Kind::Map(kind) => json!({ "type": "object", "additionalProperties": value(*kind) }),
        Kind::Inserted => {
            json!({ "type": "array", "items": { "type": "string", "pattern": "^[0-9]+-[0-9]+$" } })
        }
        Kind::Spot => json!({ "type": ["string", "integer"] }),
    }
}

/// A line of `check --format json`.
fn finding() -> Value {
    let number = json!({ "type": "integer", "minimum": 0 });
    let span = json!({
        "type": "object",
        "description": "行和列从1数起，列数的是字符；bytes 从0数起，不含末尾",
        "properties": {
            "file": { "type": "string" }, "line": number, "column": number, "end_line": number, "end_column": number,
            "bytes": { "type": "array", "items": number, "minItems": 2, "maxItems": 2 },
        },
        "required": ["file", "line", "column", "end_line", "end_column", "bytes"],
    });
    let place = json!({ "$ref": "#/definitions/span" });
    let also = json!({
        "type": "object",
        "properties": { "at": place, "message": { "type": "string" } },
        "required": ["at", "message"],
    });
    let fix = json!({
        "type": ["object", "null"],
        "description": "确定的改法：把 at 换成 with",
        "properties": { "at": place, "with": { "type": "string" } },
        "required": ["at", "with"],
    });
    json!({
        "type": "object",
        "definitions": { "span": span },
        "properties": {
            "code": { "type": "string", "pattern": "^F[0-9]{4}$" },
            "severity": { "enum": ["error", "warning", "note"] },
            "message": { "type": "string" },
            "at": { "anyOf": [place, { "type": "null" }] },
            "also": { "type": "array", "items": also },
            "help": { "type": ["string", "null"] },
            "fix": fix,
        },
        "required": ["code", "severity", "message", "at", "also", "help", "fix"],
    })
}

#[cfg(test)]
mod tests;
