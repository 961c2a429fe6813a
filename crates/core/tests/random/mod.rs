//! A small seeded generator for tests (SplitMix64), so that a failure is replayed from its printed seed.

#![allow(dead_code, reason = "each test file takes what it needs")]

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below the bound.
    pub fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).unwrap()
    }

    /// One of the items, or `None` where there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let bound = u32::try_from(items.len()).unwrap();
        if bound == 0 { None } else { items.get(usize::try_from(self.below(bound)).unwrap()) }
    }

    /// One of the items, of which there is at least one.
    pub fn any<T: Copy>(&mut self, items: &[T]) -> T {
        *self.pick(items).unwrap()
    }
}
