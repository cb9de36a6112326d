"""Codes: what is printed in one, as its scanner declares it and as the trade writes it."""
