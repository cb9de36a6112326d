"""Many tills, one head office, one seed: the production code in a world that fails on purpose."""
