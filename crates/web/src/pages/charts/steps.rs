//! A small chart of steps: what one customer paid at the end of each month. Each step holds until the next, as revenue does.

use super::{Scale, px, short};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_core::primitives::Currency;

const WIDTH: i128 = 4_400;
const HEIGHT: i128 = 960;
const TOP: i128 = 180;
const BOTTOM: i128 = 740;

/// The chart. `says` is its finding; the months ascend.
pub fn steps(says: &str, months: &[(Date, i64)], currency: Currency) -> Markup {
    let high = months.iter().map(|(_, minor)| i128::from(*minor)).max().unwrap_or(0).max(1);
    let low = months.iter().map(|(_, minor)| i128::from(*minor)).min().unwrap_or(0).min(0);
    let scale = Scale { low, high, top: TOP, bottom: BOTTOM };
    let last = i128::try_from(months.len()).unwrap_or(1).saturating_sub(1).max(1);
    let x = |at: i128| WIDTH * at / last;
    let mut line = String::new();
    for (at, (_, minor)) in (0_i128..).zip(months) {
        let y = px(scale.at(i128::from(*minor)));
        line.push_str(&if at == 0 { format!("M0 {y}") } else { format!("H{}V{y}", px(x(at))) });
    }
    let foot = px(scale.at(0));
    let view = format!("0 0 {} {}", px(WIDTH), px(HEIGHT));
    let ends = [months.first().map(|end| (end, "start", 0)), months.last().map(|end| (end, "end", WIDTH))];
    html! {
        svg class="steps-chart" viewBox=(view) width=(px(WIDTH)) height=(px(HEIGHT)) role="img" aria-label=(says) {
            path class="area" d={ (line) "V" (foot) "H0Z" } {}
            line class="foot" x1="0" x2=(px(WIDTH)) y1=(foot) y2=(foot) {}
            path class="ln" d=(line) {}
            @for ((day, minor), anchor, at) in ends.into_iter().flatten() {
                text class="lb" x=(px(at)) y=(px(scale.at(i128::from(*minor)) - 60)) text-anchor=(anchor) { (short(*minor, currency)) }
                text class="ax" x=(px(at)) y=(px(BOTTOM + 190)) text-anchor=(anchor) { (day.strftime("%b %Y").to_string()) }
            }
        }
    }
}
