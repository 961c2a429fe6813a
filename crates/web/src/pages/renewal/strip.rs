//! The ownership strip: days become places. A lane is drawn only if its stretches tile, so a hole can never look like an owner.

use crate::pages::parts::{avatar_beside, icon, shape};
use maud::{Markup, html};
use tenure_app::{HoldingItem, RenewalView, ResponsibilityView, StepItem, StepState};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::days_between;
use tenure_core::renewal::State;

/// The days that the strip shows, from the term end: negative before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub from: i64,
    /// First day no longer.
    pub to: i64,
    /// Today, where it lies inside.
    pub today: Option<i64>,
    /// Everything before it is recorded, the rest is planned.
    pub recorded_to: i64,
}

/// One bar: whose, from which day to which, whether planned, and whether its person is named on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar<'a> {
    /// The stretch.
    pub holding: &'a HoldingItem,
    /// First day.
    pub from: i64,
    /// First day no longer.
    pub to: i64,
    /// Dashed: not yet.
    pub planned: bool,
    /// Of a stretch that today divides, one part carries the name: the recorded one, unless it is too short for it.
    pub named: bool,
    /// Whether it begins under the diamond of a waived handoff.
    pub after_waiver: bool,
}

const AFTER_END: i64 = 30;
/// Today may lie this far outside before the strip leaves it out.
const REACH: i64 = 60;

impl Window {
    /// The window of a renewal: its playbook and a month after the term end, widened to today where today is near.
    pub fn of(view: &RenewalView) -> Self {
        let end = view.item.end_on;
        let today = days_between(end, view.today);
        let opens = view.opens_on.map_or(-120, |opens_on| days_between(end, opens_on));
        let steps = view.steps.iter().map(|step| step.day);
        let (from, to) = (opens.min(steps.clone().min().unwrap_or(0)).min(-30), AFTER_END.max(steps.max().unwrap_or(0) + 1));
        let from = if (from - REACH..from).contains(&today) { today } else { from };
        let to = if (to..to + REACH).contains(&today) { today + 1 } else { to };
        // Nothing is planned on a closed renewal: its strip ends with it, and all of it is recorded.
        let (to, recorded_to) = match view.item.state {
            State::Open => (to, today),
            State::Closed { closed_on, .. } => {
                let end = days_between(end, closed_on).clamp(from + 1, to).max(1);
                (end, end)
            }
        };
        Self { from, to, today: (from..to).contains(&today).then_some(today), recorded_to }
    }

    fn span(&self) -> i64 {
        (self.to - self.from).max(1)
    }
}

/// Whether the stretches follow one another without a hole or a double owner, and only the last is still in force.
pub fn tiles(holdings: &[HoldingItem]) -> bool {
    let follow = holdings.windows(2).all(|pair| pair[0].to_day == Some(pair[1].from_day));
    let forward = holdings.iter().all(|holding| holding.to_day.is_none_or(|to| to > holding.from_day));
    !holdings.is_empty() && follow && forward && holdings.last().is_some_and(|last| last.to_day.is_none())
}

/// The bars of a lane within the window, in order; `None` where the stretches do not tile and nothing may be drawn.
pub fn bars<'a>(holdings: &'a [HoldingItem], window: &Window) -> Option<Vec<Bar<'a>>> {
    tiles(holdings).then(|| holdings.iter().flat_map(|holding| parts(holding, window)).collect())
}

/// A stretch cut to the window, and cut in two where today lies within.
fn parts<'a>(holding: &'a HoldingItem, window: &Window) -> Vec<Bar<'a>> {
    let from = holding.from_day.max(window.from);
    let to = holding.to_day.unwrap_or(window.to).min(window.to);
    if from >= to {
        return Vec::new();
    }
    let cut = window.recorded_to.clamp(from, to);
    let on_first = cut - from >= (to - cut).min(window.span() / 6);
    let waived = holding.waived.is_some();
    let part = |from: i64, to: i64, planned: bool, named: bool| {
        let after_waiver = waived && from == holding.from_day;
        Bar { holding, from, to, planned, named, after_waiver }
    };
    [part(from, cut, false, on_first), part(cut, to, true, !on_first)].into_iter().filter(|bar| bar.from < bar.to).collect()
}

/// What the marks mean.
pub fn legend() -> Markup {
    html! {
        span class="end legend small quiet" {
            span { i class="k done" {} "done" }
            span { i class="k" {} "open" }
            span { i class="k late" {} "late" }
            span { i class="k lapk" {} "handoff, both present" }
            span { (shape("red")) "no joint step" }
            span { i class="k plan" {} "planned" }
            span { i class="k nd" {} "notice deadline" }
        }
    }
}

/// The strip. The steps below say in words what the ticks show.
pub fn strip(view: &RenewalView, selected: Responsibility) -> Markup {
    let window = Window::of(view);
    let style = format!("--from:{};--span:{}", window.from, window.span());
    html! {
        div class="strip" style=(style) role="radiogroup" aria-labelledby="own-h" {
            div {}
            (axis(view, &window))
            (marks(view, &window))
            @for (index, lane) in view.responsibilities.iter().enumerate() { (draw(lane, index + 1, view, (&window, selected))) }
        }
        @if window.today.is_none() { p class="small quiet" { (elsewhere(view)) } }
    }
}

fn elsewhere(view: &RenewalView) -> String {
    let place = if view.today < view.item.end_on { "before" } else { "after" };
    format!("Today is {}, {place} the days shown.", view.item.t_minus)
}

fn axis(view: &RenewalView, window: &Window) -> Markup {
    let phases = phases(&view.steps, window);
    let flag = window.today.unwrap_or(i64::MIN / 2);
    let days = phases.iter().map(|(_, from, _)| *from).chain([0, window.to]);
    let mut shown: Vec<i64> = Vec::new();
    for day in days {
        let apart = window.span() / 18;
        if shown.iter().all(|other| (day - other).abs() > apart) && (day - flag).abs() > window.span() / 12 {
            shown.push(day);
        }
    }
    html! {
        div class="axis" aria-hidden="true" {
            @for (name, from, to) in &phases { span class="at phase" style={ "--a:" (from) ";--b:" (to) } { (name) } }
            @for day in shown {
                @let end = if day - window.from < window.span() / 20 { Some("start") } else if window.to - day < window.span() / 20 { Some("end") } else { None };
                span class="at num" data-wide[day != 0] data-end=[end] style={ "--a:" (day) } { (t_words(day)) }
            }
        }
    }
}

fn t_words(day: i64) -> String {
    if day > 0 { format!("T+{day}") } else { format!("T-{}", -day) }
}

/// Phases of the playbook: each from its first step to the next phase, the last to the end of the strip.
fn phases<'a>(steps: &'a [StepItem], window: &Window) -> Vec<(&'a str, i64, i64)> {
    let mut starts: Vec<(&str, i64)> = Vec::new();
    for step in steps.iter().filter(|step| !step.phase.is_empty()) {
        if starts.last().is_none_or(|(name, _)| *name != step.phase) {
            starts.push((&step.phase, step.day.max(window.from)));
        }
    }
    let ends = starts.iter().skip(1).map(|(_, from)| *from).chain([window.to]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|((name, from), to)| (name, from, to)).collect()
}

fn marks(view: &RenewalView, window: &Window) -> Markup {
    let notice = days_between(view.item.end_on, view.item.notice_on);
    let line = |class: &str, day: i64| html! { i class={ "line " (class) } style={ "--a:" (day) } {} };
    html! {
        div class="marks" aria-hidden="true" {
            @for (_, from, _) in phases(&view.steps, window).iter().skip(1) { (line("", *from)) }
            @if let Some(today) = window.today { i class="veil" style={ "--a:" (today) } {} }
        }
        div class="marks over" aria-hidden="true" {
            @if view.item.auto_renew && (window.from..window.to).contains(&notice) { (line("notice", notice)) }
            (line("end", 0))
            @if let Some(today) = window.today {
                (line("today", today))
                b class="flag" data-end=[flag_end(today, window)] style={ "--a:" (today) } { "Today " (t_words(today)) }
            }
        }
    }
}

fn flag_end(today: i64, window: &Window) -> Option<&'static str> {
    if today - window.from < window.span() / 20 {
        Some("start")
    } else if window.to - today < window.span() / 20 {
        Some("end")
    } else {
        None
    }
}

fn draw(lane: &ResponsibilityView, row: usize, view: &RenewalView, (window, selected): (&Window, Responsibility)) -> Markup {
    let code = lane.responsibility.code();
    html! {
        div class="lane" style={ "--i:" (row) } {
            label class="lane-name" for={ "lane-" (code) } {
                (icon(code))
                input type="radio" name="lane" id={ "lane-" (code) } value=(code) checked[lane.responsibility == selected];
                (lane.responsibility.label())
                span class="vh" { ": " (lane.holder.name) }
                span class="now phone-only" aria-hidden="true" { (avatar_beside(&lane.holder)) (lane.holder.name) }
            }
            div class="track" aria-hidden="true" {
                @match bars(&lane.holdings, window) {
                    Some(bars) => { @for bar in &bars { (draw_bar(bar, window)) } (joins(lane, window)) (overlaps(lane, window)) },
                    None => span class="small text-red" { "Not drawn: the record has a hole. Run tenure check." },
                }
                @for step in view.steps.iter().filter(|step| step.lead == lane.responsibility) { (tick(step, window)) }
            }
        }
    }
}

/// Half the width of the diamond, in days.
fn half_join(window: &Window) -> i64 {
    (window.span() / 80).max(1)
}

fn draw_bar(bar: &Bar<'_>, window: &Window) -> Markup {
    let person = &bar.holding.person;
    let lap = if bar.after_waiver { half_join(window) } else { 0 };
    html! {
        div class="hold" data-family=(person.family.code()) data-planned[bar.planned] data-after[bar.after_waiver]
            style={ "--a:" (bar.from) ";--b:" (bar.to) @if lap > 0 { ";--lap:" (lap) } } title=(bar.holding.because) {
            @if bar.named { (avatar_beside(person)) span class="nm" { (person.name) } " " small { (person.role.label()) } }
        }
    }
}

/// A red diamond where accountability changed hands without a joint step.
fn joins(lane: &ResponsibilityView, window: &Window) -> Markup {
    let half = half_join(window);
    html! {
        @for pair in lane.holdings.windows(2) {
            @if let Some((by, reason)) = pair[1].waived.as_ref().filter(|_| (window.from..window.to).contains(&pair[1].from_day)) {
                @let day = pair[1].from_day;
                @let says = format!("{} to {} on {}: no joint step; {by} waived it ({reason})", pair[0].person.name, pair[1].person.name, t_words(day));
                span class="lap" data-missing title=(says) style={ "--a:" (day - half) ";--b:" (day + half) } { (shape("red")) }
            }
        }
    }
}

/// Hatched: giver and receiver side by side, from the opening of a handoff to its acceptance, or until today while it is under way.
fn overlaps(lane: &ResponsibilityView, window: &Window) -> Markup {
    let done = lane.holdings.windows(2).filter_map(|pair| {
        let from = pair[1].overlap_from?;
        Some((from, pair[1].from_day.max(from + 1), &pair[0].person, &pair[1].person, "both present, then accepted".to_string()))
    });
    let open = lane.handoff.as_ref().map(|pending| {
        let stands = if pending.met { "both have met; not accepted yet" } else { "both have not met yet" };
        (pending.from_day, window.recorded_to.max(pending.from_day + 1), &lane.holder, &pending.receiver, stands.to_string())
    });
    html! {
        @for (from, to, giver, receiver, says) in done.chain(open) {
            @let (from, to) = (from.max(window.from), to.min(window.to));
            @if from < to {
                span class="lap" style={ "--a:" (from) ";--b:" (to.max(from + 2 * half_join(window))) ";--g:var(--" (giver.family.code()) ");--h:var(--" (receiver.family.code()) ")" }
                    title={ (giver.name) " to " (receiver.name) " from " (t_words(from)) ": " (says) } {}
            }
        }
    }
}

fn tick(step: &StepItem, window: &Window) -> Markup {
    let state = match step.state {
        StepState::Done | StepState::NotNeeded => Some("done"),
        StepState::Late => Some("late"),
        StepState::Next => Some("next"),
        StepState::Open => Some("open"),
        StepState::Withdrawn | StepState::BeforeTracking => None,
    };
    html! {
        @if let Some(state) = state.filter(|_| (window.from..=window.to).contains(&step.day)) {
            span class="tick" data-state=(state) style={ "--a:" (step.day) } title={ (step.t_minus) " " (step.title) } {}
        }
    }
}
