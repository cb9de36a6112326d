"""What falls due: value becomes usable, ends, or was not touched for too long."""
