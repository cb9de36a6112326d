"""Tests of ``vafa doctor``."""
