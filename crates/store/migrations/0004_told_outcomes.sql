-- An outcome that a book told of a renewal that nobody owned here. Like an inferred one it has no owners; unlike it, it is the customer's word.

ALTER TABLE renewal ADD COLUMN outcome_told_by_book BOOLEAN NOT NULL DEFAULT FALSE CHECK (outcome_inferred OR NOT outcome_told_by_book);
