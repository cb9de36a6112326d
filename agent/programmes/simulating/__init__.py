"""Past sales replayed under a programme: what it would have given, cost and owed."""
