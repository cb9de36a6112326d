"""The guard: what is never kept of what was read, and which codes are the programme's."""
