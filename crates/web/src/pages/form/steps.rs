//! A question that is asked in several steps on one page: what was typed in the others is carried along, forth and back, without a script.

use super::Typed;
use maud::{Markup, html};

/// The field that carries the step.
const STEP: &str = "step";

/// The steps of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    names: &'static [&'static str],
    at: usize,
}

impl Steps {
    /// The step that a form asks for: the one it was sent from, or the next one, or the one before; the first where none was sent.
    pub fn of(names: &'static [&'static str], typed: &Typed) -> Self {
        let sent: usize = typed.get(STEP).parse().unwrap_or(0);
        let at = match typed.get("preview") {
            "next" => sent.saturating_add(1),
            "back" => sent.saturating_sub(1),
            _ => sent,
        };
        Self { names, at: at.min(names.len().saturating_sub(1)) }
    }

    /// Which one, from 0.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Whether the answer is carried out from here.
    pub const fn is_last(&self) -> bool {
        self.at + 1 >= self.names.len()
    }

    /// What was typed, as if it was sent from a step.
    pub fn moved_to(typed: Typed, step: usize) -> Typed {
        let mut pairs = typed.0;
        pairs.retain(|(name, _)| name != STEP && name != "preview");
        pairs.push((STEP.into(), step.to_string()));
        Typed(pairs)
    }
}

/// Where the reader is.
pub(super) fn heading(steps: &Steps) -> Markup {
    html! {
        input type="hidden" name=(STEP) value=(steps.at);
        ol class="steps-of" aria-label="Steps" {
            @for (index, name) in steps.names.iter().enumerate() {
                li aria-current=[(index == steps.at).then_some("step")] class=[(index < steps.at).then_some("done")] { (index + 1) " " (name) }
            }
        }
        h2 { (steps.names.get(steps.at).copied().unwrap_or_default()) }
    }
}

/// To the step before; what is typed here need not be whole for that.
pub(super) fn back(steps: &Steps) -> Markup {
    html! { @if steps.at > 0 { button class="btn" type="submit" name="preview" value="back" formnovalidate { "Back" } } }
}

/// Back and forth.
pub(super) fn buttons(steps: &Steps, leave: &str) -> Markup {
    html! {
        div class="row" {
            (back(steps))
            button class="btn primary" type="submit" name="preview" value="next" { "Next" @if let Some(name) = steps.names.get(steps.at + 1) { ": " (name.to_lowercase()) } }
            a class="btn plain" href=(leave) { "Leave it as it is" }
        }
    }
}
