"""A sale as the law is told of it, its lines, and what the law answers."""
