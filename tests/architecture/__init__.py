"""The house: imports, sizes, words and the tree itself."""
