"""The tills that head office knows: lives, what they run, where each journal stands."""
