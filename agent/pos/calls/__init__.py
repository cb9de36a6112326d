"""Who answers each call of the local API."""
