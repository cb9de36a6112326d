"""An author's commands in the author's language: ``--lang``, or the locale's."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sync.kit.cli import main

DEMO = Path(__file__).parents[3] / "install" / "programmes" / "demo.toml"
DIFFERS = "Story: x\nMember Sara\nSale 1 by Sara:\n  1 x MUG at 5.00\n  expect earned 6\n"


def test_without_a_language_it_is_the_locales() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sync.kit.cli", "programme", "check", str(DEMO)],
        env=os.environ | {"LC_ALL": "ms_MY.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert "tiada apa untuk dibaiki" in done.stdout


@pytest.mark.parametrize(
    ("code", "heading", "mended"),
    [
        ("en", "To mend (1)", "points: must be a whole number, without quotes."),
        ("fa", "باید درست شود (\u06f1)", "باید عددی صحیح باشد، بدون گیومه"),
        ("am", "መታረም ያለበት (1)", "ያለ ጥቅስ ሙሉ ቁጥር መሆን አለበት።"),
        ("ms", "Untuk dibaiki (1)", "mesti nombor bulat, tanpa tanda petik."),
    ],
)
def test_what_is_to_mend_is_said_in_a_language(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    code: str,
    heading: str,
    mended: str,
) -> None:
    file = tmp_path / "new.toml"
    text = DEMO.read_text("utf-8").replace("points = 50", 'points = "50"')
    file.write_text(text, "utf-8")

    assert main(["programme", "check", str(file), "--lang", code]) == 1
    out = capsys.readouterr().out
    assert heading in out
    assert mended in out
    assert "(big-basket), points" in out
    assert main(["programme", "check", str(file), "--lang", code, "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["says"] in mended


@pytest.mark.parametrize("code", ["fa", "am"])
def test_what_differs_is_told_in_a_language_beside_the_storys_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    file = tmp_path / "wrong.story"
    file.write_text(DIFFERS, "utf-8")

    asked = [str(file), "--programme", str(DEMO), "--lang", code]
    assert main(["programme", "test", *asked]) == 1
    out = capsys.readouterr().out
    assert "earned 6" in out
    assert "earned 5 (base 5)" in out
    left = set(re.findall(r"[A-Za-z]+", out.replace(str(tmp_path), "")))
    assert left == {"wrong", "story", "x", "Sale", "by", "Sara", "earned", "base"}


def test_a_fault_is_told_in_a_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.story"
    file.write_text("Hello\n", "utf-8")

    for command in ("test", "explain"):
        asked = [str(file)] if command == "test" else [str(DEMO), str(file)]
        assert main(["programme", command, *asked, "--lang", "fa"]) == 1
        told = capsys.readouterr().err
        assert "سطر \u06f1 را نمی‌توان فهمید" in told
        assert "README.md نشان می‌دهد داستان چگونه نوشته می‌شود" in told
