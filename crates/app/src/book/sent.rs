//! Files that came with a request: what they may be called, which mapping reads them, and their import.

use super::material::{fitting_mapping, mapping_named};
use super::{Faulty, ImportRequest, ImportSummary, Material, Mode, NamedFile};
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::permission::require_administrator;
use std::collections::BTreeSet;
use tenure_connect::book::{is_meant_for_book, is_of_book};
use tenure_connect::foreign::is_read;
use tenure_connect::workbook::names_with_sheets;
use tenure_core::commands::TEXT_MAX;
use tenure_core::mapping::Mapping;
use tenure_core::refusal::Refusal;

/// Most files of one request.
pub const SENT_FILES_MAX: usize = 200;

/// What makes a book of the files.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum ChosenMapping {
    /// The files say it: they are a book, or all the files of a shipped mapping.
    #[default]
    Recognised,
    /// A shipped mapping, by its name.
    Shipped(String),
    /// A mapping that was sent along.
    Own(NamedFile),
}

/// Files that were sent, with names that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFiles {
    files: Vec<NamedFile>,
    mapping: ChosenMapping,
}

impl SentFiles {
    /// Takes files as they came. A folder before a name, as some browsers send it, is left out.
    ///
    /// # Errors
    /// No file, too many, a name that is none, a name that comes twice.
    pub fn new(files: Vec<NamedFile>, mapping: ChosenMapping) -> Result<Self, Vec<Refusal>> {
        let files: Vec<NamedFile> = files.into_iter().map(|file| NamedFile { name: without_folder(&file.name), ..file }).collect();
        let refuse = |problem: String, remedy: &str| Refusal { column: Some("files".into()), ..Refusal::general(problem, remedy) };
        if files.is_empty() {
            return Err(vec![refuse("no file was sent".into(), "Choose the CSV files or the workbook to import.")]);
        }
        if files.len() > SENT_FILES_MAX {
            return Err(vec![refuse(format!("more than {SENT_FILES_MAX} files were sent"), "Split the import into several.")]);
        }
        let mut seen = BTreeSet::new();
        let named = |name: &str, problem: &str| Refusal { value: Some(name.into()), ..refuse(problem.into(), "Rename the file.") };
        let faults = files.iter().filter_map(|NamedFile { name, .. }| match name.trim().is_empty() || name.chars().any(char::is_control) {
            true => Some(named(name, "is not a file name")),
            false if name.chars().count() > TEXT_MAX => Some(named(name, &format!("is longer than {TEXT_MAX} characters"))),
            false => (!seen.insert(name.clone())).then(|| named(name, "was sent twice")),
        });
        let faults: Vec<Refusal> = faults.collect();
        if faults.is_empty() { Ok(Self { files, mapping }) } else { Err(faults) }
    }

    /// Names of the files, as they were sent.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// How many bytes they hold together.
    pub fn size(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }

    /// How the log calls them: the first name, and how many more.
    pub fn called(&self) -> String {
        match self.files.as_slice() {
            [] => String::new(),
            [only] => only.name.clone(),
            [first, rest @ ..] => format!("{} and {} more", first.name, rest.len()),
        }
    }

    /// What is to be imported, and the names of the files that are no part of it.
    fn material(&self) -> Result<(Material, Vec<String>), Vec<Refusal>> {
        let names = names_with_sheets(&self.files);
        let mapping = match &self.mapping {
            ChosenMapping::Shipped(name) => Some(mapping_named(name)?),
            ChosenMapping::Own(file) => Some(own_mapping(file)?),
            ChosenMapping::Recognised if names.iter().any(|name| is_of_book(name)) => None,
            ChosenMapping::Recognised => fitting_mapping(&names).map(|(_, mapping)| mapping),
        };
        let read = |name: &str| mapping.as_ref().map_or_else(|| is_meant_for_book(name), |mapping| is_read(name, mapping));
        let unread = self.names().filter(|name| !read(name)).map(str::to_string).collect();
        Ok((Material::read(self.files.clone(), mapping.clone())?, unread))
    }
}

/// The name of a file after the last folder, of any system.
fn without_folder(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_string()
}

fn own_mapping(file: &NamedFile) -> Result<Mapping, Vec<Refusal>> {
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        let problem = format!("is not UTF-8 at byte {}", error.valid_up_to() + 1);
        vec![Refusal { file: file.name.clone(), problem, remedy: "Send the mapping as a TOML file.".into(), ..Refusal::default() }]
    })?;
    Mapping::parse(&file.name, text.trim_start_matches('\u{feff}'))
}

impl App {
    /// Imports files that were sent: what is accepted in one transaction, or nothing. Only for administrators.
    /// `None` where the same request was carried out before: its answer is with the request's terms.
    ///
    /// # Errors
    /// As [`App::import`], and every refusal of a file as a whole.
    pub async fn import_sent(
        &self,
        actor: &Actor,
        sent: &SentFiles,
        (mode, faulty): (Mode, Faulty),
    ) -> Result<Option<ImportSummary>, AppError> {
        require_administrator(actor)?;
        let (material, unread) = sent.material()?;
        let source = sent.called();
        let request = ImportRequest { material: &material, source: &source, as_of: None, mode, faulty, unread: &unread, progress: &|_| {} };
        self.carry_out_import(actor, request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(names: &[&str]) -> Result<SentFiles, Vec<Refusal>> {
        let file = |name: &&str| NamedFile { name: (*name).into(), bytes: Vec::new() };
        SentFiles::new(names.iter().map(file).collect(), ChosenMapping::Recognised)
    }

    #[test]
    fn a_folder_before_the_name_is_left_out_whatever_system_sent_it() {
        let names = sent(&["book/accounts.csv", "C:\\book\\lines.csv", "terms.csv"]);
        assert_eq!(
            names.map(|sent| sent.names().map(str::to_string).collect::<Vec<_>>()),
            Ok(vec!["accounts.csv".into(), "lines.csv".into(), "terms.csv".into()])
        );
    }

    #[test]
    fn names_that_are_none_come_twice_or_are_too_many_are_refused() {
        let long = "x".repeat(TEXT_MAX + 1);
        for (names, problem) in [
            (vec![], "no file was sent"),
            (vec!["a/"], "is not a file name"),
            (vec!["a\0.csv"], "is not a file name"),
            (vec![long.as_str()], "is longer than 200 characters"),
            (vec!["a.csv", "b/a.csv"], "was sent twice"),
        ] {
            let refused = sent(&names).map_err(|refusals| refusals.into_iter().map(|refusal| refusal.problem).collect::<Vec<_>>());
            assert_eq!(refused, Err(vec![problem.to_string()]), "{names:?}");
        }
        assert!(sent(&vec!["a.csv"; SENT_FILES_MAX + 1]).is_err());
    }
}
