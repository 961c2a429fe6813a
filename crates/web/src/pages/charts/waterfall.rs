//! The way from opening to closing as a waterfall. Signs and words carry what colour shows; where the totals are cut, a mark and a note say so.

use super::{Scale, px, round_down, short, step_for, whole};
use maud::{Markup, html};
use tenure_core::primitives::Currency;

const WIDTH: i128 = 7_600;
const HEIGHT: i128 = 2_500;
const TOP: i128 = 260;
const BOTTOM: i128 = 2_140;

/// One bar: a total, or what moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Name under the bar.
    pub name: String,
    /// A second line under it.
    pub note: String,
    /// A balance, or a difference.
    pub minor: i64,
    /// Which of the two.
    pub kind: BarKind,
}

/// What a bar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarKind {
    /// A balance, drawn from the foot.
    Total,
    /// A difference, drawn from where the one before ended.
    Movement,
}

/// Where a bar begins and ends.
fn levels(bars: &[Bar]) -> Vec<(i128, i128)> {
    let mut level = 0_i128;
    let placed = bars.iter().map(|bar| {
        let (from, to) = match bar.kind {
            BarKind::Total => (0, i128::from(bar.minor)),
            BarKind::Movement => (level, level + i128::from(bar.minor)),
        };
        level = to;
        (from, to)
    });
    placed.collect()
}

/// The value at the foot of the chart: zero, or a round one where the totals would dwarf what moved.
pub fn cut(bars: &[Bar]) -> i64 {
    let ends = levels(bars).into_iter().map(|(_, to)| to);
    let (low, high) = (ends.clone().min().unwrap_or(0), ends.max().unwrap_or(0));
    if low <= 0 || low == high || low * 5 < high * 2 {
        return 0;
    }
    let below = low - (high - low) / 2;
    let foot = if below <= 0 { 0 } else { round_down(below, step_for(high - low, 4)) };
    i64::try_from(foot).unwrap_or(0)
}

/// The chart. `says` is its finding.
pub fn waterfall(says: &str, bars: &[Bar], currency: Currency) -> Markup {
    let foot = i128::from(cut(bars));
    let levels = levels(bars);
    let high = levels.iter().map(|(from, to)| *from.max(to)).max().unwrap_or(0);
    let low = levels.iter().map(|(_, to)| *to).min().unwrap_or(0).min(foot);
    let scale = Scale { low, high: high.max(low + 1), top: TOP, bottom: BOTTOM };
    let column = WIDTH / i128::try_from(bars.len()).unwrap_or(1).max(1);
    let view = format!("0 0 {} {}", px(WIDTH), px(HEIGHT));
    html! {
        svg class="wf" viewBox=(view) width=(px(WIDTH)) height=(px(HEIGHT)) role="img" aria-label=(says) {
            @for (at, (bar, (from, to))) in (0_i128..).zip(bars.iter().zip(&levels)) {
                @let place = Place { left: at * column, column, scale, cut: foot > 0 };
                (drawn(bar, (*from, *to), &place, currency))
            }
        }
    }
}

struct Place {
    left: i128,
    column: i128,
    scale: Scale,
    cut: bool,
}

fn drawn(bar: &Bar, (from, to): (i128, i128), place: &Place, currency: Currency) -> Markup {
    let (a, b) = (place.scale.at(from), place.scale.at(to));
    let (top, height) = (a.min(b), (a - b).abs().max(10));
    let bar_width = place.column * 74 / 100;
    let left = place.left + (place.column - bar_width) / 2;
    let middle = px(left + bar_width / 2);
    let falls = bar.kind == BarKind::Movement && bar.minor < 0;
    let class = match bar.kind {
        BarKind::Total => "total",
        BarKind::Movement if falls => "down",
        BarKind::Movement => "up",
    };
    let label = match bar.kind {
        BarKind::Movement if bar.minor > 0 => format!("+{}", said(bar.minor, currency, bar_width)),
        _ => said(bar.minor, currency, bar_width),
    };
    let label_at = if falls { top + height + 150 } else { top - 70 };
    html! {
        g class=(class) {
            rect x=(px(left)) y=(px(top)) width=(px(bar_width)) height=(px(height)) rx="2" {}
            text class="v" x=(middle) y=(px(label_at)) text-anchor="middle" { (label) }
            text class="n" x=(middle) y=(px(BOTTOM + 190)) text-anchor="middle" { (bar.name) }
            text class="s" x=(middle) y=(px(BOTTOM + 340)) text-anchor="middle" { (bar.note) }
        }
        @if place.cut && bar.kind == BarKind::Total {
            path class="brk" d={ "M" (px(left - 40)) " " (px(BOTTOM - 120)) "l" (px(bar_width + 80)) " -7" } {}
        }
        @if place.left + place.column < WIDTH - 10 {
            line class="conn" x1=(px(left + bar_width)) x2=(px(left + place.column)) y1=(px(b)) y2=(px(b)) {}
        }
    }
}

/// The amount in whole units where it fits over the bar, else its short form.
fn said(minor: i64, currency: Currency, bar_width: i128) -> String {
    let long = whole(minor, currency);
    // About 7 pixels a figure, and the bar's own gap on both sides.
    let fits = i128::try_from(long.chars().count()).unwrap_or(0) * 70 <= bar_width * 5 / 4;
    if fits { long } else { short(minor, currency) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(minor: i64, kind: BarKind) -> Bar {
        Bar { name: "Bar".into(), note: String::new(), minor, kind }
    }

    #[test]
    fn a_movement_begins_where_the_one_before_ended() {
        let bars = [bar(1_000, BarKind::Total), bar(300, BarKind::Movement), bar(-500, BarKind::Movement), bar(800, BarKind::Total)];
        assert_eq!(levels(&bars), [(0, 1_000), (1_000, 1_300), (1_300, 800), (0, 800)]);
    }

    #[test]
    fn totals_are_cut_at_a_round_value_below_everything_and_only_when_they_dwarf_the_rest() {
        let of = |opening: i64, moved: i64| {
            cut(&[bar(opening, BarKind::Total), bar(moved, BarKind::Movement), bar(opening + moved, BarKind::Total)])
        };
        let foot = of(26_000_000, 3_000_000);
        assert!(foot > 0 && foot < 26_000_000 && foot % 1_000_000 == 0, "{foot}");
        assert_eq!(of(1_000, 9_000), 0, "a book that grew tenfold is drawn whole");
        assert_eq!(of(1_000, 0), 0, "nothing moved");
        assert_eq!(of(0, 0), 0);
    }
}
