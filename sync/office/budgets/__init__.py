"""Campaigns' budgets: what is set aside for each period, and how each stands."""
