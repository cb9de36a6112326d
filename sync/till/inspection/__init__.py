"""Inspection: looking at the till beside the one that writes."""
