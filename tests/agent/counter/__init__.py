"""The counter's use cases on a real book."""
