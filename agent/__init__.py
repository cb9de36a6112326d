"""The till: one loop that ties the rooms together, and the doors a POS knocks at."""
