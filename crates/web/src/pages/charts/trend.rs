//! Lines through month ends. Each line is named at its end and drawn in a way of its own, so that nothing hangs on colour.

use super::{Scale, px, ticks};
use jiff::civil::Date;
use maud::{Markup, html};

const WIDTH: i128 = 5_760;
const LEFT: i128 = 460;
const RIGHT: i128 = 5_120;
const TOP: i128 = 120;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name, at its end.
    pub name: &'static str,
    /// A value for each month end; `None` draws nothing there.
    pub points: Vec<Option<i128>>,
    /// `solid` or `dashed`.
    pub stroke: &'static str,
}

/// The chart: `days` are the month ends, `label` writes a value, `height` is in pixels.
pub struct Trend<'a> {
    /// Its finding.
    pub says: String,
    /// The days.
    pub days: &'a [Date],
    /// The lines.
    pub lines: Vec<Line>,
    /// Values that stay in view, such as 100%.
    pub keep: Vec<i128>,
    /// Height in pixels.
    pub height: i128,
}

/// Draws it; `label` writes a value.
pub fn trend(chart: &Trend<'_>, label: &dyn Fn(i128) -> String) -> Markup {
    let values = || chart.lines.iter().flat_map(|line| line.points.iter().flatten().copied()).chain(chart.keep.iter().copied());
    let (low, high) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
    let air = ((high - low) / 12).max(1);
    let bottom = chart.height * 10 - 220;
    let scale = Scale { low: low - air, high: high + air, top: TOP, bottom };
    let last = i128::try_from(chart.days.len()).unwrap_or(1).saturating_sub(1).max(1);
    let x = |at: i128| LEFT + (RIGHT - LEFT) * at / last;
    let view = format!("0 0 {} {}", px(WIDTH), chart.height);
    html! {
        svg class="trend" viewBox=(view) width=(px(WIDTH)) height=(chart.height) role="img" aria-label=(chart.says) {
            @for tick in ticks(low, high, 3) {
                @let y = px(scale.at(tick));
                line class={ "grid" @if chart.keep.contains(&tick) { " mark" } } x1=(px(LEFT)) x2=(px(RIGHT)) y1=(y) y2=(y) {}
                text class="ax" x=(px(LEFT - 80)) y=(px(scale.at(tick) + 40)) text-anchor="end" { (label(tick)) }
            }
            @for (at, day) in (0_i128..).zip(chart.days).filter(|(at, _)| (last - at) % 6 == 0) {
                text class="ax" x=(px(x(at))) y=(px(bottom + 180)) text-anchor="middle" { (day.strftime("%b %Y").to_string()) }
            }
            @for line in &chart.lines {
                path class={ "ln " (line.stroke) } d=(path(line, &x, &scale)) {}
            }
            (ends(chart, &scale, label))
        }
    }
}

/// A pen that is lifted where there is no value.
fn path(line: &Line, x: &dyn Fn(i128) -> i128, scale: &Scale) -> String {
    let mut drawn = String::new();
    let mut pen = "M";
    for (at, value) in (0_i128..).zip(&line.points) {
        match value {
            Some(value) => {
                drawn.push_str(&format!("{pen}{} {}", px(x(at)), px(scale.at(*value))));
                pen = "L";
            }
            None => pen = "M",
        }
    }
    drawn
}

/// Names and last values at the right end, kept a line apart.
fn ends(chart: &Trend<'_>, scale: &Scale, label: &dyn Fn(i128) -> String) -> Markup {
    let mut marks: Vec<(i128, &str, i128)> = chart
        .lines
        .iter()
        .filter_map(|line| line.points.last().copied().flatten().map(|value| (scale.at(value), line.name, value)))
        .collect();
    marks.sort_unstable();
    let mut free = i128::MIN;
    let placed = marks.into_iter().map(|(y, name, value)| {
        let at = y.max(free);
        free = at + 300;
        (y, at, name, value)
    });
    html! {
        @for (y, at, name, value) in placed {
            circle class="end" cx=(px(RIGHT)) cy=(px(y)) r="3" {}
            text class="lb" x=(px(RIGHT + 90)) y=(px(at + 20)) { (name) }
            text class="lb v" x=(px(RIGHT + 90)) y=(px(at + 160)) { (label(value)) }
        }
    }
}
