"""Fetch Swagger UI again: the pinned version from the npm registry, every hash checked."""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

PACKAGE = "swagger-ui-dist"
VERSION = "5.35.0"
SHA256 = {
    "LICENSE": "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
    "NOTICE": "0d20d1adef18aee3f40dd258172155521ce702ac445cb5f7b7d60ed32dad2fb2",
    "swagger-ui-bundle.js": (
        "e6a898692f2d768e807c3ba4626068a69a2c5dd960dd6c76f3e4d3a3de180af2"
    ),
    "swagger-ui-bundle.js.LICENSE.txt": (
        "37eb6e7e59aed57b2c1acf076574b818ea07b74265717e0bd67b59e0baf9abbb"
    ),
    "swagger-ui.css": "5ed08757e53da3e026d6cbecc61fe5d43585c9560b302d534ad56692519a273d",
}
"""Name of each vendored file to the SHA-256 of its bytes."""

DOCS = Path(__file__).resolve().parent.parent / "agent" / "pos" / "docs"
"""Where the vendored files live."""

FETCH_TIMEOUT_S = 300


class VendorFault(Exception):
    """The vendored files could not be fetched, or are not the pinned ones."""

    def __init__(self, what: str, *, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


def main() -> int:
    """Fetch and write the files, or with ``--check`` only look at those that are here."""
    parser = argparse.ArgumentParser(
        prog="python -m install.vendor_docs", description=__doc__
    )
    parser.add_argument(
        "--check", action="store_true", help="fetch nothing, compare the hashes"
    )
    only_check = parser.parse_args().check
    try:
        files = present(DOCS) if only_check else fetch()
        check(files)
    except VendorFault as fault:
        print(f"{fault}\n{fault.hint}", file=sys.stderr)
        return 1
    if not only_check:
        for name, content in files.items():
            (DOCS / name).write_bytes(content)
    print(f"{PACKAGE} {VERSION}: {len(files)} files as pinned")
    return 0


def check(files: Mapping[str, bytes]) -> None:
    """Raise :class:`VendorFault` unless ``files`` are exactly the pinned ones."""
    found = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    wrong = sorted(name for name, pinned in SHA256.items() if found.get(name) != pinned)
    if wrong:
        raise VendorFault(
            f"not what is pinned for {PACKAGE} {VERSION}: {', '.join(wrong)}",
            hint="Nothing was written. If the version changed on purpose, pin its hashes.",
        )


def present(folder: Path) -> dict[str, bytes]:
    """Read the vendored files that are in ``folder``; a missing one is left out."""
    return {
        name: (folder / name).read_bytes() for name in SHA256 if (folder / name).is_file()
    }


def fetch() -> dict[str, bytes]:
    """Fetch the pinned package and return the files of it that we keep."""
    with tempfile.TemporaryDirectory(prefix="vafa-docs-") as folder:
        _pack(Path(folder))
        with tarfile.open(Path(folder) / f"{PACKAGE}-{VERSION}.tgz") as archive:
            return {name: _member(archive, name) for name in SHA256}


def _pack(folder: Path) -> None:
    """Let npm download the package's archive into ``folder``; no script of it is run."""
    try:
        subprocess.run(
            ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"],
            cwd=folder,
            check=True,
            timeout=FETCH_TIMEOUT_S,
            stdout=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise VendorFault(
            f"npm could not fetch {PACKAGE} {VERSION}: {error}",
            hint="npm must be installed and able to reach its registry.",
        ) from error


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        content = archive.extractfile(f"package/{name}")
    except KeyError as error:
        raise VendorFault(
            f"{PACKAGE} {VERSION} holds no {name}", hint="Was the version changed?"
        ) from error
    if content is None:
        raise VendorFault(f"{name} is no plain file", hint="Was the version changed?")
    return content.read()


if __name__ == "__main__":
    sys.exit(main())
