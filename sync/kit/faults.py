"""The world failed: one sentence for a person, and a hint what to do about it."""


class Fault(Exception):
    """Something outside us does not work just now: ``what``; ``hint`` says what helps."""

    def __init__(self, what: str, *, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
