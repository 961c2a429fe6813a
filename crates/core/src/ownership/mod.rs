//! Who owns what: the five responsibilities, the policy that designates roles, the person behind a role, and the ledger.

pub mod analysis;
pub mod designation;
pub mod handoff;
pub mod ledger;
pub mod policy;
pub mod reassignment;
pub mod unary;

use crate::primitives::closed_words;

closed_words! {
    /// What can be owned on a renewal (domain section 0). Five, no more.
    Responsibility {
        Value = "value", "Value";
        Commercial = "commercial", "Commercial";
        Expansion = "expansion", "Expansion";
        Operations = "operations", "Operations";
        Executive = "executive", "Executive";
    }
}

impl Responsibility {
    /// The letter shown after an avatar: V, C, E, O, and X for executive.
    pub const fn letter(self) -> char {
        match self {
            Self::Value => 'V',
            Self::Commercial => 'C',
            Self::Expansion => 'E',
            Self::Operations => 'O',
            Self::Executive => 'X',
        }
    }
}

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

closed_words! {
    /// How much touch a renewal gets (domain section 0).
    Motion {
        Joint = "joint", "Joint";
        Asynchronous = "asynchronous", "Asynchronous input";
        Digital = "digital", "Digital";
        Administrative = "administrative", "Administrative";
    }
}
