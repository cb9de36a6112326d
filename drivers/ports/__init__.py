"""Ports: finding, opening and losing them; who else reads them."""
