-- Until when a card is good: milliseconds, exclusive; 0 is for ever.
ALTER TABLE card ADD COLUMN until_ms INTEGER NOT NULL DEFAULT 0;
