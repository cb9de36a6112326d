"""How we know that the wire room keeps its promises."""
