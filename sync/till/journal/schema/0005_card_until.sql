-- Until when a card that was given here is good: milliseconds, exclusive; 0 is for ever.
ALTER TABLE own_card ADD COLUMN until_ms INTEGER NOT NULL DEFAULT 0;
