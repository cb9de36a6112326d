"""From box to working: packages, units, templates, and tools that are started by hand."""
