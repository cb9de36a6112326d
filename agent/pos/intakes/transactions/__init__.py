"""A POS's transaction, whatever it was written in, as our own documents."""
