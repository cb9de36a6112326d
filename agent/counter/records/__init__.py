"""A POS document as it is remembered, and what a record keeps of it."""
