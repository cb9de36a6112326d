"""What a till is told before it starts: till.toml, and the data folder that it names."""
