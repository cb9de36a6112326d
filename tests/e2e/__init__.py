"""End to end: real processes, a real port, real sockets, real SIGKILL."""
