"""What a till is told: statements, deltas, grants, and the night's comparison."""
