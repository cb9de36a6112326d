"""Published worked examples, asked of our engine: runner, adapters, our facts."""
