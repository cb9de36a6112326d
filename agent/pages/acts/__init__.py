"""Acts: what a cashier does on a page, and the sheets it is done on."""
