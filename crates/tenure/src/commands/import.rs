//! `tenure import`: a book in, exports of another system by a mapping, or an archive; all of it or nothing.

use super::Call;
use crate::output::{Failure, json, print, table};
use clap::Args;
use jiff::civil::Date;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tenure_app::{App, AppError, Faulty, ImportRequest, ImportSummary, Material, Mode, fitting_mapping, mapping_named};
use tenure_connect::files::{names_in, read_folder};
use tenure_connect::foreign::write_report;
use tenure_connect::workbook::{is_workbook, names_with_sheets};
use tenure_core::book::FileCounts;
use tenure_core::mapping::{Entry, EntryKind, Mapping, SourceCounts, summary};
use tenure_core::primitives::parse_date;
use tenure_core::refusal::Refusal;
use tenure_web::api::body::ImportBody;

/// Import a book, as docs/book-format.md describes, or exports of another system by a mapping, as docs/mapping.md describes.
///
/// All of it is written in one transaction, or nothing: every refused value is named with its file, row and column.
/// Importing the same folder again changes nothing.
///
/// With --archive: a folder that tenure export --archive wrote, into an empty instance, with its full history. Its users need new
/// passwords afterwards: tenure user password
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// The folder with the CSV files or XLSX workbooks
    folder: PathBuf,
    /// The folder is an archive with its manifest
    #[arg(long, conflicts_with_all = ["mapping", "as_of", "dry_run", "skip_refused", "report"])]
    archive: bool,
    /// What makes a book of the files: a shipped mapping (see tenure mappings) or a TOML file
    #[arg(long, value_name = "NAME|FILE")]
    mapping: Option<String>,
    /// The day that a sample company takes for today; an empty instance becomes a sample by it
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Do everything but save
    #[arg(long)]
    dry_run: bool,
    /// Leave out faulty rows and what refers to them, and import the rest
    #[arg(long)]
    skip_refused: bool,
    /// Write every row that was refused, passed over, changed or lost into this CSV file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ImportArgs) -> Result<ExitCode, Failure> {
    if args.archive {
        return super::import_archive::run(call, &args.folder).await;
    }
    let as_of = args.as_of.as_deref().map(as_of_day).transpose()?;
    let phase = Phase::default();
    let ticking = tokio::spawn(phase.clone().tick());
    phase.set("reading the files");
    let outcome = match read(&args) {
        Ok(material) => import(&call.data.open().await?, (call, &args, as_of), (&material, &phase)).await,
        Err(refusals) => Err(AppError::Refused(refusals)),
    };
    ticking.abort();
    match outcome {
        Ok(summary) => {
            write_entries(&args, &summary.report.entries)?;
            if call.json {
                json(&ImportBody::from(&summary))?
            } else {
                show(&args, &summary)
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(AppError::Refused(refusals)) => {
            write_entries(&args, &refusals.iter().map(Entry::refused).collect::<Vec<_>>())?;
            Err(Failure::refusals(&refusals))
        }
        Err(error) => Err(error.into()),
    }
}

fn as_of_day(text: &str) -> Result<Date, Failure> {
    parse_date(text).map_err(|problem| {
        let place = Refusal { column: Some("as-of".into()), value: Some(text.into()), ..Refusal::default() };
        Failure::refusals(&[Refusal { problem, ..place }])
    })
}

fn write_entries(args: &ImportArgs, entries: &[Entry]) -> Result<(), Failure> {
    let Some(path) = &args.report else { return Ok(()) };
    write_report(path, entries).map_err(|refusal| Failure::refused(refusal.to_string()))
}

fn read(args: &ImportArgs) -> Result<Material, Vec<Refusal>> {
    material(&args.folder, args.mapping.as_deref().map(named_mapping).transpose()?)
}

async fn import(
    app: &App,
    (call, args, as_of): (&Call, &ImportArgs, Option<Date>),
    (material, phase): (&Material, &Phase),
) -> Result<ImportSummary, AppError> {
    let source = args.folder.file_name().map_or_else(|| args.folder.display().to_string(), |name| name.to_string_lossy().into_owned());
    let request = ImportRequest {
        material,
        source: &source,
        as_of,
        mode: if args.dry_run { Mode::Rehearse } else { Mode::Save },
        faulty: if args.skip_refused { Faulty::LeaveOut } else { Faulty::Stop },
        unread: &[],
        progress: &|words| phase.set(words),
    };
    app.import(&call.actor(), request).await
}

/// A shipped mapping, or a file.
fn named_mapping(name: &str) -> Result<Mapping, Vec<Refusal>> {
    let path = Path::new(name);
    if !name.to_lowercase().ends_with(".toml") && !path.exists() {
        return mapping_named(name);
    }
    let refuse = |problem: String| vec![Refusal { file: name.into(), problem, ..Refusal::default() }];
    let text = std::fs::read_to_string(path).map_err(|error| refuse(format!("cannot be read: {error}")))?;
    Mapping::parse(name, &text)
}

fn material(folder: &Path, mapping: Option<Mapping>) -> Result<Material, Vec<Refusal>> {
    let Some(mapping) = mapping else {
        let names = match names_in(folder).map_err(|refusal| vec![refusal])? {
            names if names.iter().any(|name| is_workbook(name)) => names_with_sheets(&read_folder(folder, &is_workbook)?),
            names => names,
        };
        let of_book = |name: &String| tenure_connect::book::is_of_book(name);
        if let (false, Some((fitting, _))) = (names.iter().any(of_book), fitting_mapping(&names)) {
            let refusal = Refusal::general(
                format!("{} holds no book, but the files of the shipped mapping {fitting}", folder.display()),
                format!("Add: --mapping {fitting}"),
            );
            return Err(vec![refusal]);
        }
        return Material::read(read_folder(folder, &|name| tenure_connect::book::is_of_book(name) || is_workbook(name))?, None);
    };
    let spreadsheet = |name: &str| [".xls", ".ods"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    let files = read_folder(folder, &|name| !spreadsheet(name) || mapping.sources.iter().any(|source| source.file == name))?;
    Material::read(files, Some(mapping))
}

/// Shows the phase on the error stream once it takes long.
#[derive(Clone, Default)]
struct Phase {
    words: Arc<Mutex<String>>,
}

impl Phase {
    fn set(&self, words: &str) {
        *self.words.lock().unwrap_or_else(PoisonError::into_inner) = words.to_string();
    }

    async fn tick(self) {
        loop {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let words = self.words.lock().unwrap_or_else(PoisonError::into_inner).clone();
            // Nobody is left to tell if the error stream is closed.
            let _ = writeln!(std::io::stderr(), "Still {words} ...");
        }
    }
}

fn show(args: &ImportArgs, summary: &ImportSummary) {
    if !summary.report.sources.is_empty() {
        show_sources(&summary.report.sources);
    }
    let row = |file: &FileCounts| counted(file.file, &[file.read, file.created, file.updated, file.unchanged, file.refused]);
    let rows: Vec<Vec<String>> = summary.files.iter().map(row).collect();
    let right = [false, true, true, true, true, true];
    print(&table(&["File of the book", "Read", "Created", "Updated", "Unchanged", "Refused"], &right, &rows));
    show_entries(args, &summary.report.entries);
    let outcome = match (summary.mode, summary.changed) {
        (Mode::Rehearse, true) => "This was a rehearsal: nothing was saved.",
        (Mode::Save, true) => "Imported.",
        (_, false) => "Nothing changed: the book is already here.",
    };
    print(&format!("{outcome} {} renewals are open, each with five owners.", summary.open_renewals));
}

fn counted(name: &str, counts: &[usize]) -> Vec<String> {
    [name.to_string()].into_iter().chain(counts.iter().map(ToString::to_string)).collect()
}

fn show_sources(sources: &[SourceCounts]) {
    let row = |s: &SourceCounts| {
        let mut row = counted(&s.file, &[s.read, s.created, s.updated, s.unchanged, s.refused, s.skipped, s.lost, s.unused]);
        row.push(s.detected.clone());
        row
    };
    let rows: Vec<Vec<String>> = sources.iter().map(row).collect();
    let header = ["File", "Read", "Created", "Updated", "Unchanged", "Refused", "Skipped", "Lost", "Unused", "Written as"];
    print(&table(&header, &[false, true, true, true, true, true, true, true, true, false], &rows));
    print("");
}

/// The first of each kind; the report lists them all.
fn show_entries(args: &ImportArgs, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    print("");
    for (count, first) in summary(entries) {
        let place = first.row.map_or(String::new(), |row| format!(", row {row}"));
        let column = if first.column.is_empty() { String::new() } else { format!(", column {}", first.column) };
        let value = match (first.value.is_empty() && first.became.is_empty(), first.kind) {
            (true, _) => String::new(),
            (false, EntryKind::Changed) => format!("{:?} became {:?}: ", first.value, first.became),
            (false, _) => format!("{:?} ", first.value.chars().take(60).collect::<String>()),
        };
        print(&format!("{count} {}: {}{place}{column}: {value}{}", first.kind.label(), first.file, first.reason));
    }
    if args.report.is_none() {
        print("Each of them is listed with --report FILE.");
    }
    print("");
}
