//! Reads a mapping from TOML. Every fault is refused with its line, and nothing is guessed.

use super::node::{Node, Page};
use super::schema::{INTERVAL, SKIP, SOURCE, START, TABLE, TOP, VALUE};
use super::value::{Origin, Reading, ValueSpec};
use super::{IntervalMap, Mapping, Skip, Source, Start, TableMap};
use crate::book::{FILES, FileSchema, closest, file_schema};
use crate::catalog;
use crate::primitives::{Decimal6, parse_date};
use crate::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::DeTable;

/// Keys of an interval that are values.
pub(super) const INTERVAL_VALUES: [&str; 11] =
    ["id", "account", "start_on", "end_on", "amount", "currency", "quantity", "product", "business_unit", "auto_renew", "notice_days"];
/// The last of them, apart from the list for its default.
pub(super) const RENEWAL_MONTHS: &str = "renewal_months";

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// Every fault found: not TOML, unknown keys with the closest known one, missing keys, names that lead nowhere.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Refusal>> {
        let mut page = Page { file, text, refusals: Vec::new() };
        let parsed = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let problem = format!("is not TOML: {}", error.message().replace('\n', " "));
            let row = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            vec![Refusal { file: file.into(), row: Some(row), problem, ..Refusal::default() }]
        })?;
        let top = Node::open(parsed.get_ref(), 0, &TOP, &mut page);
        let mut mapping = Self {
            name: top.text("name", &mut page).unwrap_or_default(),
            about: top.text("about", &mut page).unwrap_or_default(),
            start: start(top, &mut page),
            sources: sources(top, &mut page),
            tables: Vec::new(),
            intervals: Vec::new(),
        };
        for node in top.tables("table", &mut page) {
            mapping.tables.extend(table(node, &mapping, &mut page));
        }
        for node in top.tables("interval", &mut page) {
            mapping.intervals.extend(interval(node, &mapping, &mut page));
        }
        if mapping.tables.is_empty() && mapping.intervals.is_empty() && page.refusals.is_empty() {
            page.refuse(0, "table", (None, "is missing, and so is interval".into(), "A mapping needs one of them at least.".into()));
        }
        if page.refusals.is_empty() { Ok(mapping) } else { Err(page.refusals) }
    }
}

fn start(top: Node<'_>, page: &mut Page<'_>) -> Start {
    let Some(node) = top.table("start", page) else { return Start::default() };
    let node = node.checked(&START, page);
    let mut teammates = Vec::new();
    for person in node.tables("teammates", page) {
        let row = person.pairs(page);
        known_columns(person, "teammates.csv", page);
        teammates.push(row);
    }
    if let Some(organisation) = node.table("organisation", page) {
        known_columns(organisation, "organisation.csv", page);
    }
    let policy = node.text("policy", page).and_then(|name| match catalog::policy(&name) {
        Some(_) => Some(name),
        None => {
            let shipped = catalog::POLICY_FILES.iter().map(|(file, _)| catalog::stem(file)).collect::<Vec<_>>().join(", ");
            page.refuse(
                node.at_key("policy"),
                "policy",
                (Some(&name), "is not a shipped policy".into(), format!("Shipped: {shipped}. Another one belongs into policy.toml.")),
            );
            None
        }
    });
    Start { organisation: node.words("organisation", page), teammates, policy }
}

fn known_columns(node: Node<'_>, file: &str, page: &mut Page<'_>) {
    let Some(schema) = file_schema(file) else { return };
    for (name, value) in node.entries() {
        column_of(schema, name, value.span().start, page);
    }
}

/// A column of a file of the book by its name.
fn column_of(schema: &'static FileSchema, name: &str, at: usize, page: &mut Page<'_>) -> Option<&'static str> {
    let found = schema.columns.iter().map(|column| column.name).find(|known| *known == name);
    if found.is_none() {
        let columns = || schema.columns.iter().map(|column| column.name);
        let remedy = match closest(name, columns()) {
            Some(right) => format!("Did you mean {right}?"),
            None => format!("Columns: {}.", columns().collect::<Vec<_>>().join(", ")),
        };
        page.refuse(at, name, (None, format!("is not a column of {}", schema.file), remedy));
    }
    found
}

fn sources(top: Node<'_>, page: &mut Page<'_>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    let Some(all) = top.table("source", page) else { return sources };
    for (code, value) in all.entries() {
        let Some(inner) = value.get_ref().as_table() else {
            page.refuse(value.span().start, code, (None, "is not a section".into(), format!("Write [source.{code}].")));
            continue;
        };
        let node = Node::free(inner, value.span().start).checked(&SOURCE, page);
        let file = node.text("file", page).unwrap_or_default();
        if sources.iter().any(|other| other.file == file) {
            page.refuse(node.at_key("file"), "file", (Some(&file), "is the file of two sources".into(), "Name one source for it.".into()));
        }
        let skips = node.tables("skip", page).into_iter().map(|skip| skip_of(skip, page)).collect();
        sources.push(Source {
            code: code.to_string(),
            file,
            optional: node.switch("optional", page),
            key: node.text("key", page),
            blank: node.texts("blank", page),
            needs: node.texts("needs", page),
            skips,
        });
    }
    sources
}

fn skip_of(node: Node<'_>, page: &mut Page<'_>) -> Skip {
    let node = node.checked(&SKIP, page);
    if node.has("is") == node.has("is_not") {
        page.refuse(node.at, "is", (None, "or is_not is needed, one of the two".into(), String::new()));
    }
    let negated = node.has("is_not");
    Skip {
        column: node.text("column", page).unwrap_or_default(),
        words: node.texts(if negated { "is_not" } else { "is" }, page),
        negated,
        reason: node.text("reason", page).unwrap_or_default(),
    }
}

/// The source that a section reads from.
fn from(node: Node<'_>, mapping: &Mapping, page: &mut Page<'_>) -> Option<String> {
    let code = node.text("from", page)?;
    known_source(node, ("from", &code), mapping, page).then_some(code)
}

fn known_source(node: Node<'_>, (key, code): (&str, &str), mapping: &Mapping, page: &mut Page<'_>) -> bool {
    let known = mapping.sources.iter().any(|source| source.code == code);
    if !known {
        let remedy = match closest(code, mapping.sources.iter().map(|source| source.code.as_str())) {
            Some(right) => format!("Did you mean {right}?"),
            None => format!("Write [source.{code}]."),
        };
        page.refuse(node.at_key(key), key, (Some(code), "is not a source of this mapping".into(), remedy));
    }
    known
}

fn table(node: Node<'_>, mapping: &Mapping, page: &mut Page<'_>) -> Option<TableMap> {
    let node = node.checked(&TABLE, page);
    let source = from(node, mapping, page);
    let into = node.text("into", page)?;
    let Some(schema) = file_schema(&into) else {
        let known = FILES.iter().map(|schema| schema.file).collect::<Vec<_>>().join(", ");
        page.refuse(node.at_key("into"), "into", (Some(&into), "is not a file of the book".into(), format!("Files: {known}.")));
        return None;
    };
    if mapping.tables.iter().any(|other| other.into == schema) {
        page.refuse(node.at_key("into"), "into", (Some(&into), "is made by two tables".into(), "Make it from one source.".into()));
    }
    let columns = node.table("columns", page)?;
    let mut values = Vec::new();
    for (name, value) in columns.entries() {
        let column = column_of(schema, name, value.span().start, page);
        let Some(inner) = value.get_ref().as_table() else {
            page.refuse(
                value.span().start,
                name,
                (None, "is not a value".into(), "Write { column = \"...\" } or { constant = \"...\" }.".into()),
            );
            continue;
        };
        let spec = value_of(Node::free(inner, value.span().start), name, mapping, page);
        values.extend(column.zip(spec));
    }
    for column in schema.columns.iter().filter(|column| column.required && !columns.has(column.name)) {
        let problem = format!("is missing; every row of {} needs it", schema.file);
        page.refuse(columns.at, column.name, (None, problem, format!("{}.", column.meaning)));
    }
    Some(TableMap { into: schema, from: source?, columns: values })
}

fn interval(node: Node<'_>, mapping: &Mapping, page: &mut Page<'_>) -> Option<IntervalMap> {
    let node = node.checked(&INTERVAL, page);
    let source = from(node, mapping, page);
    let mut values = BTreeMap::new();
    for name in INTERVAL_VALUES.into_iter().chain([RENEWAL_MONTHS]) {
        if let Some(inner) = node.table(name, page) {
            values.extend(value_of(inner, name, mapping, page).map(|spec| (name, spec)));
        }
    }
    if mapping.tables.iter().any(|table| ["contracts.csv", "terms.csv", "lines.csv"].contains(&table.into.file)) {
        page.refuse(
            node.at,
            "from",
            (None, "makes contracts, terms and lines, and a table makes one of these as well".into(), String::new()),
        );
    }
    let minimum = node.text("minimum", page).and_then(|text| {
        let read: Result<Decimal6, String> = text.parse();
        read.map_err(|problem| page.refuse(node.at_key("minimum"), "minimum", (Some(&text), problem, String::new()))).ok()
    });
    let far = "far_future_is_open_ended_after";
    let far_future = node.text(far, page).and_then(|text| {
        parse_date(&text).map_err(|problem| page.refuse(node.at_key(far), far, (Some(&text), problem, String::new()))).ok()
    });
    Some(IntervalMap {
        from: source?,
        values,
        amount_per: node.word("amount_per", page)?,
        end_is: node.word("end_is", page),
        overlap: node.word("overlap", page),
        empty: node.word("empty_interval", page),
        minimum,
        far_future,
    })
}

fn value_of(node: Node<'_>, name: &str, mapping: &Mapping, page: &mut Page<'_>) -> Option<ValueSpec> {
    let node = node.checked(&VALUE, page);
    let (column, constant) = (node.text("column", page), node.text("constant", page));
    let (lookup, by) = (node.text("lookup", page), node.text("by", page));
    if lookup.is_some() != by.is_some() {
        page.refuse(node.at, name, (None, "needs lookup and by together".into(), String::new()));
        return None;
    }
    let origin = match (column, constant, lookup.zip(by)) {
        (None, Some(text), None) => Origin::Constant(text),
        (Some(column), None, None) => Origin::Column(column),
        (Some(column), None, Some((source, by))) => {
            let known = known_source(node, ("lookup", &source), mapping, page);
            if known && mapping.source(&source).is_some_and(|source| source.key.is_none()) {
                page.refuse(
                    node.at_key("lookup"),
                    "lookup",
                    (Some(&source), "has no key to look up by".into(), format!("Add key to [source.{source}].")),
                );
            }
            Origin::Lookup { source, by, column }
        }
        _ => {
            page.refuse(node.at, name, (None, "needs column or constant, one of the two".into(), String::new()));
            return None;
        }
    };
    Some(ValueSpec {
        origin,
        reading: node.word("read", page).unwrap_or(Reading::Text),
        case: node.word("case", page),
        map: node.words("map", page),
        otherwise: node.text("otherwise", page),
        default: node.text("default", page),
        flags: (node.texts("yes", page), node.texts("no", page)),
    })
}

impl Mapping {
    /// A source by its name.
    pub fn source(&self, code: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.code == code)
    }

    /// Every column that the mapping reads of a source.
    pub fn columns_of(&self, code: &str) -> BTreeSet<&str> {
        let tables = self.tables.iter().flat_map(|table| table.columns.iter().map(move |(_, spec)| (table.from.as_str(), spec)));
        let intervals = self.intervals.iter().flat_map(|map| map.values.values().map(move |spec| (map.from.as_str(), spec)));
        let mut columns = BTreeSet::new();
        for (from, spec) in tables.chain(intervals) {
            match &spec.origin {
                Origin::Column(column) if from == code => drop(columns.insert(column.as_str())),
                Origin::Lookup { source, by, column } => {
                    if from == code {
                        columns.insert(by.as_str());
                    }
                    if source == code {
                        columns.insert(column.as_str());
                    }
                }
                _ => {}
            }
        }
        if let Some(source) = self.source(code) {
            columns.extend(source.key.iter().chain(&source.needs).map(String::as_str));
            columns.extend(source.skips.iter().map(|skip| skip.column.as_str()));
        }
        columns
    }
}
