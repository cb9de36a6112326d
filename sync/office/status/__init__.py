"""Tiers, statistics and segments: where members stand, and why."""
