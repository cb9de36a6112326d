"""Problems: every no and every error that a caller can meet, and how it is told."""
