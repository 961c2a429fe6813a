//! A contract line on the command line: `product=Platform,quantity=40,price=1200,period=year,discount_bps=500`.

use super::word::{day, word};
use tenure_app::NewLine;
use tenure_core::contract::{LineKind, PricePeriod};
use tenure_core::primitives::Decimal6;

/// What a line may name, for the message about anything else.
const KEYS: &str = "reference, product, unit, kind, quantity, price, period, discount_bps, escalator_bps, buyer, from";

/// Reads a line. Product, quantity and price must be there.
///
/// # Errors
/// A part that is no `key=value`, a key that is unknown or comes twice, a value that cannot be read.
pub(crate) fn line(text: &str) -> Result<NewLine, String> {
    let mut line = NewLine {
        reference: String::new(),
        product: String::new(),
        business_unit: String::new(),
        kind: LineKind::Recurring,
        quantity: Decimal6::ONE,
        unit_price: Decimal6::ONE,
        price_period: PricePeriod::Year,
        discount_bps: 0,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    };
    let mut seen: Vec<&str> = Vec::new();
    for part in text.split(',') {
        let (key, value) = part.split_once('=').ok_or_else(|| format!("{part:?} is not of the form key=value"))?;
        let (key, value) = (key.trim(), value.trim());
        if seen.contains(&key) {
            return Err(format!("{key} is named twice"));
        }
        set(&mut line, key, value)?;
        seen.push(key);
    }
    match ["product", "quantity", "price"].into_iter().find(|key| !seen.contains(key)) {
        Some(missing) => Err(format!("{missing} is missing; a line names product, quantity and price")),
        None => Ok(line),
    }
}

fn set(line: &mut NewLine, key: &str, value: &str) -> Result<(), String> {
    let number = || value.parse::<Decimal6>().map_err(|problem| format!("{key} {value:?} {problem}"));
    let bps = || value.parse::<u32>().map_err(|_| format!("{key} {value:?} is not a whole number of basis points"));
    match key {
        "reference" => line.reference = value.into(),
        "product" => line.product = value.into(),
        "unit" => line.business_unit = value.into(),
        "kind" => line.kind = word(value)?,
        "quantity" => line.quantity = number()?,
        "price" => line.unit_price = number()?,
        "period" => line.price_period = word(value)?,
        "discount_bps" => line.discount_bps = bps()?,
        "escalator_bps" => line.escalator_bps = bps()?,
        "buyer" => line.economic_buyer = value.into(),
        "from" => line.start_on = Some(day(value)?),
        other => return Err(format!("{other:?} is not one of: {KEYS}")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_from_its_parts_and_a_faulty_part_is_named() {
        let read = line("product=Platform, unit=Wards,quantity=40,price=1200.50,period=month,discount_bps=500");
        let read =
            read.map(|line| (line.product, line.business_unit, line.quantity.to_string(), line.unit_price.to_string(), line.discount_bps));
        assert_eq!(read, Ok(("Platform".into(), "Wards".into(), "40".into(), "1200.5".into(), 500)));
        for (text, says) in [
            ("product=P,quantity=4", "price is missing"),
            ("product=P,quantity=4,price=1,colour=red", "\"colour\" is not one of: reference"),
            ("product=P,quantity=4,price=1,quantity=5", "quantity is named twice"),
            ("product=P,quantity=1e3,price=1", "quantity \"1e3\" is not a plain decimal number"),
            ("P", "\"P\" is not of the form key=value"),
        ] {
            assert!(line(text).is_err_and(|problem| problem.contains(says)), "{text}");
        }
    }
}
