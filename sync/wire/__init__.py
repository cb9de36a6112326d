"""Messages, encoding, signing, protocol versions."""
