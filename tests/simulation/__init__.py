"""Many tills, one head office, one seed: the real code in a world that fails."""
