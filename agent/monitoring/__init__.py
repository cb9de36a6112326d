"""How the till is, for people, commands and Prometheus."""
