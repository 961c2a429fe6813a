//! What people of the sample company say about some of their customers, and the documents that they link.

use super::agenda::Agenda;
use super::life::{Act, Life};
use crate::deed::facts_of;
use jiff::civil::{Date, date};
use tenure_app::{Actor, AppError, NewComment, NewDocument};
use tenure_core::facts::Facts;
use tenure_core::primitives::CommentId;
use tenure_core::renewal::RenewalKind;
use tenure_core::room::DocumentKind;
use tenure_store::Scope;

/// Something said or linked on a day.
#[derive(Debug)]
pub(crate) struct Said {
    on: Date,
    account: &'static str,
    by: &'static str,
    what: What,
}

/// What somebody does.
#[derive(Clone, Copy, Debug)]
enum What {
    /// A comment on the open renewal that ends first.
    Says(&'static str),
    /// A comment on the customer as a whole.
    Notes(&'static str),
    /// How the comment begins, and what it says instead.
    Corrects(&'static str, &'static str),
    /// A document of the open renewal that ends first: kind, title, address.
    Links(DocumentKind, &'static str, &'static str),
    /// A document of the first contract.
    Keeps(DocumentKind, &'static str, &'static str),
}

use What::{Corrects, Keeps, Links, Notes, Says};

const PRIYA: &str = "Priya Raman";
const DANIEL: &str = "Daniel Osei";
const INGRID: &str = "Ingrid Solberg";
const RAFAEL: &str = "Rafael Costa";

const SAID: &[Said] = &[
    said(
        (2026, 1, 15),
        "A-1",
        (DANIEL, Keeps(DocumentKind::Contract, "Order form and terms, signed", "https://files.halden.example/kestrel/contract")),
    ),
    said(
        (2026, 9, 10),
        "A-1",
        (PRIYA, Keeps(DocumentKind::SecurityReview, "Security questionnaire 2026", "https://files.halden.example/kestrel/security-2026")),
    ),
    said(
        (2026, 9, 21),
        "A-1",
        (PRIYA, Links(DocumentKind::Deck, "Business review, September", "https://files.halden.example/kestrel/review-2026-09")),
    ),
    said(
        (2026, 10, 14),
        "A-1",
        (PRIYA, Says("The uplift is the one thing they keep coming back to. @Daniel Osei, what can we do for two years?")),
    ),
    said(
        (2026, 10, 15),
        "A-1",
        (DANIEL, Says("@Priya Raman 3% a year if they sign before Christmas. Anything below needs @Victor Amadi.")),
    ),
    said((2026, 10, 16), "A-1", (PRIYA, Says("Good. I take it to Monday's call and ask who signs on their side."))),
    said(
        (2026, 10, 20),
        "A-1",
        (DANIEL, Links(DocumentKind::Quote, "Quote, two years at 3%", "https://files.halden.example/kestrel/quote-2y?version=2")),
    ),
    said(
        (2026, 11, 11),
        "A-1",
        (PRIYA, Says("Legal wants the community wards' data in the country. @Samir, is that a setting or a project?")),
    ),
    said(
        (2026, 11, 12),
        "A-1",
        (
            PRIYA,
            Corrects(
                "Legal wants",
                "Legal wants the community wards' data in the country, in writing. @Samir, is that a setting or a project?",
            ),
        ),
    ),
    said(
        (2026, 11, 13),
        "A-1",
        (
            "Samir Nasser",
            Says(
                "A setting, since spring. I wrote two sentences that their lawyers can paste.\nThe page about regions is linked under documents.",
            ),
        ),
    ),
    said((2026, 11, 13), "A-1", ("Samir Nasser", Links(DocumentKind::Other, "Where data is kept", "https://docs.halden.example/regions"))),
    said((2026, 11, 23), "A-1", (INGRID, Says("@Priya Raman the notice deadline is on Wednesday. Do they know that we know?"))),
    said(
        (2026, 10, 15),
        "A-13",
        (RAFAEL, Notes("Hall three is a radio problem, not ours. It is still our renewal, so I ordered the antenna.")),
    ),
    said(
        (2026, 11, 17),
        "A-13",
        (RAFAEL, Says("@Ingrid Solberg the antenna slips to mid December. I would rather say it before they ask.")),
    ),
    said((2026, 11, 17), "A-13", (INGRID, Says("Yes, today, by phone. And write the new day down as a promise."))),
    said((2026, 9, 4), "A-2", (PRIYA, Notes("New claims chief from October: everything goes through her, also what was agreed before."))),
    said(
        (2026, 10, 22),
        "A-14",
        (PRIYA, Links(DocumentKind::Deck, "Standstill avoided, the arithmetic", "https://files.halden.example/fleet/standstill")),
    ),
];

const fn said((year, month, day): (i16, i8, i8), account: &'static str, (by, what): (&'static str, What)) -> Said {
    Said { on: date(year, month, day), account, by, what }
}

/// Enters what is said about the customers that are kept.
pub(super) fn enter(agenda: &mut Agenda, keeps: fn(&str) -> bool) {
    for said in SAID.iter().filter(|said| keeps(said.account)) {
        agenda.enter(said.on, Act::Talk(said));
    }
}

impl Life<'_> {
    /// Says or links something.
    pub(super) async fn say(&self, said: &Said) -> Result<bool, AppError> {
        let facts = facts_of(self.app(), &Scope::Account(said.account.into())).await?;
        if facts.accounts.is_empty() {
            return Ok(false);
        }
        let (app, by, account) = (self.app(), Actor::Operator(said.by.into()), said.account.to_string());
        let link = |(renewal, contract), kind, title: &str, address: &str| NewDocument {
            account: account.clone(),
            renewal,
            contract,
            kind,
            title: title.into(),
            address: address.into(),
        };
        match said.what {
            Says(text) => app.write_comment(&by, NewComment { account, renewal: next(&facts), text: text.into() }).await,
            Notes(text) => app.write_comment(&by, NewComment { account, renewal: None, text: text.into() }).await,
            Corrects(beginning, text) => {
                let Some(id) = comment(&facts, beginning) else { return Ok(false) };
                app.correct_comment(&by, (said.account, id), text).await
            }
            Links(kind, title, address) => app.add_document(&by, link((next(&facts), None), kind, title, address)).await,
            Keeps(kind, title, address) => {
                let contract = facts.contracts.values().map(|contract| contract.reference.clone()).min();
                app.add_document(&by, link((None, contract), kind, title, address)).await
            }
        }
        .map(|_| true)
    }
}

/// The open renewal that ends first.
fn next(facts: &Facts) -> Option<String> {
    let open = facts.renewals.values().filter(|renewal| renewal.is_open() && renewal.kind == RenewalKind::Renewal);
    open.min_by_key(|renewal| (renewal.target.end_on, renewal.number)).map(|renewal| renewal.reference())
}

fn comment(facts: &Facts, beginning: &str) -> Option<CommentId> {
    let all = facts.rooms.values().flat_map(|room| room.comments.values()).filter_map(|versions| versions.last());
    all.into_iter().find(|last| last.text.starts_with(beginning)).map(|last| last.id)
}
