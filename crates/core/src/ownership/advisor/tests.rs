//! The advisor on cases worked by hand, and what must hold for every combination of facts.

use super::*;
use crate::account::Risk;
use crate::identity::Role;
use crate::ownership::Model;
use crate::ownership::input::{CsmType, Negotiation, Seen};
use crate::primitives::Currency;
use crate::renewal::RenewalKind;
use jiff::Timestamp;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

type Levels = BTreeMap<Factor, Level>;

/// Factors and codes, as a table says them: `stage growth, pay none`.
fn levels(told: &str) -> Levels {
    let pair = |pair: &str| {
        let (factor, code) = pair.trim().split_once(' ').unwrap();
        let factor: Factor = factor.parse().unwrap();
        (factor, factor.level(code).unwrap_or_else(|| panic!("{factor} has no value {code}")))
    };
    told.split(',').filter(|part| !part.trim().is_empty()).map(pair).collect()
}

/// A company of which everything is known: growing, mixed, skilled CSMs who are paid and willing, Sales with room for the large ones.
const USUAL: &str = "stage growth, volume bearable, nature mixed, size medium, product simple, skill most, will willing, pay paid, \
                     sales_capacity large, sales_pay kept, expansion from_use, accountable cs, pods apart";

fn usual_but(changed: &str) -> Levels {
    levels(&format!("{USUAL}, {changed}"))
}

fn model(known: &Levels) -> Option<Model> {
    advise(known).model()
}

#[test]
fn cases_worked_by_hand_come_to_the_model_that_the_sources_name() {
    for (changed, expected) in [
        ("", Model::CsLed),
        ("expansion own_sale", Model::CsRenewalSalesExpansion),
        ("expansion specialist, stage mature", Model::DedicatedExpansion),
        ("pay none", Model::Joint),
        ("pay none, stage mature", Model::Hybrid),
        ("pay none, stage mature, size large", Model::Joint),
        ("nature administrative", Model::RenewalsCoordinator),
        ("nature administrative, size small, sales_capacity every", Model::SalesDigital),
        ("volume heavy", Model::RenewalsManagerCs),
        ("volume heavy, accountable sales", Model::RenewalsManagerSales),
        ("stage scale", Model::RenewalsManagerCs),
        ("stage scale, accountable sales", Model::RenewalsManagerSales),
        ("product complex, pods shared", Model::RevenuePod),
        ("product complex, skill some, sales_capacity every", Model::DualThreaded),
        ("skill none, sales_capacity every", Model::CcoSalesExecutes),
        ("skill none, sales_capacity every, accountable sales, nature negotiated", Model::SalesLed),
        ("will unwilling, sales_capacity every", Model::SalesLed),
        ("skill none", Model::AccountManagement),
        ("will unwilling, sales_capacity none", Model::AccountManagement),
        ("stage early, skill some, sales_capacity none", Model::CsLed),
        ("stage early, nature administrative, pay none, sales_capacity none, skill some", Model::CsLed),
    ] {
        assert_eq!(model(&usual_but(changed)), Some(expected), "{changed}");
    }
}

#[test]
fn where_a_fact_is_missing_that_decides_it_is_named_and_one_that_does_not_is_not_asked_for() {
    let mut known = levels(USUAL);
    known.remove(&Factor::Pay);
    let Advice::CannotTell { possible, deciding } = advise(&known) else { panic!("it depends on pay") };
    assert_eq!(possible, [Model::CsLed, Model::Joint].into());
    assert_eq!(deciding.iter().map(|item| item.factor).collect::<Vec<_>>(), [Factor::Pay]);
    let then: Vec<Vec<Model>> = deciding[0].then.iter().map(|(_, models)| models.iter().copied().collect()).collect();
    assert_eq!(then, [vec![Model::Joint], vec![Model::CsLed], vec![Model::CsLed]], "not measured, measured, paid");
    let heavy = levels("nature administrative, stage growth, size medium");
    assert_eq!(model(&heavy), Some(Model::RenewalsCoordinator), "whatever the people want, paper is paper");
    let by_two_ways = levels("nature administrative, volume heavy, size large");
    assert_eq!(model(&by_two_ways), Some(Model::RenewalsCoordinator), "the stage is not known and does not matter");
    assert!(matches!(advise(&Levels::new()), Advice::CannotTell { possible, .. } if possible.len() == Model::ALL.len()));
}

/// Every combination of the factors that rules ask about.
fn every_combination(mut see: impl FnMut(&Levels)) {
    let asked: BTreeSet<Factor> = RULES.iter().flat_map(|rule| rule.needs).map(|(factor, _)| *factor).collect();
    let asked: Vec<Factor> = asked.into_iter().collect();
    let sizes: Vec<usize> = asked.iter().map(|factor| factor.levels().len()).collect();
    for number in 0..sizes.iter().product::<usize>() {
        let mut rest = number;
        let mut known = Levels::new();
        for (factor, size) in asked.iter().zip(&sizes) {
            known.insert(*factor, factor.all_levels().nth(rest % size).unwrap());
            rest /= size;
        }
        see(&known);
    }
}

/// The first rule whose conditions hold, without the code under test.
fn plainly(known: &Levels) -> Model {
    let holds = |rule: &&Rule| rule.needs.iter().all(|(factor, codes)| codes.contains(&factor.levels()[usize::from(known[factor].0)].0));
    RULES.iter().find(holds).unwrap().model
}

#[test]
fn every_combination_of_known_facts_has_one_answer_and_every_model_is_the_answer_to_some() {
    let (mut found, mut count) = (BTreeSet::new(), 0);
    every_combination(|known| {
        let model = model(known).unwrap_or_else(|| panic!("no answer: {known:?}"));
        assert_eq!(model, plainly(known));
        found.insert(model);
        count += 1;
    });
    assert!(count > 50_000, "{count}");
    assert_eq!(found, Model::ALL.iter().copied().collect());
}

/// Numbers that look thrown and are the same on every machine.
fn thrown(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % (below as u64)).unwrap()
    }
}

fn some_facts(seed: u64, known_of_ten: usize) -> Levels {
    let mut next = thrown(seed);
    let mut known = Levels::new();
    for factor in Factor::ALL {
        let level = factor.all_levels().nth(next(factor.levels().len())).unwrap();
        if next(10) < known_of_ten {
            known.insert(*factor, level);
        }
    }
    known
}

/// Every way to fill in what is not known, by brute force.
fn every_completion(known: &Levels) -> BTreeSet<Model> {
    let open: Option<Factor> = Factor::ALL.iter().copied().find(|factor| !known.contains_key(factor));
    let Some(factor) = open else { return [plainly(known)].into() };
    let with = |level| {
        let mut filled = known.clone();
        filled.insert(factor, level);
        every_completion(&filled)
    };
    factor.all_levels().flat_map(with).collect()
}

#[test]
fn what_is_possible_is_what_filling_in_the_rest_in_every_way_gives_and_each_deciding_fact_makes_a_difference() {
    for seed in 0..150 {
        let known = some_facts(seed, 7);
        let possible = every_completion(&known);
        assert_eq!(outcomes(&known), possible, "seed {seed}: {known:?}");
        match advise(&known) {
            Advice::CannotTell { possible: told, deciding } => {
                assert_eq!(told, possible, "seed {seed}");
                assert!(told.len() > 1 && !deciding.is_empty(), "seed {seed}: says nothing of what is missing");
                for item in deciding {
                    assert!(!known.contains_key(&item.factor), "seed {seed}");
                    let by_level = |level: Level| {
                        let mut with = known.clone();
                        with.insert(item.factor, level);
                        every_completion(&with)
                    };
                    assert!(item.then.iter().all(|(level, models)| *models == by_level(*level)), "seed {seed}");
                    assert!(item.then.iter().any(|(_, models)| *models != item.then[0].1), "seed {seed}");
                }
            }
            told => assert_eq!(possible, [told.model().unwrap()].into(), "seed {seed}"),
        }
    }
}

#[test]
fn what_would_change_the_answer_really_changes_it_and_nothing_nearer_does() {
    for seed in 0..400 {
        let known = some_facts(seed, 10);
        let model = model(&known).unwrap();
        let told = changes(&known);
        for change in &told {
            let mut changed = known.clone();
            changed.insert(change.factor, change.to);
            assert_eq!(change.then, [plainly(&changed)].into(), "seed {seed}");
            assert_ne!(plainly(&changed), model, "seed {seed}");
            let distance = change.to.0.abs_diff(change.from.0);
            for nearer in change.factor.all_levels().filter(|level| level.0.abs_diff(change.from.0) < distance) {
                changed.insert(change.factor, nearer);
                assert_eq!(plainly(&changed), model, "seed {seed}: {} at {nearer:?} is nearer", change.factor);
            }
        }
        let silent = known.iter().filter(|(factor, _)| !told.iter().any(|change| change.factor == **factor));
        for (factor, _) in silent {
            for level in factor.all_levels() {
                let mut changed = known.clone();
                changed.insert(*factor, level);
                assert_eq!(plainly(&changed), model, "seed {seed}: {factor} would change it");
            }
        }
    }
    assert_eq!(changes(&Levels::new()), [], "nothing is recommended that could change");
}

#[test]
fn the_tables_name_values_that_exist_and_no_line_speaks_for_and_against_at_once() {
    let needs = RULES.iter().flat_map(|rule| rule.needs).chain(LINES.iter().map(|line| &line.when));
    for (factor, codes) in needs {
        assert!(!codes.is_empty() && codes.iter().all(|code| factor.level(code).is_some()), "{factor}: {codes:?}");
    }
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    for model in Model::ALL {
        let of = |speaks| LINES.iter().filter(move |line| line.model == *model && line.speaks == speaks);
        assert!(of(Speaks::For).count() > 0 && of(Speaks::Against).count() > 0, "{model}");
        for line in of(Speaks::For) {
            let both = |other: &&Line| other.when.0 == line.when.0 && other.when.1.iter().any(|code| line.when.1.contains(code));
            assert!(!of(Speaks::Against).any(|other| both(&other)), "{model}: {}", line.says);
        }
    }
    for question in QUESTIONS {
        assert!(question.asks.ends_with('?') && question.factor.levels().len() > 1);
    }
}

#[test]
fn whatever_recommends_a_model_has_a_line_that_speaks_for_it() {
    every_combination(|known| {
        let model = model(known).unwrap();
        let fallback = model == Model::Hybrid;
        assert!(fallback || lines_of(model, known).iter().any(|line| line.speaks == Speaks::For), "{model}: {known:?}");
    });
}

fn seen(atr: i64, negotiation: Negotiation, csm_type: Option<CsmType>) -> Seen {
    Seen {
        atr_minor: atr * 100,
        arr_minor: 0,
        tier: 1,
        segment: String::new(),
        region: String::new(),
        risk: Risk::Green,
        auto_renew: true,
        negotiation,
        complexity: None,
        csm_type,
        kind: RenewalKind::Renewal,
        co_termed: false,
        term_months: 12,
        notice_days: None,
        currency: Currency::USD,
        end_on: date(2027, 1, 1),
        csm_commercial: None,
        stage: None,
        fields: BTreeMap::new(),
    }
}

fn code(known: &BTreeMap<Factor, Known>, factor: Factor) -> &'static str {
    known.get(&factor).map_or("not known", |known| factor.code_of(known.level))
}

#[test]
fn bounds_belong_to_the_band_above_them() {
    let stage = |arr: i64| {
        let figures = Figures { arr_minor: Some(arr * 100 - i64::from(arr % 10 == 9) * 99), ..Figures::default() };
        code(&known(&figures, &[], Currency::USD), Factor::Stage)
    };
    assert_eq!(
        [4_999_999, 5_000_000, 24_999_999, 25_000_000, 199_999_999, 200_000_000].map(stage),
        ["early", "growth", "growth", "mature", "mature", "scale"]
    );
    let yen = Figures { arr_minor: Some(5_000_000), ..Figures::default() };
    assert_eq!(code(&known(&yen, &[], Currency::JPY), Factor::Stage), "growth", "a currency without decimals");
    let volume = |due, csms| code(&known(&Figures { due, csms, ..Figures::default() }, &[], Currency::USD), Factor::Volume);
    assert_eq!([volume(1_599, 4), volume(1_600, 4), volume(50, 0)], ["bearable", "heavy", "not known"]);
    let nature = |negotiated| code(&known(&Figures { negotiated, open: 9, ..Figures::default() }, &[], Currency::USD), Factor::Nature);
    assert_eq!([2, 3, 6, 7].map(nature), ["administrative", "mixed", "mixed", "negotiated"]);
    let size = |atr_minor| code(&known(&Figures { atr_minor, open: 2, ..Figures::default() }, &[], Currency::USD), Factor::Size);
    assert_eq!([4_999_999, 5_000_000, 20_000_000].map(size), ["small", "medium", "large"], "25,000.00 and 100,000.00 on average of two");
}

#[test]
fn products_that_are_not_on_the_list_leave_it_open_where_they_could_turn_it() {
    let of =
        |simple, complex, open| code(&known(&Figures { simple, complex, open, ..Figures::default() }, &[], Currency::USD), Factor::Product);
    assert_eq!([of(6, 1, 10), of(4, 5, 10), of(5, 3, 10), of(0, 0, 10)], ["simple", "complex", "not known", "not known"]);
}

#[test]
fn csms_of_whom_nobody_said_whether_they_negotiate_leave_it_open_where_they_could_turn_it() {
    let of = |csms, commercial_csms, unjudged_csms| {
        code(&known(&Figures { csms, commercial_csms, unjudged_csms, ..Figures::default() }, &[], Currency::USD), Factor::Skill)
    };
    assert_eq!(
        [of(6, 4, 2), of(6, 2, 1), of(6, 1, 0), of(6, 3, 1), of(6, 0, 6), of(0, 0, 0)],
        ["most", "some", "none", "not known", "not known", "not known"]
    );
    let told = known(&Figures { csms: 6, unjudged_csms: 6, ..Figures::default() }, &[answer("skill some", "Mara", 1)], Currency::USD);
    assert_eq!(code(&told, Factor::Skill), "some", "where the book says nothing, an answer counts");
}

#[test]
fn figures_are_counted_on_a_book() {
    use crate::checks::fixture::Company;
    let company = Company::with_one_contract();
    let open = [
        seen(100_000, Negotiation::Negotiated, Some(CsmType::ValueCapture)),
        seen(50_000, Negotiation::Administrative, Some(CsmType::ValueGaps)),
        seen(1, Negotiation::Negotiated, None),
    ];
    let figures = Figures::of(&company.facts, company.today, open.iter());
    assert_eq!((figures.open, figures.negotiated, figures.simple, figures.complex), (3, 2, 1, 1));
    assert_eq!(figures.average_atr_minor(), Some(5_000_033));
    assert_eq!(figures.due, 1, "the contract until 9 Jan 2027");
    let line = company.facts.lines.values().next().unwrap();
    assert_eq!(figures.arr_minor, Some(line.arr_minor(Currency::USD).unwrap()));
    assert_eq!(arr_on(&company.facts, date(2020, 1, 1)), Ok(0));
    assert_eq!(figures.models.values().sum::<u64>(), 1);
    assert_eq!(figures.commercial.get(&Role::AccountExecutive), Some(&1));
}

fn answer(told: &str, by: &str, day: i8) -> Answer {
    let (factor, code) = told.split_once(' ').unwrap();
    let factor: Factor = factor.parse().unwrap();
    let answered_on = date(2026, 11, day);
    Answer {
        number: 1,
        factor,
        level: factor.level(code),
        note: "As we know them".into(),
        author: by.into(),
        answered_on,
        recorded_at: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn the_last_answer_counts_one_taken_back_is_not_known_and_the_book_comes_first() {
    let answers =
        [answer("pay none", "Mara", 1), answer("pay paid", "Grace", 2), answer("skill most", "Mara", 1), answer("skill back", "Mara", 3)];
    let found = known(&Figures::default(), &answers, Currency::USD);
    assert_eq!((code(&found, Factor::Pay), code(&found, Factor::Skill), code(&found, Factor::Will)), ("paid", "not known", "not known"));
    assert_eq!(found[&Factor::Pay].origin, Origin::Answered { by: "Grace".into(), on: date(2026, 11, 2) });
    let figures = Figures { simple: 3, open: 4, ..Figures::default() };
    let found = known(&figures, &[answer("product complex", "Mara", 1)], Currency::USD);
    assert_eq!((code(&found, Factor::Product), &found[&Factor::Product].origin), ("simple", &Origin::Book));
    assert_eq!(answer("pay paid", "Mara", 1).check(), Ok(()));
    assert!(answer("stage growth", "Mara", 1).check().is_err(), "counted, not asked");
    assert!(Answer { level: Some(Level(9)), ..answer("pay paid", "Mara", 1) }.check().is_err());
    assert!(Answer { note: "x".repeat(501), ..answer("pay paid", "Mara", 1) }.check().is_err());
}

fn standing_of(figures: &Figures, told: &str, aspect: Aspect) -> Standing {
    alignment(figures, &levels(told)).into_iter().find(|(of, _)| *of == aspect).unwrap().1
}

fn evidence(standing: &Standing) -> Vec<&str> {
    match standing {
        Standing::OutOfStep(found) => found.iter().map(|item| item.evidence.as_str()).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn each_of_the_five_is_named_where_it_is_out_of_step_with_who_does_the_work_today() {
    let by_csms = Figures { open: 40, due: 1_600, csms: 4, one_person: 30, commercial: [(Role::Csm, 30)].into(), ..Figures::default() };
    let all = "skill none, will unwilling, pay none, volume heavy, product complex, nature negotiated, sales_pay new_only";
    for (aspect, said) in [
        (Aspect::Skills, "CSMs answer for price and terms on 30 of 40 open renewals, and few of them can negotiate."),
        (Aspect::Incentives, "CSMs answer for price and terms on 30 of 40 open renewals, and are neither paid nor measured on GRR or NRR."),
        (Aspect::Volume, "CSMs answer for price and terms on 30 of 40 open renewals, about 100 a quarter each."),
        (Aspect::Complexity, "One person holds value and price on 30 of 40 open renewals, though the product takes deep knowledge."),
        (Aspect::Will, "CSMs answer for price and terms on 30 of 40 open renewals, and do not want to."),
    ] {
        assert_eq!(evidence(&standing_of(&by_csms, all, aspect)), [said]);
    }
    let fits = "skill most, will willing, pay paid, volume bearable, product simple, nature mixed, sales_pay kept";
    assert!(alignment(&by_csms, &levels(fits)).iter().all(|(_, standing)| *standing == Standing::InStep));
    assert_eq!(standing_of(&by_csms, "pay paid", Aspect::Will), Standing::NotKnown(vec![Factor::Will]));
    let by_sellers = Figures { open: 40, commercial: [(Role::AccountExecutive, 39)].into(), ..Figures::default() };
    assert_eq!(
        evidence(&standing_of(&by_sellers, "pay none, sales_pay new_only", Aspect::Incentives)),
        [
            "CSMs are neither paid nor measured on GRR or NRR, though retention is their work.",
            "Sellers answer for price and terms on 39 of 40 open renewals, and are paid on new customers alone."
        ]
    );
    assert_eq!(standing_of(&by_sellers, "pay paid, sales_pay kept", Aspect::Will), Standing::InStep, "CSMs need not want to");
    let paper = Figures { open: 40, commercial: [(Role::RenewalsCoordinator, 12)].into(), ..Figures::default() };
    assert_eq!(evidence(&standing_of(&paper, "nature negotiated, product simple", Aspect::Complexity)).len(), 1);
}
