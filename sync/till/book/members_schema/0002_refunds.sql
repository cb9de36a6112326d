-- The public keys of the fleet's lives: what is printed on other tills' slips is checked.
CREATE TABLE life_key (
    life TEXT PRIMARY KEY,
    key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What head office made of our returns, by its own running number.
CREATE TABLE outcome (
    record TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
