-- journal.db: what this till confirmed. Precious: it is also the outbox.

-- One row a record: position = life << 40 | seq, so that one integer orders a till's lives.
-- body is the packed record, the very bytes that are hashed and sent; answer what the POS was told.
CREATE TABLE record (
    position INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    body BLOB NOT NULL,
    answer BLOB NOT NULL
) STRICT;

CREATE TRIGGER record_is_final BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record is final'); END;

-- A till prunes only what head office has safe, in a verified backup.
CREATE TRIGGER record_is_kept BEFORE DELETE ON record
WHEN OLD.position > coalesce(
    (SELECT life << 40 | safe FROM life WHERE life = OLD.position >> 40), 0)
BEGIN SELECT RAISE(ABORT, 'head office does not have this record safe'); END;

-- The lives this till has lived; the newest is the one that writes.
CREATE TABLE life (
    life INTEGER PRIMARY KEY,
    till TEXT NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    safe INTEGER NOT NULL DEFAULT 0,
    generation INTEGER NOT NULL DEFAULT 0,
    ticket INTEGER NOT NULL DEFAULT 0,
    nonce TEXT NOT NULL DEFAULT '',
    contact_ms INTEGER NOT NULL DEFAULT 0,
    frozen TEXT NOT NULL DEFAULT ''
) STRICT;

-- A document's natural key, for ever: the same document again gets the same answer.
CREATE TABLE document (
    key TEXT PRIMARY KEY,
    content BLOB NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What corrects what: refunds and voids by the record they reverse.
CREATE TABLE reversal (
    original INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (original, position)
) STRICT, WITHOUT ROWID;

-- What own records change of an account, while head office's statement may not contain them
-- yet; issued holds the rules of awards given once, with spaces between.
CREATE TABLE tail (
    account TEXT NOT NULL,
    position INTEGER NOT NULL,
    available INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    spend_minor INTEGER NOT NULL,
    issued TEXT NOT NULL,
    PRIMARY KEY (account, position)
) STRICT, WITHOUT ROWID;

-- What this holder may spend: the sum of postings at its own places. Rebuildable from record.
CREATE TABLE holding (
    account TEXT NOT NULL,
    unit TEXT NOT NULL,
    lot TEXT NOT NULL,
    place TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (account, unit, lot, place)
) STRICT, WITHOUT ROWID;

-- Until when the lots that ever stood here are good (0: for ever), for value that comes back.
CREATE TABLE lot (
    lot TEXT PRIMARY KEY,
    until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Value set aside for open sales. Rebuildable from record.
CREATE TABLE hold (
    position INTEGER PRIMARY KEY,
    workstation TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'used', 'released'))
) STRICT;

-- Grants taken, each once. Rebuildable from record.
CREATE TABLE taken (
    grant_id TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Small facts of the machine: when a duty last succeeded, and the like.
CREATE TABLE mark (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Cards and phone numbers as our own records say; head office's word takes their place once it
-- holds the record. Rebuildable from record.
CREATE TABLE own_card (
    token BLOB NOT NULL,
    position INTEGER NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    name BLOB NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (token, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX own_card_account ON own_card (account);
