"""Framing: a stream of bytes cut into lines and packets; a repeat is no second one."""
