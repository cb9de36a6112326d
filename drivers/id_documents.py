"""How a driving licence or a passport begins when it is scanned: it is never read."""

import re

_DOCUMENT = re.compile(
    rb"(?:\]L\d)?@"
    rb"|.{0,12}(?:ANSI |AAMVA)\d{6}.*"
    rb"|(?:\]O\d)?(?=.{30,44}\Z)[A-Z0-9<]*<<[A-Z0-9<]*",
    re.DOTALL,
)
"""How a driving licence begins (AAMVA PDF417), and a passport's machine-readable lines."""


def is_id_document(line: bytes) -> bool:
    """Say whether a line is of a document that says who somebody is."""
    return _DOCUMENT.fullmatch(line) is not None
