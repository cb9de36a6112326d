"""Head office's door and clock: requests proved, read, answered and signed."""
