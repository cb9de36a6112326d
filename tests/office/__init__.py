"""Tests of head office: its guards, its book, its doors."""
