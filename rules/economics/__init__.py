"""What a programme costs and owes: figures worked out of facts, in minor units."""
