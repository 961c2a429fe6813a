//! Words from which invented customers are made: companies, people, what they buy and what they say.

use tenure_core::account::{ActivityKind, Risk, StakeholderRole};
use tenure_core::primitives::Currency;
use tenure_core::renewal::OutcomeReason;

/// A part of the world: its companies, its people, and who of ours serves it.
pub(super) struct Region {
    pub name: &'static str,
    pub currencies: &'static [Currency],
    pub stems: &'static [&'static str],
    pub first_names: &'static [&'static str],
    pub last_names: &'static [&'static str],
    /// References and names of its CSMs.
    pub csms: &'static [(&'static str, &'static str)],
    pub ae: &'static str,
    /// Reference of its account manager and the first day on which that one serves new customers.
    pub manager: Option<(&'static str, jiff::civil::Date)>,
}

/// The four regions.
pub(super) const REGIONS: &[Region] = &[
    Region {
        name: "EMEA",
        currencies: &[Currency::EUR, Currency::GBP, Currency::EUR, Currency::USD],
        stems: &[
            "Alderbrook",
            "Bergmann",
            "Calder",
            "Dunmore",
            "Eskdale",
            "Falkner",
            "Greystone",
            "Hollin",
            "Inverlay",
            "Kessler",
            "Lindqvist",
            "Marchetti",
            "Norrland",
            "Orlova",
            "Pellegrin",
            "Quayside",
        ],
        first_names: &["Anneke", "Bruno", "Chiara", "Declan", "Elif", "Femi", "Greta", "Henrik", "Ines", "Jarek", "Katja", "Leila"],
        last_names: &["Aalto", "Brandt", "Conti", "Doyle", "Eriksen", "Fontaine", "Greco", "Haas", "Ivanova", "Jansen", "Kaya", "Laurent"],
        csms: &[("aisha", "Aisha Khan"), ("aisha", "Aisha Khan"), ("rafael", "Rafael Costa")],
        ae: "daniel",
        manager: Some(("jonas", jiff::civil::date(2023, 3, 6))),
    },
    Region {
        name: "AMER",
        currencies: &[Currency::USD],
        stems: &[
            "Ashford",
            "Bayline",
            "Cedar Ridge",
            "Driftwood",
            "Eastgate",
            "Foxglove",
            "Granite State",
            "Highmark",
            "Ironwood",
            "Jasper",
            "Keystone Falls",
            "Lakeshore",
            "Maplewood",
            "Northfork",
            "Old Harbor",
            "Pinecrest",
        ],
        first_names: &["Avery", "Blake", "Carmen", "Darnell", "Elena", "Frank", "Gabriela", "Hector", "Imani", "Jordan", "Kayla", "Logan"],
        last_names: &["Abbott", "Bishop", "Carter", "Dawson", "Ellis", "Foster", "Grant", "Hayes", "Iverson", "Jackson", "Keller", "Lopez"],
        csms: &[("tomas", "Tomas Lind"), ("wren", "Wren Callahan"), ("wren", "Wren Callahan")],
        ae: "theo",
        manager: Some(("ben", jiff::civil::date(2025, 9, 15))),
    },
    Region {
        name: "APAC",
        currencies: &[Currency::USD, Currency::JPY],
        stems: &[
            "Akebono",
            "Banksia",
            "Coral Bay",
            "Daintree",
            "Emerald Quay",
            "Fujimori",
            "Garuda",
            "Hinode",
            "Iwaki",
            "Jurong Vale",
            "Kowhai",
            "Lotus River",
            "Minami",
            "Nagara",
            "Ocean Reach",
            "Pacific Fern",
        ],
        first_names: &["Akira", "Bao", "Chloe", "Dewi", "Emi", "Farid", "Grace", "Haruto", "Isha", "Jun", "Kavya", "Liang"],
        last_names: &["Abe", "Bui", "Chan", "Desai", "Endo", "Fraser", "Goh", "Hayashi", "Iyer", "Jain", "Kim", "Lim"],
        csms: &[("yuki", "Yuki Tanaka")],
        ae: "wei",
        manager: Some(("kenta", jiff::civil::date(2024, 6, 3))),
    },
    Region {
        name: "LATAM",
        currencies: &[Currency::USD],
        stems: &[
            "Andina",
            "Bahia Clara",
            "Caminante",
            "Del Valle",
            "Esmeralda",
            "Farallon",
            "Guanaco",
            "Horizonte",
            "Iguana Sur",
            "Jacaranda",
            "La Quebrada",
            "Lucero",
            "Mirador",
            "Nevada Alta",
            "Orinoco",
            "Pampa Verde",
        ],
        first_names: &[
            "Alejandro",
            "Beatriz",
            "Camila",
            "Diego",
            "Esteban",
            "Fernanda",
            "Gustavo",
            "Helena",
            "Ignacio",
            "Julieta",
            "Lautaro",
            "Marina",
        ],
        last_names: &[
            "Acosta", "Barros", "Cardozo", "Duarte", "Espinosa", "Figueroa", "Gallardo", "Herrera", "Ibarra", "Juarez", "Lima", "Moreno",
        ],
        csms: &[("zoe", "Zoe Alvarez")],
        ae: "mateo",
        manager: None,
    },
];

/// A trade: what such a company calls itself, what it buys, per what, and its divisions.
pub(super) struct Trade {
    pub suffix: &'static str,
    pub product: &'static str,
    pub addition: &'static str,
    pub units: [&'static str; 2],
}

/// What customers do for a living.
pub(super) const TRADES: &[Trade] = &[
    trade("Clinics", "Care platform", "Scheduling", ["Outpatients", "Group IT"]),
    trade("Insurance", "Claims platform", "Fraud analytics", ["Motor", "Broking"]),
    trade("Logistics", "Fleet scheduling", "Dispatch", ["Haulage", "Depots"]),
    trade("Foods", "Quality desk", "Supplier portal", ["Plants", "Purchasing"]),
    trade("Energy", "Grid desk", "Outage analytics", ["Operations", "Control room"]),
    trade("Schools", "Timetable", "Parent portal", ["District office", "Campuses"]),
    trade("Media", "Newsroom desk", "Rights ledger", ["Editorial", "Licensing"]),
    trade("Robotics", "Robot fleet care", "Field analytics", ["Assembly", "Service"]),
    trade("Bank", "Branch desk", "Regulatory reports", ["Branches", "Compliance"]),
    trade("Hotels", "Guest desk", "Booking care", ["Front office", "Revenue"]),
    trade("Pharma", "Trial operations", "Lab notebook", ["Clinical", "Research"]),
    trade("Telecom", "Network care", "Field scheduling", ["Field service", "Crews"]),
    trade("Retail", "Store care", "Order desk", ["Shops", "Warehouse"]),
];

const fn trade(suffix: &'static str, product: &'static str, addition: &'static str, units: [&'static str; 2]) -> Trade {
    Trade { suffix, product, addition, units }
}

/// Parts that people at a customer play, and their job titles.
pub(super) const PARTS: &[(&str, &[StakeholderRole])] = &[
    ("Head of operations", &[StakeholderRole::Champion, StakeholderRole::PowerUser]),
    ("Finance director", &[StakeholderRole::EconomicBuyer, StakeholderRole::DecisionMaker]),
    ("Purchasing manager", &[StakeholderRole::Procurement]),
    ("Chief information officer", &[StakeholderRole::ExecutiveSponsor, StakeholderRole::Influencer]),
    ("General counsel", &[StakeholderRole::Legal]),
    ("Regional controller", &[StakeholderRole::Influencer, StakeholderRole::Detractor]),
];

/// How customers come to be judged.
pub(super) const JUDGEMENTS: &[(Risk, &str)] = &[
    (Risk::Green, "steady use and a friendly sponsor"),
    (Risk::Green, "reached two of three outcomes and said so"),
    (Risk::Green, "the rollout is done and used daily"),
    (Risk::Yellow, "logins fell by a fifth since the last review"),
    (Risk::Yellow, "the sponsor is new and has not met us"),
    (Risk::Yellow, "support cases stay open too long, they say"),
    (Risk::Expansion, "asked for prices for another site"),
    (Risk::Expansion, "a second division wants what the first has"),
    (Risk::Red, "a competitor runs a pilot there"),
];

/// Why customers stay, and their words.
pub(super) const STAYS: &[(OutcomeReason, &str)] = &[
    (OutcomeReason::ValueProven, "We would need two more people without it."),
    (OutcomeReason::ValueProven, "The figures of the last review convinced our board."),
    (OutcomeReason::Relationship, "You pick up the telephone."),
    (OutcomeReason::SwitchingCost, "Changing now would cost us the spring."),
    (OutcomeReason::NewNeeds, "We open a second site and take you along."),
    (OutcomeReason::ValueProven, ""),
];

/// Why customers leave, and their words.
pub(super) const LEAVES: &[(OutcomeReason, &str)] = &[
    (OutcomeReason::Budget, "Everything that is not payroll was cut."),
    (OutcomeReason::Competitor, "The other one is half the price and good enough."),
    (OutcomeReason::LeadershipChange, "Our new director brings what she knows."),
    (OutcomeReason::LowAdoption, "Honestly, only three people still open it."),
    (OutcomeReason::ProductGap, "We waited two years for the export."),
    (OutcomeReason::Service, "They were all over us before we signed."),
    (OutcomeReason::BusinessClosed, "The plant closes in summer."),
];

/// Contacts and what was said.
pub(super) const CONTACTS: &[(ActivityKind, &str, &str)] = &[
    (ActivityKind::Call, "Monthly call", "Adoption is where they want it. One question about roles, answered on the spot."),
    (ActivityKind::BusinessReview, "Business review", "Went through the outcomes of the half-year; they confirmed the hours saved."),
    (ActivityKind::Meeting, "Visit on site", "Saw the night shift use it. Training for new starters is wanted."),
    (ActivityKind::Email, "Answer about the roadmap", "Told them what is planned and what is not."),
    (ActivityKind::Call, "Check-in", "Quiet month. They hire and will need seats."),
    (ActivityKind::BusinessReview, "Yearly review", "Two of three goals reached. The third waits for their own data."),
    (ActivityKind::Note, "After the support case", "Closed within a day; the administrator thanked us."),
    (ActivityKind::Meeting, "Meeting with finance", "They asked what it saves. Agreed on how to measure it."),
];
