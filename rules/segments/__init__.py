"""Segments: who a member is by what they did. One file a condition; see conditions.py."""
