"""The journal and the projection logic that both ends share."""
