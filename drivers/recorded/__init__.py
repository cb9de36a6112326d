"""Recorded: exchanges played again in virtual time, and devices that are pretended."""
