//! Faulty mappings and faulty rows are refused with their place.

use super::{BASE, CUSTOMERS, HEADER, foreign, mapped, parsed};
use crate::book::Book;
use crate::mapping::{Mapping, apply};
use jiff::civil::date;

fn refusal(text: &str) -> String {
    let refusals = Mapping::parse("my.toml", text).expect_err("the mapping is faulty");
    refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_faulty_mapping_is_refused_with_its_line_and_the_closest_key() {
    let whole = format!("{BASE}amount_per = \"month\"\n");
    for (from, to, words) in [
        ("file = \"subs.csv\"", "fiel = \"subs.csv\"", "row 7, column fiel: is not a key of [source.<name>]. Did you mean file?"),
        ("from = \"subs\"", "from = \"sub\"", "column from: \"sub\" is not a source of this mapping. Did you mean subs?"),
        ("into = \"accounts.csv\"", "into = \"acounts.csv\"", "\"acounts.csv\" is not a file of the book"),
        ("tier = {", "teir = {", "column teir: is not a column of accounts.csv. Did you mean tier?"),
        ("read = \"dd/mm/yyyy\" }\nend_on", "read = \"dmy\" }\nend_on", "\"dmy\" is not one of: text, id, number"),
        ("{ constant = \"2\" }", "{ constant = 2 }", "column constant: is not a text in quotes"),
        ("{ constant = \"2\" }", "{ }", "column tier: needs column or constant, one of the two"),
        ("is = [\"trial\"]", "", "column is: or is_not is needed, one of the two"),
        ("key = \"no\"\n", "", "\"customers\" has no key to look up by"),
        ("amount_per = \"month\"", "amount_per = \"week\"", "\"week\" is not one of: month, quarter, year, interval"),
        ("amount_per = \"month\"", "", "column amount_per: is missing in [[interval]]"),
        ("name = \"Billing\"", "name = \"Bil", "my.toml, row 2: is not TOML"),
        ("name = \"Billing\"", "name = \"x\"\n[start]\npolicy = \"hybrd\"", "\"hybrd\" is not a shipped policy. Shipped: hybrid, "),
    ] {
        assert!(whole.contains(from), "{from}");
        let said = refusal(&whole.replacen(from, to, 1));
        assert!(said.contains(words), "{words} is missing in {said}");
    }
}

#[test]
fn a_missing_file_or_column_stops_the_import_with_the_closest_name() {
    let mapping = parsed("amount_per = \"month\"\n");
    let customers = foreign("customers.csv", CUSTOMERS);
    let stop = |tables: &[_]| {
        let refusals = apply(&mapping, tables, Book::default(), (date(2026, 3, 15), true)).expect_err("it stops");
        refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        stop(&[customers.clone(), foreign("Subs.csv", HEADER)]),
        "subs.csv: is missing. Rename Subs.csv, or put the file beside it."
    );
    let other = foreign("subs.csv", &HEADER.replace("price", "prices"));
    assert_eq!(
        stop(&[customers, other]),
        "subs.csv, row 1, column price: is missing. The file has prices; change the mapping or the file."
    );
}

#[test]
fn each_faulty_cell_is_refused_with_file_row_column_and_value() {
    for (row, words) in [
        ("A|1|2026-01-01||10|EUR|1|live", "column from: \"2026-01-01\" is not a date written dd/mm/yyyy"),
        ("A|1|29/02/2026||10|EUR|1|live", "column from: \"29/02/2026\" is not a day of the calendar"),
        ("A|1|01/01/1960||10|EUR|1|live", "column from: \"1960-01-01\" lies outside the years 1990 to 2100"),
        ("A|1|01/01/2026|01/01/2101|10|EUR|1|live", "column to: \"2101-01-01\" lies outside the years 1990 to 2100"),
        ("A|1|||10|EUR|1|live", "column from: is empty"),
        ("A|1|01/01/2026|01/01/2026|10|EUR|1|live", "column to: \"2026-01-01\" is not after the start, 2026-01-01"),
        ("A|1|01/01/2026||12.50|EUR|1|live", "column price: \"12.50\" is not a number such as 1.234,50"),
        ("A|1|01/01/2026||1e308|EUR|1|live", "column price: \"1e308\" is not a number"),
        ("A|1|01/01/2026||=1+1|EUR|1|live", "column price: \"=1+1\" is not a number"),
        ("A|1|01/01/2026||0|EUR|1|live", "column price: \"0\" is not above zero"),
        ("A|1|01/01/2026||-5|EUR|1|live", "column price: \"-5\" is not above zero"),
        ("A|1|01/01/2026|||EUR|1|live", "column price: is empty"),
        ("A|1|01/01/2026||99999999999|EUR|1|live", "column price: \"99999999999\" is larger than 1,000,000,000"),
        ("A|1|01/01/2026||10|EUR|0|live", "column seats: \"0\" is not above zero"),
        ("A|9|01/01/2026||10|EUR|1|live", "column customer: \"9\" is not in the file of source customers"),
    ] {
        let mapped = mapped("amount_per = \"month\"\n", &[row]).expect("it goes on");
        let said = mapped.refusals().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(said.starts_with("subs.csv, row 2, ") && said.contains(words), "{row}: {said}");
        assert_eq!(mapped.book.table("contracts.csv").map_or(0, |table| table.rows.len()), 0);
    }
}

#[test]
fn a_key_that_comes_twice_is_refused_in_its_second_row() {
    let mapping = parsed("amount_per = \"month\"\n");
    let tables = [foreign("customers.csv", &format!("{CUSTOMERS}\n1|Again|Platform")), foreign("subs.csv", HEADER)];
    let mapped = apply(&mapping, &tables, Book::default(), (date(2026, 3, 15), true)).expect("it goes on");
    assert_eq!(
        mapped.refusals()[0].to_string(),
        "customers.csv, row 4, column no: \"1\" is in row 2 and again in row 4. Keep one of the two rows."
    );
}
