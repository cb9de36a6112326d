"""How we know that the protocol decides rightly."""
