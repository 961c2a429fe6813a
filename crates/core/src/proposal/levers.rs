//! The levers of a negotiation: what we give, and what we get for it.

use crate::primitives::closed_words;

closed_words! {
    /// What is traded in an option (REN-7).
    Lever {
        LongerTerm = "longer_term", "Longer term";
        Prepayment = "prepayment", "Prepayment";
        ScopeReduction = "scope_reduction", "Scope reduction";
        Uplift = "uplift", "Uplift";
        Volume = "volume", "Volume";
        Reference = "reference", "Reference or case study";
    }
}

/// One trade: nothing is given without something in return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
    /// What kind of trade.
    pub lever: Lever,
    /// What we give.
    pub give: String,
    /// What we get.
    pub get: String,
}

/// Trades as one text: a trade to a line, its parts between tabs.
pub fn written_trades(trades: &[Trade]) -> String {
    let lines: Vec<String> = trades.iter().map(|trade| format!("{}\t{}\t{}", trade.lever, trade.give, trade.get)).collect();
    lines.join("\n")
}

/// Reads what [`written_trades`] wrote.
///
/// # Errors
/// A line that does not have a lever, a give and a get.
pub fn read_trades(text: &str) -> Result<Vec<Trade>, String> {
    let trade = |line: &str| {
        let mut parts = line.split('\t');
        let (Some(lever), Some(give), Some(get), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(format!("{line:?} is not a lever, what is given and what is got"));
        };
        Ok(Trade { lever: lever.parse()?, give: give.into(), get: get.into() })
    };
    text.lines().filter(|line| !line.is_empty()).map(trade).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trades_are_read_back_as_they_were_written() {
        let trades = vec![
            Trade { lever: Lever::LongerTerm, give: "5% off".into(), get: "Two years".into() },
            Trade { lever: Lever::Reference, give: "Free training".into(), get: "A case study".into() },
        ];
        assert_eq!(read_trades(&written_trades(&trades)), Ok(trades));
        assert_eq!(read_trades(""), Ok(Vec::new()));
        assert!(read_trades("longer_term\tonly two").is_err());
        assert!(read_trades("luck\ta\tb").is_err());
    }
}
