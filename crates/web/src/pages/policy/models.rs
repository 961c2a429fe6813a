//! Ownership models as templates: what each is, when it works, when it struggles.

use crate::pages::parts::crumbs;
use crate::pages::shell::{Shell, page};
use maud::{Markup, html};
use tenure_core::ownership::policy::Policy;
use tenure_core::ownership::{Model, Responsibility};

/// The page. Each model comes with the shipped policy that divides the work this way.
pub fn models(shell: &Shell<'_>, shipped: &[(Model, Policy)], may_begin: bool) -> Markup {
    page(
        shell,
        "Ownership models",
        "p-policy",
        html! {
            header class="page-head" {
                (crumbs(&[("Policy", "/policy".into())], "Models"))
                h1 { "Ownership models" }
                span class="sub" { "Ways of dividing five responsibilities. Each is a policy to begin from, and can be changed." }
            }
            div class="models" {
                @for (model, policy) in shipped {
                    section aria-labelledby={ "m-" (model.code()) } {
                        h2 id={ "m-" (model.code()) } { (model.label()) }
                        p { (model.about().is) }
                        dl {
                            dt { "Works when" } dd { (model.about().works) }
                            dt { "Struggles when" } dd { (model.about().struggles) }
                            dt { "Who holds what" } dd { (division(policy, *model)) }
                        }
                        @if may_begin { a class="btn small" href={ "/policy/drafts/new?model=" (model.code()) } { "Begin a draft from it" span class="vh" { ": " (model.label()) } } }
                    }
                }
            }
        },
    )
}

/// Roles by responsibility and phase, of the first rule that divides the work this way.
fn division(policy: &Policy, model: Model) -> Markup {
    let Some(rule) = policy.rules.iter().find(|rule| rule.then.model == model) else { return html! {} };
    html! {
        @for (index, responsibility) in Responsibility::ALL.iter().enumerate() {
            @if index > 0 { "; " }
            (responsibility.label()) ": "
            (rule.then.roles.get(responsibility).and_then(|roles| roles.first()).map_or("", |role| role.label()))
            @for phase in &rule.then.phases { @if let Some(role) = phase.roles.get(responsibility).and_then(|roles| roles.first()) { ", " (role.label()) " from T-" (phase.days_before_anchor) } }
        }
        "."
    }
}
