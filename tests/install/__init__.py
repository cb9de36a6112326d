"""Setting up, and the tools that are started by hand."""
