"""The command line's dispatcher, run as a person runs it, over commands made here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = {
    "greet": "SUMMARY = 'say a word'\n"
    "def register(parser): parser.add_argument('word')\n"
    "def run(arguments):\n    print(arguments.word)\n    return 0\n",
    "fail": "from sync.kit.faults import Fault\nSUMMARY = 'fail politely'\n"
    "def register(parser): pass\n"
    "def run(arguments): raise Fault('The well is dry.', hint='Wait for rain.')\n",
    "flow": "SUMMARY = 'print for ever'\n"
    "def register(parser): pass\n"
    "def run(arguments):\n    while True: print('x' * 80)\n",
}
REGISTER = """[console_scripts]
other = elsewhere:main

[vafa.commands]
greet = test_commands_of_kit.greet
fail = test_commands_of_kit.fail
water flow = test_commands_of_kit.flow
gone = test_commands_of_kit.gone
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Install a distribution that registers commands, one of which is not there."""
    folder = tmp_path / "test_commands_of_kit"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for name, source in COMMANDS.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    info = tmp_path / "test_commands-1.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(REGISTER, encoding="utf-8")
    return tmp_path


def vafa(installed: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run ``vafa`` with the test's commands beside its own."""
    return subprocess.run(
        [sys.executable, "-m", "sync.kit.cli", *words],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(installed)},
        check=False,
    )


def test_a_registered_command_runs_with_its_arguments(installed: Path) -> None:
    done = vafa(installed, "greet", "salaam")

    assert (done.returncode, done.stdout, done.stderr) == (0, "salaam\n", "")


def test_help_lists_every_command_in_one_line(installed: Path) -> None:
    done = vafa(installed, "--help")

    assert done.returncode == 0
    assert "  greet" in done.stdout
    assert "  water flow" in done.stdout
    assert "say a word" in done.stdout
    assert "elsewhere" not in done.stdout


def test_a_command_that_cannot_be_loaded_does_not_hide_the_others(installed: Path) -> None:
    done = vafa(installed, "--help")

    (line,) = [line for line in done.stdout.splitlines() if line.startswith("  gone")]
    assert "cannot be used here" in line


def test_a_fault_is_one_sentence_and_a_hint_without_a_traceback(installed: Path) -> None:
    done = vafa(installed, "fail")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.split("\n") == ["vafa: The well is dry.", "      Wait for rain.", ""]


def test_a_mistyped_command_gets_the_nearest_one_and_exit_code_2(installed: Path) -> None:
    done = vafa(installed, "gret")

    assert done.returncode == 2
    assert "vafa greet" in done.stderr


def test_half_of_a_name_gets_its_other_half(installed: Path) -> None:
    done = vafa(installed, "water")

    assert done.returncode == 2
    assert "water flow" in done.stderr


def test_wrong_arguments_exit_with_2(installed: Path) -> None:
    done = vafa(installed, "greet")

    assert done.returncode == 2
    assert "word" in done.stderr


def test_a_reader_that_goes_away_is_no_traceback(installed: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sync.kit.cli", "water", "flow"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(installed)},
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
        running.wait(60)

    assert said == ""


@pytest.mark.parametrize("words", [("--help",), ("water", "flow", "--help")])
def test_help_that_nobody_reads_is_no_traceback(
    installed: Path, words: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "sync.kit.cli", *words],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(installed)},
        )

    assert done.stderr == ""


def test_a_fault_is_said_by_whoever_has_the_words(installed: Path) -> None:
    words = installed / "test_commands_of_kit" / "words.py"
    words.write_text("def tell(text, language): return text.upper()\n", encoding="utf-8")
    register = installed / "test_commands-1.dist-info" / "entry_points.txt"
    more = "\n[vafa.words]\nhere = test_commands_of_kit.words\n"
    register.write_text(REGISTER + more, encoding="utf-8")

    done = vafa(installed, "fail")

    assert done.stderr.split("\n") == ["vafa: THE WELL IS DRY.", "      WAIT FOR RAIN.", ""]
