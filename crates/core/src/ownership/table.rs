//! A policy as bit sets, for deciding a whole book and for proving a policy complete.
//!
//! All bounds and words of a column cut its values into atoms that every rule treats alike. For each atom a set of rules says which
//! of them a value of the atom passes. The rules that fit a renewal are then the intersection of one set for each column, and the
//! first of them decides.

use super::input::{Domain, Input, Seen};
use super::policy::Policy;
use super::unary::{Test, Value};
use super::values::{Span, Values};
use std::collections::{BTreeMap, BTreeSet};

/// Rules by their position, as bits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleSet(Vec<u64>);

const BITS: usize = 64;

impl RuleSet {
    /// No rule out of so many.
    pub fn none(rules: usize) -> Self {
        Self(vec![0; rules.div_ceil(BITS)])
    }

    /// The first so many rules.
    pub fn first_of(rules: usize, count: usize) -> Self {
        let mut set = Self::none(rules);
        (0..count).for_each(|rule| set.insert(rule));
        set
    }

    /// Adds a rule.
    pub fn insert(&mut self, rule: usize) {
        if let Some(chunk) = self.0.get_mut(rule / BITS) {
            *chunk |= 1 << (rule % BITS);
        }
    }

    /// Whether a rule is inside.
    pub fn contains(&self, rule: usize) -> bool {
        self.0.get(rule / BITS).is_some_and(|chunk| chunk >> (rule % BITS) & 1 == 1)
    }

    /// The rules that are in both.
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, two)| one & two).collect())
    }

    /// How many rules are in both.
    pub fn common(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(one, two)| (one & two).count_ones()).sum()
    }

    /// The rule that comes first.
    pub fn first(&self) -> Option<usize> {
        self.0.iter().enumerate().find(|(_, chunk)| **chunk != 0).map(|(index, chunk)| index * BITS + chunk.trailing_zeros() as usize)
    }

    /// The rules, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * BITS).filter(|rule| self.contains(*rule))
    }
}

/// Values of a column that every rule treats alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom {
    /// Numbers between two.
    Span(Span),
    /// One word.
    Word(String),
    /// Every word that no rule names.
    OtherWord,
    /// True or false.
    Flag(bool),
    /// Not known.
    Missing,
}

/// One input that rules ask about.
#[derive(Clone, Debug)]
pub struct Column {
    /// The input.
    pub input: Input,
    /// Its values, cut where any rule cuts: numbers in order, then words or flags, then what is not known.
    pub atoms: Vec<Atom>,
    /// The rules that each atom passes; those that do not ask about the column are among them.
    pub passes: Vec<RuleSet>,
    /// The rules that ask about the column.
    pub asking: RuleSet,
    /// Atoms of words.
    words: BTreeMap<String, u16>,
}

/// A policy as bit sets.
#[derive(Clone, Debug)]
pub struct Table {
    /// The inputs that rules ask about, in their order.
    pub columns: Vec<Column>,
    /// How many rules there are.
    pub rules: usize,
}

impl Table {
    /// Cuts the inputs of a policy into atoms.
    pub fn new(policy: &Policy) -> Self {
        let columns = policy.inputs().into_iter().map(|input| Column::new(policy, input)).collect();
        Self { columns, rules: policy.rules.len() }
    }

    /// The atoms of a renewal, one for each column.
    pub fn row(&self, seen: &Seen) -> Vec<u16> {
        self.columns.iter().map(|column| column.atom_of(seen.value(column.input))).collect()
    }

    /// The first rule that fits the atoms of a renewal; `None` where none does.
    pub fn decide(&self, row: &[u16]) -> Option<usize> {
        (0..self.rules.div_ceil(BITS)).find_map(|chunk| {
            let all = self.rules_of_chunk(chunk);
            let fits = self.columns.iter().zip(row).fold(all, |fits, (column, atom)| fits & column.passes_chunk(*atom, chunk));
            (fits != 0).then(|| chunk * BITS + fits.trailing_zeros() as usize)
        })
    }

    fn rules_of_chunk(&self, chunk: usize) -> u64 {
        let left = self.rules - chunk * BITS;
        if left >= BITS { u64::MAX } else { (1 << left) - 1 }
    }
}

impl Column {
    fn new(policy: &Policy, input: Input) -> Self {
        let rules = policy.rules.len();
        let tests: Vec<Option<&Test>> = policy.rules.iter().map(|rule| rule.when.get(&input).map(|cell| &cell.test)).collect();
        let atoms = atoms(input, &tests);
        let mut asking = RuleSet::none(rules);
        tests.iter().enumerate().filter(|(_, test)| test.is_some()).for_each(|(rule, _)| asking.insert(rule));
        let passes = atoms.iter().map(|atom| {
            let mut set = RuleSet::none(rules);
            tests.iter().enumerate().filter(|(_, test)| test.is_none_or(|test| atom.passes(test))).for_each(|(rule, _)| set.insert(rule));
            set
        });
        let passes = passes.collect();
        let words = atoms.iter().zip(0..).filter_map(|(atom, index)| match atom {
            Atom::Word(word) => Some((word.clone(), index)),
            _ => None,
        });
        Self { input, words: words.collect(), passes, asking, atoms }
    }

    fn passes_chunk(&self, atom: u16, chunk: usize) -> u64 {
        self.passes.get(usize::from(atom)).and_then(|set| set.0.get(chunk)).copied().unwrap_or(0)
    }

    /// The atom that a value belongs to. Numbers beyond the domain belong to its ends.
    fn atom_of(&self, value: Value<'_>) -> u16 {
        let spans = || self.atoms.iter().filter_map(|atom| if let Atom::Span(span) = atom { Some(span) } else { None });
        let position = match value {
            Value::Number(number) => spans().take_while(|span| span.from <= number).count().saturating_sub(1),
            Value::Word(word) => match self.words.get(word) {
                Some(index) => return *index,
                None => self.position(|atom| *atom == Atom::OtherWord),
            },
            Value::Flag(flag) => self.position(|atom| *atom == Atom::Flag(flag)),
            Value::Missing => self.position(|atom| *atom == Atom::Missing),
        };
        u16::try_from(position).unwrap_or(u16::MAX)
    }

    fn position(&self, is: impl Fn(&Atom) -> bool) -> usize {
        self.atoms.iter().position(is).unwrap_or(usize::MAX)
    }

    /// The set that some atoms stand for.
    pub fn test_of(&self, chosen: &BTreeSet<usize>) -> Test {
        let of = |index: &usize| self.atoms.get(*index);
        let missing = chosen.iter().filter_map(of).any(|atom| *atom == Atom::Missing);
        let others = chosen.iter().filter_map(of).any(|atom| *atom == Atom::OtherWord);
        if others {
            let left_out = self.atoms.iter().enumerate().filter(|(index, _)| !chosen.contains(index));
            let words = left_out.filter_map(|(_, atom)| if let Atom::Word(word) = atom { Some(word.clone()) } else { None });
            return Test { values: Values::Words { words: words.collect(), except: true }, missing };
        }
        let mut values: Option<Values> = None;
        for atom in chosen.iter().filter_map(of) {
            let one = match atom {
                Atom::Span(span) => Values::Spans(vec![*span]),
                Atom::Word(word) => Values::word(word),
                Atom::Flag(flag) => Values::flag(*flag),
                Atom::OtherWord | Atom::Missing => continue,
            };
            values = Some(values.map_or_else(|| one.clone(), |known| known.union(&one)));
        }
        Test { values: values.unwrap_or(Values::Spans(Vec::new())), missing }
    }
}

impl Atom {
    /// Whether its values pass a test; they pass it all or not at all.
    fn passes(&self, test: &Test) -> bool {
        match self {
            Self::Span(span) => test.passes(Value::Number(span.from)),
            Self::Word(word) => test.passes(Value::Word(word)),
            Self::OtherWord => matches!(test.values, Values::Words { except: true, .. }),
            Self::Flag(flag) => test.passes(Value::Flag(*flag)),
            Self::Missing => test.missing,
        }
    }
}

fn atoms(input: Input, tests: &[Option<&Test>]) -> Vec<Atom> {
    let tests = || tests.iter().flatten();
    let mut atoms: Vec<Atom> = match input.domain() {
        Domain::Numbers(lowest, highest) => cut(tests(), lowest, highest).into_iter().map(Atom::Span).collect(),
        Domain::OneOf(words) => words.into_iter().map(|word| Atom::Word(word.into())).collect(),
        Domain::AnyWord => {
            let words: BTreeSet<&String> = tests()
                .filter_map(|test| if let Values::Words { words, .. } = &test.values { Some(words) } else { None })
                .flatten()
                .collect();
            words.into_iter().map(|word| Atom::Word(word.clone())).chain([Atom::OtherWord]).collect()
        }
        Domain::Flag => vec![Atom::Flag(false), Atom::Flag(true)],
    };
    if input.may_be_missing() {
        atoms.push(Atom::Missing);
    }
    atoms
}

/// The domain, cut at every bound of any rule.
fn cut<'a>(tests: impl Iterator<Item = &'a &'a Test>, lowest: i64, highest: i64) -> Vec<Span> {
    let mut starts = BTreeSet::from([lowest]);
    for test in tests {
        let Values::Spans(spans) = &test.values else { continue };
        for span in spans {
            starts
                .extend([Some(span.from), span.to.checked_add(1)].into_iter().flatten().filter(|start| (lowest..=highest).contains(start)));
        }
    }
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([highest]);
    starts.iter().zip(ends).map(|(from, to)| Span { from: *from, to }).collect()
}
