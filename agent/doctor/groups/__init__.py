"""The groups of checks: one file each, listed in ``agent/doctor/register.py``."""
