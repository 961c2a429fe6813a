//! The way from opening to closing: a waterfall, the same as a table by class, and the line that must come out as zero.

use crate::pages::charts::short;
use crate::pages::charts::waterfall::{Bar, BarKind, cut, waterfall};
use crate::pages::figure::signed;
use crate::pages::question::Question;
use crate::pages::words::count;
use maud::{Markup, html};
use tenure_app::{ClassSum, RetentionView};
use tenure_core::ledger::Class;
use tenure_core::primitives::{days_between, display_date, format_minor};

/// Chart, table, proof.
pub(super) fn section(view: &RetentionView, question: &Question<'_>) -> Markup {
    let bars = bars(view);
    let foot = cut(&bars);
    html! {
        section aria-labelledby="bridge-h" {
            div class="section-head" {
                h2 id="bridge-h" { "ARR, " (display_date(view.opening_on)) " to " (display_date(view.closing_on)) }
                span class="note" { (view.currency.code()) @if foot > 0 { "; totals cut at " (short(foot, view.currency)) } }
            }
            div class="scroll" role="region" aria-label="Waterfall" tabindex="0" { (waterfall(&finding(view, &bars), &bars, view.currency)) }
            (proof(view))
            details class="as-table" { summary { "Show as table" } (table(view, question)) }
        }
    }
}

/// The chart in one sentence.
fn finding(view: &RetentionView, bars: &[Bar]) -> String {
    let moved: Vec<String> = bars
        .iter()
        .filter(|bar| bar.kind == BarKind::Movement)
        .map(|bar| format!("{} {}", bar.name.to_lowercase(), signed(bar.minor, view.currency)))
        .collect();
    let (from, to) = (format_minor(view.opening_minor, view.currency), format_minor(view.closing_minor, view.currency));
    format!("ARR went from {from} to {to} {}: {}", view.currency.code(), moved.join(", "))
}

/// A bar between the balances: its name, the classes in it, and whether it stands there when nothing moved.
type Step<'a> = (&'a str, &'a dyn Fn(Class) -> bool, bool);

fn bars(view: &RetentionView) -> Vec<Bar> {
    let total = |name: &str, day, minor| Bar { name: name.into(), note: display_date(day), minor, kind: BarKind::Total };
    let mut bars = vec![total("Opening", view.opening_on, view.opening_minor)];
    let of = |takes: &dyn Fn(Class) -> bool| {
        view.sums
            .iter()
            .filter(|sum| takes(sum.class))
            .fold((0_i64, 0_u64), |(minor, movements), sum| (minor + sum.minor, movements + sum.count))
    };
    let moves: [Step<'_>; 7] = [
        ("New", &|class| class == Class::New, true),
        ("Expansion", &Class::is_expansion, true),
        ("Reactivation", &|class| class == Class::Reactivation, true),
        ("Contraction", &|class| class == Class::Contraction, true),
        ("Churn", &|class| class == Class::Churn, true),
        ("Moved", &|class| matches!(class, Class::MigrationIn | Class::MigrationOut), false),
        ("Exchange rates", &|class| class == Class::Fx, false),
    ];
    for (name, takes, always) in moves {
        let (minor, movements) = of(takes);
        if always || minor != 0 {
            let note = if movements == 0 { "none".into() } else { count(movements, "movement") };
            bars.push(Bar { name: name.into(), note, minor, kind: BarKind::Movement });
        }
    }
    bars.push(total("Closing", view.closing_on, view.closing_minor));
    bars
}

/// What the movements do not explain.
fn proof(view: &RetentionView) -> Markup {
    let days = days_between(view.opening_on, view.closing_on);
    html! {
        p class="resid" {
            span class="quiet" { "Opening + movements − closing, over " (count(view.movements, "movement")) " in " (days) " days" }
            b { "Residual " (format_minor(view.residual_minor, view.currency)) }
        }
    }
}

/// Every class, the six types of expansion one by one.
fn table(view: &RetentionView, question: &Question<'_>) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="Movements by class" tabindex="0" {
            table class="table flush classes" {
                thead { tr { th scope="col" { "Class" } th scope="col" class="num" { "Movements" } th scope="col" class="num" { "Customers" } th scope="col" class="num" { (view.currency.code()) } } }
                tbody {
                    tr { td class="med" { "Opening, " (display_date(view.opening_on)) } td {} td {} td class="num med" { (format_minor(view.opening_minor, view.currency)) } }
                    @for sum in &view.sums { (row(view, sum, question)) }
                }
                tfoot { tr { td { "Closing, " (display_date(view.closing_on)) } td class="num" { (view.movements) } td {} td class="num" { (format_minor(view.closing_minor, view.currency)) } } }
            }
        }
    }
}

fn row(view: &RetentionView, sum: &ClassSum, question: &Question<'_>) -> Markup {
    html! {
        tr {
            td { @if sum.count > 0 { a class="link" href=(question.at("/ledger", &[("class", sum.class.code().into())])) { (sum.class.label()) } } @else { span class="quiet" { (sum.class.label()) } } }
            td class="num" { @if sum.count > 0 { (sum.count) } @else { span class="quiet" { "none" } } }
            td class="num" { @if sum.count > 0 { (sum.customers) } }
            td class="num" { @if sum.count > 0 { (signed(sum.minor, view.currency)) } }
        }
    }
}
