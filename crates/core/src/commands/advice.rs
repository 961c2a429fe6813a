//! The verb on the questionnaire of the advisor.

use crate::facts::{Facts, Moment, Write};
use crate::ownership::advisor::{Answer, Factor, Level};
use crate::refusal::Refusal;

/// What somebody says to one question; `None` for the value takes an answer back.
pub type Reply = (Factor, Option<Level>, String);

/// Answers questions of the advisor, or takes answers back. What is answered so already, with the same note, is left alone.
///
/// # Errors
/// A question that nobody is asked, an answer that it has not, a note that is too long.
pub fn answer_advisor(facts: &Facts, replies: &[Reply], (author, moment): (&str, Moment)) -> Result<Vec<Write>, Refusal> {
    let mut number = facts.answers.iter().map(|answer| answer.number).max().unwrap_or(0);
    let mut writes = Vec::new();
    for (factor, level, note) in replies {
        let last = facts.answers.iter().rfind(|known| known.factor == *factor);
        let answer = Answer {
            number: number + 1,
            factor: *factor,
            level: *level,
            note: note.trim().into(),
            author: author.into(),
            answered_on: moment.today,
            recorded_at: moment.recorded_at,
        };
        answer.check()?;
        let same = last.map_or(level.is_none(), |last| (last.level, &last.note) == (*level, &answer.note));
        if !same {
            number += 1;
            writes.push(Write::Answer(answer));
        }
    }
    Ok(writes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn the_same_answer_again_is_nothing_another_one_is_the_next_and_what_is_counted_cannot_be_answered() {
        let mut company = Company::with_one_contract();
        let by = ("Grace Lin", company.moment());
        let reply = |code: &str| (Factor::Pay, Factor::Pay.level(code), " On GRR ".to_string());
        company.facts.apply_all(&answer_advisor(&company.facts, &[reply("paid")], by).unwrap());
        let told = &company.facts.answers[0];
        assert_eq!((told.number, told.note.as_str(), told.author.as_str(), told.answered_on), (1, "On GRR", "Grace Lin", company.today));
        assert_eq!(answer_advisor(&company.facts, &[reply("paid")], by), Ok(Vec::new()));
        let back = (Factor::Will, None, String::new());
        assert_eq!(answer_advisor(&company.facts, std::slice::from_ref(&back), by), Ok(Vec::new()), "nothing to take back");
        company.facts.apply_all(&answer_advisor(&company.facts, &[reply("none"), back], by).unwrap());
        assert_eq!(company.facts.answers.iter().map(|answer| answer.number).collect::<Vec<_>>(), [1, 2]);
        assert!(answer_advisor(&company.facts, &[(Factor::Stage, Factor::Stage.level("growth"), String::new())], by).is_err());
    }
}
