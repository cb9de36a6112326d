"""What lies where: the top level, the READMEs of rooms, no trace of anyone's machine."""

import re

import pytest

from tests.architecture.sources import EVERYWHERE, ROOT, is_ignored, project_files

TOP_LEVEL = frozenset(
    {
        *("agent", "drivers", "sync", "rules", "install", "tests", "pyproject.toml"),
        *("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
        *("run", ".ci", ".gitignore"),
    }
)

# Folders that belong to a person or to the place where we are built. Written so that these
# patterns do not find themselves.
SOMEONES_FOLDER = re.compile(r"/(home|Users)/\w|/roo[t]/|/wor[k]/|[A-Z]:\\+Users")

NAMED = re.compile(r"`(?:\.\./)*([a-z0-9_/]+\.py)`")
"""A Python file as READMEs and docstrings name it: by its last folders, or alone."""

HISTORY = "CHANGELOG.md"


def rooms() -> list[str]:
    """Name the folders that need a README: each room, and each folder of some of them."""
    inside = [
        f"{room}/{path.name}"
        for room in ("agent", "agent/pos", "drivers", "sync")
        for path in sorted((ROOT / room).iterdir())
        if path.is_dir() and not is_ignored(path.name)
    ]
    return [*EVERYWHERE, *inside]


def test_the_top_level_holds_what_the_owner_fixed_and_nothing_else() -> None:
    names = {path.name for path in ROOT.iterdir() if not is_ignored(path.name)}

    assert names == TOP_LEVEL


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_in_its_readme_what_it_is(room: str) -> None:
    words = (ROOT / room / "README.md").read_text(encoding="utf-8")

    assert words.startswith("# ")
    assert len(words.splitlines()) > 2


def test_no_file_names_a_folder_of_someones_machine() -> None:
    found = [
        f"{path}:{number}"
        for path in project_files()
        for number, line in enumerate(
            (ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines(),
            start=1,
        )
        if SOMEONES_FOLDER.search(line)
    ]

    assert found == []


@pytest.mark.parametrize(
    "line", ["/" + "home/ana/vafa", "/" + "root/.venv", "C:" + "\\Users\\ana"]
)
def test_a_folder_of_someones_machine_would_be_found(line: str) -> None:
    assert SOMEONES_FOLDER.search(line)


def test_a_file_that_is_named_is_there() -> None:
    there = [f"/{path}" for path in project_files()]

    assert [
        f"{path} names {name}"
        for path in project_files()
        if path.suffix in {".md", ".py"} and path.name != HISTORY
        for name in NAMED.findall((ROOT / path).read_text(encoding="utf-8"))
        if not any(place.endswith(f"/{name}") for place in there)
    ] == []
