"""Compile the catalogues: every ``agent/words/*.po`` to the ``.mo`` beside it.

Both are committed, so that a till needs no compiler; a test holds them together.
"""

import io
import sys
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS: Final = Path(__file__).resolve().parent.parent / "agent" / "words"


def main() -> int:
    """Write every compiled catalogue anew."""
    for source in sorted(WORDS.glob("*.po")):
        source.with_suffix(".mo").write_bytes(compiled(source))
        print(f"{source.name}: compiled")
    return 0


def compiled(source: Path) -> bytes:
    """Return a catalogue's compiled bytes: the same words, the same bytes."""
    with source.open("rb") as words:
        catalogue = read_po(words, locale=source.stem)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
