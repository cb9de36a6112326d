"""Stored records, head office's own, and the book that all of them add up to."""
