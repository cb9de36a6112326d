"""A sale settled: what it earns and gives, and the lots and entries that come of it."""
