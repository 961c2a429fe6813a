//! Drafts of a policy: written by one person, read by a second one, then activated or discarded.

use crate::primitives::DraftId;
use crate::refusal::Refusal;
use jiff::Timestamp;

/// Most characters of a policy text.
pub const TEXT_MAX: usize = 200_000;
/// Most characters of what is said about a draft.
pub const WORDS_MAX: usize = 2_000;

/// What a second person said who read a draft and found it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub reviewer: String,
    /// In which words; may be empty.
    pub words: String,
    /// When.
    pub reviewed_at: Timestamp,
}

/// A policy that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Identity.
    pub id: DraftId,
    /// 1 for the first.
    pub number: u32,
    /// The policy as TOML. It need not be readable yet.
    pub text: String,
    /// The version it was begun from.
    pub based_on: Option<u32>,
    /// What it is for; may be empty.
    pub note: String,
    /// Who changed it last.
    pub author: String,
    /// When.
    pub changed_at: Timestamp,
    /// The second person's approval of this very text.
    pub review: Option<Review>,
    /// Whether it was given up.
    pub discarded: bool,
}

impl Draft {
    /// The draft with another text or note. What was read before was another text, so the review falls away.
    ///
    /// # Errors
    /// A draft that was discarded, and words or a text that are too long.
    pub fn changed(self, text: String, note: String, by: (String, Timestamp)) -> Result<Self, Refusal> {
        let open = self.open()?;
        refuse_long("text", &text, TEXT_MAX)?;
        refuse_long("note", &note, WORDS_MAX)?;
        let review = open.review.clone().filter(|_| open.text == text);
        // Who approved a text that somebody else then only remarked on is still its second reader.
        let author = if open.text == text { open.author.clone() } else { by.0 };
        Ok(Self { text, note, author, changed_at: by.1, review, ..open })
    }

    /// The draft as read and found right by a second person.
    ///
    /// # Errors
    /// A draft that was discarded, a reviewer who is its author, and words that are too long.
    pub fn reviewed(self, review: Review) -> Result<Self, Refusal> {
        let open = self.open()?;
        refuse_long("words", &review.words, WORDS_MAX)?;
        if open.author == review.reviewer {
            let problem = "changed this draft last and cannot be its second reader";
            return Err(Refusal { value: Some(review.reviewer), ..Refusal::general(problem, "Ask somebody else to read it.") });
        }
        Ok(Self { review: Some(review), ..open })
    }

    /// The draft, given up.
    ///
    /// # Errors
    /// A draft that was discarded already.
    pub fn discarded(self) -> Result<Self, Refusal> {
        Ok(Self { discarded: true, ..self.open()? })
    }

    fn open(self) -> Result<Self, Refusal> {
        if self.discarded {
            return Err(Refusal::general(format!("draft {} was discarded", self.number), "Begin a new draft."));
        }
        Ok(self)
    }
}

fn refuse_long(column: &str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() <= most && !text.contains('\0') {
        return Ok(());
    }
    let problem = format!("is longer than {most} characters or holds a character that cannot be stored");
    Err(Refusal { column: Some(column.into()), ..Refusal::general(problem, "Shorten it.") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            id: DraftId(uuid::Uuid::nil()),
            number: 1,
            text: "one".into(),
            based_on: None,
            note: String::new(),
            author: "Priya Raman".into(),
            changed_at: Timestamp::UNIX_EPOCH,
            review: None,
            discarded: false,
        }
    }

    fn review(reviewer: &str) -> Review {
        Review { reviewer: reviewer.into(), words: "Read.".into(), reviewed_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn nobody_is_the_second_reader_of_his_own_text() {
        assert!(draft().reviewed(review("Priya Raman")).is_err());
        assert!(draft().reviewed(review("Mara Lind")).is_ok());
    }

    #[test]
    fn another_text_needs_another_reading_and_another_note_does_not() {
        let read = draft().reviewed(review("Mara Lind")).unwrap();
        let by = || ("Mara Lind".to_string(), Timestamp::UNIX_EPOCH);
        let remarked = read.clone().changed("one".into(), "for the new year".into(), by()).unwrap();
        assert_eq!((remarked.review, remarked.author.as_str()), (read.review.clone(), "Priya Raman"));
        let changed = read.changed("two".into(), String::new(), by()).unwrap();
        assert_eq!((changed.review.clone(), changed.author.as_str()), (None, "Mara Lind"));
        assert!(changed.reviewed(review("Mara Lind")).is_err(), "who changed it last does not read it second");
    }

    #[test]
    fn a_discarded_draft_stays_as_it_is() {
        let gone = draft().discarded().unwrap();
        assert!(gone.clone().discarded().is_err());
        assert!(gone.clone().reviewed(review("Mara Lind")).is_err());
        assert!(gone.changed("two".into(), String::new(), ("Mara Lind".into(), Timestamp::UNIX_EPOCH)).is_err());
    }
}
