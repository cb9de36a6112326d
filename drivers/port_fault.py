"""The one way a port fails, with what a person can do about it."""


class PortFault(Exception):
    """The port cannot be used just now. ``hint`` is a words key: what to do about it.

    Hints: ``passage.none``, ``passage.path``, ``port.absent``, ``port.ambiguous``,
    ``port.busy``, ``port.denied``, ``port.settings``, ``port.unplugged``,
    ``port.unusable``.
    """

    def __init__(self, what: str, *, hint: str) -> None:
        """Say what happened in a technician's words; it never holds bytes from the line."""
        super().__init__(what)
        self.hint = hint
