//! A TOML table → typed values with their spans. Never stops at the first mistake.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Written;
use crate::base::diag::{Diagnostic, did_you_mean, law};
use crate::base::source::{FileId, Span};

/// Where a piece of TOML stands in its file.
#[derive(Clone)]
pub(super) struct Piece<'f> {
    /// The file.
    pub file: &'f FileId,
    /// The byte of the file at which the TOML begins.
    pub base: usize,
    /// The TOML's length.
    pub len: usize,
}

impl Piece<'_> {
    /// A range of the TOML as a place in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        let inside = |at: usize| self.base + at.min(self.len);
        Span::new(self.file, inside(range.start)..inside(range.end.max(range.start)))
    }
}

/// Reads TOML with every error, and hands the root table to `read`.
pub(super) fn with_root<T>(
    piece: &Piece<'_>,
    text: &str,
    diags: &mut Vec<Diagnostic>,
    read: impl FnOnce(Table<'_, '_, '_>) -> T,
) -> T {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        diags.push(law::malformed(piece.span(range), error.message()));
    }
    read(Table { piece, table: root.get_ref(), at: piece.span(0..0), asked: Vec::new(), diags })
}

/// One table being read; the keys asked for are the keys it may have.
pub(super) struct Table<'t, 'i, 'f> {
    piece: &'t Piece<'f>,
    table: &'t DeTable<'i>,
    at: Span,
    asked: Vec<&'static str>,
    diags: &'t mut Vec<Diagnostic>,
}

impl<'t, 'i, 'f> Table<'t, 'i, 'f> {
    /// A string that is not blank.
    pub fn text(&mut self, key: &'static str) -> Option<Written<String>> {
        self.read(key, "非空的文字（加双引号）", |value| {
            value.as_str().filter(|text| !text.trim().is_empty()).map(|text| text.trim().to_owned())
        })
    }

    /// A date without quotes.
    pub fn date(&mut self, key: &'static str) -> Option<Written<Date>> {
        self.read(key, "日期，不加引号，例如 2021-01-01", as_date)
    }

    /// A whole number from zero.
    pub fn number(&mut self, key: &'static str) -> Option<Written<u16>> {
        self.read(key, "不小于 0 的整数", as_number)
    }

    /// A value that `parse` understands, from a string or a whole number.
    pub fn parsed<T>(
        &mut self,
        key: &'static str,
        want: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Written<T>> {
        self.read(key, want, |value| match value {
            DeValue::String(text) => parse(text),
            DeValue::Integer(number) => parse(number.as_str()),
            _ => None,
        })
    }

    /// A list of strings that are not blank.
    pub fn texts(&mut self, key: &'static str) -> Vec<Written<String>> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "文字的列表，例如 [\"民法典\"]");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str().filter(|text| !text.trim().is_empty()) {
                Some(text) => {
                    out.push(Written { value: text.trim().to_owned(), at: self.piece.span(item.span()) });
                }
                None => self.wrong(key, item, "文字的列表，每一项都是非空的文字"),
            }
        }
        out
    }

    /// A table, read by `read`.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Table<'_, '_, '_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.find(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, "表，例如 { article = \"55\" }");
            return None;
        };
        let at = self.piece.span(value.span());
        read(Table { piece: self.piece, table, at, asked: Vec::new(), diags: self.diags })
    }

    /// A list of tables, each read by `read`.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(Table<'_, '_, '_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "一组表，每个以 [[…]] 开头");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter() {
            let Some(table) = item.get_ref().as_table() else {
                self.wrong(key, item, "一组表，每个以 [[…]] 开头");
                continue;
            };
            let at = self.piece.span(item.span());
            out.extend(read(Table { piece: self.piece, table, at, asked: Vec::new(), diags: self.diags }));
        }
        out
    }

    /// The same value, with a finding where it is missing.
    pub fn required<T>(&mut self, key: &'static str, example: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(key) {
            self.diags.push(law::missing_key(self.at.clone(), key, example));
        }
        value
    }

    /// Whether the key was written at all.
    pub fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(known, _)| known.get_ref() == key)
    }

    /// Where the table stands.
    pub fn at(&self) -> Span {
        self.at.clone()
    }

    /// Adds a finding.
    pub fn push(&mut self, diag: Diagnostic) {
        self.diags.push(diag);
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                let near = did_you_mean(name, self.asked.iter().copied());
                self.diags.push(law::unknown_key(self.piece.span(key.span()), name, near));
            }
        }
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        want: &str,
        parse: impl FnOnce(&DeValue<'i>) -> Option<T>,
    ) -> Option<Written<T>> {
        let value = self.find(key)?;
        let parsed = parse(value.get_ref());
        if parsed.is_none() {
            self.wrong(key, value, want);
        }
        parsed.map(|parsed| Written { value: parsed, at: self.piece.span(value.span()) })
    }

    fn find(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.push(key);
        self.table.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
    }

    fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'_>>, want: &str) {
        let at = self.piece.span(value.span());
        let mut diag = law::wrong_value(at.clone(), key, want);
        if let Some(date) = value.get_ref().as_str().and_then(|text| text.trim().parse::<Date>().ok())
            && want.starts_with("日期")
        {
            diag = diag.help("去掉引号").fix(at, date.to_string());
        }
        self.diags.push(diag);
    }
}

fn as_date(value: &DeValue<'_>) -> Option<Date> {
    let date = value.as_datetime()?.date?;
    let part = |part: u8| i8::try_from(part).ok();
    Date::new(i16::try_from(date.year).ok()?, part(date.month)?, part(date.day)?).ok()
}

fn as_number(value: &DeValue<'_>) -> Option<u16> {
    let number = value.as_integer()?;
    u16::from_str_radix(number.as_str(), number.radix()).ok()
}
