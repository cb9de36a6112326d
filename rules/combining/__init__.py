"""Several discounts on one basket: which of them hold together, and in which order."""
