"""Bytes and messages of released versions: what was written once is read for ever."""
