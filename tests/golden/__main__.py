"""Write the golden files of the version under way anew: ``python -m tests.golden``.

Only while that version is not released: afterwards its files never change.
"""

import tempfile
from pathlib import Path

from tests.golden.kinds import KINDS, messages_written, record_of
from tests.golden.seals import proof_in, seals
from tests.golden.story import day
from tests.golden.test_golden import FOLDER, written


def golden() -> dict[str, bytes]:
    """Return every golden file, by its name in the version's folder."""
    with tempfile.TemporaryDirectory() as folder:
        played = day(Path(folder))
    return {
        **written(),
        **{f"kinds/{kind}.record": record_of(kind) for kind in KINDS},
        **dict(messages_written()),
        **played,
        **seals(),
        "seals/slip.proof": proof_in(played["till/sale.json"]),
    }


def main() -> None:
    """Write them; a file whose record or message is gone is deleted."""
    files = golden()
    for path in [path for path in FOLDER.rglob("*") if path.is_file()]:
        if path.relative_to(FOLDER).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
