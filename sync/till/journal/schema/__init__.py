"""Numbered migrations of journal.db, forward only."""
