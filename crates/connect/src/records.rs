//! Records of a CSV text with the lines on which they begin, for the book and for foreign files.

use csv::{ByteRecord, ReaderBuilder};
use tenure_core::refusal::Refusal;

/// Longest cell, in characters.
pub const CELL_CHARACTERS_MAX: usize = 100_000;

/// A refusal of a file, or of the folder where the name is a path.
pub(crate) fn refusal(file: &str, problem: impl Into<String>, remedy: &str) -> Refusal {
    Refusal { file: file.into(), problem: problem.into(), remedy: remedy.into(), ..Refusal::default() }
}

/// The line, counted from 1, on which a byte stands.
pub(crate) fn line_at(bytes: &[u8], at: usize) -> usize {
    breaks(bytes.get(..at).unwrap_or(bytes)) + 1
}

/// Line ends of any kind: a line feed, a carriage return, or the two together.
pub(crate) fn breaks(bytes: &[u8]) -> usize {
    let lone = |i: usize| bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|i| bytes[*i] == b'\n' || lone(*i)).count()
}

/// A cell without the blanks around it.
pub(crate) fn trimmed(cell: &str) -> String {
    cell.trim_matches(|c: char| c.is_ascii_whitespace()).to_string()
}

/// Records with the physical line on which each begins. Blank lines before a record and line ends of all kinds are reckoned in.
pub(crate) struct Records<'t> {
    name: &'t str,
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    record: ByteRecord,
    counted_to: usize,
    line: usize,
}

impl<'t> Records<'t> {
    /// Begins a text with a separator between its cells.
    pub fn new(name: &'t str, text: &'t str, separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
        Self { name, text, reader, record: ByteRecord::new(), counted_to: 0, line: 1 }
    }

    /// The next record with its line; `None` at the end.
    ///
    /// # Errors
    /// A cell that is too long.
    pub fn next_record(&mut self) -> Result<Option<(usize, Vec<String>)>, Refusal> {
        let more =
            self.reader.read_byte_record(&mut self.record).map_err(|error| refusal(self.name, format!("cannot be read: {error}"), ""))?;
        if !more {
            return Ok(None);
        }
        let begins = self.record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let rest = self.text.as_bytes().get(begins..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.as_bytes().get(self.counted_to..begins + blank).unwrap_or_default();
        self.line += breaks(passed);
        self.counted_to = begins + blank;
        let mut cells = Vec::with_capacity(self.record.len());
        for cell in &self.record {
            let cell = String::from_utf8_lossy(cell).into_owned();
            if cell.len() > CELL_CHARACTERS_MAX && cell.chars().count() > CELL_CHARACTERS_MAX {
                let problem = format!("has a cell of more than {CELL_CHARACTERS_MAX} characters");
                return Err(Refusal { row: Some(self.line), ..refusal(self.name, problem, "Look for a double quote that is not closed.") });
            }
            cells.push(cell);
        }
        Ok(Some((self.line, cells)))
    }
}

/// The line of a quote that opens a cell and is not closed until the file ends.
pub(crate) fn unclosed_quote(bytes: &[u8], separator: u8) -> Option<usize> {
    let (mut line, mut opened_on, mut at_start) = (1, None, true);
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match (byte, opened_on) {
            (b'"', Some(_)) if bytes.get(i + 1) == Some(&b'"') => i += 1,
            (b'"', Some(_)) => opened_on = None,
            (b'"', None) if at_start => opened_on = Some(line),
            _ => {}
        }
        at_start = opened_on.is_none() && (*byte == separator || matches!(byte, b'\n' | b'\r'));
        line += usize::from(*byte == b'\n' || (*byte == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
        i += 1;
    }
    opened_on
}
