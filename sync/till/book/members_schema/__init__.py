"""Numbered migrations of members.db, forward only."""
