"""Advice about a programme that could be published: one file a question."""
