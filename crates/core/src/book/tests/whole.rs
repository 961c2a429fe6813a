//! A book with a value in every column: it is read, written, and read again without a loss.

use super::fixture::{book, import, replaced, sound, table};
use super::round_trip::cells;
use crate::account::Risk;
use crate::book::{Book, Change, FILES, export, file_schema};
use crate::catalog;
use crate::commands::set_team;
use crate::facts::{Facts, Write};
use crate::identity::Role;
use crate::ownership::Responsibility;
use crate::primitives::Decimal6;
use crate::renewal::{Outcome, OutcomeReason, RenewalKind, State};
use jiff::civil::date;

/// Northwind renewed once and gave notice since; a smaller contract of theirs ends with the first. Meridian has no agreed end and
/// left another contract. Contoso was merged into Northwind, which belongs to a group. All rows stand in the order of an export.
pub const WHOLE: &[(&str, &str)] = &[
    (
        "organisation.csv",
        "name,currency,time_zone,desk_lead,sample_today,fiscal_year_start,absence_moves_after_days,\
         handoff_accept_days,handoff_introduce_days,\
         protected_days,stage\n\
         Halden Software,USD,Europe/Lisbon,maya,2026-11-23,2,20,4,7,14,5m_to_25m\n",
    ),
    ("plan_rates.csv", "year,currency,rate\n2026,EUR,1.14\n"),
    ("exchange_rates.csv", "rated_on,currency,rate\n2026-11-19,EUR,1.0815\n2026-11-20,EUR,1.0832\n"),
    (
        "ledger_rules.csv",
        "discounts,grace_days,returning,overlaps,renewed_by,lapse_days_to_new,upsell_share_bps,upsell_units,precedence\n\
         every,30,new,latest,account,180,1500,40,cross_sell cross_division cross_stakeholder\n",
    ),
    ("holidays.csv", "held_on,name,country\n2026-12-25,Christmas Day,\n2027-01-01,New Year,\n2026-10-03,Tag der Deutschen Einheit,DE\n"),
    ("products.csv", "name,easy_setup,low_effort\nAnalytics,false,false\nPlatform,true,false\n"),
    (
        "playbooks.csv",
        "code,reason,text\nquick-30,Trials need less,code = 'quick-30'↵name = 'Quick'↵summary = 'For trials'↵↵[[step]]↵code = 'ask'↵days_before_anchor = 30↵phase = 'Ask'↵title = 'Ask'↵goal = 'An answer'↵evidence = 'The answer'↵lead = 'commercial'↵\n",
    ),
    (
        "teammates.csv",
        "id,name,email,role,manager,region,country,active_from,left_on\n\
         maya,Maya Lindqvist,maya@halden.example,cs_leader,,EMEA,,2022-01-01,\n\
         priya,Priya Nair,priya@halden.example,csm,maya,EMEA,,2023-04-01,\n\
         rafael,Rafael Costa,rafael@halden.example,ae,maya,EMEA,,2024-01-15,\n\
         tom b,Tom Becker,tom@halden.example,renewals_manager,maya,DACH,DE,2022-06-01,2025-12-01\n",
    ),
    (
        "absences.csv",
        "teammate,from_on,to_on,delegate,note\npriya,2026-12-07,2027-01-04,rafael,Parental leave\nrafael,2026-06-01,2026-06-15,,\n",
    ),
    (
        "profiles.csv",
        "teammate,from_on,skills,commercial,pod,territories,capacity\n\
         priya,2026-01-01,procurement,true,North,DACH,25\npriya,2026-06-01,german,false,,,\nrafael,2026-01-01,,,,,40\n",
    ),
    ("fields.csv", "name,label,kind\nbudget_cycle,Budget cycle,word\nseats,Seats,number\n"),
    (
        "accounts.csv",
        "id,name,tier,segment,region,country,risk,parent,fiscal_year_start,merged_into,risk_reason,risk_by,risk_set_on,risk_expires_on,needs,fields\n\
         A-17,Northwind Traders,1,Enterprise,EMEA,SA,yellow,A-20,4,,Usage fell by a third,Priya Nair,2026-10-05,2027-01-05,procurement,\"budget_cycle=Q4 2026\" seats=420\n\
         A-18,Meridian Bank,2,Mid-market,DACH,,unknown,,,,,,,,,seats=12\n\
         A-19,Contoso,3,,EMEA,,red,,,A-17,They were bought,Maya Lindqvist,2026-01-10,2026-06-01,,\n\
         A-20,Northwind Group,1,Enterprise,EMEA,,unknown,,,,,Priya Nair,2026-02-01,,,\n",
    ),
    (
        "account_team.csv",
        "account,role,teammate,from_on,to_on\n\
         A-17,ae,rafael,2024-02-01,2026-06-01\nA-17,ae,rafael,2026-06-01,\nA-17,csm,priya,2024-01-01,\n",
    ),
    (
        "stakeholders.csv",
        "id,account,name,title,email,business_unit,roles,left_on\n\
         P 2,A-17,Jon Weiss,,,,procurement,2026-10-01\n\
         P-1,A-17,Olga Brandt,CFO,olga@northwind.example,Group IT,champion economic_buyer,\n\
         P-3,A-18,Ida Moser,,,,,\n",
    ),
    (
        "contracts.csv",
        "id,account,currency,auto_renew,notice_days,renewal_months,uplift_cap_bps,uplift_bps,term_kind,co_term_with\n\
         HS-0117,A-17,USD,true,45,12,500,300,fixed,\n\
         HS-0118,A-17,USD,false,,12,,0,fixed,HS-0117\n\
         HS-0204,A-18,EUR,false,,12,,0,open_ended,\n\
         HS-0300,A-18,EUR,false,30,12,,0,fixed,\n",
    ),
    (
        "terms.csv",
        "contract,number,start_on,end_on,opt_out_received_on,undecided,signed_on,signed_because,signed_words,cancelled_on\n\
         HS-0117,1,2025-01-09,2026-01-09,,,,,,\n\
         HS-0117,2,2026-01-09,2027-01-09,2026-11-02,true,2025-12-18,value_proven,It runs our month end.,\n\
         HS-0118,1,2026-03-01,2027-01-09,,,2026-02-20,,,\n\
         HS-0204,1,2026-03-01,2027-03-01,,true,,,,\n\
         HS-0300,1,2025-06-01,2026-06-01,,,,,,2026-05-20\n",
    ),
    (
        "lines.csv",
        "id,contract,term,product,business_unit,kind,quantity,unit_price,price_period,discount_bps,start_on,end_on,\
         discount_from_on,discount_to_on,economic_buyer,origin,follows\n\
         L-1,HS-0117,1,Platform,Group IT,recurring,400,600,year,0,2025-01-09,2026-01-09,,,P-1,sold,\n\
         L-2,HS-0117,2,Platform,Group IT,recurring,420,612.5,year,0,2026-01-09,2027-01-09,,,P-1,renewed,L-1\n\
         L-3,HS-0118,1,Analytics,,recurring,10,100,month,2000,2026-03-01,2027-01-09,2026-03-01,2026-06-01,,sold,\n\
         L-4,HS-0204,1,Platform,,recurring,10.5,19.99,month,1250,2026-03-01,2027-03-01,,,,sold,\n\
         L-5,HS-0300,1,Platform,,one_off,1,500,year,0,2025-06-01,2026-06-01,,,,sold,\n",
    ),
    (
        "outcomes.csv",
        "contract,term,outcome,closed_on,reason,words\n\
         HS-0117,1,renewed_up,2025-12-18,value_proven,It runs our month end.\nHS-0300,1,churned,2026-05-20,,\n",
    ),
    (
        "completed_tasks.csv",
        "contract,term,step,state,completed_by,completed_at,evidence\n\
         HS-0117,2,business-review,done,Priya Nair,2026-07-30T09:30:00Z,Review held with the CFO.\n",
    ),
    (
        "reassignments.csv",
        "contract,term,responsibility,teammate,reason,author,from_on,until_on\n\
         HS-0117,2,commercial,maya,The board asked for it,Maya Lindqvist,2026-10-01,2027-01-09\n\
         HS-0204,1,value,rafael,Stood in,Maya Lindqvist,2026-04-01,2026-05-01\n",
    ),
    (
        "expansions.csv",
        "id,account,expansion_type,currency,expected,what,found_by,found_on,source,raised_by,raised_on,answer_by,state,\
         accepted_by,accepted_on,accepted_note,settled_by,settled_on,settled_reason\n\
         E-1,A-17,cross_sell,USD,1000.00,They asked for it,tom b,2025-11-01,csql,Priya Nair,2026-02-02,2026-02-04,won,\
         Rafael Costa,2026-02-04,Gladly,Rafael Costa,2026-03-01,As agreed\n\
         E-3,A-18,big_upsell,EUR,250.50,A second plant,rafael,2026-11-20,sales,Rafael Costa,2026-11-20,2026-11-24,raised,,,,,,\n",
    ),
    ("expansion_credits.csv", "expansion,movement,moved_on,currency,amount\nE-1,L-3.v1@2026-03-01/whole,2026-03-01,USD,960.00\n"),
    (
        "activities.csv",
        "account,held_on,kind,subject,notes,ours,theirs,contract,term,author,recorded_at\n\
         A-17,2026-11-04,meeting,Plans for next year,,priya,,,,Priya Nair,2026-11-04T18:00:00Z\n\
         A-17,2026-11-04,meeting,Plans for next year,They open an office in Porto.,priya \"tom b\",\"P 2\" P-1,HS-0117,2,Priya Nair,2026-11-04T16:20:00Z\n",
    ),
    (
        "values.csv",
        "account,kind,title,happened_on,with,told,evidence,unit,baseline,target,factors,currency,confirmed_by,confirmed_on,author,recorded_at\n\
         A-17,outcome,Claims settled faster,2026-03-02,P-1,Agreed at the kick-off,their minutes,days a claim,12,4,,,P-1,2026-07-02,Priya Nair,2026-03-02T16:20:00Z\n\
         A-17,roi,Hours of planning,2026-09-01,,,https://files.halden.example/roi,,,,Hours saved: 10 a week; People: 40; Rate: 62.5 USD,USD,,,Priya Nair,2026-09-01T08:00:00Z\n\
         A-17,win,The audit passed,2026-06-18,,,,,,,,,,,Priya Nair,2026-06-18T08:00:00Z\n",
    ),
    (
        "value_readings.csv",
        "account,outcome,read_on,actual,note,author,recorded_at\n\
         A-17,Claims settled faster,2026-06-30,7.5,Their June report,Priya Nair,2026-07-01T09:00:00Z\n",
    ),
    (
        "standpoints.csv",
        "account,stakeholder,influence,sentiment,known_by,judged_on,reason,author,recorded_at\n\
         A-17,P-1,high,supporter,priya,2026-10-05,Asked for the price,Priya Nair,2026-10-05T16:20:00Z\n",
    ),
    (
        "objections.csv",
        "account,kind,text,raised_on,raised_by,answer,answered_by,answered_on,resolution,resolved_by,resolved_on,contract,term,author,recorded_at\n\
         A-17,price,The uplift is too high,2026-10-12,P-1,Three years at 2%,Rafael Costa,2026-10-14,They took it,Rafael Costa,2026-11-02,HS-0117,2,Rafael Costa,2026-10-12T16:20:00Z\n\
         A-18,legal,Data must stay here,2026-10-13,,,,,,,,,,Rafael Costa,2026-10-13T16:20:00Z\n",
    ),
    (
        "commitments.csv",
        "account,promise,to,owner,made_on,due_on,ended_as,note,ended_by,ended_on,contract,term,author,recorded_at\n\
         A-17,A test system,P-1,priya,2026-10-14,2026-12-01,kept,A week early,Priya Nair,2026-11-20,HS-0117,2,Priya Nair,2026-10-14T16:20:00Z\n\
         A-18,A visit in spring,,rafael,2026-10-15,2027-03-01,,,,,,,Rafael Costa,2026-10-15T16:20:00Z\n",
    ),
    (
        "outcome_reviews.csv",
        "contract,term,themes,lessons,strength,plan,plan_owner,plan_due_on,written_on,author,recorded_at\n\
         HS-0117,1,product: reporting; pricing: seats,Ask in spring.,weak,Meet their new chief.,priya,2027-02-01,2026-01-20,Priya Nair,2026-01-20T16:20:00Z\n",
    ),
    (
        "proposals.csv",
        "contract,term,version,made_by,made_on,note,start_on,author,recorded_at\n\
         HS-0117,2,1,rafael,2026-10-14,Theirs to take.,2027-01-09,Rafael Costa,2026-10-14T16:20:00Z\n\
         HS-0117,2,2,rafael,2026-10-20,,2027-01-09,Rafael Costa,2026-10-20T16:20:00Z\n",
    ),
    (
        "proposal_options.csv",
        "contract,term,version,option,name,end_on,over_cap_reason\n\
         HS-0117,2,1,1,As it is,2028-01-09,A new edition\n\
         HS-0117,2,2,1,As it is,2028-01-09,\n\
         HS-0117,2,2,2,Two years,2029-01-09,\n",
    ),
    (
        "proposal_trades.csv",
        "contract,term,version,option,lever,give,get\n\
         HS-0117,2,2,2,longer_term,5% off,Two years\n",
    ),
    (
        "proposal_lines.csv",
        "contract,term,version,option,line,line_version,line_contract,line_term,product,business_unit,kind,quantity,unit_price,price_period,\
         discount_bps,discount_from_on,discount_to_on,start_on,end_on,economic_buyer,origin,follows\n\
         HS-0117,2,1,0,L-2,1,HS-0117,2,Platform,Group IT,recurring,420,612.5,year,0,,,2026-01-09,2027-01-09,P-1,renewed,L-1\n\
         HS-0117,2,1,1,,1,HS-0117,3,Platform,Group IT,recurring,420,650,year,0,,,2027-01-09,2028-01-09,P-1,renewed,L-2\n\
         HS-0117,2,2,0,L-2,1,HS-0117,2,Platform,Group IT,recurring,420,612.5,year,0,,,2026-01-09,2027-01-09,P-1,renewed,L-1\n\
         HS-0117,2,2,1,,1,HS-0117,3,Platform,Group IT,recurring,420,612.5,year,0,,,2027-01-09,2028-01-09,P-1,renewed,L-2\n\
         HS-0117,2,2,2,,1,HS-0117,3,Platform,Group IT,recurring,420,612.5,year,500,2027-01-09,2027-04-09,2027-01-09,2029-01-09,P-1,renewed,L-2\n",
    ),
    (
        "proposal_steps.csv",
        "contract,term,version,kind,said_on,note,approver,sent_to,option,author,recorded_at\n\
         HS-0117,2,1,superseded,2026-10-20,Version 2 was made.,,,,Rafael Costa,2026-10-20T16:20:00Z\n\
         HS-0117,2,2,asked,2026-10-20,They leave otherwise.,maya,,,Rafael Costa,2026-10-20T16:30:00Z\n\
         HS-0117,2,2,approved,2026-10-21,,maya,,,Maya Lindqvist,2026-10-21T08:00:00Z\n\
         HS-0117,2,2,sent,2026-10-21,,,Olga Brandt,,Rafael Costa,2026-10-21T09:00:00Z\n\
         HS-0117,2,2,accepted,2026-11-02,,,,2,Rafael Costa,2026-11-02T09:00:00Z\n",
    ),
    (
        "comments.csv",
        "account,text,written_on,mentions,by,contract,term,author,recorded_at\n\
         A-17,@Rafael Costa: can we hold the price?,2026-10-14,rafael,priya,HS-0117,2,Priya Nair,2026-10-14T16:20:00Z\n\
         A-18,They moved,2026-10-15,,,,,Somebody,2026-10-15T16:20:00Z\n",
    ),
    (
        "documents.csv",
        "account,kind,title,address,contract,term,author,recorded_at\n\
         A-17,contract,The contract,https://files.halden.example/c,HS-0117,,Rafael Costa,2026-10-14T16:20:00Z\n\
         A-17,quote,Two years,https://files.halden.example/q?v=2,HS-0117,2,Rafael Costa,2026-10-14T16:21:00Z\n\
         A-18,other,Their map,http://maps.halden.example,,,Rafael Costa,2026-10-14T16:22:00Z\n",
    ),
];

/// The book.
pub fn whole() -> Book {
    book(WHOLE, catalog::STARTER_POLICY.1)
}

/// The book with one text replaced in one file.
pub fn changed(file: &str, from: &str, to: &str) -> Book {
    replaced(whole(), WHOLE, (file, from, to))
}

fn imported() -> Facts {
    import(None, &whole()).unwrap_or_else(|refusals| panic!("{refusals:#?}")).facts_after
}

#[test]
fn every_file_and_column_of_the_schema_has_a_value() {
    let files: Vec<&str> = WHOLE.iter().map(|(file, _)| *file).collect();
    assert_eq!(files, FILES.iter().map(|schema| schema.file).collect::<Vec<_>>());
    for table in whole().tables {
        let columns: Vec<&str> = file_schema(&table.file).unwrap().columns.iter().map(|column| column.name).collect();
        assert_eq!(table.header, columns, "{}", table.file);
        for (at, column) in columns.iter().enumerate() {
            assert!(table.rows.iter().any(|row| !row.cells[at].is_empty()), "{} has no value in {column}", table.file);
        }
    }
}

#[test]
fn a_book_with_every_column_comes_out_as_it_went_in() {
    let facts = imported();
    assert_eq!(cells(&export(&facts)), cells(&whole()));
    let again = import(Some(&facts), &whole()).unwrap();
    assert_eq!((again.writes, again.records), (vec![], vec![]));
    assert!(again.counts.iter().all(|counts| counts.unchanged == counts.read && counts.read > 0), "{:?}", again.counts);
    let replayed = import(None, &export(&facts)).unwrap().facts_after;
    assert_eq!(cells(&export(&replayed)), cells(&whole()));
}

#[test]
fn writes_alone_give_the_same_company() {
    let plan = import(None, &whole()).unwrap();
    let mut replayed = Facts::empty(plan.facts_after.organisation.clone(), plan.facts_after.playbooks.clone());
    replayed.apply_all(&plan.writes);
    let after = plan.facts_after;
    assert_eq!((replayed.renewals, replayed.holders, replayed.overrides), (after.renewals.clone(), after.holders, after.overrides));
    assert_eq!((replayed.activities, replayed.risk_calls, replayed.accounts), (after.activities, after.risk_calls, after.accounts));
    assert_eq!(plan.records.len(), plan.counts.iter().map(|counts| counts.created).sum::<usize>());
}

#[test]
fn told_outcomes_stay_told_and_what_nobody_told_is_inferred() {
    let facts = imported();
    let renewal = |contract: &str, term: u32| {
        let id = facts.contracts.values().find(|c| c.reference == contract).unwrap().id;
        facts.renewal_of(id, term).unwrap()
    };
    let renewed = State::Closed {
        outcome: Outcome::RenewedUp,
        closed_on: date(2025, 12, 18),
        inferred: false,
        reason: Some(OutcomeReason::ValueProven),
        words: "It runs our month end.".into(),
    };
    assert_eq!(renewal("HS-0117", 1).state, renewed);
    assert!(matches!(renewal("HS-0300", 1).state, State::Closed { outcome: Outcome::Churned, inferred: false, reason: None, .. }));
    assert!(matches!(renewal("HS-0118", 1).state, State::Closed { outcome: Outcome::Merged, inferred: true, .. }));
    assert_eq!((renewal("HS-0204", 1).kind, renewal("HS-0117", 2).is_open()), (RenewalKind::Review, true));
    // 420 x 612.50, and 10 x 100 x 12 of the contract that ends with it: its discount is over by then.
    assert_eq!(renewal("HS-0117", 2).target.atr.minor, 25_725_000 + 1_200_000);
    let silent = import(None, &changed("outcomes.csv", "HS-0300,1,churned,2026-05-20,,\n", "")).unwrap().facts_after;
    assert_eq!(silent.renewals.values().filter(|r| r.state == State::deduced(Outcome::Churned, date(2026, 6, 1))).count(), 1);
}

#[test]
fn an_outcome_told_before_the_term_ends_closes_the_renewal_and_its_tasks_fall_away() {
    let facts = import(None, &sound()).unwrap().facts_after;
    let rows = "contract,term,outcome,closed_on,reason\nHS-0204,1,churned,2026-11-20,price\n";
    let only = Book { tables: vec![table("outcomes.csv", rows)], policy: None };
    let plan = import(Some(&facts), &only).unwrap();
    let closed: Vec<&Write> =
        plan.writes.iter().filter(|w| matches!(w, Write::Renewal(r) if !r.is_open() && r.decided.is_some())).collect();
    assert_eq!(closed.len(), 1);
    assert!(plan.writes.iter().any(|w| matches!(w, Write::Task(_))));
    assert_eq!(import(Some(&plan.facts_after), &only).unwrap().writes, []);
    let next = "contract,number,start_on,end_on\nHS-0204,2,2027-03-01,2028-03-01\n";
    let refusals = import(Some(&plan.facts_after), &Book { tables: vec![table("terms.csv", next)], policy: None }).unwrap_err();
    assert_eq!((refusals[0].row, refusals[0].column.as_deref()), (Some(2), Some("number")), "{refusals:#?}");
}

#[test]
fn a_judgement_that_is_recorded_is_not_written_again_and_another_one_is() {
    let facts = imported();
    let account = |facts: &Facts, reference: &str| facts.accounts.values().find(|a| a.reference == reference).unwrap().clone();
    assert_eq!(account(&facts, "A-17").risk, Risk::Yellow);
    assert_eq!(account(&facts, "A-19").risk, Risk::Unknown, "it expired in June");
    let only = |row: &str| {
        let text = format!("id,name,tier,risk\n{row}\n");
        import(Some(&facts), &Book { tables: vec![table("accounts.csv", &text)], policy: None }).unwrap()
    };
    assert_eq!(only("A-17,Northwind Traders,1,yellow").writes, []);
    let red = only("A-17,Northwind Traders,1,red");
    assert_eq!((red.records.len(), red.records[0].change), (1, Change::Updated));
    let calls = &red.facts_after.risk_calls[&account(&facts, "A-17").id];
    assert_eq!(calls.len(), 2, "the earlier judgement stays");
    assert_eq!((calls[1].author.as_str(), calls[1].set_on, calls[1].expires_on), ("Ana Sousa", date(2026, 11, 23), None));
    let anew = only("A-19,Contoso,3,red");
    assert_eq!(account(&anew.facts_after, "A-19").risk, Risk::Red, "the expired judgement is not the one that the row means");
}

#[test]
fn a_reassignment_in_force_names_the_holder_and_one_that_is_over_does_not() {
    let facts = imported();
    let holder = |contract: &str, term: u32, responsibility: Responsibility| {
        let id = facts.contracts.values().find(|c| c.reference == contract).unwrap().id;
        facts.name_of(facts.holder(facts.renewal_of(id, term).unwrap().id, responsibility).unwrap())
    };
    assert_eq!(holder("HS-0117", 2, Responsibility::Commercial), "Maya Lindqvist");
    assert_ne!(holder("HS-0204", 1, Responsibility::Value), "Rafael Costa");
}

#[test]
fn a_long_absence_and_a_holiday_reach_every_account() {
    let facts = import(None, &sound()).unwrap().facts_after;
    let priya = facts.teammates.values().find(|t| t.reference == "priya").unwrap().id;
    assert!(facts.holders.values().any(|holder| *holder == priya));
    let away = table("absences.csv", "teammate,from_on,to_on,delegate\npriya,2026-11-20,2027-03-01,rafael\n");
    let plan = import(Some(&facts), &Book { tables: vec![away], policy: None }).unwrap();
    assert!(plan.facts_after.holders.values().all(|holder| *holder != priya));
    let due = facts.tasks.values().find(|task| task.due_on > date(2026, 11, 23)).unwrap();
    let text = format!("held_on,name\n{},Founders' Day\n", due.due_on);
    let plan = import(Some(&facts), &Book { tables: vec![table("holidays.csv", &text)], policy: None }).unwrap();
    assert!(plan.facts_after.tasks[&due.id].due_on < due.due_on);
}

#[test]
fn facts_without_a_file_of_their_own_are_read_into_their_places() {
    let facts = imported();
    assert_eq!(facts.dated_rates[&(date(2026, 11, 20), "EUR".to_string())], "1.0832".parse::<Decimal6>().unwrap());
    let set = facts.ledger_rules.clone().unwrap();
    assert_eq!((set.rules.grace_days, set.rules.lapse_days_to_new, set.set_by.as_str()), (30, Some(180), "Ana Sousa"));
    let line = |reference: &str| facts.lines.values().find(|line| line.reference == reference).unwrap();
    assert_eq!(line("L-2").follows, Some(line("L-1").id));
    assert_eq!(line("L-3").discount_span, Some((date(2026, 3, 1), date(2026, 6, 1))));
    let meeting = facts.activities.values().find(|activity| activity.theirs.len() == 2).unwrap();
    assert_eq!(meeting.ours.iter().map(|id| facts.name_of(*id)).collect::<Vec<_>>(), ["Priya Nair", "Tom Becker"]);
    assert!(meeting.renewal.is_some());
}

#[test]
fn an_activity_without_an_instant_is_written_down_once() {
    let facts = imported();
    let only =
        |row: &str| Book { tables: vec![table("activities.csv", &format!("account,held_on,kind,subject,ours\n{row}\n"))], policy: None };
    let call = only("A-17,2026-11-20,call,Invoice,rafael");
    let first = import(Some(&facts), &call).unwrap();
    assert!(matches!(&first.writes[..], [Write::Activity(activity)] if activity.author == "Ana Sousa"));
    assert_eq!(import(Some(&first.facts_after), &call).unwrap().writes, []);
    let other = import(Some(&first.facts_after), &only("A-17,2026-11-20,call,Invoice,priya")).unwrap_err();
    assert_eq!((other[0].row, other[0].column.as_deref()), (Some(2), Some("subject")), "what was written down stays");
}

#[test]
fn somebody_who_comes_back_to_a_role_later_has_no_place_in_it_twice() {
    let mut facts = imported();
    let account = facts.accounts.values().find(|account| account.reference == "A-18").unwrap().id;
    let person = facts.organisation.desk_lead;
    for from_on in [date(2026, 6, 1), date(2026, 5, 1)] {
        let writes = set_team(&facts, account, Role::Finance, person, from_on).unwrap();
        facts.apply_all(&writes);
    }
    let mut spans: Vec<_> = facts.team.iter().filter(|m| m.role == Role::Finance).map(|m| (m.from_on, m.to_on)).collect();
    spans.sort();
    assert_eq!(spans, [(date(2026, 5, 1), Some(date(2026, 6, 1))), (date(2026, 6, 1), None)]);
    assert!(import(None, &export(&facts)).is_ok());
}
