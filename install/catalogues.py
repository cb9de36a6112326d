"""Compile the catalogues: every ``agent/words/*.po`` to the ``.mo`` beside it.

Both are committed, so that a till needs no compiler; a test holds them together.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS: Final = Path(__file__).resolve().parent.parent / "agent" / "words"


_SIGNATURE: Final = "Generated-By: "


class _Unsigned(Catalog):
    """A catalogue that does not say which Babel wrote it: each would write other bytes."""

    def __iter__(self) -> Iterator[Message]:
        """Yield every message, the header without its signature."""
        for message in super().__iter__():
            if not message.id:
                lines = str(message.string).splitlines(keepends=True)
                kept = [line for line in lines if not line.startswith(_SIGNATURE)]
                message.string = "".join(kept)
            yield message


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
    unsigned = _Unsigned(locale=source.stem)
    for message in catalogue:
        unsigned[message.id] = message
    written = io.BytesIO()
    write_mo(written, unsigned)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
