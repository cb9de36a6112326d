"""Printers: a neutral document in, its bytes out; what a printer says of itself."""
