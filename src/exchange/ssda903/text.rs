//! From the bytes of a file to UTF-8 text, in chunks. Spreadsheets save with and without a byte order
//! mark, as "Unicode text" (UTF-16, tabs between cells) or in the old Windows code page.

use std::fs::File;
use std::io::BufReader;
use std::io::Error;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;

use encoding_rs::Decoder;
use encoding_rs::DecoderResult;
use sha2::Digest;
use sha2::Sha256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8WithMark => "UTF-8 with byte order mark",
            Encoding::Utf16Le => "UTF-16 little-endian",
            Encoding::Utf16Be => "UTF-16 big-endian",
            Encoding::Windows1252 => "Windows-1252",
        }
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 | Encoding::Utf8WithMark => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }
}

/// What one reading of the bytes tells: their fingerprint and how they are to be read.
pub struct Survey {
    pub sha256: String,
    pub encoding: Encoding,
}

pub fn survey(path: &Path) -> std::io::Result<Survey> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut utf8 = encoding_rs::UTF_8.new_decoder_without_bom_handling();
    let (mut is_utf8, mut head) = (true, Vec::with_capacity(3));
    let mut chunk = vec![0; CHUNK];
    let mut text = vec![0; CHUNK * 2];
    loop {
        let read = file.read(&mut chunk)?;
        digest.update(&chunk[..read]);
        let wanted = (3 - head.len()).min(read);
        head.extend_from_slice(&chunk[..wanted]);
        if is_utf8 {
            let (result, ..) =
                utf8.decode_to_utf8_without_replacement(&chunk[..read], &mut text, read == 0);
            is_utf8 = result == DecoderResult::InputEmpty;
        }
        if read == 0 {
            break;
        }
    }
    let encoding = match head.as_slice() {
        [0xEF, 0xBB, 0xBF] => Encoding::Utf8WithMark,
        [0xFF, 0xFE, ..] => Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => Encoding::Utf16Be,
        // XML needs no byte order mark: its first character is known.
        [b'<', 0, ..] => Encoding::Utf16Le,
        [0, b'<', ..] => Encoding::Utf16Be,
        _ if is_utf8 => Encoding::Utf8,
        _ => Encoding::Windows1252,
    };
    let sha256 = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Survey { sha256, encoding })
}

const CHUNK: usize = 64 * 1024;

/// A file as UTF-8, without its byte order mark, with one kind of line ending and one at its end.
pub struct Text {
    source: BufReader<File>,
    decoder: Decoder,
    input: Vec<u8>,
    unread: std::ops::Range<usize>,
    output: Vec<u8>,
    ready: std::ops::Range<usize>,
    ended: bool,
    after_return: bool,
    ends_line: bool,
}

pub fn open(path: &Path, encoding: Encoding) -> std::io::Result<Text> {
    Ok(Text {
        source: BufReader::new(File::open(path)?),
        decoder: encoding.codec().new_decoder_with_bom_removal(),
        input: vec![0; CHUNK],
        unread: 0..0,
        output: vec![0; CHUNK * 3],
        ready: 0..0,
        ended: false,
        after_return: false,
        ends_line: false,
    })
}

/// Whether that is the first character that is not blank, as far as a first look goes.
pub fn begins_with(path: &Path, encoding: Encoding, character: char) -> std::io::Result<bool> {
    let mut start = Vec::new();
    open(path, encoding)?.take(256).read_to_end(&mut start)?;
    let start = String::from_utf8_lossy(&start);
    Ok(start.trim_start().starts_with(character))
}

impl Text {
    fn fill(&mut self) -> std::io::Result<()> {
        while self.ready.is_empty() && !self.ended {
            if self.unread.is_empty() {
                self.unread = 0..self.source.read(&mut self.input)?;
            }
            let last = self.unread.is_empty();
            let bytes = &self.input[self.unread.clone()];
            let (result, read, written) =
                self.decoder
                    .decode_to_utf8_without_replacement(bytes, &mut self.output, last);
            self.unread.start += read;
            if let DecoderResult::Malformed(..) = result {
                return Err(Error::new(
                    ErrorKind::InvalidData,
                    "bytes that are no text in its encoding",
                ));
            }
            self.ended = last && result == DecoderResult::InputEmpty;
            self.ready = 0..self.one_line_ending(written);
        }
        Ok(())
    }

    /// CR and CRLF become LF in place, so that a row's number is its line whatever wrote the file.
    fn one_line_ending(&mut self, written: usize) -> usize {
        let mut to = 0;
        for from in 0..written {
            let byte = self.output[from];
            if byte == b'\n' && self.after_return {
                self.after_return = false;
                continue;
            }
            self.after_return = byte == b'\r';
            self.output[to] = if self.after_return { b'\n' } else { byte };
            to += 1;
        }
        to
    }
}

impl Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.fill()?;
        if self.ready.is_empty() && !self.ends_line && !self.output.is_empty() {
            self.output[0] = b'\n';
            self.ready = 0..1;
        }
        let count = buffer.len().min(self.ready.len());
        buffer[..count].copy_from_slice(&self.output[self.ready.start..self.ready.start + count]);
        self.ready.start += count;
        if let Some(last) = buffer[..count].last() {
            self.ends_line = *last == b'\n';
        }
        Ok(count)
    }
}
