//! `fatiao cite`: the citations of any text, as lines for people or as JSON Lines for programs.
//!
//! Streams: memory holds one batch of passages, however long the input. It finds and judges; it changes nothing.

use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Outcome, disk};
use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{FileId, RelPath, Span, place};
use crate::book::cites::{Days, Passage, resolve};
use crate::book::laws::Laws;
use crate::syntax::cite::context::{Meant, settle};
use crate::syntax::cite::{self, LawRef, Lexicon, RawCite};
use crate::syntax::law::{parse_meta, parse_version};

/// How the citations are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// 给人看：每处一行，依次是行:列、原文、法律、条款
    #[default]
    Text,
    /// 给程序用：每段一个 JSON 对象，含 id、text、citations，位置按字符计
    Jsonl,
}

/// 找出任何文本里引用的法条：纯文本，或者每行一个 {"id","text"} 的 JSON。
#[derive(Clone, Debug, Default, clap::Args)]
pub struct CiteOptions {
    /// 要读的文件；不写则读标准输入
    pub file: Option<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// 法律库文件夹（每部法律一个子文件夹，内有 law.toml）；用其中的名称找，--check 用它核对
    #[arg(long, value_name = "文件夹")]
    pub laws: Option<PathBuf>,
    /// 核对每处引用现在的效力；需要 --laws
    #[arg(long, requires = "laws")]
    pub check: bool,
    /// 文本按哪一天的法律写成；不写则与 --today 相同
    #[arg(long, value_name = "日期")]
    pub as_of: Option<Date>,
    /// 按哪一天给出效力结论；不写则为今天
    #[arg(long, value_name = "日期")]
    pub today: Option<Date>,
}

/// What a run has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Citations found.
    pub citations: usize,
    /// Errors among the verdicts.
    pub errors: usize,
}

/// Runs the command on its file or on standard input, writing to standard output.
///
/// # Errors
/// When a file cannot be read or the output cannot be written; a reader that has seen enough is no error.
pub fn command(options: &CiteOptions) -> anyhow::Result<Outcome> {
    let out = std::io::BufWriter::new(std::io::stdout().lock());
    let ran = match &options.file {
        Some(path) => {
            let file = fs::File::open(path).with_context(|| format!("打不开 {}", path.display()))?;
            run(options, std::io::BufReader::new(file), out)
        }
        None => run(options, std::io::stdin().lock(), out),
    };
    match ran {
        Ok(tally) if tally.errors > 0 => Ok(Outcome::Faulty),
        Ok(_) => Ok(Outcome::Clean),
        Err(error) if is_broken_pipe(&error) => Ok(Outcome::Clean),
        Err(error) => Err(error),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    kind == Some(std::io::ErrorKind::BrokenPipe)
}

/// Runs the command on `input`.
///
/// # Errors
/// When the registry or the input cannot be read, or a JSON line lacks `text`.
pub fn run(options: &CiteOptions, input: impl BufRead, mut out: impl Write) -> anyhow::Result<Tally> {
    let reader = Reader::new(options)?;
    let mut tally = Tally::default();
    let mut batches = Batches::new(input);
    while let Some(batch) = batches.next()? {
        let written: Vec<(String, Tally)> = batch.par_iter().map(|piece| reader.piece(piece)).collect();
        for (text, seen) in written {
            out.write_all(text.as_bytes())?;
            tally.citations += seen.citations;
            tally.errors += seen.errors;
        }
    }
    out.flush()?;
    Ok(tally)
}

/// One passage of the input.
struct Piece {
    /// The id of a JSON line, as it was.
    id: Value,
    text: String,
    /// The line of the input on which it begins, from 1.
    line: u32,
    /// Whether it came as JSON.
    json: bool,
}

/// Passages of the input, in batches.
struct Batches<R> {
    input: R,
    line: u32,
    json: Option<bool>,
}

impl<R: BufRead> Batches<R> {
    /// Bytes after which a plain text is cut at the next empty line, and a batch is full.
    const PIECE: usize = 1 << 16;
    const BATCH: usize = 1 << 20;

    fn new(input: R) -> Batches<R> {
        Batches { input, line: 0, json: None }
    }

    fn next(&mut self) -> anyhow::Result<Option<Vec<Piece>>> {
        let (mut batch, mut size) = (Vec::new(), 0);
        while size < Self::BATCH {
            let Some(piece) = self.piece()? else { break };
            size += piece.text.len();
            batch.push(piece);
        }
        Ok((!batch.is_empty()).then_some(batch))
    }

    fn piece(&mut self) -> anyhow::Result<Option<Piece>> {
        let first = self.line + 1;
        let mut text = String::new();
        loop {
            let before = text.len();
            if self
                .input
                .read_line(&mut text)
                .with_context(|| format!("第 {} 行不是 UTF-8 文本", self.line + 1))?
                == 0
            {
                break;
            }
            self.line += 1;
            let line = &text[before..];
            let blank = line.trim().is_empty();
            let json = *self.json.get_or_insert_with(|| line.trim_start().starts_with('{'));
            if json && blank {
                text.clear();
            } else if json {
                return self.row(&text).map(Some);
            } else if (blank && text.len() > Self::PIECE) || text.len() > Self::BATCH {
                break;
            }
        }
        let piece = Piece { id: json!(format!("L{first}")), text, line: first, json: false };
        Ok((!piece.text.is_empty()).then_some(piece))
    }

    fn row(&self, line: &str) -> anyhow::Result<Piece> {
        let mut row: Value =
            serde_json::from_str(line).with_context(|| format!("第 {} 行不是 JSON", self.line))?;
        let Some(Value::String(text)) = row.get_mut("text").map(Value::take) else {
            bail!("第 {} 行没有 text", self.line);
        };
        let id = row.get_mut("id").map_or_else(|| json!(format!("L{}", self.line)), Value::take);
        Ok(Piece { id, text, line: self.line, json: true })
    }
}

/// What stays the same over a run.
struct Reader {
    names: Lexicon,
    laws: Option<Laws>,
    days: Days,
    format: Format,
    file: FileId,
}

impl Reader {
    fn new(options: &CiteOptions) -> anyhow::Result<Reader> {
        let laws = options.laws.as_deref().map(read_laws).transpose()?;
        let names = match &laws {
            Some(laws) => Lexicon::with_built_in(laws.names().map(|(name, _)| name)),
            None => Lexicon::built_in(),
        };
        let today = options.today.unwrap_or_else(disk::today);
        let days = Days { as_of: options.as_of.unwrap_or(today), today };
        let file = RelPath::new("text").expect("one plain part is a path");
        Ok(Reader { names, laws: laws.filter(|_| options.check), days, format: options.format, file })
    }

    fn piece(&self, piece: &Piece) -> (String, Tally) {
        let cites = cite::find(&piece.text, &self.names);
        let meant = settle(&piece.text, &cites);
        let verdicts = self.laws.as_ref().map(|laws| self.verdicts(laws, &piece.text, &cites));
        let errors =
            verdicts.iter().flatten().flatten().filter(|found| found.severity == Severity::Error).count();
        let seen = Tally { citations: cites.len(), errors };
        let found = Found { piece, cites: &cites, meant: &meant, verdicts: verdicts.as_deref() };
        match self.format {
            Format::Text => (found.lines(), seen),
            Format::Jsonl => (found.json(&self.names), seen),
        }
    }

    /// The findings on each citation. A text of any kind may well speak of 本法 and 前款, so that those are none.
    fn verdicts(&self, laws: &Laws, text: &str, cites: &[RawCite]) -> Vec<Vec<Diagnostic>> {
        let at: Vec<Span> = cites.iter().map(|cite| Span::new(&self.file, cite.at.clone())).collect();
        let passage = Passage { text, cites: cites.to_vec(), at: at.clone(), section: 0 };
        let checked = resolve(&[passage], laws, self.days);
        let told = |found: &&Diagnostic| !matches!(found.code.0, "F0211" | "F0212");
        let diags: Vec<&Diagnostic> = checked.diags.iter().filter(told).collect();
        let of = |span: Span| diags.iter().filter(move |found| found.at.as_ref() == Some(&span));
        at.into_iter().map(|span| of(span).map(|found| (*found).clone()).collect()).collect()
    }
}

/// The citations of one passage, ready to be written.
struct Found<'a> {
    piece: &'a Piece,
    cites: &'a [RawCite],
    meant: &'a [Meant],
    verdicts: Option<&'a [Vec<Diagnostic>]>,
}

impl Found<'_> {
    fn lines(&self) -> String {
        let mut out = String::new();
        for (nth, (cite, meant)) in self.cites.iter().zip(self.meant).enumerate() {
            let words = crate::base::text::one_line(&self.piece.text[cite.at.clone()]);
            let spots: Vec<String> = meant.spots.iter().map(|spot| spot.key()).collect();
            let law = self.law(meant).unwrap_or("?");
            let line = format!("{}\t{words}\t{law}\t{}", self.place(cite), spots.join(" "));
            out.push_str(line.trim_end());
            out.push('\n');
            for found in self.verdicts.iter().flat_map(|verdicts| &verdicts[nth]) {
                out.push_str(&format!("\t{}[{}] {}\n", found.severity.name(), found.code, found.message));
                out.extend(found.help.iter().map(|help| format!("\t  建议：{help}\n")));
            }
        }
        out
    }

    /// 行:列 in the input; for a JSON line its id and the place in its text.
    fn place(&self, cite: &RawCite) -> String {
        let at = place(&self.piece.text, crate::base::source::offset(cite.at.start));
        match (&self.piece.id, self.piece.json) {
            (Value::String(id), true) => format!("{id}:{}:{}", at.line, at.column),
            (id, true) => format!("{id}:{}:{}", at.line, at.column),
            (_, false) => format!("{}:{}", at.line + self.piece.line - 1, at.column),
        }
    }

    fn law(&self, meant: &Meant) -> Option<&str> {
        match &self.cites[meant.law?].law {
            LawRef::Named(name) => Some(name),
            _ => None,
        }
    }

    fn json(&self, names: &Lexicon) -> String {
        let text = &self.piece.text;
        let (mut byte, mut chars) = (0, 0);
        let mut offset = |at: usize| {
            chars += text[byte..at].chars().count();
            byte = at;
            chars
        };
        let rows = self.cites.iter().zip(self.meant).enumerate().map(|(nth, (cite, meant))| {
            let mut row = json!({
                "start": offset(cite.at.start),
                "end": offset(cite.at.end),
                "law": self.law(meant),
                "law_ref": law_ref(cite, names),
                "provisions": meant.spots.iter().map(|spot| spot.key()).collect::<Vec<_>>(),
            });
            if let Some(verdicts) = self.verdicts {
                row["findings"] = verdicts[nth].iter().map(finding).collect();
            }
            row
        });
        let rows: Vec<Value> = rows.collect();
        format!("{}\n", json!({ "id": self.piece.id, "text": text, "citations": rows }))
    }
}

fn finding(found: &Diagnostic) -> Value {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    json!({ "code": found.code.0, "severity": severity, "message": found.message, "help": found.help })
}

/// named, abbreviation, anaphor or inherited.
fn law_ref(cite: &RawCite, names: &Lexicon) -> &'static str {
    match &cite.law {
        LawRef::Named(name) if names.is_short(name) => "abbreviation",
        LawRef::Named(_) => "named",
        LawRef::This(_) | LawRef::That(_) | LawRef::Relative(_) => "anaphor",
        LawRef::Elided => "inherited",
    }
}

/// Reads a folder of laws. What is wrong in it is for `fatiao check` to tell; here its good parts are used.
#[expect(clippy::disallowed_methods, reason = "commands are where files are read")]
fn read_laws(folder: &Path) -> anyhow::Result<Laws> {
    let (mut metas, mut versions) = (Vec::new(), Vec::new());
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("读不了 {}", folder.display()))?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let Some(file) = RelPath::new(&format!("laws/{}", parts.join("/"))) else { continue };
        let read =
            || fs::read_to_string(entry.path()).with_context(|| format!("读不了 {}", entry.path().display()));
        match (file.name(), parts.len()) {
            ("law.toml", 2) => metas.extend(parse_meta(&file, &read()?).value.map(Arc::new)),
            (name, 2) if name.ends_with(".md") => {
                versions.extend(parse_version(&file, &read()?).value.map(Arc::new));
            }
            _ => {}
        }
    }
    if metas.is_empty() {
        bail!("{} 里没有法律：每部法律要有一个子文件夹，内有 law.toml", folder.display());
    }
    Ok(Laws::build(metas, versions).value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(options: &CiteOptions, input: &str) -> String {
        let mut out = Vec::new();
        run(options, input.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_and_json() {
        let text = "先看民法典。\n再看《民法典》第五百七十七条\n";
        let plain = CiteOptions::default();
        assert_eq!(ran(&plain, text), "1:3\t民法典\t民法典\n2:3\t《民法典》第五百七十七条\t民法典\t577\n");
        let json = CiteOptions { format: Format::Jsonl, ..plain };
        let row = ran(&json, "{\"id\": \"a\", \"text\": \"按消法第55条\"}\n\n");
        let row: Value = serde_json::from_str(&row).unwrap();
        let wanted = json!([{
            "start": 1, "end": 7, "law": "消法", "law_ref": "abbreviation", "provisions": ["55"],
        }]);
        assert_eq!((&row["id"], &row["citations"]), (&json!("a"), &wanted));
    }

    #[test]
    fn a_line_without_text_is_told() {
        let options = CiteOptions::default();
        let error = run(&options, "{\"id\": 1}\n".as_bytes(), Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "第 1 行没有 text");
    }
}
