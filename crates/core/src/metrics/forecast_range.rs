//! The range of a renewal forecast, as GitLab's renewals managers state it: what is won at worst, and what could swing.

use super::Ratio;

/// What is expected of renewals that are due. Minor units of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewalForecast {
    /// ARR available to renew.
    pub atr_minor: i64,
    /// Of it expected to renew. More than is due counts as all of it: growth is not forecast here.
    pub won_minor: i64,
    /// Of what is expected to be lost, the part that could still be won.
    pub swing_minor: i64,
}

/// From worst to best, as shares of what is due; both within 0 and 100%. `None` where nothing is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastRange {
    /// Won / ATR.
    pub worst: Option<Ratio>,
    /// (Won + swing) / ATR.
    pub best: Option<Ratio>,
}

impl RenewalForecast {
    /// The same with red health: nothing counts as won, whatever was expected; the swing stays.
    pub const fn with_red_health(self) -> Self {
        Self { won_minor: 0, ..self }
    }

    /// What is expected to be lost: due less won, won at most what is due.
    pub fn loss_minor(&self) -> i64 {
        self.atr_minor - self.won_minor.min(self.atr_minor)
    }

    /// The range.
    ///
    /// # Errors
    /// Negative amounts, and a swing larger than the expected loss: what is not lost cannot be won back.
    pub fn range(&self) -> Result<ForecastRange, String> {
        for (what, minor) in [("due", self.atr_minor), ("won", self.won_minor), ("swing", self.swing_minor)] {
            if minor < 0 {
                return Err(format!("the amount {what} is negative; state what is due, won and in the balance as positive amounts"));
            }
        }
        if self.swing_minor > self.loss_minor() {
            return Err("the swing is larger than the expected loss; it is the part of that loss that could still be won".into());
        }
        let share = |minor: i64| Ratio::of(i128::from(minor), i128::from(self.atr_minor));
        let won = self.won_minor.min(self.atr_minor);
        Ok(ForecastRange { worst: share(won), best: share(won + self.swing_minor) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORECAST: RenewalForecast = RenewalForecast { atr_minor: 100_000, won_minor: 75_000, swing_minor: 25_000 };

    fn percents(forecast: RenewalForecast) -> Result<[String; 2], String> {
        let range = forecast.range()?;
        let shown = |ratio: Option<Ratio>| ratio.map_or("none".into(), |ratio| ratio.percent(0));
        Ok([shown(range.worst), shown(range.best)])
    }

    #[test]
    fn the_best_case_adds_the_swing_before_it_divides_and_never_passes_all() {
        assert_eq!(percents(FORECAST).unwrap(), ["75%", "100%"]);
        assert_eq!(percents(RenewalForecast { swing_minor: 10_000, ..FORECAST }).unwrap(), ["75%", "85%"]);
        assert_eq!(percents(RenewalForecast { won_minor: 140_000, swing_minor: 0, ..FORECAST }).unwrap(), ["100%", "100%"]);
    }

    #[test]
    fn a_swing_above_the_loss_or_below_zero_is_refused() {
        assert!(RenewalForecast { swing_minor: 25_001, ..FORECAST }.range().unwrap_err().contains("larger than the expected loss"));
        assert!(RenewalForecast { swing_minor: -1, ..FORECAST }.range().unwrap_err().contains("negative"));
        assert!(RenewalForecast { won_minor: 140_000, swing_minor: 1, ..FORECAST }.range().is_err(), "nothing is lost");
    }

    #[test]
    fn red_health_counts_nothing_as_won() {
        assert_eq!(percents(FORECAST.with_red_health()).unwrap(), ["0%", "25%"]);
    }

    #[test]
    fn without_anything_due_there_is_no_range() {
        let nothing = RenewalForecast { atr_minor: 0, won_minor: 0, swing_minor: 0 };
        assert_eq!(nothing.range(), Ok(ForecastRange { worst: None, best: None }));
    }
}
