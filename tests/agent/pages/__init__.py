"""The pages in a real browser, at a real till with a real scanner's line."""
