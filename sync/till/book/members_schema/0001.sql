-- members.db: a copy of head office's word. Replaceable: an empty file fills itself again.

CREATE TABLE card (
    token BLOB PRIMARY KEY,
    bucket INTEGER NOT NULL,
    account TEXT NOT NULL,
    name BLOB NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX card_bucket ON card (bucket);

-- A bucket's statements stand side by side: they are replaced together, between two sales.
CREATE TABLE statement (
    bucket INTEGER NOT NULL,
    account TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (bucket, account)
) STRICT, WITHOUT ROWID;

-- A bucket's cursor, and up to which of our own records its statements reach (JSON by life).
CREATE TABLE bucket (
    bucket INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    applied TEXT NOT NULL
) STRICT;

-- Programme versions, each for ever: a refund asks the one its sale was made under.
CREATE TABLE programme (
    version INTEGER PRIMARY KEY,
    starts_ms INTEGER NOT NULL,
    document BLOB NOT NULL
) STRICT;
