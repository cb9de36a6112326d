"""Loyalty slips: composed from a record, set for a printer, drawn where letters need it."""
