"""The book: the journal under head office's word, and what both say now."""
