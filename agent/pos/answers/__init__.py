"""What the local API answers, described for who reads the OpenAPI document."""
