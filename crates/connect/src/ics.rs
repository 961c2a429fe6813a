//! Calendars as iCalendar files (RFC 5545): days without an hour, each with an identity that stays.

use icalendar::{Calendar, Component, Event};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;

/// One day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stays with what the entry is about, also where its day moves.
    pub uid: String,
    /// The day.
    pub on: Date,
    /// In a few words.
    pub summary: String,
    /// In a sentence.
    pub description: String,
    /// Where it leads.
    pub link: Option<String>,
    /// Only grows: the number of the last change of what the entry is about.
    pub sequence: u64,
    /// When that was.
    pub modified_at: Timestamp,
}

/// The file of a calendar, with the line ends and folded lines that the format asks for.
pub fn calendar_text(name: &str, entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    for (property, value) in [("VERSION", "2.0"), ("PRODID", "-//Tenure//Tenure//EN"), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property((property, value));
    }
    calendar.name(name);
    for entry in entries {
        calendar.push(event(entry));
    }
    // The writer's own folding leaves lines of 76 octets where a line goes on with letters of several octets.
    calendar.to_string().replace("\r\n ", "").split_inclusive("\r\n").map(folded).collect()
}

/// Octets of a line at most, without its end.
const LINE_MAX: usize = 75;

/// A line with its end, broken where it is too long: what goes on begins with a space.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for letter in line.trim_end_matches("\r\n").chars() {
        if length + letter.len_utf8() > LINE_MAX {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

fn event(entry: &Entry) -> Event {
    let stamp = entry.modified_at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let day = |date: Date| date.strftime("%Y%m%d").to_string();
    let mut event = Event::new();
    event.uid(&entry.uid).summary(&entry.summary).description(&entry.description);
    event.add_property("DTSTAMP", &stamp).add_property("LAST-MODIFIED", &stamp);
    event.add_property("SEQUENCE", entry.sequence.to_string()).add_property("TRANSP", "TRANSPARENT");
    for (name, date) in [("DTSTART", entry.on), ("DTEND", entry.on.saturating_add(1.day()))] {
        let mut property = icalendar::Property::new(name, day(date));
        property.add_parameter("VALUE", "DATE");
        event.append_property(property);
    }
    if let Some(link) = &entry.link {
        event.url(link);
    }
    event.done()
}
