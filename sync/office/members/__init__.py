"""Whose a card or account is, what is known of people, what happened to them."""
