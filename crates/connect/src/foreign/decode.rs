//! Bytes to text: UTF-8, UTF-16 with its mark, or Windows-1252 where nothing else fits.

use crate::records::{line_at, refusal};
use tenure_core::refusal::Refusal;

/// What the bytes 0x80 to 0x9F say in Windows-1252; the five that say nothing stay control characters, which the book refuses.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file and how it was written.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<(String, &'static str), Refusal> {
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (utf8(name, rest)?, "UTF-8 with a byte order mark"),
        [0xFF, 0xFE, rest @ ..] => (utf16(name, rest, u16::from_le_bytes)?, "UTF-16 (little-endian)"),
        [0xFE, 0xFF, rest @ ..] => (utf16(name, rest, u16::from_be_bytes)?, "UTF-16 (big-endian)"),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_string(), "UTF-8"),
            Err(error) => {
                // A file that was UTF-8 so far is a damaged one; Windows-1252 would turn its letters into others without a word.
                if bytes.get(..error.valid_up_to()).is_some_and(|before| !before.is_ascii()) {
                    return Err(not_utf8(name, bytes, error.valid_up_to()));
                }
                (bytes.iter().map(|byte| windows_1252(*byte)).collect(), "Windows-1252")
            }
        },
    };
    match decoded.0.bytes().position(|byte| byte == 0) {
        None => Ok(decoded),
        Some(at) => {
            let remedy = "Save the file as CSV UTF-8; this is another format, or UTF-16 without its mark.";
            let row = line_at(decoded.0.as_bytes(), at);
            Err(Refusal { row: Some(row), ..refusal(name, "has a NUL byte", remedy) })
        }
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn utf8(name: &str, bytes: &[u8]) -> Result<String, Refusal> {
    std::str::from_utf8(bytes).map(str::to_string).map_err(|error| not_utf8(name, bytes, error.valid_up_to()))
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Refusal {
    let row = line_at(bytes, at);
    let problem = format!("is UTF-8 up to byte {at} and something else after it");
    Refusal { row: Some(row), ..refusal(name, problem, "Export the file again, all of it in one encoding.") }
}

fn utf16(name: &str, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refusal> {
    let pairs = bytes.chunks_exact(2);
    let cut_off = !pairs.remainder().is_empty();
    let units = pairs.filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(unit);
    let mut text = String::with_capacity(bytes.len() / 2);
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(character) => text.push(character),
            Err(_) => {
                let row = line_at(text.as_bytes(), text.len());
                return Err(Refusal { row: Some(row), ..refusal(name, "is not UTF-16 here", "Save the file as CSV UTF-8.") });
            }
        }
    }
    if cut_off {
        let row = line_at(text.as_bytes(), text.len());
        return Err(Refusal { row: Some(row), ..refusal(name, "is cut off: half a letter is missing at its end", "Export it again.") });
    }
    Ok(text)
}
