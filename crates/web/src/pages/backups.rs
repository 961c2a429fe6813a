//! The backups of an instance, as a section of the settings.

use maud::{Markup, html};
use tenure_app::Backup;

/// The newest that are shown; the command line lists all.
const SHOWN: usize = 10;

/// The section: what there is, and one button.
pub(super) fn section(backups: &[Backup]) -> Markup {
    html! {
        section aria-labelledby="backups-h" {
            div class="section-head" { h2 id="backups-h" { "Backups" } span class="note" { (super::words::many(backups, "backup")) } }
            @if backups.is_empty() { p class="quiet" { "None yet." } } @else { (table(backups)) }
            form method="post" action="/settings/backups" { button class="btn" type="submit" { "Back up now" } }
            p class="small quiet" { "A backup is proven before it gets its seal. Restore one on the server: " code { "tenure restore FILE" } }
        }
    }
}

fn table(backups: &[Backup]) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="Backups" tabindex="0" {
            table class="table flush" {
                thead { tr { th scope="col" { "File" } th scope="col" { "Made" } th scope="col" class="num" { "Size" } th scope="col" { "State" } } }
                tbody {
                    @for backup in backups.iter().take(SHOWN) {
                        tr {
                            td class="med" { (backup.name) }
                            td { (backup.made_at.map(|at| at.strftime("%-d %b %Y, %H:%M UTC").to_string()).unwrap_or_default()) }
                            td class="num" { (size(backup.size)) }
                            td { @if backup.sha256.is_some() { "proven and sealed" } @else { span class="quiet" { "no seal" } } }
                        }
                    }
                }
            }
        }
    }
}

/// Bytes for people, rounded up.
fn size(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{} KiB", bytes.div_ceil(1 << 10)) } else { format!("{} MiB", bytes.div_ceil(1 << 20)) }
}
