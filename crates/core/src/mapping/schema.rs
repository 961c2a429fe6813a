//! Every section and key of a mapping, as data. The reader and the documentation use this one list.

/// One key of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// Whether the section needs it.
    pub required: bool,
    /// What it says.
    pub meaning: &'static str,
    /// A value as it is written.
    pub example: &'static str,
}

/// One section with its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading in the documentation.
    pub title: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

const fn needed(name: &'static str, meaning: &'static str, example: &'static str) -> Key {
    Key { name, required: true, meaning, example }
}

const fn may(name: &'static str, meaning: &'static str, example: &'static str) -> Key {
    Key { name, required: false, meaning, example }
}

/// The top of the file.
pub const TOP: Section = Section {
    title: "The top",
    keys: &[
        needed("name", "Name of the mapping", r#""RavenStack""#),
        may("about", "What it reads, in a sentence", r#""Accounts and subscriptions""#),
        may("start", "What an empty instance begins with", "[start]"),
        needed("source", "The files it reads, each under a name of its own", "[source.accounts]"),
        may("table", "A source whose rows become rows of one file of the book", "[[table]]"),
        may("interval", "A source whose rows are subscriptions: from, to, amount", "[[interval]]"),
    ],
};

/// `[start]`.
pub const START: Section = Section {
    title: "`[start]`",
    keys: &[
        may("organisation", "The row of organisation.csv by column", r#"{ name = "Halden", currency = "USD" }"#),
        may("teammates", "Rows of teammates.csv by column", r#"[{ id = "maya", name = "Maya Lindqvist" }]"#),
        may("policy", "A shipped ownership policy", r#""hybrid""#),
    ],
};

/// `[source.<name>]`.
pub const SOURCE: Section = Section {
    title: "`[source.<name>]`",
    keys: &[
        needed("file", "Name of the file in the folder", r#""accounts.csv""#),
        may("optional", "`true` where the file may be absent; it is then taken for empty", "true"),
        may("key", "Column that tells its rows apart; a value that comes twice is refused, and look-ups go by it", r#""account_id""#),
        may("needs", "Columns that must be there besides those the mapping reads", r#"["account_id"]"#),
        may("blank", "Words that mean nothing was filled in", r#"["NULL", "n/a"]"#),
        may("skip", "Rows to pass over, each kind with its reason", "[[source.accounts.skip]]"),
    ],
};

/// `[[source.<name>.skip]]`.
pub const SKIP: Section = Section {
    title: "`[[source.<name>.skip]]`",
    keys: &[
        needed("column", "Column that decides", r#""is_trial""#),
        may("is", "The row is passed over where the cell is one of these", r#"["True"]"#),
        may("is_not", "The row is passed over where the cell is none of these", r#"["active", "past_due"]"#),
        needed("reason", "Why, as the report says it", r#""a trial pays nothing""#),
    ],
};

/// `[[table]]`.
pub const TABLE: Section = Section {
    title: "`[[table]]`",
    keys: &[
        needed("into", "File of the book", r#""accounts.csv""#),
        needed("from", "Name of the source", r#""accounts""#),
        needed("columns", "A value for each column of the book's file", "[table.columns]"),
    ],
};

/// `[[interval]]`.
pub const INTERVAL: Section = Section {
    title: "`[[interval]]`",
    keys: &[
        needed("from", "Name of the source", r#""subscriptions""#),
        needed("id", "Value: number of the contract that the interval becomes", r#"{ column = "subscription_id" }"#),
        needed("account", "Value: `id` of the account", r#"{ column = "account_id" }"#),
        needed("start_on", "Value: first day", r#"{ column = "start_date", read = "yyyy-mm-dd" }"#),
        may("end_on", "Value: end; empty or left out is open-ended", r#"{ column = "end_date", read = "yyyy-mm-dd" }"#),
        needed("amount", "Value: what is paid", r#"{ column = "mrr_amount", read = "number" }"#),
        needed("amount_per", "What the amount pays for: `month`, `quarter`, `year`, or `interval` for the whole of it", r#""month""#),
        needed("currency", "Value: ISO 4217 code", r#"{ constant = "USD" }"#),
        may("quantity", "Value: units bought; the amount is for all of them; left out is 1", r#"{ column = "seats", read = "number" }"#),
        needed("product", "Value: what was bought", r#"{ column = "plan" }"#),
        may("business_unit", "Value: the division that uses it", r#"{ column = "division" }"#),
        may(
            "auto_renew",
            "Value: `true` or `false`; left out is `true` for open-ended ones, else `false`",
            r#"{ column = "renews", read = "flag" }"#,
        ),
        may("notice_days", "Value: notice period in days; left out is unknown", r#"{ column = "notice" }"#),
        may("renewal_months", "Value: length of a successor term; left out is 12", r#"{ constant = "12" }"#),
        may(
            "end_is",
            "`exclusive` where the end is the first day no longer covered (as when left out), `inclusive` where it is the last one",
            r#""inclusive""#,
        ),
        may(
            "overlap",
            "Of overlapping intervals of one account: `sum` keeps all (as when left out), `largest` or `latest` keeps one",
            r#""largest""#,
        ),
        may("minimum", "Smallest amount; rows below it are passed over; left out, zero and less is refused", r#""0.01""#),
        may("empty_interval", "An interval that ends on or before its first day: `refuse` (as when left out) or `skip`", r#""skip""#),
        may("far_future_is_open_ended_after", "A later end means none was agreed", r#""2060-01-01""#),
    ],
};

/// A value.
pub const VALUE: Section = Section {
    title: "Values",
    keys: &[
        may("column", "Column of the source", r#""plan_tier""#),
        may("constant", "The same text for every row", r#""USD""#),
        may("lookup", "Name of another source; `column` is then read from its row", r#""accounts""#),
        may("by", "Column of this source that holds the `key` of the other one", r#""account_id""#),
        may("read", "How the cell is written, see below; left out is `text`", r#""dd/mm/yyyy""#),
        may("case", "`upper` or `lower`", r#""upper""#),
        may("map", "What certain values become, after reading", r#"{ UK = "EMEA" }"#),
        may("otherwise", "What values become that `map` does not name; left out keeps them", r#""Other""#),
        may("default", "What an empty cell becomes", r#""USD""#),
        may("yes", "Words for true, with `read = \"flag\"`", r#"["ja"]"#),
        may("no", "Words for false, with `read = \"flag\"`", r#"["nein"]"#),
    ],
};

/// Every section, in the order in which the documentation explains them.
pub const SECTIONS: &[Section] = &[TOP, START, SOURCE, SKIP, TABLE, INTERVAL, VALUE];
