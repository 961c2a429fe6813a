//! What was learnt from a decided renewal: themes, lessons, how firmly the customer is held, and the plan into the next term (REN-8, REN-9).

use crate::primitives::{RenewalId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

closed_words! {
    /// Who can do something about a theme.
    Area {
        Product = "product", "Product";
        Service = "service", "Service";
        Pricing = "pricing", "Pricing";
        Relationship = "relationship", "Relationship";
        Market = "market", "Market";
    }
}

closed_words! {
    /// How firmly a customer is held, apart from whether it renewed.
    Strength {
        Strong = "strong", "Strong";
        Weak = "weak", "Weak";
        Unknown = "unknown", "Cannot tell";
    }
}

/// A theme of an outcome: an area and a word or two, such as `product: reporting`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Theme {
    /// Who can do something about it.
    pub area: Area,
    /// What it is, in small letters.
    pub word: String,
}

impl std::fmt::Display for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.area, self.word)
    }
}

impl std::str::FromStr for Theme {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (area, word) = text.split_once(':').ok_or_else(|| "is not an area and a word, such as product: reporting".to_string())?;
        let word = word.trim().to_lowercase();
        if word.is_empty() || word.chars().count() > 60 || word.chars().any(|c| c.is_control() || c == ',' || c == ';') {
            return Err("has no word of up to 60 letters after its area".into());
        }
        Ok(Self { area: area.trim().to_lowercase().parse()?, word })
    }
}

/// What was learnt. Append-only: the last one of a renewal counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeReview {
    /// The renewal.
    pub renewal: RenewalId,
    /// 1 for the first of its renewal.
    pub number: u32,
    /// Themes.
    pub themes: BTreeSet<Theme>,
    /// What to do otherwise next time; may be empty.
    pub lessons: String,
    /// A person's judgement of how firmly the customer is held; `None` where nobody judged.
    pub strength: Option<Strength>,
    /// The plan into the next term, with who carries it and by when.
    pub plan: Option<Plan>,
    /// Who wrote it.
    pub by: String,
    /// The civil day.
    pub on: Date,
    /// The instant.
    pub recorded_at: Timestamp,
}

/// What is done so that the next renewal rests on more than this one did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What.
    pub text: String,
    /// Who.
    pub owner: TeammateId,
    /// By when.
    pub due_on: Date,
}
