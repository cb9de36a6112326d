"""Members from elsewhere: a table is read, accounts and cards are opened."""
