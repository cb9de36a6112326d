"""The programme document: its door, and what is said of one that does not hold."""
