//! A policy as bit sets, for deciding a whole book and for proving a policy complete.
//!
//! All bounds and words of a column cut its values into atoms that every rule treats alike. For each atom a set of rules says which
//! of them a value of the atom passes. The rules that fit a renewal are then the intersection of one set for each column, and the
//! first of them decides.

use super::input::{Complexity, CsmType, Domain, Input, Seen};
use super::policy::Policy;
use super::unary::{Test, Value};
use super::values::{Span, Values};
use crate::identity::Stage;
use std::collections::BTreeSet;

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
    /// Where a value finds its atom.
    places: Places,
}

/// The atoms of a column by what they hold.
#[derive(Clone, Debug, Default)]
struct Places {
    /// The first number of each span, in order; spans come first among the atoms.
    starts: Vec<i64>,
    /// Words by how they begin, each with its atom.
    words: Vec<(Beginning, String, u16)>,
    /// Every word that no rule names.
    other: u16,
    /// False, then true.
    flags: [u16; 2],
    /// Not known.
    missing: u16,
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
        self.columns.iter().map(|column| column.atom_in(seen)).collect()
    }

    /// The first rule that fits the atoms of a renewal; `None` where none does.
    pub fn decide(&self, row: &[u16]) -> Option<usize> {
        self.first_fit(|chunk, all| self.columns.iter().zip(row).fold(all, |fits, (column, atom)| fits & column.passes_chunk(*atom, chunk)))
    }

    /// The first rule that fits a renewal, as [`Table::row`] and [`Table::decide`] find it, without keeping the atoms: columns are asked
    /// only as long as any rule may fit.
    pub fn decide_seen(&self, seen: &Seen) -> Option<usize> {
        self.first_fit(|chunk, all| {
            self.columns
                .iter()
                .try_fold(all, |fits, column| match fits & column.passes_chunk(column.atom_in(seen), chunk) {
                    0 => Err(0),
                    fits => Ok(fits),
                })
                .unwrap_or_else(|none| none)
        })
    }

    /// The first rule of the first chunk in which any fits.
    fn first_fit(&self, fits: impl Fn(usize, u64) -> u64) -> Option<usize> {
        (0..self.rules.div_ceil(BITS)).find_map(|chunk| match fits(chunk, self.rules_of_chunk(chunk)) {
            0 => None,
            fits => Some(chunk * BITS + fits.trailing_zeros() as usize),
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
        Self { input, places: Places::of(&atoms), passes, asking, atoms }
    }

    fn passes_chunk(&self, atom: u16, chunk: usize) -> u64 {
        self.passes.get(usize::from(atom)).and_then(|set| set.0.get(chunk)).copied().unwrap_or(0)
    }

    /// The atom that a renewal belongs to. Words of a closed list are atoms in the order of that list, so theirs needs no search.
    fn atom_in(&self, seen: &Seen) -> u16 {
        let known = |place: Option<u16>| place.unwrap_or(self.places.missing);
        match self.input {
            Input::RiskCategory => seen.risk.place(),
            Input::Negotiation => seen.negotiation.place(),
            Input::Kind => seen.kind.place(),
            Input::Complexity => known(seen.complexity.map(Complexity::place)),
            Input::CsmType => known(seen.csm_type.map(CsmType::place)),
            Input::Stage => known(seen.stage.map(Stage::place)),
            input => self.atom_of(seen.value(input)),
        }
    }

    /// The atom that a value belongs to. Numbers beyond the domain belong to its ends; a value of another kind to none.
    fn atom_of(&self, value: Value<'_>) -> u16 {
        match value {
            Value::Number(number) => self.places.number(number),
            Value::Word(word) => self.places.word(word),
            Value::Flag(flag) => self.places.flags[usize::from(flag)],
            Value::Missing => self.places.missing,
        }
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

/// The place of an atom that a column does not have.
const NOWHERE: u16 = u16::MAX;

/// Up to so many words are looked at one after the other, which is faster than halving.
const FEW_WORDS: usize = 8;

/// The length of a word and its first letters in one number: short words are told apart without looking at them.
type Beginning = u64;

/// Letters that a [`Beginning`] holds.
const BEGINNING: usize = size_of::<Beginning>() - 1;

fn beginning(word: &str) -> Beginning {
    let length = u8::try_from(word.len()).unwrap_or(u8::MAX);
    word.bytes().take(BEGINNING).fold(Beginning::from(length), |known, letter| known << 8 | Beginning::from(letter))
}

impl Places {
    fn of(atoms: &[Atom]) -> Self {
        let mut places = Self { other: NOWHERE, flags: [NOWHERE; 2], missing: NOWHERE, ..Self::default() };
        for (atom, index) in atoms.iter().zip(0..) {
            match atom {
                Atom::Span(span) => places.starts.push(span.from),
                Atom::Word(word) => places.words.push((beginning(word), word.clone(), index)),
                Atom::OtherWord => places.other = index,
                Atom::Flag(flag) => places.flags[usize::from(*flag)] = index,
                Atom::Missing => places.missing = index,
            }
        }
        places.words.sort_unstable();
        places
    }

    fn number(&self, number: i64) -> u16 {
        if self.starts.is_empty() {
            return NOWHERE;
        }
        let before = self.starts.partition_point(|start| *start <= number);
        u16::try_from(before.saturating_sub(1)).unwrap_or(NOWHERE)
    }

    fn word(&self, word: &str) -> u16 {
        let begins = beginning(word);
        let is = |(known, whole, _): &&(Beginning, String, u16)| *known == begins && (word.len() <= BEGINNING || whole == word);
        let known = if self.words.len() <= FEW_WORDS {
            self.words.iter().find(is)
        } else {
            let first = self.words.partition_point(|(known, _, _)| *known < begins);
            self.words.iter().skip(first).take_while(|(known, _, _)| *known == begins).find(is)
        };
        known.map_or(self.other, |(_, _, index)| *index)
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
