//! Ownership models: what each is, when it works and when it struggles (OWN-2).

use crate::primitives::closed_words;

closed_words! {
    /// Named ways of dividing the responsibilities among roles (OWN-2).
    Model {
        CsLed = "cs_led", "CS-led";
        SalesLed = "sales_led", "Sales-led with CS support";
        Hybrid = "hybrid", "Hybrid by rule";
        Joint = "joint", "Joint CSM and AE";
        CsRenewalSalesExpansion = "cs_renewal_sales_expansion", "CS owns renewal, Sales owns expansion";
        RevenuePod = "revenue_pod", "Revenue pod";
        DedicatedExpansion = "dedicated_expansion", "Dedicated expansion rep";
        RenewalsManagerCs = "renewals_manager_cs", "Renewals manager under CS";
        RenewalsManagerSales = "renewals_manager_sales", "Renewals manager under Sales";
        RenewalsCoordinator = "renewals_coordinator", "Renewals coordinator";
        AccountManagement = "account_management", "Account management under CS";
        SalesDigital = "sales_digital", "Sales-only with digital hand-over";
        CcoSalesExecutes = "cco_sales_executes", "CCO accountable, Sales executes";
        DualThreaded = "dual_threaded", "Dual-threaded";
    }
}

/// What is worth knowing of a model before it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// What it is.
    pub is: &'static str,
    /// When it works.
    pub works: &'static str,
    /// When it struggles.
    pub struggles: &'static str,
    /// The shipped policy that divides the work this way, by its name in the catalog.
    pub policy: &'static str,
}

impl Model {
    /// What the model is, and when it works or struggles.
    pub const fn about(self) -> About {
        ABOUT[self as usize]
    }
}

/// What is worth knowing of each model, in the order of [`Model::ALL`].
const ABOUT: [About; Model::ALL.len()] = [
    About {
        is: "The CSM owns value, price and expansion from the first review to the signature.",
        works: "Renewals mostly confirm what goes well, CSMs like to talk about money, and are paid for it.",
        struggles: "Terms are negotiated hard, procurement and lawyers take part, or CSMs are paid for adoption alone.",
        policy: "cs-led",
    },
    About {
        is: "The AE owns price, terms and expansion; the CSM proves the value.",
        works: "Contracts are large enough for a seller's time, and terms change at most renewals.",
        struggles: "The AE arrives without the history, or a renewal needs no sale and is treated as one.",
        policy: "sales-led",
    },
    About {
        is: "CS keeps most renewals; written rules give the large and the endangered ones to Sales.",
        works: "The rules can be decided by anybody from the facts, and handovers overlap.",
        struggles: "The rules say 'when needed', or the customer learns of the change from the new person.",
        policy: "hybrid",
    },
    About {
        is: "CSM and AE are both in the room: one grounds the claims, the other asks.",
        works: "Accounts are worth two people's hours, and both are paid on what the customer keeps.",
        struggles: "It is applied to every account alike; small ones do not return the hours.",
        policy: "joint",
    },
    About {
        is: "CS renews what stands; Sales sells what is new.",
        works: "Expansion is a sale of its own, to other buyers or of other products.",
        struggles: "Growth comes from use, so that the two parts are one conversation held by two people.",
        policy: "cs-renewal-sales-expansion",
    },
    About {
        is: "AE, CSM and solutions engineer share a book and are all paid on its retention.",
        works: "The product is complex and the book of each pod is stable.",
        struggles: "Pay still follows the old functions, or pods are reshuffled every quarter.",
        policy: "revenue-pod",
    },
    About {
        is: "CS owns relationship and renewal; an expansion AE owns what is added.",
        works: "There is whitespace enough in the book to fill the specialist's year.",
        struggles: "The CSM's leads have no clock and no answer, and the customer meets one face more.",
        policy: "dedicated-expansion",
    },
    About {
        is: "A specialist in the CS organisation negotiates; the CSM keeps to value.",
        works: "Volume is high enough for specialists, and CSMs should stay trusted advisers.",
        struggles: "The specialist meets the customer only at the end of the term.",
        policy: "renewals-manager-cs",
    },
    About {
        is: "A specialist in Sales negotiates and forecasts with Sales.",
        works: "Volume is high, terms are hard, and one forecast is wanted.",
        struggles: "Retention is nobody's number in Sales, or early signs of risk stay in CS.",
        policy: "renewals-manager-sales",
    },
    About {
        is: "A coordinator runs the flat renewals that nobody has to talk about.",
        works: "Many renewals are small, renew by themselves and change nothing.",
        struggles: "A renewal that should have been negotiated passes as paperwork.",
        policy: "renewals-coordinator",
    },
    About {
        is: "An account manager in the CS organisation owns price, terms and expansion beside the CSM.",
        works: "CSMs do not negotiate and accounts grow steadily.",
        struggles: "Two people of one organisation call the same customer about the same thing.",
        policy: "account-management",
    },
    About {
        is: "Small accounts are Sales alone, after a written hand-over of their health.",
        works: "There are more small accounts than people, and health can be read from data.",
        struggles: "The data are thin, so that nobody sees a small customer leave.",
        policy: "sales-digital",
    },
    About {
        is: "The CS leader answers for retention; Sales signs.",
        works: "Leaders trust each other and look at one number every week.",
        struggles: "The one who answers cannot direct those who execute.",
        policy: "cco-sales-executes",
    },
    About {
        is: "CS proves value, then Sales closes, with an overlap between the two.",
        works: "The product is complex and its CSMs do not negotiate.",
        struggles: "The AE first meets the customer on the day of the proposal.",
        policy: "dual-threaded",
    },
];
