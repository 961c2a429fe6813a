//! Setting the rules that questions about money are answered under.

use super::reading::Reader;
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::AppError;
use tenure_core::ledger::{Discounts, Overlaps, RenewedBy, Returning, Rules};

/// Sets the rules, or confirms the shipped ones.
pub(crate) struct Set;

/// Where they are to be seen.
const PAGE: &str = "/settings/ledger-rules";

/// A word of a list with what it stands for.
fn options<T: Copy>(all: &[T], says: impl Fn(T) -> (&'static str, &'static str)) -> Kind {
    Kind::Choice(all.iter().map(|word| says(*word)).map(|(code, label)| (code.to_string(), label.to_string())).collect())
}

/// Every order of the three types of expansion that go to somebody else.
fn orders() -> Kind {
    let classes = Rules::default().precedence;
    let places = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let order = |places: [usize; 3]| {
        let labels = places.map(|place| classes[place].label().to_lowercase());
        (places.map(|place| classes[place].code()).join(" "), labels.join(", then "))
    };
    Kind::Choice(places.map(order).to_vec())
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("upsell_share", "An upsell is big above this share of the customer's ARR, in per cent", Kind::Number)
            .about("upsell_share_bps")
            .hint("The lower of the two lines counts. Shipped: 10 per cent."),
        Field::new("upsell_units", "or above so many units", Kind::Number).hint("Such as seats. Shipped: 25."),
        Field::new("precedence", "Where several types of expansion fit, the first of", orders()),
        Field::new("discounts", "Discounts", options(Discounts::ALL, |word| (word.code(), word.label()))),
        Field::new("grace_days", "Days of grace after a term", Kind::Number)
            .hint("0 to 366. Revenue goes on for so long while a renewal is undecided."),
        Field::new("returning", "A customer that comes back", options(Returning::ALL, |word| (word.code(), word.label()))),
        Field::new("lapse_days_to_new", "New again after so many days away", Kind::Text).hint("1 to 3650, or never."),
        Field::new("overlaps", "Lines that overlap", options(Overlaps::ALL, |word| (word.code(), word.label()))),
        Field::new("renewed_by", "What was due is renewed where", options(RenewedBy::ALL, |word| (word.code(), word.label()))),
    ]
}

impl Action for Set {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.ledger_rules().await?;
        let mut values = Typed::of([("upsell_share", per_cent(view.rules.upsell_line.share_bps))]);
        view.rules.values().into_iter().for_each(|(name, value)| values.push(name, value));
        let lede = html! {
            p { "Every figure that is asked without rules of its own is read under these from now on. What was known on an earlier day stays under the rules of that day, and sealed reports keep theirs." }
        };
        let places = vec![("Settings".to_string(), "/settings".to_string()), ("Ledger rules".to_string(), PAGE.to_string())];
        let verb = if view.confirmed { "Save" } else { "Confirm these rules" };
        Ok(FormPage::new(Nav::Settings, places, "Change the ledger rules", verb).lede(lede).fields(fields(), values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let share_bps = reader.per_cent("upsell_share").unwrap_or(u32::MAX);
        let mut rules = Rules::default();
        for (name, _) in Rules::default().values() {
            match name {
                "upsell_share_bps" => reader.required_parsed(
                    "upsell_share",
                    |_| rules.set(name, &share_bps.to_string()).map_err(|_| "is not a share from 0 to 100 per cent".into()),
                    (),
                ),
                _ => reader.required_parsed(name, |text| rules.set(name, text), ()),
            }
        }
        reader.done()?;
        at.app.set_ledger_rules(&at.actor, rules).await?;
        Ok(Done::at(PAGE.into(), "The ledger rules are saved."))
    }
}

/// Basis points as a percentage that can be typed: 1250 is `12.5`.
fn per_cent(bps: u32) -> String {
    let text = format!("{}.{:02}", bps / 100, bps % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
