//! TOML → typed fields with spans. Every mistake of a file is reported in one run, each at its own key or value.
//!
//! A [`Table`] remembers which keys were asked for, so that the keys nobody asked for are the unknown ones, and the
//! keys that were asked for are what could have been meant. It knows nothing of what the fields mean.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::diag::{Checked, Diagnostic, did_you_mean, entry as diag};
use crate::base::source::{FileId, Span};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its span, quotation marks included.
    pub at: Span,
}

/// One table of a TOML file while its fields are being read.
pub struct Table<'i> {
    file: &'i FileId,
    shift: usize,
    at: Range<usize>,
    fields: Vec<Field<'i>>,
    asked: Vec<&'static str>,
    diags: Vec<Diagnostic>,
}

struct Field<'i> {
    key: String,
    key_at: Range<usize>,
    value: Spanned<DeValue<'i>>,
}

impl<'i> Table<'i> {
    /// Reads TOML that starts `shift` bytes into `file`. Syntax errors are findings; the rest of the file is still read.
    pub fn parse(file: &'i FileId, text: &'i str, shift: usize) -> Table<'i> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let syntax = |error: toml::de::Error| {
            let at = error.span().unwrap_or(0..0);
            let (start, end) = (text.floor_char_boundary(at.start), text.ceil_char_boundary(at.end));
            diag::toml_syntax(Span::new(file, start + shift..end + shift), error.message())
        };
        Table {
            diags: errors.into_iter().map(syntax).collect(),
            ..Table::of(file, shift, 0..text.ceil_char_boundary(1), table.into_inner())
        }
    }

    fn of(file: &'i FileId, shift: usize, at: Range<usize>, table: DeTable<'i>) -> Table<'i> {
        let field = |(key, value): (Spanned<std::borrow::Cow<'i, str>>, Spanned<DeValue<'i>>)| Field {
            key: key.get_ref().to_string(),
            key_at: key.span(),
            value,
        };
        let fields = table.into_iter().map(field).collect();
        Table { file, shift, at, fields, asked: Vec::new(), diags: Vec::new() }
    }

    /// Where the table begins, for what is missing from it.
    pub fn at(&self) -> Span {
        self.span(self.at.clone())
    }

    /// A piece of text.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let (value, at) = self.take(key)?;
        match value {
            DeValue::String(text) => Some(At { value: text.into_owned(), at }),
            other => self.wrong_type(key, at, "一段文字，写在引号里", &other),
        }
    }

    /// A piece of text that must be there; an empty stand-in where it is not.
    pub fn required_text(&mut self, key: &'static str) -> At<String> {
        let present = self.has(key);
        let text = self.text(key);
        if !present || text.as_ref().is_some_and(|text| text.value.trim().is_empty()) {
            let at = text.as_ref().map_or_else(|| self.at(), |text| text.at.clone());
            self.diags.push(diag::missing_key(at, key));
        }
        text.unwrap_or_else(|| At { value: String::new(), at: self.at() })
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some((value, at)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            return self.wrong_type(key, at, "一个列表，如 [\"甲\", \"乙\"]", &value).unwrap_or_default();
        };
        items.into_iter().filter_map(|item| self.text_item(key, item)).collect()
    }

    /// A day.
    pub fn date(&mut self, key: &'static str) -> Option<At<Date>> {
        let (value, at) = self.take(key)?;
        let date = match &value {
            DeValue::Datetime(moment) => moment.date.and_then(|date| civil(&date)),
            _ => None,
        };
        let quoted = value.as_str().and_then(|text| text.trim().parse::<Date>().ok());
        match (date, quoted) {
            (Some(value), _) => Some(At { value, at }),
            (None, Some(date)) => {
                self.diags.push(diag::quoted_date(at, key, &date.to_string()));
                None
            }
            (None, None) => self.wrong_type(key, at, "一个日期，如 2026-10-04，不加引号", &value),
        }
    }

    /// A day that must be there.
    pub fn required_date(&mut self, key: &'static str) -> Option<At<Date>> {
        self.required(key, |table| table.date(key))
    }

    /// A value that `parse` understands, from a piece of text or a whole number. `wanted` says what it should be.
    pub fn parsed<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<At<T>> {
        let (value, at) = self.take(key)?;
        let parsed = match &value {
            DeValue::String(text) => parse(text),
            DeValue::Integer(digits) => parse(digits.as_str()),
            _ => None,
        };
        match parsed {
            Some(value) => Some(At { value, at }),
            None => self.wrong_type(key, at, wanted, &value),
        }
    }

    /// A value that must be there.
    pub fn required<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if !self.has(key) {
            self.diags.push(diag::missing_key(self.at(), key));
        }
        read(self)
    }

    /// Takes over what was read in a table inside this one.
    pub fn adopt<T>(&mut self, inner: Checked<T>) -> T {
        inner.take(&mut self.diags)
    }

    /// A whole number.
    pub fn number(&mut self, key: &'static str) -> Option<At<i64>> {
        let (value, at) = self.take(key)?;
        let number = match &value {
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        match number {
            Some(value) => Some(At { value, at }),
            None => self.wrong_type(key, at, "一个整数", &value),
        }
    }

    /// A whole or decimal number.
    pub fn decimal(&mut self, key: &'static str) -> Option<At<f64>> {
        let (value, at) = self.take(key)?;
        let number = match &value {
            DeValue::Integer(digits) => digits.as_str().parse().ok(),
            DeValue::Float(digits) => digits.as_str().parse().ok(),
            _ => None,
        };
        match number {
            Some(value) => Some(At { value, at }),
            None => self.wrong_type(key, at, "一个数", &value),
        }
    }

    /// Yes or no; no where it is not said.
    pub fn flag(&mut self, key: &'static str) -> bool {
        match self.take(key) {
            None => false,
            Some((DeValue::Boolean(flag), _)) => flag,
            Some((other, at)) => {
                self.wrong_type(key, at, "true 或者 false，不加引号", &other).unwrap_or_default()
            }
        }
    }

    /// The tables of a `[[key]]` list. Each is read and [finished](Table::finish) by the caller.
    pub fn tables(&mut self, key: &'static str) -> Vec<Table<'i>> {
        let Some((value, at)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            return self.wrong_type(key, at, "若干 [[…]] 段", &value).unwrap_or_default();
        };
        items.into_iter().filter_map(|item| self.table_item(key, item)).collect()
    }

    /// A `[key]` table. Read and finished by the caller.
    pub fn table(&mut self, key: &'static str) -> Option<Table<'i>> {
        self.asked.push(key);
        let at = self.fields.iter().position(|field| field.key == key)?;
        let field = self.fields.swap_remove(at);
        self.table_item(key, field.value)
    }

    /// The keys that were not asked for, with their values as text where they are text. For tables whose keys are data.
    pub fn rest(&mut self) -> Vec<(At<String>, At<String>)> {
        let fields = std::mem::take(&mut self.fields);
        let mut pairs = Vec::new();
        for field in fields {
            let key = At { value: field.key, at: self.span(field.key_at) };
            let at = self.span(field.value.span());
            match field.value.into_inner() {
                DeValue::String(text) => pairs.push((key, At { value: text.into_owned(), at })),
                other => {
                    self.diags.push(diag::wrong_type(
                        at,
                        &key.value,
                        "一段文字，写在引号里",
                        type_name(&other),
                    ));
                }
            }
        }
        pairs
    }

    /// Every key with its list of texts. For tables whose keys are data.
    pub fn lists(&mut self) -> Vec<(At<String>, Vec<String>)> {
        let mut lists = Vec::new();
        for field in std::mem::take(&mut self.fields) {
            let key = At { value: field.key, at: self.span(field.key_at) };
            let at = self.span(field.value.span());
            match field.value.into_inner() {
                DeValue::Array(items) => {
                    let texts = items
                        .into_iter()
                        .filter_map(|item| self.text_item("词", item))
                        .map(|text| text.value);
                    lists.push((key, texts.collect()));
                }
                other => {
                    let wanted = "一个列表，如 [\"甲\", \"乙\"]";
                    self.diags.push(diag::wrong_type(at, &key.value, wanted, type_name(&other)));
                }
            }
        }
        lists
    }

    /// Whether a key is there, of whatever type.
    pub fn has(&self, key: &str) -> bool {
        self.fields.iter().any(|field| field.key == key)
    }

    /// Adds a finding of the caller's.
    pub fn report(&mut self, finding: Diagnostic) {
        self.diags.push(finding);
    }

    /// Ends the reading: keys that nobody asked for are unknown.
    pub fn finish<T>(mut self, value: T) -> Checked<T> {
        for field in std::mem::take(&mut self.fields) {
            let near = did_you_mean(&field.key, self.asked.iter().copied());
            let at = self.span(field.key_at);
            self.diags.push(diag::unknown_key(at, &field.key, near, &self.asked));
        }
        Checked { value, diags: self.diags }
    }

    /// Ends the reading of a table that may have other keys.
    pub fn finish_loosely<T>(mut self, value: T) -> Checked<T> {
        self.fields.clear();
        self.finish(value)
    }

    fn take(&mut self, key: &'static str) -> Option<(DeValue<'i>, Span)> {
        self.asked.push(key);
        let at = self.fields.iter().position(|field| field.key == key)?;
        let field = self.fields.swap_remove(at);
        let span = self.span(field.value.span());
        Some((field.value.into_inner(), span))
    }

    fn text_item(&mut self, key: &'static str, item: Spanned<DeValue<'i>>) -> Option<At<String>> {
        let at = self.span(item.span());
        match item.into_inner() {
            DeValue::String(text) => Some(At { value: text.into_owned(), at }),
            other => self.wrong_type(key, at, "一段文字，写在引号里", &other),
        }
    }

    fn table_item(&mut self, key: &'static str, item: Spanned<DeValue<'i>>) -> Option<Table<'i>> {
        let at = item.span();
        match item.into_inner() {
            DeValue::Table(table) => Some(Table::of(self.file, self.shift, at, table)),
            other => self.wrong_type(key, self.span(at), "一个表", &other),
        }
    }

    fn wrong_type<T>(&mut self, key: &str, at: Span, wanted: &str, found: &DeValue<'_>) -> Option<T> {
        self.diags.push(diag::wrong_type(at, key, wanted, type_name(found)));
        None
    }

    fn span(&self, at: Range<usize>) -> Span {
        Span::new(self.file, at.start + self.shift..at.end + self.shift)
    }
}

/// Reads a file that is a list of `[[key]]` rows.
pub fn rows<T>(
    file: &FileId,
    text: &str,
    key: &'static str,
    row: fn(&mut Table<'_>) -> T,
) -> Checked<Vec<T>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut table = Table::parse(file, &text[start..], start);
    let mut values = Vec::new();
    for mut inner in table.tables(key) {
        let value = row(&mut inner);
        values.push(table.adopt(inner.finish(value)));
    }
    table.finish(values)
}

fn civil(date: &toml::value::Date) -> Option<Date> {
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "是否",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表",
        DeValue::Table(_) => "表",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::RelPath;

    #[test]
    fn every_mistake_of_a_table_is_reported_at_its_place() {
        let file = RelPath::new("x.toml").unwrap();
        let text = "titel = \"a\"\nas_of = \"2026-10-04\"\ntags = [\"a\", 1]\n";
        let mut table = Table::parse(&file, text, 10);
        assert_eq!(table.text("title"), None);
        assert_eq!(table.date("as_of"), None);
        assert_eq!(table.texts("tags").len(), 1);
        let mut found: Vec<_> =
            table.finish(()).diags.into_iter().map(|d| (d.code.0, d.at.unwrap().bytes)).collect();
        found.sort_by_key(|(code, at)| (*code, at.start));
        assert_eq!(found, [("F0103", 10..15), ("F0104", 30..42), ("F0104", 56..57)]);
    }

    #[test]
    fn a_syntax_error_does_not_hide_the_other_fields() {
        let file = RelPath::new("x.toml").unwrap();
        let mut table = Table::parse(&file, "a = = 1\nb = \"乙\"\n", 0);
        assert_eq!(table.text("b").unwrap().value, "乙");
        assert!(table.finish(()).diags.iter().any(|d| d.code.0 == "F0102"));
    }

    #[test]
    fn fields_are_read_with_their_spans() {
        let file = RelPath::new("x.toml").unwrap();
        let mut table =
            Table::parse(&file, "a = \"甲\"\nd = 2026-10-04\nn = 0x10\nb = true\n[[t]]\nk = \"v\"\n", 0);
        let a = table.text("a").unwrap();
        assert_eq!((a.value.as_str(), a.at.bytes), ("甲", 4..9));
        assert_eq!(table.date("d").unwrap().value, jiff::civil::date(2026, 10, 4));
        assert_eq!(table.number("n").unwrap().value, 16);
        assert!(table.flag("b"));
        let mut inner = table.tables("t");
        assert_eq!(inner[0].required_text("k").value, "v");
        assert!(table.finish(()).diags.is_empty());
    }
}
