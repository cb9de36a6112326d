"""Whole days of a shop, told from the counter and from head office."""
