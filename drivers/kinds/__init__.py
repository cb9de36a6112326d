"""Kinds of devices: one driver each, and how every family of devices speaks, as data."""
