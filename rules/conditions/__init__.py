"""Conditions: when, where and for whom a rule holds, and how often a member may."""
