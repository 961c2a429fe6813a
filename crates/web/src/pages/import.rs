//! An import in three pages: which files, what they would do, what they did.

use super::parts::{crumbs, icon, shape};
use super::shell::{Shell, page};
use super::words::{count, many, url};
use maud::{Markup, html};
use tenure_app::ImportSummary;
use tenure_core::book::FileCounts;
use tenure_core::mapping::{Entry, EntryKind, SourceCounts, summary};
use tenure_core::refusal::Refusal;

/// Refused rows that a page lists; the report has all of them.
const SHOWN: usize = 200;
/// Characters of a value that a page shows.
const VALUE_CHARACTERS: usize = 60;

/// The first page.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// Whether the instance has no organisation yet.
    pub is_empty: bool,
    /// Shipped mappings: name, and what each reads.
    pub mappings: &'a [(String, String)],
    /// The largest request in words.
    pub limit: &'a str,
    /// Why files were not taken: field and sentence.
    pub problems: &'a [(String, String)],
}

fn frame(shell: &Shell<'_>, title: &str, here: &str, body: Markup) -> Markup {
    let settings = ("Settings", "/settings".to_string());
    let places = if here == "Import" { vec![settings] } else { vec![settings, ("Import", "/settings/import".into())] };
    page(
        shell,
        title,
        "p-import",
        html! {
            header class="page-head" { (crumbs(&places, here)) h1 { (title) } }
            div class="body prose wide" { (body) }
        },
    )
}

/// Asks for the files.
pub fn choose(shell: &Shell<'_>, choice: &Choice<'_>) -> Markup {
    let problem = |field: &str| {
        let mine = |column: &str| column == field || (field == "files" && !["mapping", "mapping_file"].contains(&column));
        choice.problems.iter().filter(|(column, _)| mine(column)).map(|(_, says)| says.as_str()).collect::<Vec<_>>()
    };
    let body = html! {
        div class="lede" {
            p { "Files are read and rehearsed first: you see what would be created, changed and refused. Nothing is saved before you say so." }
            @if choice.is_empty { p { "This instance is empty: a first book needs people, an organisation and a policy, or a mapping that brings them." } }
        }
        form class="ask" method="post" action="/settings/import" enctype="multipart/form-data" {
            (file_field(("files", "Files"), &problem("files"), html! { input class="input file" id="files" name="files" type="file" multiple required accept=".csv,.tsv,.txt,.tab,.toml,.xlsx" aria-invalid=[invalid(&problem("files"))] aria-describedby="files-hint"; },
                html! { "The CSV files or the XLSX workbook of a book, or exports of another system; several at once, " (choice.limit) " together." }))
            div class="field" {
                label for="mapping" { "What they are" }
                select class="select" id="mapping" name="mapping" aria-invalid=[invalid(&problem("mapping"))] aria-describedby="mapping-hint" {
                    option value="" { "Recognise it: a book, or a shipped mapping" }
                    @for (name, about) in choice.mappings { option value=(name) { (about) } }
                }
                (errors("mapping", &problem("mapping")))
                span class="hint" id="mapping-hint" { "A mapping says what the columns of another system mean." }
            }
            (file_field(("mapping_file", "Mapping of your own, optional"), &problem("mapping_file"), html! { input class="input file" id="mapping_file" name="mapping_file" type="file" accept=".toml" aria-invalid=[invalid(&problem("mapping_file"))] aria-describedby="mapping_file-hint"; },
                html! { "A TOML file, in place of a shipped one." }))
            div class="row" {
                button class="btn primary" type="submit" { "Rehearse the import" }
                a class="btn plain" href="/settings" { "Leave it as it is" }
            }
        }
    };
    frame(shell, "Import", "Import", body)
}

fn invalid(problems: &[&str]) -> Option<&'static str> {
    (!problems.is_empty()).then_some("true")
}

fn errors(name: &str, problems: &[&str]) -> Markup {
    html! { @for says in problems { span class="error" id={ (name) "-error" } role="alert" { (shape("red")) span { (says) } } } }
}

fn file_field((name, label): (&str, &str), problems: &[&str], input: Markup, hint: Markup) -> Markup {
    html! {
        div class="field" {
            label for=(name) { (label) }
            (input)
            (errors(name, problems))
            span class="hint" id={ (name) "-hint" } { (hint) }
        }
    }
}

/// The second page.
#[derive(Clone, Copy, Debug)]
pub struct Rehearsed<'a> {
    /// What the files wait under.
    pub id: &'a str,
    /// Their names.
    pub files: &'a [&'a str],
    /// What would happen.
    pub summary: &'a ImportSummary,
    /// Why the second step was not carried out.
    pub problems: &'a [Refusal],
}

/// What would happen, and the button that lets it.
pub fn rehearsed(shell: &Shell<'_>, of: &Rehearsed<'_>) -> Markup {
    let refused = of_kind(of.summary, EntryKind::Refused).count() as u64;
    let body = html! {
        @for problem in of.problems.iter().take(1) {
            p class="error" role="alert" { (shape("red")) span { "Nothing was saved: " (problem.to_string()) } }
        }
        div class="lede" {
            p { (told(of.files, of.summary)) }
            @if of.summary.changed { p { b { "Nothing is saved yet." } " Afterwards " (count(of.summary.open_renewals, "renewal")) " would be open, each with five owners." } }
            @else { p { b { "Nothing would change." } " Everything that could be imported is already here." } }
        }
        form class="ask" method="post" action={ "/settings/import/" (of.id) } {
            @if of.summary.changed && refused > 0 {
                label class="option" for="skip_refused" {
                    input class="check" type="checkbox" id="skip_refused" name="skip_refused" value="true" required;
                    span { "Leave out what is refused and what refers to it (" (count(refused, "row")) "), and import the rest" }
                }
            }
            div class="row wrap" {
                @if of.summary.changed { button class="btn primary" type="submit" { "Import these rows" } }
                a class="btn" href="/settings/import" { "Choose other files" }
                @if !of.summary.report.entries.is_empty() {
                    a class="btn plain" href={ "/settings/import/" (of.id) "/report" } { (icon("download")) "Report as CSV" }
                }
            }
        }
        (report(of.summary))
    };
    frame(shell, "Rehearsal of an import", "Rehearsal", body)
}

/// Why nothing of it can be imported.
pub fn refused(shell: &Shell<'_>, files: &[&str], refusals: &[Refusal]) -> Markup {
    let entries: Vec<Entry> = refusals.iter().map(Entry::refused).collect();
    let body = html! {
        div class="lede" {
            p { (many(files, "file")) " were read, and nothing of them can be imported as it is. Mend what is named here, and send them again." }
            p { b { "Nothing was saved." } }
        }
        div class="row" { a class="btn primary" href="/settings/import" { "Choose the files again" } }
        (refusals_table(&entries.iter().collect::<Vec<_>>()))
    };
    frame(shell, "These files cannot be imported", "Rehearsal", body)
}

/// What was done.
pub fn imported(shell: &Shell<'_>, called: &str, summary: &ImportSummary) -> Markup {
    let body = html! {
        div class="lede" role="status" {
            @if summary.changed { p { b { "Imported." } " " (count(summary.open_renewals, "renewal")) " are open, each with five owners." } }
            @else { p { b { "Nothing changed:" } " everything that could be imported was already here." } }
        }
        div class="row wrap" {
            @if summary.changed { a class="btn primary" href=(url("/activity", &[("subject", called.to_string())])) { "See it in the log" } }
            a class="btn" href="/renewals" { "Open renewals" }
            a class="btn plain" href="/settings/import" { "Import more" }
        }
        (report(summary))
    };
    frame(shell, if summary.changed { "Imported" } else { "Nothing to import" }, "Result", body)
}

/// What came, in one sentence.
fn told(files: &[&str], summary: &ImportSummary) -> String {
    let by = summary.mapping.as_ref().map_or_else(|| "read as a book".to_string(), |name| format!("read by the mapping {name}"));
    format!("{}, {by}.", many(files, "file"))
}

fn of_kind(summary: &ImportSummary, kind: EntryKind) -> impl Iterator<Item = &Entry> {
    summary.report.entries.iter().filter(move |entry| entry.kind == kind)
}

fn report(summary: &ImportSummary) -> Markup {
    let refused: Vec<&Entry> = of_kind(summary, EntryKind::Refused).collect();
    html! {
        (refusals_table(&refused))
        @if !summary.report.sources.is_empty() { (sources(&summary.report.sources)) }
        (files(&summary.files))
        (said(&summary.report.entries))
    }
}

fn refusals_table(refused: &[&Entry]) -> Markup {
    html! {
        @if !refused.is_empty() {
            section aria-labelledby="refused-h" {
                div class="section-head" { h2 id="refused-h" { "Refused" } span class="note" { (many(refused, "row")) } }
                div class="scroll" role="region" aria-label="Refused rows" tabindex="0" {
                    table class="table flush top" {
                        thead { tr { th scope="col" { "File" } th scope="col" class="num" { "Row" } th scope="col" { "Column" } th scope="col" { "Value" } th scope="col" { "Why, and what to do" } } }
                        tbody {
                            @for entry in refused.iter().take(SHOWN) {
                                tr {
                                    td class="med" { (entry.file) }
                                    td class="num" { @if let Some(row) = entry.row { (row) } }
                                    td { (entry.column) }
                                    td class="cell" { (short(&entry.value)) }
                                    td class="why" { (entry.reason) }
                                }
                            }
                        }
                    }
                }
                @if refused.len() > SHOWN { p class="small quiet" { "And " (refused.len() - SHOWN) " more; the report as CSV lists all of them." } }
            }
        }
    }
}

fn short(value: &str) -> String {
    let mut shown: String = value.chars().take(VALUE_CHARACTERS).collect();
    if value.chars().count() > VALUE_CHARACTERS {
        shown.push('\u{2026}');
    }
    shown
}

fn numbers(counts: &[usize]) -> Markup {
    html! { @for number in counts { td class="num" { @if *number == 0 { span class="quiet" { "0" } } @else { (number) } } } }
}

fn head(first: &str, columns: &[&str]) -> Markup {
    html! { thead { tr { th scope="col" { (first) } @for column in columns { th scope="col" class="num" { (column) } } } } }
}

/// What becomes of the rows of the files that were sent.
fn sources(sources: &[SourceCounts]) -> Markup {
    html! {
        section aria-labelledby="sources-h" {
            div class="section-head" { h2 id="sources-h" { "Files as they were sent" } span class="note" { "each row counts once" } }
            div class="scroll" role="region" aria-label="Files as they were sent" tabindex="0" {
                table class="table flush" {
                    (head("File", &["Read", "Created", "Updated", "Unchanged", "Refused", "Passed over", "Lost to another", "Not used"]))
                    tbody {
                        @for of in sources {
                            tr {
                                td class="med" { (of.file) small { (of.detected) } }
                                (numbers(&[of.read, of.created, of.updated, of.unchanged, of.refused, of.skipped, of.lost, of.unused]))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What becomes of the rows of the book.
fn files(files: &[FileCounts]) -> Markup {
    html! {
        section aria-labelledby="files-h" {
            div class="section-head" { h2 id="files-h" { "Files of the book" } }
            div class="scroll" role="region" aria-label="Files of the book" tabindex="0" {
                table class="table flush" {
                    (head("File", &["Read", "Created", "Updated", "Unchanged", "Refused"]))
                    tbody {
                        @for file in files.iter().filter(|file| file.read > 0) {
                            tr { td class="med" { (file.file) } (numbers(&[file.read, file.created, file.updated, file.unchanged, file.refused])) }
                        }
                    }
                }
            }
        }
    }
}

/// Everything else there is to say, summed up by its kind: the first of each.
fn said(entries: &[Entry]) -> Markup {
    let others: Vec<Entry> = entries.iter().filter(|entry| entry.kind != EntryKind::Refused).cloned().collect();
    html! {
        @if !others.is_empty() {
            section aria-labelledby="said-h" {
                div class="section-head" { h2 id="said-h" { "What else there is to say" } span class="note" { "the first of each kind" } }
                div class="scroll" role="region" aria-label="What else there is to say" tabindex="0" {
                    table class="table flush top" {
                        thead { tr { th scope="col" class="num" { "Rows" } th scope="col" { "What" } th scope="col" { "First" } th scope="col" { "Value" } th scope="col" { "Why" } } }
                        tbody {
                            @for (number, first) in summary(&others) {
                                tr {
                                    td class="num" { (number) }
                                    td class="med" { (first.kind.label()) }
                                    td { (first.file) @if let Some(row) = first.row { ", row " (row) } @if !first.column.is_empty() { ", " (first.column) } }
                                    td class="cell" { (short(&first.value)) @if first.kind == EntryKind::Changed { " \u{2192} " (short(&first.became)) } }
                                    td class="why" { (first.reason) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
