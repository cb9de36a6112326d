"""Stripes and tags: what a swipe or a touch says, and whose card it is."""
