"""Contact: enrolling, pushing, pulling, and the night's comparison."""
