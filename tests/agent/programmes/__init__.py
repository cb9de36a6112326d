"""What an author of a programme works with."""
