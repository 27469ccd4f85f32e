//! From XML to elements opened and closed, with nothing of XML left in them. A document type is refused before it is
//! read, so no entity is ever expanded and nothing is fetched; what is held at once is bounded.

use std::fmt;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Error;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;
use quick_xml::events::Event;

use crate::exchange::ssda903::Encoding;
use crate::exchange::ssda903::tables;
use crate::exchange::ssda903::text;
use crate::exchange::ssda903::text::Text;

/// No child of a return comes near it: a thousand records take a tenth.
const LARGEST_CHILD: u64 = 1024 * 1024;
/// The return itself goes four deep.
const DEEPEST: usize = 8;

/// Where the reading stopped, and why.
#[derive(Debug)]
pub struct Malformed {
    pub line: u64,
    /// The elements that were open, the outermost first.
    pub within: String,
    pub found: Option<String>,
    pub expected: String,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: expected {}", self.line, self.expected)
    }
}

pub enum Step {
    Start(String),
    /// An element's end and the text in it; none in one that holds elements.
    End(String),
    /// The end of the file, everything closed.
    Done,
}

struct Open {
    name: String,
    text: String,
    holds_elements: bool,
}

pub struct Elements {
    xml: Reader<Bounded>,
    buffer: Vec<u8>,
    open: Vec<Open>,
    children: u64,
    ended: bool,
    /// The line on which what was read last began.
    began: u64,
}

impl Elements {
    pub fn open(path: &Path, encoding: Encoding) -> std::io::Result<Self> {
        let mut xml = Reader::from_reader(Bounded {
            text: BufReader::new(text::open(path, encoding)?),
            left: LARGEST_CHILD,
            line: 1,
        });
        let config = xml.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Ok(Self {
            xml,
            buffer: Vec::new(),
            open: Vec::new(),
            children: 0,
            ended: false,
            began: 1,
        })
    }

    /// The encoding that the declaration names, where there is one.
    pub fn declared(mut self) -> Option<String> {
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer).ok()? {
                Event::Decl(declaration) => {
                    return declaration.encoding()?.ok().map(|name| name.into_owned());
                }
                Event::Text(text) if is_blank(&text) => {}
                _ => return None,
            }
        }
    }

    /// Says that another CHILD begins: it may be as large as the one before.
    pub fn next_child(&mut self) {
        self.children += 1;
        self.xml.get_mut().left = LARGEST_CHILD;
    }

    pub fn malformed(&self, expected: impl Into<String>) -> Malformed {
        let mut within: Vec<String> = self.open.iter().map(|open| open.name.clone()).collect();
        if let Some(child) = within.get_mut(1).filter(|_| self.children > 0) {
            *child = format!("{child} number {}", self.children);
        }
        Malformed {
            line: self.xml.get_ref().line,
            within: within.join(", "),
            found: None,
            expected: expected.into(),
        }
    }

    pub fn next(&mut self) -> Result<Step, Malformed> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let step = loop {
            buffer.clear();
            self.began = self.xml.get_ref().line;
            let event = match self.xml.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => break Err(self.unreadable(&error)),
            };
            match self.take(event) {
                Ok(None) => {}
                Ok(Some(step)) => break Ok(step),
                Err(malformed) => break Err(malformed),
            }
        };
        self.buffer = buffer;
        step
    }

    fn take(&mut self, event: Event<'_>) -> Result<Option<Step>, Malformed> {
        match event {
            Event::Start(start) => {
                return self
                    .start(tables::fold(start.local_name().as_ref()))
                    .map(Some);
            }
            Event::End(_) => return self.end().map(Some),
            Event::Text(text) => self.text(&text.xml_content(XmlVersion::Implicit1_0))?,
            Event::CData(text) => self.text(&text.xml_content(XmlVersion::Implicit1_0))?,
            Event::GeneralRef(reference) => {
                let text = self.character(&reference)?;
                self.text(&text)?;
            }
            Event::DocType(_) => {
                return Err(
                    self.malformed("no document type (DOCTYPE), which a return does not have")
                );
            }
            Event::Eof => return self.eof().map(Some),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        Ok(None)
    }

    fn start(&mut self, name: String) -> Result<Step, Malformed> {
        if self.ended {
            return Err(self.malformed("nothing behind the end of the return"));
        }
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(self.malformed("the name of an element"));
        }
        if self.open.len() == DEEPEST {
            return Err(self.malformed(format!("elements no more than {DEEPEST} deep")));
        }
        if let Some(around) = self.open.last_mut() {
            around.holds_elements = true;
            if !is_blank(&around.text) {
                return Err(self.stray());
            }
        }
        self.open.push(Open {
            name: name.clone(),
            text: String::new(),
            holds_elements: false,
        });
        Ok(Step::Start(name))
    }

    fn end(&mut self) -> Result<Step, Malformed> {
        if self
            .open
            .last()
            .is_some_and(|open| open.holds_elements && !is_blank(&open.text))
        {
            return Err(self.stray());
        }
        let open = self.open.pop();
        self.ended = self.open.is_empty();
        let text = open.filter(|open| !open.holds_elements);
        Ok(Step::End(text.map(|open| open.text).unwrap_or_default()))
    }

    fn text(&mut self, text: &str) -> Result<(), Malformed> {
        match self.open.last_mut() {
            Some(open) => open.text.push_str(text),
            None if is_blank(text) => {}
            None => {
                let blank = text.len() - text.trim_start().len();
                let lines = text.bytes().take(blank).filter(|byte| *byte == b'\n');
                return Err(Malformed {
                    line: self.began + lines.count() as u64,
                    ..self.malformed("nothing but elements outside the return")
                });
            }
        }
        Ok(())
    }

    fn character(&self, reference: &BytesRef<'_>) -> Result<String, Malformed> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => Ok(character.to_string()),
            Ok(None) => resolve_predefined_entity(reference)
                .map(str::to_owned)
                .ok_or_else(|| {
                    let mut unknown = self
                        .malformed("only &lt; &gt; &amp; &apos; &quot; and characters by number");
                    unknown.found = Some(format!("&{};", &**reference));
                    unknown
                }),
            Err(_) => {
                let mut impossible = self.malformed("the number of a character");
                impossible.found = Some(format!("&{};", &**reference));
                Err(impossible)
            }
        }
    }

    fn eof(&self) -> Result<Step, Malformed> {
        match self.open.last() {
            Some(open) => {
                Err(self.malformed(format!("</{}>, because the file ends within it", open.name)))
            }
            None => Ok(Step::Done),
        }
    }

    fn stray(&self) -> Malformed {
        self.malformed("no text between elements")
    }

    fn unreadable(&self, error: &quick_xml::Error) -> Malformed {
        let expected = match error {
            quick_xml::Error::Io(error) if error.kind() == ErrorKind::FileTooLarge => {
                format!("a CHILD of no more than {LARGEST_CHILD} bytes")
            }
            quick_xml::Error::Io(error) => format!("a file that can be read ({error})"),
            other => format!("well-formed XML ({other})"),
        };
        self.malformed(expected)
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Counts lines, and ends a CHILD that never ends.
struct Bounded {
    text: BufReader<Text>,
    left: u64,
    line: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Bounded {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        let ready = self.text.fill_buf()?;
        if self.left == 0 && !ready.is_empty() {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        let count = usize::try_from(self.left).map_or(ready.len(), |left| left.min(ready.len()));
        Ok(ready.get(..count).unwrap_or(ready))
    }

    fn consume(&mut self, count: usize) {
        // What is consumed was handed out by `fill_buf`, so it still stands in the buffer.
        let lines = self.text.buffer().iter().take(count);
        self.line += lines.filter(|byte| **byte == b'\n').count() as u64;
        self.left = self.left.saturating_sub(count as u64);
        self.text.consume(count);
    }
}
