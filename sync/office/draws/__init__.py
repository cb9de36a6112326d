"""Prize draws: a list closed once, winners found once, found again by anyone."""
