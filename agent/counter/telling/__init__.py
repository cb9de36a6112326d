"""What is read and explained afterwards: members, receipts, slips, and why."""
