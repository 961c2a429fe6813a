//! Tests of the book: a small sound book, what is refused of a mutated one, and that it survives the way out and back.

mod documentation;
mod fixture;
mod portions;
mod refusals;
mod round_trip;
mod whole;
mod whole_refusals;
