-- What own records change of an account in units other than points and tier credit:
-- unit:available:pending, with spaces between.
ALTER TABLE tail ADD COLUMN units TEXT NOT NULL DEFAULT '';
