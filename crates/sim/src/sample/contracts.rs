//! What the customers signed, and how they renewed it.

use super::table::{Change, Contract, Line, Paper, Renewal};
use jiff::civil::{Date, date};
use tenure_core::primitives::Currency::{self, EUR, GBP, USD};

/// Every contract, by the day it is entered within each region. Those of the first week ran before Tenure did.
pub const CONTRACTS: &[Contract] = &[
    Contract {
        renewals: &[renewed(
            date(2025, 12, 15),
            date(2027, 1, 9),
            Change::To(&[
                Line::yearly("Care platform", "Adult services", "420", "612.50"),
                Line::yearly("Care platform", "Paediatrics", "100", "612.50"),
                Line::yearly("Scheduling", "Adult services", "80", "525.00"),
                Line::yearly("Analytics", "Group IT", "1", "52000.00"),
            ]),
        )],
        ..contract(
            ("HS-2024-0117", "A-1", USD),
            Paper::auto(45).capped(500),
            (date(2025, 2, 4), date(2024, 1, 9), date(2026, 1, 9)),
            &[
                Line::yearly("Care platform", "Adult services", "380", "595.00"),
                Line::yearly("Care platform", "Paediatrics", "100", "595.00"),
                Line::yearly("Scheduling", "Adult services", "60", "525.00"),
                Line::yearly("Analytics", "Group IT", "1", "50000.00"),
                Line::once("Data migration", "Group IT", "24000.00"),
            ],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 3, 16), date(2027, 6, 23), Change::To(&[Line::yearly("Quality desk", "Plants", "100", "540.00")]))],
        ..contract(
            ("HS-2024-0231", "A-10", GBP),
            Paper::auto(90),
            (date(2025, 2, 4), date(2024, 6, 23), date(2026, 6, 23)),
            &[Line::yearly("Quality desk", "Plants", "90", "520.00")],
        )
    },
    contract(
        ("HS-2024-0268", "A-15", USD),
        Paper::auto(90).capped(300).months(36),
        (date(2025, 2, 5), date(2024, 8, 12), date(2027, 8, 12)),
        &[
            Line::yearly("Care platform", "Retail banking", "900", "520.00").less(800),
            Line::yearly("Branch desk", "Branches", "320", "475.00"),
            Line::monthly("Regulatory reports", "Compliance", "1", "3500.00"),
        ],
    ),
    Contract {
        renewals: &[renewed(date(2025, 11, 10), date(2026, 11, 13), Change::Flat)],
        ..contract(
            ("HS-2024-0341", "A-12", USD),
            Paper::fixed(30),
            (date(2025, 2, 5), date(2024, 11, 13), date(2025, 11, 13)),
            &[Line::yearly("Rota planner", "Home visits", "110", "380.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2025, 12, 1), date(2026, 12, 27), Change::Flat)],
        ..contract(
            ("HS-2024-0402", "A-11", USD),
            Paper::auto(30),
            (date(2025, 2, 5), date(2024, 12, 27), date(2025, 12, 27)),
            &[Line::quarterly("Guest desk", "Front office", "14", "340.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 1, 19), date(2027, 2, 7), Change::Uplift(250))],
        ..contract(
            ("HS-2024-0039", "A-13", EUR),
            Paper::auto(30).capped(300),
            (date(2025, 2, 6), date(2024, 2, 7), date(2026, 2, 7)),
            &[Line::quarterly("Furnace monitoring", "Rolling mill", "6", "5950.00"), Line::once("Site survey", "Rolling mill", "9800.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 1, 20), date(2027, 1, 31), Change::Uplift(300))],
        ..contract(
            ("HS-2025-0012", "A-16", USD),
            Paper::fixed(30),
            (date(2025, 2, 6), date(2025, 1, 31), date(2026, 1, 31)),
            &[Line::yearly("Grid desk", "Operations", "260", "780.00"), Line::monthly("Outage analytics", "Control room", "1", "2400.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2025, 12, 10), date(2027, 1, 12), Change::Flat)],
        ..contract(
            ("HS-2025-0005", "A-26", USD),
            Paper::auto(30),
            (date(2025, 2, 7), date(2025, 1, 12), date(2026, 1, 12)),
            &[Line::quarterly("Berth desk", "Harbour office", "12", "365.00")],
        )
    },
    Contract {
        renewals: &[
            renewed(date(2025, 12, 12), date(2026, 12, 15), Change::Flat),
            renewed(date(2026, 11, 12), date(2027, 12, 15), Change::To(&[Line::yearly("Turbine desk", "Field crews", "60", "720.00")])),
        ],
        ..contract(
            ("HS-2024-0377", "A-24", USD),
            Paper::fixed(60),
            (date(2025, 2, 7), date(2024, 12, 15), date(2025, 12, 15)),
            &[Line::yearly("Turbine desk", "Field crews", "75", "720.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 2, 10), date(2027, 2, 17), Change::Flat)],
        ..contract(
            ("HS-2025-0029", "A-22", USD),
            Paper::auto(45),
            (date(2025, 2, 17), date(2025, 2, 17), date(2026, 2, 17)),
            &[Line::yearly("Dispatch", "Depots", "110", "800.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 3, 3), date(2027, 3, 6), Change::To(&[Line::yearly("Newsroom desk", "Editorial", "36", "390.00")]))],
        ..contract(
            ("HS-2025-0037", "A-6", USD),
            Paper::fixed(30),
            (date(2025, 3, 6), date(2025, 3, 6), date(2026, 3, 6)),
            &[Line::yearly("Newsroom desk", "Editorial", "48", "390.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 2, 24), date(2027, 3, 8), Change::Flat)],
        ..contract(
            ("HS-2025-0041", "A-4", USD),
            Paper::fixed(45),
            (date(2025, 3, 7), date(2025, 3, 8), date(2026, 3, 8)),
            &[Line::yearly("Lab notebook", "Research", "45", "720.00").less(1000), Line::once("Data migration", "Research", "6500.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 2, 18), date(2027, 3, 31), Change::Uplift(400))],
        ..contract(
            ("HS-2025-0049", "A-20", USD),
            Paper::auto(60).capped(400),
            (date(2025, 3, 31), date(2025, 3, 31), date(2026, 3, 31)),
            &[Line::yearly("Network care", "Field service", "380", "690.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 3, 31), date(2027, 4, 6), Change::Flat)],
        ..contract(
            ("HS-2025-0055", "A-9", USD),
            Paper::fixed(30),
            (date(2025, 4, 4), date(2025, 4, 6), date(2026, 4, 6)),
            &[Line::yearly("Rights ledger", "Contracts", "25", "480.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 3, 25), date(2027, 4, 11), Change::Flat)],
        ..contract(
            ("HS-2025-0058", "A-8", USD),
            Paper::auto(30).notice_unread(),
            (date(2025, 4, 11), date(2025, 4, 11), date(2026, 4, 11)),
            &[Line::monthly("Insight seats", "Consulting", "28", "65.00")],
        )
    },
    Contract {
        renewals: &[renewed(
            date(2026, 2, 5),
            date(2027, 4, 11),
            Change::To(&[
                Line::yearly("Robot fleet care", "Assembly", "80", "1750.00"),
                Line::yearly("Field analytics", "Service", "1", "28000.00"),
            ]),
        )],
        ..contract(
            ("HS-2025-0060", "A-14", EUR),
            Paper::auto(60).capped(500),
            (date(2025, 4, 11), date(2025, 4, 11), date(2026, 4, 11)),
            &[Line::yearly("Robot fleet care", "Assembly", "72", "1700.00"), Line::once("Commissioning", "Assembly", "15000.00")],
        )
    },
    Contract {
        renewals: &[renewed(
            date(2026, 3, 12),
            date(2027, 4, 18),
            Change::To(&[Line::yearly("Trial operations", "Clinical", "38", "1480.00")]),
        )],
        ..contract(
            ("HS-2025-0063", "A-5", EUR),
            Paper::auto(30).notice_unread(),
            (date(2025, 4, 17), date(2025, 4, 18), date(2026, 4, 18)),
            &[Line::yearly("Trial operations", "Clinical", "30", "1450.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 3, 24), date(2027, 5, 10), Change::Flat)],
        ..contract(
            ("HS-2025-0074", "A-7", USD),
            Paper::auto(45).capped(500),
            (date(2025, 5, 9), date(2025, 5, 10), date(2026, 5, 10)),
            &[Line::yearly("Booking care", "Retail shops", "120", "640.00"), Line::yearly("Analytics", "Revenue", "1", "12000.00")],
        )
    },
    Contract {
        renewals: &[renewed(
            date(2026, 3, 19),
            date(2027, 5, 22),
            Change::To(&[
                Line::yearly("Claims platform", "London market", "260", "659.20"),
                Line::monthly("Broker portal", "Broking", "60", "39.14"),
            ]),
        )],
        ..contract(
            ("HS-2025-0102", "A-2", GBP),
            Paper::auto(60).capped(300),
            (date(2025, 5, 22), date(2025, 5, 22), date(2026, 5, 22)),
            &[Line::yearly("Claims platform", "London market", "240", "640.00"), Line::monthly("Broker portal", "Broking", "60", "38.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 5, 27), date(2027, 6, 2), Change::Flat)],
        ..contract(
            ("HS-2025-0110", "A-28", EUR),
            Paper::fixed(30),
            (date(2025, 6, 2), date(2025, 6, 2), date(2026, 6, 2)),
            &[Line::yearly("Counter desk", "Boutiques", "30", "440.00")],
        )
    },
    contract(
        ("HS-2025-0119", "A-17", GBP),
        Paper::fixed(60).months(24),
        (date(2025, 6, 16), date(2025, 6, 16), date(2027, 6, 16)),
        &[Line::yearly("Depot planning", "Rolling stock", "60", "1050.00")],
    ),
    Contract {
        renewals: &[renewed(date(2026, 6, 24), date(2027, 7, 1), Change::Flat)],
        ..contract(
            ("HS-2025-0131", "A-21", USD),
            Paper::fixed(45),
            (date(2025, 7, 1), date(2025, 7, 1), date(2026, 7, 1)),
            &[Line::yearly("Timetable", "District office", "65", "540.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 6, 18), date(2027, 8, 20), Change::Uplift(300))],
        ..contract(
            ("HS-2025-0150", "A-25", USD),
            Paper::auto(60).capped(500),
            (date(2025, 8, 20), date(2025, 8, 20), date(2026, 8, 20)),
            &[Line::yearly("Policy desk", "Underwriting", "95", "610.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 7, 10), date(2027, 9, 1), Change::To(&[Line::yearly("Kiln desk", "Production", "48", "625.00")]))],
        ..contract(
            ("HS-2025-0158", "A-18", EUR),
            Paper::auto(45),
            (date(2025, 9, 1), date(2025, 9, 1), date(2026, 9, 1)),
            &[Line::yearly("Kiln desk", "Production", "40", "610.00")],
        )
    },
    Contract {
        renewals: &[renewed(date(2026, 9, 3), date(2027, 10, 6), Change::Flat)],
        ..contract(
            ("HS-2025-0171", "A-23", USD),
            Paper::auto(30),
            (date(2025, 10, 6), date(2025, 10, 6), date(2026, 10, 6)),
            &[Line::monthly("Chair desk", "Practice", "8", "98.00")],
        )
    },
    contract(
        ("HS-2025-0188", "A-2", GBP),
        Paper::fixed(90).months(24),
        (date(2025, 11, 3), date(2025, 11, 3), date(2027, 11, 3)),
        &[Line::monthly("Fraud analytics", "Claims", "1", "4200.00"), Line::once("Model calibration", "Claims", "12500.00")],
    ),
    contract(
        ("HS-2026-0019", "A-19", USD),
        Paper::fixed(30).notice_unread(),
        (date(2026, 2, 19), date(2026, 2, 19), date(2027, 2, 19)),
        &[Line::monthly("Store care", "Shops", "22", "62.00")],
    ),
    contract(
        ("HS-2026-0023", "A-29", GBP),
        Paper::auto(30),
        (date(2026, 3, 2), date(2026, 3, 2), date(2027, 3, 2)),
        &[Line::monthly("Order desk", "Bakeries", "9", "54.00")],
    ),
    contract(
        ("HS-2026-0031", "A-20", USD),
        Paper::fixed(60),
        (date(2026, 3, 31), date(2026, 3, 31), date(2027, 3, 31)),
        &[Line::yearly("Field scheduling", "Crews", "90", "560.00")],
    ),
    contract(
        ("HS-2026-0044", "A-27", USD),
        Paper::auto(90),
        (date(2026, 5, 4), date(2026, 5, 4), date(2027, 5, 4)),
        &[Line::yearly("Lens lab", "Laboratories", "70", "655.00"), Line::once("Onboarding", "Laboratories", "4000.00")],
    ),
    contract(
        ("HS-2026-0068", "A-30", GBP),
        Paper::auto(60),
        (date(2026, 8, 24), date(2026, 8, 24), date(2027, 8, 24)),
        &[Line::yearly("Crew desk", "Fleet", "85", "590.00").less(500)],
    ),
    // Found in a drawer eight months into its term.
    contract(
        ("HS-2026-0009", "A-3", USD),
        Paper::auto(30),
        (date(2026, 11, 2), date(2026, 1, 14), date(2027, 1, 14)),
        &[Line::yearly("Fleet scheduling", "Haulage", "160", "400.00")],
    ),
];

const fn contract(
    (reference, account, currency): (&'static str, &'static str, Currency),
    paper: Paper,
    (signed_on, start_on, end_on): (Date, Date, Date),
    lines: &'static [Line],
) -> Contract {
    Contract { reference, account, currency, paper, signed_on, term: (start_on, end_on), lines, renewals: &[] }
}

const fn renewed(signed_on: Date, end_on: Date, lines: Change) -> Renewal {
    Renewal { signed_on, end_on, lines }
}
