"""Calendars beside the Gregorian: days of other reckonings, one file a calendar."""
