"""Where a POS comes in: the local API, its shapes, its problems and its description."""
