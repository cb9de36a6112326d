"""The journal: what the till wrote, once and durably, and what is kept beside it."""
