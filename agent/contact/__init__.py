"""Contact with head office: joining it, syncing, and the night's work, each when due."""
