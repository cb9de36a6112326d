"""The ears and the mouth: bytes to events. Knows no member, point or shop."""
