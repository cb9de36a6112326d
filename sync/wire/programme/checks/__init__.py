"""Whether the parts of a programme fit together: one file a section."""
