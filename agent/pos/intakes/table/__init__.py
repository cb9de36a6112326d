"""The CSV format: any table of lines or receipts, by a mapping file of the shop's."""
