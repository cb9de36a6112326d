-- members.db: a copy of head office's word. Replaceable: an empty file fills itself again.

CREATE TABLE card (
    token BLOB PRIMARY KEY,
    account TEXT NOT NULL,
    name BLOB NOT NULL,
    status TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    account TEXT PRIMARY KEY,
    bucket INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX statement_bucket ON statement (bucket);

CREATE INDEX card_account ON card (account);

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
