"""A day at a workstation: ours beside the POS's own."""
