//! The rules of a ledger as form fields, and in words: what the organisation decided, and what the question states otherwise.

use super::{option, pick};
use crate::pages::words::{count, per_cent};
use maud::{Markup, html};
use tenure_app::AskedRules;
use tenure_core::ledger::{Discounts, Overlaps, RenewedBy, Returning, Rules, StatedRules};

/// Every rule as a field. What is left alone is as the organisation decided, and not in the address.
pub(in crate::pages::question) fn fields(stated: &StatedRules, asked: &AskedRules) -> Markup {
    let usual = &asked.organisation;
    let chosen = |name: &str| stated.stated(name).unwrap_or_default();
    let from_list = |name: &str, label: &str, options: Vec<(String, String)>, usual: &str| {
        let says = options.iter().find(|(value, _)| value == usual).map_or(usual, |(_, says)| says.as_str());
        let first = option("", &format!("as in Settings: {says}"));
        pick(name, label, &std::iter::once(first).chain(options.iter().cloned()).collect::<Vec<_>>(), chosen(name))
    };
    let number = |name: &str, label: &str, usual: u32, most: &str| {
        let id = format!("q-{name}");
        html! {
            div class="control" {
                label for=(id) { (label) }
                input class="input num short" id=(id) name=(name) type="number" inputmode="numeric" min="0" max=(most) value=(chosen(name)) placeholder=(usual);
            }
        }
    };
    let lapse = usual.lapse_days_to_new;
    let stated_lapse = chosen("lapse_days_to_new").parse().ok();
    html! {
        div class="rule-fields" {
            (from_list("returning", "A customer that comes back is", returning_options(), usual.returning.code()))
            (from_list("lapse_days_to_new", "New again after", lapse_options([lapse, stated_lapse]), &lapse.map_or_else(|| "never".into(), |days| days.to_string())))
            (number("grace_days", "Days of grace after a term", u32::from(usual.grace_days), "366"))
            (from_list("discounts", "Discounts", discount_options(), usual.discounts.code()))
            (number("upsell_share_bps", "A big upsell: above this share of ARR, in basis points", usual.upsell_line.share_bps, "10000"))
            (number("upsell_units", "or above so many units", usual.upsell_line.units, "65535"))
            (from_list("overlaps", "Lines that overlap", overlap_options(), usual.overlaps.code()))
            (from_list("renewed_by", "What was due is renewed where", renewed_options(), usual.renewed_by.code()))
            button class="btn" type="submit" { "Apply rules" }
            p class="small quiet" {
                "What is left alone is as " a href="/settings/ledger-rules" { "in Settings" }
                @if asked.confirmed { "." } @else { ", where nobody has confirmed the shipped rules yet." }
            }
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

fn overlap_options() -> Vec<(String, String)> {
    Overlaps::ALL.iter().map(|overlaps| option(overlaps.code(), overlaps_say(*overlaps))).collect()
}

const fn overlaps_say(overlaps: Overlaps) -> &'static str {
    match overlaps {
        Overlaps::Sum => "all count",
        Overlaps::Latest => "count one at a time, the last that began",
    }
}

fn renewed_options() -> Vec<(String, String)> {
    RenewedBy::ALL.iter().map(|renewed_by| option(renewed_by.code(), renewed_says(*renewed_by))).collect()
}

const fn renewed_says(renewed_by: RenewedBy) -> &'static str {
    match renewed_by {
        RenewedBy::Contract => "the same contract goes on",
        RenewedBy::Account => "the account goes on, whatever the contract",
    }
}

/// Days away after which sources count a customer as new.
const LAPSES: [u16; 3] = [90, 180, 365];

fn lapse_options(others: [Option<u16>; 2]) -> Vec<(String, String)> {
    let days = |days: u16| (days.to_string(), format!("{} away", count(u64::from(days), "day")));
    let mut all: Vec<u16> = LAPSES.into_iter().chain(others.into_iter().flatten()).collect();
    all.sort_unstable();
    all.dedup();
    std::iter::once(option("never", "never")).chain(all.into_iter().map(days)).collect()
}

/// Every rule in words, in the order of [`tenure_core::ledger::RULES`]: what it is about, and what it says.
pub(in crate::pages) fn told(rules: &Rules) -> [(&'static str, String); 9] {
    let lapse = rules.lapse_days_to_new.map_or_else(|| "never".into(), |days| format!("{} away", count(u64::from(days), "day")));
    let precedence: Vec<String> = rules.precedence.iter().map(|class| class.label().to_lowercase()).collect();
    [
        ("Discounts", rules.discounts.label().into()),
        ("Days of grace after a term", count(u64::from(rules.grace_days), "day")),
        ("A customer that comes back is", returning_says(rules.returning).into()),
        ("Lines that overlap", overlaps_say(rules.overlaps).into()),
        ("What was due is renewed where", renewed_says(rules.renewed_by).into()),
        ("A customer that comes back is new again after", lapse),
        ("An upsell is big above this share of ARR", per_cent(rules.upsell_line.share_bps)),
        ("or above so many units", rules.upsell_line.units.to_string()),
        ("Where several types of expansion fit, the first of", precedence.join(", ")),
    ]
}

/// The rules of an answer that differ from others, each as a clause.
pub(in crate::pages) fn changed(rules: &Rules, usual: &Rules) -> Vec<String> {
    let mut said = Vec::new();
    if rules.returning != usual.returning {
        said.push(format!("a customer that comes back is {}", returning_says(rules.returning)));
    }
    match rules.lapse_days_to_new {
        days if days == usual.lapse_days_to_new => {}
        Some(days) => said.push(format!("new again after {}", count(u64::from(days), "day"))),
        None => said.push("never new again".into()),
    }
    if rules.grace_days != usual.grace_days {
        said.push(format!("{} of grace", count(u64::from(rules.grace_days), "day")));
    }
    if rules.discounts != usual.discounts {
        said.push(format!("discounts {}", discounts_say(rules.discounts)));
    }
    if rules.overlaps != usual.overlaps {
        said.push(format!("overlapping lines {}", overlaps_say(rules.overlaps)));
    }
    if rules.renewed_by != usual.renewed_by {
        said.push(format!("renewed where {}", renewed_says(rules.renewed_by)));
    }
    if rules.upsell_line != usual.upsell_line {
        said.push(format!("a big upsell is above {} or {} units", per_cent(rules.upsell_line.share_bps), rules.upsell_line.units));
    }
    if rules.precedence != usual.precedence {
        said.push("another precedence of expansions".into());
    }
    said
}
