"""How we know that the kit keeps its promises."""
