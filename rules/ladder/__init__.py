"""The ladder: its terms, which credit counts, where a member stands, and how long."""
