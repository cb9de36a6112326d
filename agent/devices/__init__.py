"""Devices: scanners and readers that are heard, printers and displays that are told."""
