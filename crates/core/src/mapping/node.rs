//! A section of a mapping while it is read: keys held against the schema, values of the wrong kind refused with their line.

use super::schema::Section;
use crate::book::closest;
use crate::refusal::Refusal;
use std::collections::BTreeMap;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What every section shares while one text is read.
pub(super) struct Page<'t> {
    /// Name of the file.
    pub file: &'t str,
    /// Its text.
    pub text: &'t str,
    /// What was refused so far.
    pub refusals: Vec<Refusal>,
}

impl Page<'_> {
    /// Refuses a key.
    pub fn refuse(&mut self, at: usize, key: &str, (value, problem, remedy): (Option<&str>, String, String)) {
        let row = self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        self.refusals.push(Refusal {
            file: self.file.into(),
            row: Some(row),
            column: Some(key.into()),
            value: value.map(str::to_string),
            problem,
            remedy,
        });
    }
}

/// One section.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    table: &'t DeTable<'t>,
    /// The byte at which it stands.
    pub at: usize,
}

impl<'t> Node<'t> {
    /// A section; keys that nobody knows and needed ones that are missing are refused.
    pub fn open(table: &'t DeTable<'t>, at: usize, section: &Section, page: &mut Page<'_>) -> Self {
        for key in table.keys().filter(|key| section.keys.iter().all(|known| known.name != key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let remedy = match closest(name, section.keys.iter().map(|known| known.name)) {
                Some(right) => format!("Did you mean {right}?"),
                None => format!("Keys: {}.", section.keys.iter().map(|known| known.name).collect::<Vec<_>>().join(", ")),
            };
            page.refuse(key.span().start, name, (None, format!("is not a key of {}", place(section)), remedy));
        }
        for key in section.keys.iter().filter(|key| key.required && !table.contains_key(key.name)) {
            page.refuse(at, key.name, (None, format!("is missing in {}", place(section)), format!("{}: {}.", key.meaning, key.example)));
        }
        Self { table, at }
    }

    /// A section whose keys are names of its own.
    pub fn free(table: &'t DeTable<'t>, at: usize) -> Self {
        Self { table, at }
    }

    /// Keys with their values, in order.
    pub fn entries(self) -> impl Iterator<Item = (&'t str, &'t Spanned<DeValue<'t>>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value))
    }

    fn get(self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// Whether the key is there.
    pub fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The byte at which a key's value stands, or the section where it is not there.
    pub fn at_key(self, key: &str) -> usize {
        self.get(key).map_or(self.at, |value| value.span().start)
    }

    /// A text.
    pub fn text(self, key: &str, page: &mut Page<'_>) -> Option<String> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str().map(str::to_string);
        if text.is_none() {
            page.refuse(value.span().start, key, (None, "is not a text in quotes".into(), String::new()));
        }
        text
    }

    /// A word of a closed list.
    pub fn word<T: FromStr<Err = String>>(self, key: &str, page: &mut Page<'_>) -> Option<T> {
        let text = self.text(key, page)?;
        text.parse().map_err(|problem| page.refuse(self.at_key(key), key, (Some(&text), problem, String::new()))).ok()
    }

    /// Whether a switch is on; not there is off.
    pub fn switch(self, key: &str, page: &mut Page<'_>) -> bool {
        let Some(value) = self.get(key) else { return false };
        let on = value.get_ref().as_bool();
        if on.is_none() {
            page.refuse(value.span().start, key, (None, "is neither true nor false".into(), String::new()));
        }
        on.unwrap_or(false)
    }

    /// A list of texts; not there is empty.
    pub fn texts(self, key: &str, page: &mut Page<'_>) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let items = value.get_ref().as_array().map(|array| array.iter().map(|item| item.get_ref().as_str().map(str::to_string)));
        let texts: Option<Vec<String>> = items.and_then(Iterator::collect);
        if texts.is_none() {
            page.refuse(value.span().start, key, (None, "is not a list of texts".into(), "Write [\"one\", \"two\"].".into()));
        }
        texts.unwrap_or_default()
    }

    /// A table of texts; not there is empty.
    pub fn words(self, key: &str, page: &mut Page<'_>) -> BTreeMap<String, String> {
        let Some(table) = self.table(key, page) else { return BTreeMap::new() };
        table.pairs(page)
    }

    /// All entries as texts.
    pub fn pairs(self, page: &mut Page<'_>) -> BTreeMap<String, String> {
        let mut pairs = BTreeMap::new();
        for (name, value) in self.entries() {
            match value.get_ref().as_str() {
                Some(text) => drop(pairs.insert(name.to_string(), text.to_string())),
                None => page.refuse(value.span().start, name, (None, "is not a text in quotes".into(), String::new())),
            }
        }
        pairs
    }

    /// A section with names of its own.
    pub fn table(self, key: &str, page: &mut Page<'_>) -> Option<Node<'t>> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Self::free(table, value.span().start)),
            None => {
                page.refuse(value.span().start, key, (None, "is not a section".into(), format!("Write [{key}] or {key} = {{ ... }}.")));
                None
            }
        }
    }

    /// A list of sections; not there is empty.
    pub fn tables(self, key: &str, page: &mut Page<'_>) -> Vec<Node<'t>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let array = value.get_ref().as_array().map(|array| array.iter());
        let tables: Option<Vec<Node<'t>>> =
            array.and_then(|items| items.map(|item| item.get_ref().as_table().map(|t| Self::free(t, item.span().start))).collect());
        if tables.is_none() {
            page.refuse(value.span().start, key, (None, "is not a list of sections".into(), format!("Write [[{key}]].")));
        }
        tables.unwrap_or_default()
    }

    /// The same section, now held against its schema.
    pub fn checked(self, section: &Section, page: &mut Page<'_>) -> Self {
        Self::open(self.table, self.at, section, page)
    }
}

fn place(section: &Section) -> String {
    match section.title {
        "Values" => "a value".into(),
        "The top" => "the top of a mapping".into(),
        title => title.replace('`', ""),
    }
}
