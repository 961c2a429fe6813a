//! Whom a text mentions, and which addresses are taken.

use super::*;
use crate::identity::Role;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 23);

fn people() -> BTreeMap<TeammateId, Teammate> {
    let person = |number: u128, name: &str, left_on| Teammate {
        id: TeammateId(uuid::Uuid::from_u128(number)),
        reference: format!("p{number}"),
        name: name.into(),
        email: format!("{}@tenure.example", name.to_lowercase().replace(' ', ".")),
        role: Role::Csm,
        manager: None,
        region: String::new(),
        country: None,
        active_from: date(2020, 1, 1),
        left_on,
    };
    let all = [
        person(1, "Priya Nair", None),
        person(2, "Ann Lee", None),
        person(3, "Ann Lee Young", None),
        person(4, "Jörg Öttinger", None),
        person(5, "Priya Shah", None),
        person(6, "Marc Duval", Some(date(2026, 6, 1))),
    ];
    all.into_iter().map(|person| (person.id, person)).collect()
}

fn found(text: &str) -> Result<(String, Vec<u128>), Refusal> {
    let (text, found) = mentions(text, &people(), (&BTreeSet::new(), TODAY))?;
    Ok((text, found.into_iter().map(|id| id.0.as_u128()).collect()))
}

#[test]
fn a_full_name_an_e_mail_or_a_part_that_one_person_has_is_enough() {
    assert_eq!(found("Ask @priya nair, please").unwrap(), ("Ask @Priya Nair, please".into(), vec![1]));
    assert_eq!(found("@ANN.LEE@tenure.example: yes").unwrap(), ("@Ann Lee: yes".into(), vec![2]));
    assert_eq!(found("@Ann Lee Young and @öttinger.").unwrap(), ("@Ann Lee Young and @Jörg Öttinger.".into(), vec![3, 4]));
    assert_eq!(found("(@Ann Lee)").unwrap(), ("(@Ann Lee)".into(), vec![2]));
}

#[test]
fn a_name_that_several_have_is_refused_with_all_of_them() {
    let refusal = found("For @Priya").unwrap_err();
    assert_eq!((refusal.column.as_deref(), refusal.value.as_deref()), (Some("text"), Some("@Priya")));
    assert!(refusal.remedy.contains("priya.nair@tenure.example") && refusal.remedy.contains("priya.shah@tenure.example"), "{refusal:?}");
    let two = [TeammateId(uuid::Uuid::from_u128(5))].into();
    let (text, who) = mentions("For @Priya", &people(), (&two, TODAY)).unwrap();
    assert_eq!((text.as_str(), who), ("For @Priya Shah", two), "whom it mentioned before is meant again");
}

#[test]
fn nobody_and_somebody_who_left_are_refused() {
    let refusal = found("@Prija").unwrap_err();
    assert!(refusal.problem.contains("nobody") && refusal.remedy.contains("Priya Nair"), "{refusal:?}");
    let refusal = found("@Duval knows").unwrap_err();
    assert!(refusal.problem.contains("not with us"), "{refusal:?}");
}

#[test]
fn an_at_sign_in_a_word_or_before_a_blank_mentions_nobody() {
    for text in ["mail ops@customer.example", "3 seats @ 40 USD", "@", "a@@b", "see x/@Ann Lee"] {
        assert_eq!(found(text).unwrap(), (text.into(), vec![]));
    }
}

#[test]
fn an_address_is_of_the_web_has_a_host_and_no_secret() {
    for sound in [
        "https://files.example/a?b=c#d",
        "http://localhost:8080",
        "https://[::1]:9/x",
        "HTTPS://Docs.Example/%20x",
        "https://bücher.example",
    ] {
        assert_eq!(check_address(sound), Ok(()), "{sound}");
    }
    let many = format!("https://files.example/{}", "x".repeat(ADDRESS_MAX));
    let refused = [
        "",
        "files.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///x",
        "https://:80/",
        "https://a b.example",
        "https://u@files.example",
        "https://u:p@files.example/",
        "https://files.example/\"onx",
        "https://files.example/<b>",
        "ftp://files.example",
        "https://files.example:x/",
        "https://files.example:/",
        "https://files.example/?a=1&access_token=z",
        "https://files.example/#token=z",
        "https://a..example",
        "https://files.example\n",
        &many,
    ];
    for address in refused {
        assert!(check_address(address).is_err(), "{address}");
    }
}
