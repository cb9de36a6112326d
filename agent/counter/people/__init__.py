"""Who it is: scans, members made, cards replaced and stopped, what a cashier is told."""
