//! The tables that a site may have beside its entries, as far as they are there. Meets them with nothing else.

use jiff::civil::Date;

use super::readable;
use crate::base::diag::Checked;
use crate::base::hash::Hash;
use crate::base::source::{FileId, RelPath, Sources};
use crate::book::Docs;
use crate::syntax::changes::{self, Change};
use crate::syntax::emergencies::{self, Emergency};
use crate::syntax::facts::{self, Fact};
use crate::syntax::glossary::{self, Term};
use crate::syntax::hotlines::{self, Hotline};
use crate::syntax::situations::{self, Situation};
use crate::syntax::synonyms::{self, Synonym};

/// The tables that a site may have beside its entries.
pub struct Registers {
    terms: Vec<Term>,
    hotlines: Vec<Hotline>,
    situations: Vec<Situation>,
    facts: Vec<Fact>,
    changes: Vec<Change>,
    emergencies: Vec<Emergency>,
    synonyms: Vec<Synonym>,
    /// The fingerprint of what text is read against: terms, numbers and figures.
    pub names: Hash,
}

/// Where they stand.
pub const TABLES: [&str; 7] = [
    "content/glossary.toml",
    "content/hotlines.toml",
    "content/situations.toml",
    "content/facts.toml",
    "content/changes.toml",
    "content/emergencies.toml",
    "content/synonyms.toml",
];

impl Registers {
    /// Documents that hold the tables and nothing else yet.
    pub fn docs(&self, today: Date) -> Docs {
        Docs {
            terms: self.terms.clone(),
            hotlines: self.hotlines.clone(),
            situations: self.situations.clone(),
            facts: self.facts.clone(),
            changes: self.changes.clone(),
            emergencies: self.emergencies.clone(),
            synonyms: self.synonyms.clone(),
            today,
            ..Docs::default()
        }
    }
}

/// Reads the tables.
pub fn registers(sources: &Sources) -> Checked<Registers> {
    let mut diags = Vec::new();
    let [glossary, hotlines, situations, facts, changes, emergencies, synonyms] = TABLES;
    let mut registers = Registers {
        terms: table(sources, glossary, glossary::parse).take(&mut diags),
        hotlines: table(sources, hotlines, hotlines::parse).take(&mut diags),
        situations: table(sources, situations, situations::parse).take(&mut diags),
        facts: table(sources, facts, facts::parse).take(&mut diags),
        changes: table(sources, changes, changes::parse).take(&mut diags),
        emergencies: table(sources, emergencies, emergencies::parse).take(&mut diags),
        synonyms: table(sources, synonyms, synonyms::parse).take(&mut diags),
        names: Hash::default(),
    };
    let terms = registers.terms.iter().map(|term| (&term.term.value, &term.id.value)).collect::<Vec<_>>();
    let described = format!("{terms:?}{:?}{:?}", registers.hotlines, registers.facts);
    registers.names = Hash::of(described.as_bytes());
    Checked { value: registers, diags }
}

/// A table that a site may do without.
fn table<T>(
    sources: &Sources,
    path: &str,
    parse: impl Fn(&FileId, &str) -> Checked<Vec<T>>,
) -> Checked<Vec<T>> {
    let Some((file, source)) = RelPath::new(path).and_then(|path| sources.files.get_key_value(&path)) else {
        return Checked::clean(Vec::new());
    };
    match readable(file, source) {
        Ok(text) => parse(file, text),
        Err(finding) => Checked { value: Vec::new(), diags: vec![*finding] },
    }
}
