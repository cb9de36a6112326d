"""How we know that the drivers hear right, whatever the bytes and however they come."""
