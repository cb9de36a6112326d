"""Value: accounts and entries, lots, units, debts, budgets, and how much is risked."""
