"""What a programme's author works with: checks, stories, the waterfall of a basket."""
