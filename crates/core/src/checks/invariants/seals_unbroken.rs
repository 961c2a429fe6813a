//! Sealed reports are as they were sealed, and none is missing.

use super::{Evidence, Invariant, Violation};
use crate::seal::{FoundSeal, NO_SEAL};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "seals-unbroken",
    states: "Every sealed report is as it was sealed, each seal follows the one before it, and the log tells of each.",
    // Also where nothing was sealed, the log is asked whether something should be there.
    subjects: |evidence| evidence.seals.len() + usize::from(evidence.log.sealed == 0),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let violation = |number: usize, detail: String| Violation { invariant: INVARIANT.code, subject: format!("seal {number}"), detail };
    let mut violations = Vec::new();
    let mut previous = NO_SEAL;
    for (found, number) in evidence.seals.iter().zip(1..) {
        violations.extend(faults(found, number, previous).into_iter().map(|detail| violation(number, detail)));
        previous = &found.seal.seal_sha256;
    }
    if evidence.log.sealed != evidence.seals.len() as u64 {
        let detail = format!("the log tells of {} sealed reports, and {} are there", evidence.log.sealed, evidence.seals.len());
        violations.push(violation(evidence.seals.len() + 1, detail));
    }
    violations
}

fn faults(found: &FoundSeal, number: usize, previous: &str) -> Vec<String> {
    let seal = &found.seal;
    let mut faults = Vec::new();
    if found.content_is != seal.content_sha256 {
        faults.push(format!("the content of {:?} is not what was sealed", seal.title));
    }
    if seal.fingerprint() != seal.seal_sha256 {
        faults.push(format!("what is said about {:?} is not what was sealed", seal.title));
    }
    if seal.previous_sha256 != previous || usize::try_from(seal.number) != Ok(number) {
        faults.push(format!("{:?} has number {} and does not follow the seal before it", seal.title, seal.number));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::facts::Moment;
    use crate::seal::{Report, Seal, sha256};
    use jiff::Timestamp;
    use jiff::civil::date;

    fn sealed(company: &Company, contents: &[&str]) -> Vec<FoundSeal> {
        let moment = Moment { today: date(2026, 11, 23), recorded_at: Timestamp::UNIX_EPOCH };
        let mut seals: Vec<FoundSeal> = Vec::new();
        for (content, event) in contents.iter().zip(1..) {
            let report = Report {
                title: format!("Board report {event}"),
                kind: "arr".into(),
                parameters: "{}".into(),
                as_of: date(2026, 9, 30),
                known_at: Timestamp::UNIX_EPOCH,
                content: (*content).into(),
            };
            let last = seals.last().map(|found| &found.seal);
            let seal = Seal::put(&report, last, ("Priya", moment), &company.ids).unwrap();
            seals.push(FoundSeal { seal, content_is: sha256(content.as_bytes()), event });
        }
        seals
    }

    fn company(change: impl Fn(&mut Vec<FoundSeal>)) -> usize {
        let mut company = Company::with_one_contract();
        company.seals = sealed(&company, &["{\"arr\":1}", "{\"arr\":2}", "{\"arr\":3}"]);
        company.log.sealed = 3;
        change(&mut company.seals);
        check(&company.evidence()).len()
    }

    #[test]
    fn three_seals_follow_each_other_and_any_change_of_one_is_found() {
        assert_eq!(company(|_| {}), 0);
        assert_eq!(company(|seals| seals[1].content_is = sha256(b"{\"arr\":9}")), 1);
        assert_eq!(company(|seals| seals[2].seal.title = "Another".into()), 1, "also of the last one");
        assert_eq!(company(|seals| seals[0].seal.sealed_by = "Nobody".into()), 1);
        assert_eq!(company(|seals| seals[1].seal.as_of = date(2026, 6, 30)), 1);
        assert!(company(|seals| drop(seals.pop())) > 0, "one taken away at the end is missing from the log's count");
        assert!(company(|seals| drop(seals.remove(0))) > 1, "one taken away at the beginning also breaks the chain");
        assert!(company(|seals| seals.swap(0, 1)) > 0);
        let resealed = |seals: &mut Vec<FoundSeal>| {
            seals[0].seal.title = "Another".into();
            seals[0].seal.seal_sha256 = seals[0].seal.fingerprint();
        };
        assert_eq!(company(resealed), 1, "a seal made anew does not fit the one after it");
    }

    #[test]
    fn a_report_that_no_database_keeps_as_it_is_is_refused() {
        let company = Company::with_one_contract();
        let moment = Moment { today: date(2026, 11, 23), recorded_at: Timestamp::UNIX_EPOCH };
        let report = |title: &str, content: &str| Report {
            title: title.into(),
            kind: "arr".into(),
            parameters: "{}".into(),
            as_of: date(2026, 9, 30),
            known_at: Timestamp::UNIX_EPOCH,
            content: content.into(),
        };
        for (title, content, column) in [(" ", "{}", "title"), ("Q3", "", "content"), ("Q3", "a\0b", "content")] {
            let refused = Seal::put(&report(title, content), None, ("Priya", moment), &company.ids).unwrap_err();
            assert_eq!(refused.column.as_deref(), Some(column));
        }
    }
}
