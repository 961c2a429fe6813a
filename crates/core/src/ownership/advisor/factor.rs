//! What the choice of a model rests on, each with the few values that make a difference.

use crate::primitives::closed_words;

closed_words! {
    /// What the choice of a model rests on.
    Factor {
        Stage = "stage", "Stage of the company";
        Volume = "volume", "Renewals per CSM";
        Nature = "nature", "Negotiated or administrative";
        Size = "size", "Size of a renewal";
        Product = "product", "Effort until the product is of value";
        Skill = "skill", "Commercial skill of CSMs";
        Will = "will", "Will of CSMs";
        Pay = "pay", "Pay of CSMs";
        SalesCapacity = "sales_capacity", "Room in Sales";
        SalesPay = "sales_pay", "Pay of Sales";
        Expansion = "expansion", "Where expansion comes from";
        Accountable = "accountable", "Who answers for retention";
        Pods = "pods", "A shared book";
    }
}

/// One value of a factor, by its place among [`Factor::levels`]: neighbours are the nearest to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(pub u8);

/// Stable code and words of one value.
type Words = (&'static str, &'static str);

impl Factor {
    /// The values, in order: stable code, and the words people read. Amounts are in the reporting currency.
    pub const fn levels(self) -> &'static [Words] {
        match self {
            Self::Stage => &[
                ("early", "under 5M ARR"),
                ("growth", "from 5M to 25M ARR"),
                ("mature", "from 25M to 200M ARR"),
                ("scale", "200M ARR and more, where functions diverge"),
            ],
            Self::Volume => {
                &[("bearable", "fewer than 100 renewals a quarter for each CSM"), ("heavy", "100 and more a quarter for each CSM")]
            }
            Self::Nature => &[
                ("administrative", "mostly administrative: under a third is negotiated"),
                ("mixed", "mixed"),
                ("negotiated", "mostly negotiated: over two thirds are"),
            ],
            Self::Size => {
                &[("small", "under 25K on average"), ("medium", "from 25K to 100K on average"), ("large", "100K and more on average")]
            }
            Self::Product => &[
                ("simple", "low: easy to set up, and of value without much of us"),
                ("complex", "high: set-up is not easy, or value takes people"),
            ],
            Self::Skill => &[("none", "few can negotiate"), ("some", "some can negotiate"), ("most", "most can negotiate")],
            Self::Will => &[("unwilling", "they do not want to negotiate"), ("willing", "they want to")],
            Self::Pay => &[
                ("none", "not paid and not measured on GRR or NRR"),
                ("targeted", "measured on GRR or NRR, not paid"),
                ("paid", "paid on GRR or NRR"),
            ],
            Self::SalesCapacity => &[("none", "none for renewals"), ("large", "for large renewals"), ("every", "for every renewal")],
            Self::SalesPay => &[("new_only", "on new customers alone"), ("kept", "also on what is renewed and expanded")],
            Self::Expansion => &[
                ("from_use", "grows out of use"),
                ("own_sale", "is a sale of its own: other buyers, other products"),
                ("specialist", "is a sale of its own, and enough of it to fill a specialist's year"),
            ],
            Self::Accountable => &[("cs", "the CS leader"), ("sales", "the sales leader")],
            Self::Pods => {
                &[("apart", "AE, CSM and solutions engineer have books of their own"), ("shared", "they can share one book and its pay")]
            }
        }
    }

    /// The value with a code.
    pub fn level(self, code: &str) -> Option<Level> {
        let at = self.levels().iter().position(|(known, _)| *known == code)?;
        u8::try_from(at).ok().map(Level)
    }

    /// Every value.
    pub fn all_levels(self) -> impl Iterator<Item = Level> {
        (0..self.levels().len()).filter_map(|at| u8::try_from(at).ok()).map(Level)
    }

    /// The code of a value.
    pub fn code_of(self, level: Level) -> &'static str {
        self.levels().get(usize::from(level.0)).map_or("", |(code, _)| code)
    }

    /// The words of a value.
    pub fn says(self, level: Level) -> &'static str {
        self.levels().get(usize::from(level.0)).map_or("", |(_, words)| words)
    }
}
