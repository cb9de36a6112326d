"""Presence: a tag that stays in a reader's field is one event, however often it is read."""


class Presence:
    """Remembers the tags that are in the field, eight at most."""

    _MOST = 8

    def __init__(self, absent_ms: int) -> None:
        """Say after what silence a tag counts as taken away."""
        self._absent_ms = absent_ms
        self._seen: dict[str, int] = {}

    def begins(self, uid: str, at_ms: int) -> bool:
        """Take note of a tag; say whether it was not there just before."""
        seen_ms = self._seen.pop(uid, None)
        self._seen[uid] = at_ms
        if len(self._seen) > self._MOST:
            self._seen.pop(next(iter(self._seen)))
        return seen_ms is None or at_ms - seen_ms >= self._absent_ms

    def end(self) -> None:
        """Forget everybody: the reader is gone."""
        self._seen.clear()
