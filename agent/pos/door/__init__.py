"""The way in: address, server and gate; how a body is read and an answer leaves."""
