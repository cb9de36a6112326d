"""The book and the wire: journals, what is derived from them, and how they reach head office."""
