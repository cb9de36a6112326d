"""Keyboard layouts: what each key types, one file a layout; scanners expect ``us``."""
