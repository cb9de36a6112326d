"""The tables, how they are opened, and one transaction of them."""
