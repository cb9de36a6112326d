"""Campaigns: rules that belong together, their goals and draws, what a sale draws."""
