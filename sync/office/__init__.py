"""Head office: the central ledger."""
