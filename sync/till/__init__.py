"""The till's end of the wire and of the book."""
