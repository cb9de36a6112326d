"""What may be asked at the counter, one dataclass a call, and the guard at its door."""
