"""Words, digits and calendars."""
