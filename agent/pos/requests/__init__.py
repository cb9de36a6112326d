"""What may be sent to the local API: one adapter a request, from bytes to our types."""
