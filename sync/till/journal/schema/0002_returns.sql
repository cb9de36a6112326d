-- Returns booked here of sales that another till booked, by that sale's record.
CREATE TABLE foreign_reversal (
    original TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (original, position)
) STRICT, WITHOUT ROWID;
