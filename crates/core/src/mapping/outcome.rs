//! The plan of an import brought back to the foreign files: refusals name their rows, and each row gets its count.

use super::apply::Mapped;
use super::report::{Entry, Fate, ImportReport, SourceCounts};
use crate::book::{Change, FileCounts, Place, RecordChange, file_schema, reference};
use crate::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

impl Mapped {
    /// Rows that were refused before there was a book.
    pub fn refusals(&self) -> &[Refusal] {
        &self.trace.refusals
    }

    /// What is there to say so far, also where nothing is imported.
    pub fn entries(&self) -> &[Entry] {
        &self.trace.entries
    }

    /// The rows of the book that stand or fall with a row.
    pub fn tied(&self, file: &str, line: usize) -> Vec<Place> {
        let Some(schema) = file_schema(file) else { return Vec::new() };
        let place = self.trace.places.get(&(schema.file, line));
        let twins = place.and_then(|place| self.twins.get(&(place.source, place.line)));
        twins.map_or_else(Vec::new, |twins| twins.iter().map(|(file, line)| ((*file).to_string(), *line)).collect())
    }

    /// A refusal of the book at its place in the foreign file. One that did not come from there stays as it is.
    pub fn translate(&self, refusal: Refusal) -> Refusal {
        let found = file_schema(&refusal.file).zip(refusal.row);
        let Some((schema, place)) = found.and_then(|(schema, line)| Some((schema, self.trace.places.get(&(schema.file, line))?))) else {
            return refusal;
        };
        let column = schema.columns.iter().map(|column| column.name).find(|name| refusal.column.as_deref() == Some(name));
        let behind = column.and_then(|column| self.trace.columns.get(&(schema.file, column, place.source)));
        let file = self.trace.sources.get(place.source).map(|(file, _)| file.clone()).unwrap_or_default();
        let remedy = refusal.remedy.replace(schema.file, &file);
        Refusal {
            file,
            row: Some(place.line),
            column: behind.cloned().or(refusal.column.filter(|name| !name.is_empty())),
            remedy,
            ..refusal
        }
    }

    /// Settles what became of each row. `refused` are refusals of the book, as the plan gave them.
    pub fn report(mut self, files: Vec<FileCounts>, records: &[RecordChange], refused: Vec<Refusal>) -> ImportReport {
        let out: BTreeSet<Place> = refused.iter().filter_map(|refusal| Some((refusal.file.clone(), refusal.row?))).collect();
        self.settle(records, &out);
        let mut told = BTreeSet::new();
        for refusal in refused {
            let from_source =
                refusal.row.zip(file_schema(&refusal.file)).and_then(|(line, schema)| self.trace.places.get(&(schema.file, line)));
            let place = from_source.copied();
            let refusal = self.translate(refusal);
            if let Some(place) = place {
                self.trace.fate(place.source, place.line, Fate::Refused);
            }
            if told.insert((refusal.file.clone(), refusal.row, refusal.problem.clone())) {
                self.trace.entries.push(Entry::refused(&refusal));
            }
        }
        let sources = self.source_counts();
        let mut entries = self.trace.entries;
        let order: BTreeMap<&str, usize> = self.trace.sources.iter().enumerate().map(|(i, (file, _))| (file.as_str(), i)).collect();
        entries.sort_by_key(|entry| (entry.kind, order.get(entry.file.as_str()).copied().unwrap_or(usize::MAX), entry.row));
        ImportReport { sources, files, entries }
    }

    /// A row is new where anything that came of it is, else changed, else as it was.
    fn settle(&mut self, records: &[RecordChange], out: &BTreeSet<Place>) {
        let changes: BTreeMap<(&str, &str), Change> =
            records.iter().map(|record| ((record.kind, record.reference.as_str()), record.change)).collect();
        for table in &self.book.tables {
            let Some(schema) = file_schema(&table.file) else { continue };
            let positions: BTreeMap<&str, usize> = table.header.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
            for row in &table.rows {
                let Some(place) = self.trace.places.get(&(schema.file, row.line)).copied() else { continue };
                if out.contains(&(table.file.clone(), row.line)) {
                    continue;
                }
                let cell = |column: &str| positions.get(column).and_then(|at| row.cells.get(*at)).cloned().unwrap_or_default();
                let fate = match changes.get(&(schema.kind, reference(schema.file, cell).as_str())) {
                    Some(Change::Created) => Fate::Created,
                    Some(Change::Updated) => Fate::Updated,
                    None => Fate::Unchanged,
                };
                self.trace.fate(place.source, place.line, fate);
            }
        }
    }

    fn source_counts(&self) -> Vec<SourceCounts> {
        let named = self.trace.sources.iter().map(|(file, detected)| SourceCounts {
            file: file.clone(),
            detected: detected.clone(),
            ..SourceCounts::default()
        });
        let mut counts: Vec<SourceCounts> = named.collect();
        for ((source, _), fate) in &self.trace.fates {
            let Some(counts) = counts.get_mut(*source) else { continue };
            counts.read += 1;
            match fate {
                Fate::Unused => counts.unused += 1,
                Fate::Unchanged => counts.unchanged += 1,
                Fate::Updated => counts.updated += 1,
                Fate::Created => counts.created += 1,
                Fate::Lost => counts.lost += 1,
                Fate::Skipped => counts.skipped += 1,
                Fate::Refused => counts.refused += 1,
            }
        }
        counts
    }
}
