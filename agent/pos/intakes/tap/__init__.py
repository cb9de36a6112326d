"""Receipts heard between a POS and its printer, read by a template of the shop's."""
