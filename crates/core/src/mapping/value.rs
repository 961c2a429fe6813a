//! One cell on its way into the book: how it is written is declared, what it becomes follows, and anything else is refused.

use crate::primitives::closed_words;
use jiff::civil::Date;
use std::collections::BTreeMap;

closed_words! {
    /// How a cell is written.
    Reading {
        Text = "text", "as it stands, spaces around it removed";
        Id = "id", "a reference; `12.0`, as spreadsheets write it, is `12`";
        Number = "number", "a number with a decimal point: `1234.5`, `1,234.50`, `$1,234.50`, `1 234.50`";
        NumberComma = "number_comma", "a number with a decimal comma: `1234,5`, `1.234,50`, `1.234,50 €`";
        Flag = "flag", "true or false: `true`, `yes`, `y`, `t`, `1` and `false`, `no`, `n`, `f`, `0` in any case, or the words of `yes` and `no`";
        IsoDay = "yyyy-mm-dd", "a day such as `2027-01-09`";
        DayFirst = "dd/mm/yyyy", "a day such as `09/01/2027` or `9/1/2027`, the day first";
        MonthFirst = "mm/dd/yyyy", "a day such as `01/09/2027` or `1/9/2027`, the month first";
        Dotted = "dd.mm.yyyy", "a day such as `09.01.2027`, the day first";
        Stamp = "timestamp", "an instant such as `2027-01-09 10:30:00` or `2027-01-09T10:30:00Z`, of which the day as written is kept";
    }
}

closed_words! {
    /// Letters.
    Case {
        Upper = "upper", "capitals";
        Lower = "lower", "small letters";
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A column of the row.
    Column(String),
    /// The same text for every row.
    Constant(String),
    /// A column of another source's row.
    Lookup {
        /// The other source.
        source: String,
        /// The column of this row with the other one's key.
        by: String,
        /// The column there.
        column: String,
    },
}

/// How a value is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSpec {
    /// From where.
    pub origin: Origin,
    /// How the cell is written.
    pub reading: Reading,
    /// Letters, where they are to change.
    pub case: Option<Case>,
    /// What certain values become.
    pub map: BTreeMap<String, String>,
    /// What all others become.
    pub otherwise: Option<String>,
    /// What an empty cell becomes.
    pub default: Option<String>,
    /// Words for true and for false, where they are not the usual ones.
    pub flags: (Vec<String>, Vec<String>),
}

impl ValueSpec {
    /// What a cell becomes. The error ends a sentence that begins with the cell.
    ///
    /// # Errors
    /// A cell that is not written as declared.
    pub fn convert(&self, cell: &str) -> Result<String, String> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Ok(self.default.clone().unwrap_or_default());
        }
        let read = match self.reading {
            Reading::Text => cell.to_string(),
            Reading::Id => whole_id(cell).to_string(),
            Reading::Number => number(cell, '.')?,
            Reading::NumberComma => number(cell, ',')?,
            Reading::Flag => self.flag(cell)?.to_string(),
            day => read_day(cell, day)?.to_string(),
        };
        let cased = match self.case {
            Some(Case::Upper) => read.to_uppercase(),
            Some(Case::Lower) => read.to_lowercase(),
            None => read,
        };
        Ok(match (self.map.get(&cased), &self.otherwise) {
            (Some(to), _) | (None, Some(to)) => to.clone(),
            (None, None) => cased,
        })
    }

    fn flag(&self, cell: &str) -> Result<bool, String> {
        let (yes, no) = &self.flags;
        let is = |words: &[String], usual: &[&str]| {
            if words.is_empty() { usual.contains(&cell.to_lowercase().as_str()) } else { words.iter().any(|word| word == cell) }
        };
        match (is(yes, &["true", "yes", "y", "t", "1"]), is(no, &["false", "no", "n", "f", "0"])) {
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            _ => Err("is neither true nor false".into()),
        }
    }
}

/// `12.0` and `12.00` are what a spreadsheet makes of 12.
pub(super) fn whole_id(cell: &str) -> &str {
    match cell.split_once('.') {
        Some((whole, zeros)) if !whole.is_empty() && !zeros.is_empty() && digits(whole) && zeros.bytes().all(|b| b == b'0') => whole,
        _ => cell,
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads a number with its thousands separators and currency signs into a plain one; zeros at the end of a fraction fall away.
fn number(cell: &str, point: char) -> Result<String, String> {
    let wrong = || {
        let example = if point == '.' { "1,234.50" } else { "1.234,50" };
        format!("is not a number such as {example}")
    };
    let sign_or_letter = |c: char| c.is_alphabetic() || "$€£¥₹".contains(c) || c.is_whitespace();
    let bare = cell.trim_matches(sign_or_letter);
    let words = cell.chars().filter(|c| c.is_alphabetic()).count();
    let (negative, bare) = match bare.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start_matches(sign_or_letter)),
        None => (false, bare),
    };
    // Three letters are a currency code; more are words.
    if words > 3 || bare.is_empty() {
        return Err(wrong());
    }
    let (whole, fraction) = bare.split_once(point).unwrap_or((bare, ""));
    let ends_well = !bare.ends_with(point);
    let whole = ungrouped(whole, point).filter(|whole| digits(whole) && !whole.is_empty() && whole.len() <= 18).ok_or_else(wrong)?;
    if !ends_well || !digits(fraction) {
        return Err(wrong());
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let fraction = fraction.trim_end_matches('0');
    let sign = if negative && (whole != "0" || !fraction.is_empty()) { "-" } else { "" };
    Ok(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// Digits without separators, which stand before every third digit or nowhere.
fn ungrouped(whole: &str, point: char) -> Option<String> {
    let separators: &[char] = if point == '.' { &[',', ' ', '\'', '\u{a0}', '\u{202f}'] } else { &['.', ' ', '\'', '\u{a0}', '\u{202f}'] };
    let mut parts = whole.split(separators);
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let fits = rest.iter().all(|part| part.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    fits.then(|| rest.iter().fold(first.to_string(), |all, part| all + part))
}

/// Reads a day in one of the forms. Years up to 9999 are read; the book narrows them.
pub(super) fn read_day(cell: &str, form: Reading) -> Result<Date, String> {
    let wrong = || format!("is not a date written {form}");
    let (separator, places) = match form {
        Reading::DayFirst => ('/', [2, 1, 0]),
        Reading::MonthFirst => ('/', [2, 0, 1]),
        Reading::Dotted => ('.', [2, 1, 0]),
        _ => ('-', [0, 1, 2]),
    };
    let day = if form == Reading::Stamp { stamp_day(cell).ok_or_else(wrong)? } else { cell };
    let parts: Vec<&str> = day.split(separator).collect();
    let numeric = |i: usize, widths: &[usize]| {
        parts.get(i).filter(|part| widths.contains(&part.len()) && digits(part)).and_then(|part| part.parse::<i16>().ok())
    };
    let [year, month, day_of_month] = places;
    let short: &[usize] = if separator == '-' { &[2] } else { &[1, 2] };
    let (year, month, day_of_month) = (numeric(year, &[4]), numeric(month, short), numeric(day_of_month, short));
    let (Some(year), Some(month), Some(day_of_month), 3) = (year, month, day_of_month, parts.len()) else { return Err(wrong()) };
    let (month, day_of_month) = (i8::try_from(month).map_err(|_| wrong())?, i8::try_from(day_of_month).map_err(|_| wrong())?);
    Date::new(year, month, day_of_month).map_err(|_| format!("is not a day of the calendar, read as {form}"))
}

/// The day of an instant, whose time must look like one.
fn stamp_day(cell: &str) -> Option<&str> {
    let (day, rest) = (cell.get(..10)?, cell.get(10..)?);
    let time = match rest.chars().next() {
        None => return Some(day),
        Some('T' | 't' | ' ') => rest.get(1..)?,
        Some(_) => return None,
    };
    let fits = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z' | ' ') || "UTC".contains(c);
    (time.starts_with(|c: char| c.is_ascii_digit()) && time.len() <= 30 && time.chars().all(fits)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(reading: Reading) -> ValueSpec {
        ValueSpec {
            origin: Origin::Column("x".into()),
            reading,
            case: None,
            map: BTreeMap::new(),
            otherwise: None,
            default: None,
            flags: (Vec::new(), Vec::new()),
        }
    }

    #[test]
    fn every_way_to_write_a_number_is_read_as_declared() {
        for (text, plain) in [
            ("1234.50", "1234.5"),
            ("1,234.50", "1234.5"),
            ("$1,234,567", "1234567"),
            ("USD 12", "12"),
            ("12 EUR", "12"),
            ("-£3.10", "-3.1"),
            ("1 234.5", "1234.5"),
            ("007", "7"),
            ("-0.00", "0"),
        ] {
            assert_eq!(spec(Reading::Number).convert(text), Ok(plain.into()), "{text}");
        }
        for (text, plain) in [("1234,5", "1234.5"), ("1.234,50 €", "1234.5"), ("1.234.567", "1234567")] {
            assert_eq!(spec(Reading::NumberComma).convert(text), Ok(plain.into()), "{text}");
        }
        for text in ["12,50", "1e308", "1.2.3", "NaN", "-", "$", "12.", "1,2345", "=1+1", "12 months", "--1", "1,,000"] {
            assert!(spec(Reading::Number).convert(text).is_err(), "{text} was accepted");
        }
        for text in ["12.50", "1,2,3"] {
            assert!(spec(Reading::NumberComma).convert(text).is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn each_form_of_a_date_reads_its_own_and_no_other() {
        for (form, text) in [
            (Reading::IsoDay, "2027-01-09"),
            (Reading::DayFirst, "09/01/2027"),
            (Reading::DayFirst, "9/1/2027"),
            (Reading::MonthFirst, "1/9/2027"),
            (Reading::Dotted, "9.1.2027"),
            (Reading::Stamp, "2027-01-09 10:30:00"),
            (Reading::Stamp, "2027-01-09T10:30:00.000+02:00"),
            (Reading::Stamp, "2027-01-09"),
        ] {
            assert_eq!(spec(form).convert(text), Ok("2027-01-09".into()), "{text}");
        }
        for (form, text) in [
            (Reading::IsoDay, "2023-02-29"),
            (Reading::IsoDay, "2027-1-9"),
            (Reading::DayFirst, "01/13/2027"),
            (Reading::MonthFirst, "13/01/2027"),
            (Reading::DayFirst, "09/01/27"),
            (Reading::Dotted, "09/01/2027"),
            (Reading::Stamp, "2027-01-09 noon"),
            (Reading::Stamp, "é027-01-09"),
        ] {
            assert!(spec(form).convert(text).is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn ids_flags_maps_and_defaults() {
        assert_eq!(spec(Reading::Id).convert(" 12.0 "), Ok("12".into()));
        assert_eq!(spec(Reading::Id).convert("v1.0"), Ok("v1.0".into()));
        assert_eq!(spec(Reading::Flag).convert("FALSE"), Ok("false".into()));
        assert!(spec(Reading::Flag).convert("perhaps").is_err());
        let own = ValueSpec { flags: (vec!["ja".into()], vec!["nein".into()]), ..spec(Reading::Flag) };
        assert_eq!((own.convert("ja"), own.convert("true").is_err()), (Ok("true".into()), true));
        let mapped = ValueSpec { map: [("UK".to_string(), "EMEA".to_string())].into(), case: Some(Case::Upper), ..spec(Reading::Text) };
        assert_eq!((mapped.convert("uk"), mapped.convert("us")), (Ok("EMEA".into()), Ok("US".into())));
        let other = ValueSpec { otherwise: Some("Other".into()), default: Some("None".into()), ..mapped };
        assert_eq!((other.convert("us"), other.convert("  ")), (Ok("Other".into()), Ok("None".into())));
    }
}
