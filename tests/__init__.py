"""How we know: see README.md."""
