"""What the counter answered, as sentences and figures in a person's language."""
