"""A document sent line by line: all of it is swallowed, up to a silence."""

from drivers.guard.id_documents import is_id_document

_SILENCE_MS = 500
"""A licence is many lines, sent at once; this much silence ends it."""


class DocumentSilence:
    """Remembers that a document is being sent."""

    def __init__(self) -> None:
        """Begin with none."""
        self._until_ms: int | None = None

    def begins(self, line: bytes, at_ms: int) -> bool:
        """Say whether a line begins a document, whose other lines are then swallowed."""
        if not is_id_document(line):
            return False
        self._until_ms = at_ms + _SILENCE_MS
        return True

    def swallows(self, at_ms: int) -> bool:
        """Say whether a line heard now is still of the document."""
        if self._until_ms is None or at_ms >= self._until_ms:
            self._until_ms = None
            return False
        self._until_ms = at_ms + _SILENCE_MS
        return True

    def end(self) -> None:
        """Forget it: the device is gone."""
        self._until_ms = None
