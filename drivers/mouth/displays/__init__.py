"""Customer displays: two lines of twenty in, a display's bytes out."""
