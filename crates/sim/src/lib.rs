//! A seeded company lived day by day through the verbs.
