"""Records: a journal row as bytes, its parts, and a push of many."""
