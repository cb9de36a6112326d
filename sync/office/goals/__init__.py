"""Campaigns' goals: what members treated and members held out came to."""
