//! The rules of a ledger as form fields, and in words where they differ from what is shipped.

use super::{option, pick};
use crate::pages::words::{count, per_cent};
use maud::{Markup, html};
use tenure_core::ledger::{Discounts, Returning, Rules};

/// Every rule as a field.
pub(in crate::pages::question) fn fields(rules: &Rules) -> Markup {
    let line = rules.upsell_line;
    let lapse = rules.lapse_days_to_new.map_or_else(|| "never".to_string(), |days| days.to_string());
    html! {
        div class="rule-fields" {
            (pick("returning", "A customer that comes back is", &returning_options(), rules.returning.code()))
            (pick("lapse_days_to_new", "New again after", &lapse_options(rules.lapse_days_to_new), &lapse))
            (number("grace_days", "Days of grace after a term", u32::from(rules.grace_days), "366"))
            (pick("discounts", "Discounts", &discount_options(), rules.discounts.code()))
            (number("upsell_share_bps", "A big upsell: above this share of ARR, in basis points", line.share_bps, "10000"))
            (number("upsell_units", "or above so many units", line.units, "65535"))
            button class="btn" type="submit" { "Apply rules" }
        }
    }
}

fn number(name: &str, label: &str, value: u32, most: &str) -> Markup {
    let id = format!("q-{name}");
    html! {
        div class="control" {
            label for=(id) { (label) }
            input class="input num short" id=(id) name=(name) type="number" inputmode="numeric" min="0" max=(most) value=(value);
        }
    }
}

fn returning_options() -> Vec<(String, String)> {
    Returning::ALL.iter().map(|returning| option(returning.code(), returning_says(*returning))).collect()
}

const fn returning_says(returning: Returning) -> &'static str {
    match returning {
        Returning::Reactivation => "a reactivation",
        Returning::New => "new",
        Returning::Expansion => "an expansion",
    }
}

fn discount_options() -> Vec<(String, String)> {
    Discounts::ALL.iter().map(|discounts| option(discounts.code(), discounts_say(*discounts))).collect()
}

const fn discounts_say(discounts: Discounts) -> &'static str {
    match discounts {
        Discounts::Lasting => "that last lessen ARR",
        Discounts::Every => "all lessen ARR on their days",
        Discounts::Ignored => "never lessen ARR",
    }
}

/// Days away after which sources count a customer as new.
const LAPSES: [u16; 3] = [90, 180, 365];

fn lapse_options(chosen: Option<u16>) -> Vec<(String, String)> {
    let days = |days: u16| (days.to_string(), format!("{} away", count(u64::from(days), "day")));
    let other = chosen.filter(|days| !LAPSES.contains(days)).map(days);
    std::iter::once(option("never", "never")).chain(LAPSES.into_iter().map(days)).chain(other).collect()
}

/// The rules that differ from what is shipped, each as a clause.
pub(in crate::pages::question) fn changed(rules: &Rules) -> Vec<String> {
    let usual = Rules::default();
    let mut said = Vec::new();
    if rules.returning != usual.returning {
        said.push(format!("a customer that comes back is {}", returning_says(rules.returning)));
    }
    if let Some(days) = rules.lapse_days_to_new {
        said.push(format!("new again after {}", count(u64::from(days), "day")));
    }
    if rules.grace_days != usual.grace_days {
        said.push(format!("{} of grace", count(u64::from(rules.grace_days), "day")));
    }
    if rules.discounts != usual.discounts {
        said.push(format!("discounts {}", discounts_say(rules.discounts)));
    }
    if rules.upsell_line != usual.upsell_line {
        said.push(format!("a big upsell is above {} or {} units", per_cent(rules.upsell_line.share_bps), rules.upsell_line.units));
    }
    said
}
