"""Loyalty slips: said, set, drawn, printed."""
