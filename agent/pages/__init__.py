"""Pages: what the cashier and the customer see in a browser of the till."""
