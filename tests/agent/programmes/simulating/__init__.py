"""Tests of replayed sales."""
