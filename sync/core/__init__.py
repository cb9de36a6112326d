"""What decides about journals, acknowledgements, forks and grants, without I/O."""
