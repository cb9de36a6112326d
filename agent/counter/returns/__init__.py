"""What comes back: refunds, voids and exchanges, from any till's sale."""
