//! How many of our people a customer meets (OWN-17, one voice): the fewer, and the better introduced, the better.

use super::Activity;
use crate::primitives::{AccountId, TeammateId, days_between};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days back, today included, over which faces are counted.
pub const FACES_DAYS: i64 = 90;

/// One of ours whom a customer met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// Who.
    pub teammate: TeammateId,
    /// The last time.
    pub last_on: Date,
    /// How many times.
    pub times: u32,
}

/// Whom of ours an account met in meetings, calls and reviews of the last [`FACES_DAYS`], the latest first. E-mails and notes are no meeting.
pub fn faces<'a>(activities: impl IntoIterator<Item = &'a Activity>, account: AccountId, today: Date) -> Vec<Face> {
    let mut met: BTreeMap<TeammateId, Face> = BTreeMap::new();
    let counts = |activity: &&Activity| {
        let ago = days_between(activity.held_on, today);
        activity.account == account && !activity.withdrawn && activity.kind.is_live() && (0..FACES_DAYS).contains(&ago)
    };
    for activity in activities.into_iter().filter(counts) {
        for teammate in &activity.ours {
            let face = met.entry(*teammate).or_insert(Face { teammate: *teammate, last_on: activity.held_on, times: 0 });
            face.last_on = face.last_on.max(activity.held_on);
            face.times += 1;
        }
    }
    let mut faces: Vec<Face> = met.into_values().collect();
    faces.sort_by_key(|face| (std::cmp::Reverse(face.last_on), face.teammate));
    faces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::ActivityKind;
    use crate::primitives::ActivityId;
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    fn contact(kind: ActivityKind, held_on: Date, ours: &[u128]) -> Activity {
        Activity {
            id: ActivityId(Uuid::nil()),
            account: AccountId(Uuid::nil()),
            renewal: None,
            kind,
            held_on,
            subject: "Review".into(),
            notes: String::new(),
            ours: ours.iter().map(|number| TeammateId(Uuid::from_u128(*number))).collect(),
            theirs: [].into(),
            author: "Priya Nair".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
            withdrawn: false,
        }
    }

    #[test]
    fn each_person_counts_once_within_ninety_days_and_only_where_they_met() {
        let today = date(2026, 11, 23);
        let contacts = [
            contact(ActivityKind::Meeting, date(2026, 8, 26), &[1, 2]),
            contact(ActivityKind::Call, date(2026, 11, 2), &[1]),
            contact(ActivityKind::Meeting, date(2026, 8, 25), &[3]),
            contact(ActivityKind::Email, date(2026, 11, 20), &[4]),
            contact(ActivityKind::Note, date(2026, 11, 20), &[5]),
            Activity { withdrawn: true, ..contact(ActivityKind::Meeting, date(2026, 11, 20), &[6]) },
            Activity { account: AccountId(Uuid::max()), ..contact(ActivityKind::Meeting, date(2026, 11, 20), &[7]) },
        ];
        let met: Vec<(u128, Date, u32)> = faces(&contacts, AccountId(Uuid::nil()), today)
            .iter()
            .map(|face| (face.teammate.0.as_u128(), face.last_on, face.times))
            .collect();
        assert_eq!(met, [(1, date(2026, 11, 2), 2), (2, date(2026, 8, 26), 1)], "26 August is the ninetieth day, 25 August the one before");
    }
}
