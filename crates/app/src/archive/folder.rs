//! The folder of an exported archive: one file of JSON Lines for each table, and a manifest that makes any change visible.

use super::TableCount;
use super::lines::{Form, Tally};
use crate::error::AppError;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use tenure_core::refusal::Refusal;
use tenure_store::archive::{Holds, Shape};
use tenure_store::{Location, Schema, Store, StoreError, Tx};

/// Version of the folder's own form.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// A line longer than this is no row of ours.
const LINE_MAX: u64 = 64 << 20;
const PAGE: usize = 500;

/// What the manifest says.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    format: u32,
    /// The last migration that the exported database had.
    schema: i64,
    files: Vec<Entry>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    table: String,
    columns: Vec<String>,
    rows: u64,
    sha256: String,
}

fn refuse(file: &str, problem: impl Into<String>, remedy: &str) -> Refusal {
    Refusal { file: file.into(), problem: problem.into(), remedy: remedy.into(), ..Refusal::default() }
}

fn unwritable(folder: &Path, error: &std::io::Error) -> Refusal {
    Refusal::general(format!("{} cannot be written: {error}", folder.display()), "Name a new folder on a disk with room.")
}

/// Writes the folder. The manifest comes last: a folder without it is unfinished and is never imported.
pub(crate) async fn write(tx: &Tx, schema: i64, folder: &Path) -> Result<Vec<TableCount>, AppError> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    if fs::read_dir(folder).map_err(|error| unwritable(folder, &error))?.next().is_some() {
        let problem = format!("the folder {} is not empty", folder.display());
        return Err(Refusal::general(problem, "Name a new one; nothing is ever written over.").into());
    }
    let shapes = tx.shapes().await?;
    let (mut counts, mut files) = (Vec::new(), Vec::new());
    for shape in shapes.iter().filter(|shape| goes_out(shape)) {
        let form = Form::public(shape);
        let name = file_name(shape);
        let count = write_table(tx, shape, &form, &folder.join(&name)).await?;
        files.push(Entry {
            file: name,
            table: count.table.into(),
            columns: form.columns(),
            rows: count.rows,
            sha256: count.sha256.clone(),
        });
        counts.push(count);
    }
    let manifest = Manifest { format: FORMAT, schema, files };
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| Refusal::general(error.to_string(), ""))?;
    durable(&folder.join(MANIFEST), format!("{text}\n").as_bytes()).map_err(|error| unwritable(folder, &error))?;
    Ok(counts)
}

fn durable(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

async fn write_table(tx: &Tx, shape: &Shape, form: &Form<'_>, path: &Path) -> Result<TableCount, AppError> {
    let failed = |error: std::io::Error| unwritable(path, &error);
    let mut out = BufWriter::new(File::create_new(path).map_err(failed)?);
    let mut tally = Tally::default();
    let mut pages = tx.pages(shape);
    while let Some(rows) = pages.next().await? {
        for line in rows.iter().map(|row| form.line(row)) {
            tally.add(&line);
            out.write_all(line.as_bytes()).map_err(failed)?;
        }
    }
    out.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)?;
    Ok(tally.done(shape.table.name))
}

fn goes_out(shape: &Shape) -> bool {
    matches!(shape.table.holds, Holds::Facts | Holds::FactsBut(_))
}

fn file_name(shape: &Shape) -> String {
    format!("{}.jsonl", shape.table.name)
}

impl Manifest {
    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// Refusals for a folder without one, and for one of a later program.
    pub(crate) fn read(folder: &Path) -> Result<Self, AppError> {
        let text = fs::read(folder.join(MANIFEST)).map_err(|error| {
            let problem = format!("cannot be read in {}: {error}", folder.display());
            refuse(MANIFEST, problem, "Name the folder that tenure export --archive wrote, with all its files.")
        })?;
        let read: Result<Self, _> = serde_json::from_slice(&text);
        let manifest = read.map_err(|error| refuse(MANIFEST, format!("is not a manifest: {error}"), "Export the archive again."))?;
        let known = Schema::current().version();
        if manifest.format != FORMAT || manifest.schema > known || manifest.schema < 1 {
            let problem = format!(
                "has format {} and schema {}; this program reads format {FORMAT} and schemas 1 to {known}",
                manifest.format, manifest.schema
            );
            return Err(refuse(MANIFEST, problem, "Use the program that wrote it, or a later one.").into());
        }
        Ok(manifest)
    }

    /// The file of a table, which must name exactly the columns that the table has.
    fn entry(&self, shape: &Shape, form: &Form<'_>) -> Result<&Entry, Refusal> {
        let name = shape.table.name;
        let entry = self.files.iter().find(|entry| entry.table == name);
        let entry = entry.ok_or_else(|| refuse(MANIFEST, format!("does not name table {name}"), "Export the archive again."))?;
        if entry.columns != form.columns() || entry.file != file_name(shape) {
            let problem = format!("table {name} has the columns {}, not {}", form.columns().join(", "), entry.columns.join(", "));
            return Err(refuse(MANIFEST, problem, "Export the archive again."));
        }
        Ok(entry)
    }
}

/// Builds a database with the schema of the archive and fills it with all its files, in one transaction.
pub(crate) async fn load(folder: &Path, manifest: &Manifest, database: &Path) -> Result<(), AppError> {
    let store = Store::open_at(&Location::Sqlite(database.to_path_buf()), &Schema::up_to(manifest.schema)).await?;
    let loaded = load_into(&store, folder, manifest).await;
    store.close().await?;
    loaded
}

async fn load_into(store: &Store, folder: &Path, manifest: &Manifest) -> Result<(), AppError> {
    let tx = store.write().await?;
    let shapes = tx.shapes().await?;
    let known: Vec<&Shape> = shapes.iter().filter(|shape| goes_out(shape)).collect();
    if let Some(entry) = manifest.files.iter().find(|entry| !known.iter().any(|shape| shape.table.name == entry.table)) {
        let problem = format!("names the table {}, which schema {} does not have", entry.table, manifest.schema);
        return Err(refuse(MANIFEST, problem, "Export the archive again.").into());
    }
    if manifest.files.len() != known.len() {
        return Err(refuse(MANIFEST, "does not name each table once", "Export the archive again.").into());
    }
    tx.clear(&shapes).await?;
    for shape in known {
        let form = Form::public(shape);
        load_table(&tx, shape, &form, (folder, manifest.entry(shape, &form)?)).await?;
    }
    tx.commit().await.map_err(|error| broken(MANIFEST, error))
}

async fn load_table(tx: &Tx, shape: &Shape, form: &Form<'_>, (folder, entry): (&Path, &Entry)) -> Result<(), AppError> {
    let missing = |error: std::io::Error| refuse(&entry.file, format!("cannot be read: {error}"), "Copy the whole folder again.");
    let mut lines = BufReader::new(File::open(folder.join(&entry.file)).map_err(missing)?);
    let (mut tally, mut page, mut line) = (Tally::default(), Vec::new(), Vec::new());
    let mut first_fault = None;
    for number in 1_usize.. {
        line.clear();
        if lines.by_ref().take(LINE_MAX).read_until(b'\n', &mut line).map_err(missing)? == 0 {
            break;
        }
        tally.add_bytes(&line);
        match form.row(&line) {
            Ok(row) => page.push(row),
            Err(fault) => {
                let column = Some(fault.column).filter(|column| !column.is_empty());
                let problem = fault.problem;
                first_fault.get_or_insert(Refusal { row: Some(number), column, ..refuse(&entry.file, problem, "") });
            }
        }
        // A damaged file is told by its hash first; until that is known, its rows go no further than this transaction.
        if page.len() == PAGE && first_fault.is_none() {
            put(tx, shape, &mut page, &mut first_fault).await?;
        }
    }
    if first_fault.is_none() {
        put(tx, shape, &mut page, &mut first_fault).await?;
    }
    let found = tally.done(shape.table.name);
    if found.rows != entry.rows {
        let problem = format!("holds {} rows, and the manifest says {}", found.rows, entry.rows);
        return Err(refuse(&entry.file, problem, "The file was cut or changed; copy the whole folder again.").into());
    }
    if found.sha256 != entry.sha256 {
        let problem = format!("has the SHA-256 {}, and the manifest says {}", found.sha256, entry.sha256);
        return Err(refuse(&entry.file, problem, "The file was changed; copy the whole folder again.").into());
    }
    first_fault.map_or(Ok(()), |fault| Err(fault.into()))
}

/// Adds rows; a row that breaks a constraint is a fault of the file.
async fn put(
    tx: &Tx,
    shape: &Shape,
    page: &mut Vec<Vec<tenure_store::archive::Cell>>,
    fault: &mut Option<Refusal>,
) -> Result<(), AppError> {
    if let Err(error) = tx.put_rows(shape, page).await {
        let StoreError::Database(error) = error else { return Err(error.into()) };
        fault.get_or_insert(refuse(
            &file_name(shape),
            format!("has rows that contradict each other: {error}"),
            "Export the archive again.",
        ));
    }
    page.clear();
    Ok(())
}

fn broken(file: &str, error: StoreError) -> AppError {
    refuse(file, format!("its tables contradict each other: {error}"), "Export the archive again.").into()
}
