"""The one loop that writes, the queue before it, and what carries its news."""
