"""Dialects: how devices that speak in packets pack what they say, one file each."""
