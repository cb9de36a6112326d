"""How a POS writes numbers, days and times: read the same wherever they stand."""
