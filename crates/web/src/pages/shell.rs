//! The frame around every page: head, rail, phone tabs, keys, toast.

use super::parts::{icon, shape};
use crate::assets::{APP_JS_URL, CSS_URL, FONT_URL, HTMX_URL, ICON_URL};
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, html};
use tenure_core::identity::Family;
use tenure_core::primitives::display_date;

/// The place in the rail that is lit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nav {
    /// Today.
    Today,
    /// Renewals.
    Renewals,
    /// Handoffs.
    Handoffs,
    /// Expansions.
    Expansions,
    /// Accounts.
    Accounts,
    /// People.
    People,
    /// Notices.
    Notices,
    /// Retention.
    Retention,
    /// The definitions of figures.
    Metrics,
    /// The ledger.
    Ledger,
    /// Sealed reports.
    Reports,
    /// Policy.
    Policy,
    /// The weekly forecast.
    Forecast,
    /// Business reviews.
    Reviews,
    /// Playbooks.
    Playbooks,
    /// The advisor.
    Advisor,
    /// Findings.
    Findings,
    /// Settings.
    Settings,
}

impl Nav {
    const WORK: [Self; 9] = [
        Self::Today,
        Self::Notices,
        Self::Renewals,
        Self::Forecast,
        Self::Handoffs,
        Self::Expansions,
        Self::Accounts,
        Self::People,
        Self::Reviews,
    ];
    const NUMBERS: [Self; 4] = [Self::Retention, Self::Metrics, Self::Ledger, Self::Reports];
    const PHONE: [Self; 5] = [Self::Today, Self::Renewals, Self::Accounts, Self::People, Self::Findings];

    /// Name, address, icon.
    const fn place(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Today => ("Today", "/today", "today"),
            Self::Renewals => ("Renewals", "/renewals", "renewals"),
            Self::Forecast => ("Forecast", "/forecast", "forecast"),
            Self::Handoffs => ("Handoffs", "/handoffs", "handoff"),
            Self::Expansions => ("CSQLs", "/expansions", "expansion"),
            Self::Accounts => ("Accounts", "/accounts", "accounts"),
            Self::People => ("People", "/people", "executive"),
            Self::Notices => ("Notices", "/notices", "bell"),
            Self::Retention => ("Retention", "/retention", "retention"),
            Self::Metrics => ("Metrics", "/metrics", "review"),
            Self::Ledger => ("Ledger", "/ledger", "pay"),
            Self::Reports => ("Sealed reports", "/reports", "lock"),
            Self::Policy => ("Policy", "/policy", "policy"),
            Self::Reviews => ("Reviews", "/reviews", "review"),
            Self::Playbooks => ("Playbooks", "/playbooks", "operations"),
            Self::Advisor => ("Advisor", "/advisor", "lab"),
            Self::Findings => ("Findings", "/findings", "findings"),
            Self::Settings => ("Settings", "/settings", "settings"),
        }
    }
}

/// Counts beside places: what waits, 0 shows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NavCounts {
    /// Steps due today or overdue.
    pub today: u64,
    /// Open renewals.
    pub renewals: u64,
    /// Handoffs that whoever is signed in gives or receives.
    pub handoffs: u64,
    /// Expansions that wait for the answer of whoever is signed in.
    pub expansions: u64,
    /// Notices that whoever is signed in has not seen, counted up to 100.
    pub notices: u64,
}

/// Whether what a toast tells of worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// It is done.
    Done,
    /// It failed; stays until it is read.
    Failed,
}

/// What just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// In one sentence.
    pub text: String,
    /// Where a POST takes it back.
    pub undo: Option<String>,
    /// Whether it worked.
    pub kind: ToastKind,
}

/// The facts of the frame.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// Whose instance.
    pub organisation: &'a str,
    /// Who is signed in.
    pub user_name: &'a str,
    /// Letters of the avatar.
    pub user_initials: String,
    /// Family that tints the avatar; `None` for a user who is no teammate.
    pub user_family: Option<Family>,
    /// Whether whoever is signed in may do everything.
    pub is_administrator: bool,
    /// Whether this is the sample company.
    pub is_sample: bool,
    /// Today; `None` while the instance is empty.
    pub today: Option<Date>,
    /// Where the reader is.
    pub current: Nav,
    /// What waits.
    pub counts: NavCounts,
    /// What just happened.
    pub toast: Option<Toast>,
}

/// A whole page for somebody who is signed in. `class` names the page, such as `p-today`.
pub fn page(shell: &Shell<'_>, title: &str, class: &str, body: Markup) -> Markup {
    document(
        title,
        html! {
            body class="app" {
                (skip())
                (rail(shell))
                main class={ "page " (class) } id="main" { (bell(shell)) (body) (more(shell.current)) }
                (tabbar(shell.current))
                (keys())
                (toasts(shell.toast.as_ref()))
            }
        },
    )
}

/// A whole page for somebody who is not signed in.
pub fn bare(title: &str, class: &str, body: Markup) -> Markup {
    document(title, html! { body { (skip()) main class=(class) id="main" { (body) } } })
}

/// The mark; `paper` is the token of the surface that its lines let through.
pub fn mark(paper: &str) -> Markup {
    html! {
        svg class="mark" viewBox="0 0 20 20" aria-hidden="true" {
            rect width="20" height="20" rx="5" fill="currentColor" {}
            path d="M4 6.2h8.2M7.8 10H16M4 13.8h8.2" stroke={ "var(--" (paper) ")" } stroke-width="2" stroke-linecap="round" {}
        }
    }
}

fn document(title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="htmx-config" content=r#"{"includeIndicatorCSS":false}"#;
                title { (title) " · Tenure" }
                link rel="icon" href=(ICON_URL);
                link rel="preload" href=(FONT_URL) as="font" type="font/woff2" crossorigin;
                link rel="stylesheet" href=(CSS_URL);
                script src=(APP_JS_URL) {}
                script src=(HTMX_URL) defer {}
            }
            (body)
        }
    }
}

fn skip() -> Markup {
    html! { a class="skip" href="#main" { "Skip to content" } }
}

fn rail(shell: &Shell<'_>) -> Markup {
    html! {
        nav class="rail" aria-label="Main" {
            div class="workspace" { (mark("canvas")) span { (shell.organisation) } }
            form class="jump" role="search" action="/renewals" {
                (icon("search"))
                label class="vh" for="jump" { "Search renewals by account" }
                input id="jump" name="q" type="search" placeholder="Search renewals" autocomplete="off" data-search;
                kbd aria-hidden="true" { "/" }
            }
            div { ul { @for nav in Nav::WORK { (rail_item(nav, shell)) } } }
            div { h2 { "Numbers" } ul { @for nav in Nav::NUMBERS { (rail_item(nav, shell)) } } }
            div { h2 { "Rules" } ul { (rail_item(Nav::Policy, shell)) (rail_item(Nav::Playbooks, shell)) (rail_item(Nav::Advisor, shell)) (rail_item(Nav::Findings, shell)) } }
            div class="foot" {
                @if let Some(today) = shell.today.filter(|_| shell.is_sample) {
                    p class="sample" { "Sample company, " span class="nowrap" { "today is " (display_date(today)) } }
                }
                ul { (rail_item(Nav::Settings, shell)) }
                div class="me" {
                    span class="avatar s" data-family=[shell.user_family.map(Family::code)] aria-hidden="true" { (shell.user_initials) }
                    span { (shell.user_name) }
                }
            }
        }
    }
}

/// How many notices were not seen; what was counted up to 100 may be more.
fn unseen(notices: u64) -> String {
    if notices >= 100 { "99+".to_string() } else { notices.to_string() }
}

/// The bell of a phone, which has no rail.
fn bell(shell: &Shell<'_>) -> Markup {
    let (name, url, symbol) = Nav::Notices.place();
    let notices = shell.counts.notices;
    html! {
        a class="bell phone-only" href=(url) title=(name) aria-current=[(shell.current == Nav::Notices).then_some("page")] {
            (icon(symbol))
            span class="vh" { (name) @if notices > 0 { ", " (unseen(notices)) " not seen" } }
            @if notices > 0 { span class="n" aria-hidden="true" { (unseen(notices)) } }
        }
    }
}

fn rail_item(nav: Nav, shell: &Shell<'_>) -> Markup {
    let (name, url, symbol) = nav.place();
    let waiting = match nav {
        Nav::Today => shell.counts.today,
        Nav::Renewals => shell.counts.renewals,
        Nav::Handoffs => shell.counts.handoffs,
        Nav::Expansions => shell.counts.expansions,
        Nav::Notices => shell.counts.notices,
        _ => 0,
    };
    let shown = if nav == Nav::Notices { unseen(waiting) } else { waiting.to_string() };
    html! {
        li {
            a href=(url) title=(name) aria-current=[(nav == shell.current).then_some("page")] {
                (icon(symbol)) span class="t" { (name) }
                @if waiting > 0 { " " span class="n" { (shown) } }
            }
        }
    }
}

/// The places that a phone's five tabs leave out.
fn more(current: Nav) -> Markup {
    html! {
        nav class="more phone-only" aria-label="More" {
            @for nav in [Nav::Forecast, Nav::Handoffs, Nav::Expansions, Nav::Reviews].into_iter().chain(Nav::NUMBERS).chain([Nav::Policy, Nav::Playbooks, Nav::Advisor, Nav::Notices, Nav::Settings]) {
                @let (name, url, symbol) = nav.place();
                a href=(url) aria-current=[(nav == current).then_some("page")] { (icon(symbol)) (name) }
            }
        }
    }
}

fn tabbar(current: Nav) -> Markup {
    html! {
        nav class="tabbar" aria-label="Main, phone" {
            @for nav in Nav::PHONE {
                @let (name, url, symbol) = nav.place();
                a href=(url) aria-current=[(nav == current).then_some("page")] { (icon(symbol)) (name) }
            }
        }
    }
}

const KEYS: [(&str, &[&str]); 21] = [
    ("Next row", &["J"]),
    ("Previous row", &["K"]),
    ("Open the row", &["Enter"]),
    ("Complete the row", &["E"]),
    ("Pick the row", &["X"]),
    ("Why", &["W"]),
    ("Take back", &["Z"]),
    ("Next in a walk", &["N"]),
    ("Back in a walk", &["B"]),
    ("Search", &["/"]),
    ("Go to Today", &["G", "T"]),
    ("Go to Renewals", &["G", "R"]),
    ("Go to the Forecast", &["G", "W"]),
    ("Go to Accounts", &["G", "A"]),
    ("Go to Handoffs", &["G", "H"]),
    ("Go to People", &["G", "P"]),
    ("Go to Findings", &["G", "F"]),
    ("Go to Notices", &["G", "N"]),
    ("Go to Retention", &["G", "M"]),
    ("Go to the Ledger", &["G", "L"]),
    ("This list", &["?"]),
];

fn keys() -> Markup {
    html! {
        dialog id="keys" class="dialog" aria-labelledby="keys-h" {
            h2 id="keys-h" { "All keys" }
            dl { @for (does, keys) in KEYS { dt { (does) } dd class="keys" { @for key in keys { kbd { (key) } } } } }
            footer { button class="btn" type="button" data-keys-close { "Close" } }
        }
    }
}

fn toasts(toast: Option<&Toast>) -> Markup {
    let done = toast.filter(|toast| toast.kind == ToastKind::Done);
    let failed = toast.filter(|toast| toast.kind == ToastKind::Failed);
    html! {
        div class="toasts" {
            div role="status" {
                @if let Some(toast) = done {
                    div class="toast" {
                        span { (toast.text) }
                        @if let Some(url) = &toast.undo {
                            form method="post" action=(url) { button type="submit" data-undo { "Undo" } " " kbd aria-hidden="true" { "Z" } }
                        }
                    }
                }
            }
            @if let Some(toast) = failed { div class="toast" role="alert" { (shape("red")) span { (toast.text) } } }
        }
    }
}
