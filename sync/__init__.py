"""The book and the wire: journals, what follows from them, and how they travel."""
