"""How we know that the till room keeps its promises."""
