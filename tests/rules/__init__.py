"""The law: examples for the story, properties for the law."""
