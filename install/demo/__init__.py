"""The demo: one small story, played by real processes over real sockets and a real port."""
