"""The vendored docs page is what is pinned, and says so itself."""

import pytest

from install.vendor_docs import DOCS, SHA256, VERSION, VendorFault, check, present


def test_the_vendored_files_are_the_pinned_ones() -> None:
    check(present(DOCS))


def test_a_changed_file_is_named() -> None:
    changed = {**present(DOCS), "swagger-ui.css": b"body { display: none }"}

    with pytest.raises(VendorFault, match=r"swagger-ui\.css$"):
        check(changed)


def test_a_missing_file_is_named() -> None:
    missing = {name: content for name, content in present(DOCS).items() if name != "NOTICE"}

    with pytest.raises(VendorFault, match=r"NOTICE$"):
        check(missing)


def test_the_readme_names_the_version_and_every_hash() -> None:
    words = (DOCS / "README.md").read_text(encoding="utf-8")

    assert f"Version: {VERSION}" in words
    assert [
        name for name, pinned in SHA256.items() if f"`{name}` | `{pinned}`" not in words
    ] == []


def test_nothing_else_lies_among_them() -> None:
    assert {path.name for path in DOCS.iterdir()} == {*SHA256, "README.md"}
