"""The demo's own pieces: its line, its people, its way of telling."""
