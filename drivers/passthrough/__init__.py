"""Passthrough: between a POS and a device of its own, every byte goes on."""
