//! All rows from one transaction into another, counted and hashed on both sides.

use super::TableCount;
use super::lines::{Form, Tally};
use crate::error::AppError;
use tenure_core::refusal::Refusal;
use tenure_store::Tx;
use tenure_store::archive::{Holds, Shape};

/// Copies every table that means something elsewhere. The target's tables are cleared first: it is empty but for what migrations put there.
pub(crate) async fn copy(from: &Tx, into: &Tx) -> Result<Vec<TableCount>, AppError> {
    let shapes = from.shapes().await?;
    if shapes != into.shapes().await? {
        return Err(
            Refusal::general("the two databases have different schemas", "Open both with this program once, then try again.").into()
        );
    }
    into.clear(&shapes).await?;
    let mut counts = Vec::new();
    for shape in lasting(&shapes) {
        let form = Form::whole(shape);
        let mut tally = Tally::default();
        let mut pages = from.pages(shape);
        while let Some(rows) = pages.next().await? {
            rows.iter().for_each(|row| tally.add(&form.line(row)));
            into.put_rows(shape, &rows).await?;
        }
        counts.push(tally.done(shape.table.name));
    }
    Ok(counts)
}

/// What [`copy`] would report of this database.
pub(crate) async fn count(tx: &Tx) -> Result<Vec<TableCount>, AppError> {
    let shapes = tx.shapes().await?;
    let mut counts = Vec::new();
    for shape in lasting(&shapes) {
        let form = Form::whole(shape);
        let mut tally = Tally::default();
        let mut pages = tx.pages(shape);
        while let Some(rows) = pages.next().await? {
            rows.iter().for_each(|row| tally.add(&form.line(row)));
        }
        counts.push(tally.done(shape.table.name));
    }
    Ok(counts)
}

fn lasting(shapes: &[Shape]) -> impl Iterator<Item = &Shape> {
    shapes.iter().filter(|shape| shape.table.holds != Holds::Passing)
}
