//! A .docx → its paragraphs as lines of text. Reads nothing else of it: no styles, no tables' shapes, no deleted text.

use std::io::{Cursor, Read};

use anyhow::{Context, Result, bail};
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

/// More text than any law has; a file that unpacks to more is not one.
const LIMIT: u64 = 64 << 20;

/// The paragraphs of a document, one a line.
pub fn text(bytes: &[u8]) -> Result<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).context("不是 .docx：无法解压")?;
    let document = archive.by_name("word/document.xml").context("不是 .docx：里面没有 word/document.xml")?;
    let mut xml = String::new();
    document.take(LIMIT + 1).read_to_string(&mut xml).context("word/document.xml 无法读出")?;
    if xml.len() as u64 > LIMIT {
        bail!("文档太大，不像一部法律");
    }
    paragraphs(&xml)
}

fn paragraphs(xml: &str) -> Result<String> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    let mut in_text = false;
    loop {
        match reader.read_event().context("word/document.xml 不是合法的 XML")? {
            Event::Eof => return Ok(out),
            Event::Start(tag) if tag.local_name().as_ref() == "t" => in_text = true,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "br" | "cr" => out.push('\n'),
                "tab" => out.push(' '),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "p" => out.push('\n'),
                _ => {}
            },
            Event::Text(text) if in_text => out.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) if in_text => out.push_str(&text),
            Event::GeneralRef(reference) if in_text => out.push_str(&resolved(&reference)?),
            _ => {}
        }
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<String> {
    if let Some(character) = reference.resolve_char_ref().context("不合法的字符引用")? {
        return Ok(character.to_string());
    }
    Ok(resolve_predefined_entity(reference).unwrap_or_default().to_owned())
}
