"""Keys: what only a key makes or opens."""
