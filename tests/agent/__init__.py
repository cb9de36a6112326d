"""The till: its counter, its doors, its loop."""
