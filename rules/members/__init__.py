"""Members: what is known of them, their cards, numbers and codes."""
