//! Who owns what: the five responsibilities, the policy that designates roles, the person behind a role, and the ledger.

pub mod advisor;
pub mod analysis;
pub mod counterfactual;
pub mod coverage;
pub mod designation;
pub mod draft;
pub mod handoff;
pub mod input;
pub mod ledger;
mod model;
pub mod policy;
pub mod reassignment;
pub mod table;
pub mod unary;
pub mod values;

pub use model::{About, Model};

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
    /// How much touch a renewal gets (domain section 0).
    Motion {
        Joint = "joint", "Joint";
        Asynchronous = "asynchronous", "Asynchronous input";
        Digital = "digital", "Digital";
        Administrative = "administrative", "Administrative";
    }
}
