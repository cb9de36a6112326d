"""``vafa office``: what a person tells head office, and asks of it."""
