"""``vafa programme test``: files, folders, exit codes, data."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sync.kit.cli import main

STORIES = Path(__file__).parents[2] / "programmes"
WRONG = "Member Sara\nSale 1 by Sara:\n  1 x MUG at 5.00\n  expect earned 6\n"
DEMO = str(Path(__file__).parents[3] / "install" / "programmes" / "demo.toml")


def asked(*arguments: str) -> int:
    """Run the command."""
    return main(["programme", "test", *arguments])


def test_the_houses_own_stories_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(str(STORIES)) == 0
    assert "stories hold." in capsys.readouterr().out


def test_a_difference_is_told_and_exits_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "wrong.story"
    file.write_text(WRONG, encoding="utf-8")

    assert asked(str(file), "--programme", DEMO) == 1
    out = capsys.readouterr().out
    assert "line 4, Sale 1 by Sara" in out
    assert "expected  earned 6\n" in out
    assert "got       earned 5 (base 5)" in out
    assert "0 of 1 stories hold." in out

    assert asked(str(file), "--programme", DEMO, "--json") == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["stories"][0]["differences"][0]["expected"] == "earned 6"


def test_a_programme_beside_its_stories_is_found(tmp_path: Path) -> None:
    (tmp_path / "shop.story").write_text(WRONG.replace("6", "5"), encoding="utf-8")
    (tmp_path / "shop.toml").write_bytes(Path(DEMO).read_bytes())

    assert asked(str(tmp_path)) == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("none.story", None, "cannot be read"),
        ("bad.story", "Hello", "bad.story: Line 1 cannot be understood"),
        ("alone.story", "Member Sara", "No programme is named"),
        ("lost.story", "Programme: no.toml\nStory: x\nMember S", "no.toml cannot be read"),
    ],
)
def test_what_cannot_be_played_is_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str | None,
    said: str,
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert asked(str(tmp_path / name)) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_a_folder_without_stories_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(str(tmp_path)) == 1
    assert "holds no story" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["test", "explain", "check", "schema"])
def test_an_authors_commands_never_load_the_daemon(command: str) -> None:
    asked_for = {
        "test": [str(STORIES / "coffee.story")],
        "explain": [DEMO, str(STORIES / "coffee.story")],
        "check": [DEMO],
        "schema": [],
    }[command]
    words = ["programme", command, *asked_for]
    script = (
        "import sys; from sync.kit.cli import main; "
        f"code = main({words!r}); "
        "heavy = {'agent.daemon', 'fastapi', 'uvicorn', 'sqlalchemy', 'serial'}; "
        "sys.exit(code or ', '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
