"""How we know that the book room keeps its promises."""
