-- What coupons took off here that head office was not asked for, by their terms and the moment
-- of the sale: such uses have a limit. Rebuildable from record.
CREATE TABLE unasked (
    rule TEXT NOT NULL,
    position INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (rule, position)
) STRICT, WITHOUT ROWID;
