//! Cohorts: customers by the period in which they came, and what is left of them period by period.
//!
//! ChartMogul's rule: a cell is what a cohort brings divided by what it started with, and expansion and reactivation add. GP Bullhound's
//! average: cohorts weigh by what they started with, and only those old enough enter a later column.

use super::Ratio;
use crate::primitives::closed_words;
use std::collections::BTreeMap;

/// One customer: ARR at the end of each period in minor units, all customers over the same periods. The first period with revenue is
/// the cohort.
pub type Values<'a> = &'a [i64];

closed_words! {
    /// What a triangle shows.
    Measured {
        Logo = "logo", "Customers still there";
        Gross = "gross", "Revenue kept, for each customer at most what it started with";
        Net = "net", "Revenue with expansion and reactivation";
    }
}

/// One cohort at one age, in sums: it opens to the customers of the cohort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Customers with revenue.
    pub customers: u32,
    /// For each customer the lower of now and its start.
    pub gross_minor: i64,
    /// All revenue.
    pub net_minor: i64,
}

/// One cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortRow {
    /// The period in which it came, as an index.
    pub period: usize,
    /// One cell for each age, beginning with the start at age 0; a younger cohort has fewer.
    pub cells: Vec<Cell>,
}

impl CohortRow {
    /// What is left at an age. `None` where the cohort is not so old.
    pub fn rate(&self, age: usize, measured: Measured) -> Option<Ratio> {
        Ratio::of(self.cells.get(age)?.sum(measured), self.cells.first()?.sum(measured))
    }
}

impl Cell {
    fn sum(&self, measured: Measured) -> i128 {
        match measured {
            Measured::Logo => i128::from(self.customers),
            Measured::Gross => i128::from(self.gross_minor),
            Measured::Net => i128::from(self.net_minor),
        }
    }
}

/// Every cohort, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triangle {
    /// The cohorts. A period in which nobody came has no row.
    pub rows: Vec<CohortRow>,
}

impl Triangle {
    /// The cohorts of some customers. Who never brought revenue is in none.
    pub fn of<'a>(customers: impl IntoIterator<Item = Values<'a>>) -> Self {
        let mut rows: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
        for values in customers {
            let Some(period) = values.iter().position(|minor| *minor > 0) else { continue };
            let cells = rows.entry(period).or_default();
            cells.resize(cells.len().max(values.len() - period), Cell::default());
            let start = values[period];
            for (cell, minor) in cells.iter_mut().zip(&values[period..]) {
                cell.customers += u32::from(*minor > 0);
                cell.gross_minor += start.min(*minor);
                cell.net_minor += minor;
            }
        }
        Self { rows: rows.into_iter().map(|(period, cells)| CohortRow { period, cells }).collect() }
    }

    /// The average of a column: the sums of all cohorts that are so old, divided by what these cohorts started with.
    pub fn average(&self, age: usize, measured: Measured) -> Option<Ratio> {
        let (mut now, mut start) = (0_i128, 0_i128);
        for row in &self.rows {
            if let (Some(cell), Some(first)) = (row.cells.get(age), row.cells.first()) {
                now += cell.sum(measured);
                start += first.sum(measured);
            }
        }
        Ratio::of(now, start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two customers of the first period, one of the second, one of the third; the fourth never came.
    const BOOK: [&[i64]; 5] = [&[100, 120, 0, 80], &[300, 240, 240, 330], &[0, 100, 100, 50], &[0, 0, 500, 500], &[0, 0, 0, 0]];

    fn percents(triangle: &Triangle, measured: Measured) -> Vec<Vec<String>> {
        let row = |row: &CohortRow| (0..row.cells.len()).filter_map(|age| row.rate(age, measured)).map(|rate| rate.percent(0)).collect();
        triangle.rows.iter().map(row).collect()
    }

    #[test]
    fn a_cohort_is_whoever_came_in_a_period_and_counts_what_comes_back() {
        let triangle = Triangle::of(BOOK);
        assert_eq!(triangle.rows.iter().map(|row| row.period).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(percents(&triangle, Measured::Logo), [vec!["100%", "100%", "50%", "100%"], vec!["100%"; 3], vec!["100%"; 2]]);
        assert_eq!(percents(&triangle, Measured::Gross), [vec!["100%", "85%", "60%", "95%"], vec!["100%", "100%", "50%"], vec!["100%"; 2]]);
        assert_eq!(percents(&triangle, Measured::Net), [vec!["100%", "90%", "60%", "102%"], vec!["100%", "100%", "50%"], vec!["100%"; 2]]);
    }

    #[test]
    fn only_cohorts_that_are_old_enough_enter_a_column_and_the_large_weigh_more() {
        let triangle = Triangle::of(BOOK);
        let average = |age| triangle.average(age, Measured::Net);
        assert_eq!(average(0), Some(Ratio::ONE));
        assert_eq!(average(1), Ratio::of(360 + 100 + 500, 400 + 100 + 500));
        assert_eq!(average(2), Ratio::of(240 + 50, 400 + 100));
        assert_eq!(average(3), Ratio::of(410, 400), "the oldest alone");
        assert_eq!(average(4), None);
    }

    #[test]
    fn a_book_without_revenue_has_no_cohorts() {
        assert_eq!(Triangle::of(std::iter::empty()).average(0, Measured::Net), None);
        assert_eq!(Triangle::of([[0, -5].as_slice()]).rows, []);
    }
}
