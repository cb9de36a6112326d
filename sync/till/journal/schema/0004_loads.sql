-- Money put on gift cards and into wallets here, by its moment: a wallet has a limit a day.
-- Rebuildable from record.
CREATE TABLE loaded (
    account TEXT NOT NULL,
    unit TEXT NOT NULL,
    position INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (account, unit, position)
) STRICT, WITHOUT ROWID;
