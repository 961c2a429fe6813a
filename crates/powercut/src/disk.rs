//! A disk under a recording: what was synced stays, what was not may stay in part and in any order.

use rand::{Rng, RngCore};
use std::collections::BTreeMap;

/// What a disk writes at once. A write that spans several may survive in some of them.
const SECTOR: usize = 512;

/// One thing that SQLite did to a file, or a mark of the test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A file was opened for the first time and held this.
    Found(String, Vec<u8>),
    /// Bytes were written at an offset.
    Write(String, usize, Vec<u8>),
    /// The file was cut or grown to a length.
    Truncate(String, usize),
    /// Everything written to the file before this is on the disk.
    Sync(String),
    /// The file was deleted; `true` where the folder was synced with it.
    Delete(String, bool),
    /// The test was told that something is durable.
    Acknowledged(u64),
}

/// Everything that happened, in order.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// The operations.
    pub operations: Vec<Operation>,
}

impl Recording {
    /// How many operations make files differ, and how many of all are syncs.
    pub fn figures(&self) -> (usize, usize) {
        let syncs = self.operations.iter().filter(|operation| matches!(operation, Operation::Sync(_))).count();
        (self.operations.len(), syncs)
    }
}

/// A change that the disk has not promised to keep.
#[derive(Clone, Debug)]
enum Unsynced {
    Sector(usize, Vec<u8>),
    Length(usize),
    Deletion,
}

#[derive(Clone, Debug, Default)]
struct DiskFile {
    /// `None` while the file is not there for certain.
    durable: Option<Vec<u8>>,
    unsynced: Vec<Unsynced>,
}

/// The files as the operations so far left them.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    files: BTreeMap<String, DiskFile>,
    acknowledged: Vec<u64>,
}

impl Disk {
    /// Plays one more operation.
    pub fn play(&mut self, operation: &Operation) {
        match operation {
            Operation::Found(name, content) => self.file(name).durable = Some(content.clone()),
            Operation::Write(name, offset, bytes) => self.file(name).unsynced.extend(sectors(*offset, bytes)),
            Operation::Truncate(name, length) => self.file(name).unsynced.push(Unsynced::Length(*length)),
            Operation::Sync(name) => self.file(name).settle(),
            Operation::Delete(name, true) => *self.file(name) = DiskFile::default(),
            Operation::Delete(name, false) => self.file(name).unsynced.push(Unsynced::Deletion),
            Operation::Acknowledged(what) => self.acknowledged.push(*what),
        }
    }

    /// What the test was told to be durable so far.
    pub fn acknowledged(&self) -> &[u64] {
        &self.acknowledged
    }

    /// The power goes. Of what was not synced, each sector survives or not, by the dice.
    pub fn cut(&self, dice: &mut impl RngCore) -> Vec<(String, Vec<u8>)> {
        // Quarters that survive: from nothing to everything, so that both ends are met often.
        let quarters: u8 = dice.random_range(0..=4);
        let survivors = self.files.iter().filter_map(|(name, file)| {
            let mut content = file.durable.clone();
            for change in &file.unsynced {
                if dice.random_range(0..4) < quarters {
                    apply(&mut content, change);
                }
            }
            content.map(|content| (name.clone(), content))
        });
        survivors.collect()
    }

    fn file(&mut self, name: &str) -> &mut DiskFile {
        self.files.entry(name.to_string()).or_default()
    }
}

impl DiskFile {
    fn settle(&mut self) {
        // A sync makes a new file's name durable too, empty or not.
        self.durable.get_or_insert_default();
        for change in self.unsynced.drain(..) {
            apply(&mut self.durable, &change);
        }
    }
}

fn apply(content: &mut Option<Vec<u8>>, change: &Unsynced) {
    match change {
        Unsynced::Deletion => *content = None,
        Unsynced::Length(length) => content.get_or_insert_default().resize(*length, 0),
        Unsynced::Sector(offset, bytes) => {
            let content = content.get_or_insert_default();
            let end = offset + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[*offset..end].copy_from_slice(bytes);
        }
    }
}

/// The parts of a write that survive each by itself.
fn sectors(offset: usize, bytes: &[u8]) -> Vec<Unsynced> {
    let mut parts = Vec::with_capacity(bytes.len() / SECTOR + 1);
    let mut at = 0;
    while at < bytes.len() {
        let to_boundary = SECTOR - (offset + at) % SECTOR;
        let end = bytes.len().min(at + to_boundary);
        parts.push(Unsynced::Sector(offset + at, bytes[at..end].to_vec()));
        at = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;
    use std::collections::BTreeSet;

    fn played(operations: &[Operation]) -> Disk {
        let mut disk = Disk::default();
        operations.iter().for_each(|operation| disk.play(operation));
        disk
    }

    fn contents(disk: &Disk) -> BTreeSet<Vec<(String, Vec<u8>)>> {
        (0..200).map(|seed| disk.cut(&mut ChaCha8Rng::seed_from_u64(seed))).collect()
    }

    #[test]
    fn what_was_synced_survives_every_cut() {
        let write = Operation::Write("a".into(), 2, vec![7; 3]);
        let disk = played(&[write, Operation::Sync("a".into()), Operation::Acknowledged(5)]);
        assert_eq!(contents(&disk), BTreeSet::from([vec![("a".into(), vec![0, 0, 7, 7, 7])]]));
        assert_eq!(disk.acknowledged(), [5]);
    }

    #[test]
    fn what_was_not_synced_survives_by_sectors_also_out_of_order() {
        let found = Operation::Found("a".into(), vec![0; 1024]);
        let disk = played(&[found, Operation::Write("a".into(), 0, vec![1; 1024])]);
        let seen: BTreeSet<(u8, u8)> = contents(&disk).iter().map(|files| (files[0].1[0], files[0].1[1023])).collect();
        assert_eq!(seen, BTreeSet::from([(0, 0), (0, 1), (1, 0), (1, 1)]));
    }

    #[test]
    fn a_deletion_without_a_sync_of_the_folder_may_come_undone() {
        let disk = played(&[Operation::Found("a".into(), vec![1]), Operation::Delete("a".into(), false)]);
        assert_eq!(contents(&disk), BTreeSet::from([vec![], vec![("a".into(), vec![1])]]));
        let disk = played(&[Operation::Found("a".into(), vec![1]), Operation::Delete("a".into(), true)]);
        assert_eq!(contents(&disk), BTreeSet::from([vec![]]));
    }
}
