//! The frame around every page: who is signed in, what waits, and what just happened.

use super::fail;
use crate::pages::shell::{Nav, NavCounts, Shell, Toast, ToastKind};
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tenure_app::NavFigures;
use tenure_core::identity::Organisation;

const TOAST_KEY: &str = "toast";

/// A message for the next page, with the address that undoes what it tells of.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredToast {
    pub(crate) text: String,
    pub(crate) undo: Option<String>,
    pub(crate) failed: bool,
}

/// The facts of the frame.
pub(crate) struct Frame {
    pub(crate) organisation: Option<Organisation>,
    figures: Option<NavFigures>,
    toast: Option<StoredToast>,
    user_name: String,
    is_administrator: bool,
}

impl Frame {
    /// Loads the frame for a page, and takes the waiting message.
    pub(crate) async fn load(state: &WebState, signed_in: &SignedIn) -> Result<Self, Response> {
        let figures = state.app.nav_figures(&signed_in.actor()).await.map_err(fail::bare)?;
        let toast = take_toast(signed_in).await;
        Ok(Self {
            organisation: figures.as_ref().map(|figures| figures.organisation.clone()),
            figures,
            toast,
            user_name: signed_in.user.name.clone(),
            is_administrator: signed_in.actor().is_administrator(),
        })
    }

    /// The reference of the teammate who is signed in, if the user is one.
    pub(crate) fn me(&self) -> Option<&str> {
        self.figures.as_ref()?.person.as_ref().map(|person| person.reference.as_str())
    }

    /// The shell for a page.
    pub(crate) fn shell(&self, current: Nav) -> Shell<'_> {
        let figures = self.figures.as_ref();
        let person = figures.and_then(|f| f.person.as_ref());
        let initials =
            |name: &str| name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect::<String>().to_uppercase();
        Shell {
            organisation: self.organisation.as_ref().map_or("Tenure", |o| o.name.as_str()),
            user_name: &self.user_name,
            user_initials: person.map_or_else(|| initials(&self.user_name), |p| p.initials.clone()),
            user_family: person.map(|p| p.family),
            is_administrator: self.is_administrator,
            is_sample: self.organisation.as_ref().is_some_and(|o| o.sample_today.is_some()),
            today: figures.map(|f| f.today),
            current,
            counts: NavCounts {
                today: figures.map_or(0, |f| f.due),
                renewals: figures.map_or(0, |f| f.open_renewals),
                handoffs: figures.map_or(0, |f| f.handoffs),
                expansions: figures.map_or(0, |f| f.expansions),
                notices: figures.map_or(0, |f| f.notices),
            },
            toast: self.toast.as_ref().map(|toast| Toast {
                text: toast.text.clone(),
                undo: toast.undo.clone(),
                kind: if toast.failed { ToastKind::Failed } else { ToastKind::Done },
            }),
        }
    }
}

/// Takes the message that waits. Where none does, the session is left alone: one that was touched is written again, to the disk.
async fn take_toast(signed_in: &SignedIn) -> Option<StoredToast> {
    let waits = signed_in.session.get_value(TOAST_KEY).await.ok().flatten().is_some();
    if waits { signed_in.session.remove(TOAST_KEY).await.unwrap_or(None) } else { None }
}

/// Leaves a message for the next page.
pub(crate) async fn leave_toast(signed_in: &SignedIn, toast: StoredToast) {
    // A lost message is only a lost message: what it tells of is done and on the page.
    let _ = signed_in.session.insert(TOAST_KEY, toast).await;
}
