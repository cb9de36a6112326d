"""Words: what people read at the till, in their language, digits and calendar."""
