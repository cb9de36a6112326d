"""``./run`` in a copy of the project that is set up already: nothing is fetched then."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

TOLD = '#!/bin/sh\nprintf "%s\\n" "$0" "$PWD" "$@"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project in a path with spaces, set up; its programs only tell their call."""
    folder = (tmp_path / "the till's box").resolve()
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(ROOT / "run", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("vafa", "python", "pytest"):
        (programs / name).write_text(TOLD, encoding="utf-8")
        (programs / name).chmod(0o755)
    stamp(folder, made_with="test")
    return folder


def stamp(project: Path, *, made_with: str) -> None:
    """Write the note that ``./run`` leaves when it has set a project up."""
    text = (project / "pyproject.toml").read_bytes()
    done = subprocess.run(["cksum"], input=text, capture_output=True, check=True)
    note = f"{project}\n{done.stdout.decode().strip()}\n{made_with}\n"
    (project / ".venv" / "made-by-run").write_text(note, encoding="utf-8")


def run(
    project: Path, *arguments: str, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Call ``./run`` from another folder, where no index can be reached."""
    offline = {"PIP_NO_INDEX": "1", **os.environ, **(settings or {})}
    return subprocess.run(
        [project / "run", *arguments],
        cwd=project.parent,
        env=offline,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_alone_it_says_how_to_use_it(project: Path) -> None:
    done = run(project)

    assert done.returncode == 0
    assert done.stdout.startswith("usage: ./run COMMAND")


def test_an_unknown_command_is_refused(project: Path) -> None:
    done = run(project, "dance")

    assert done.returncode == 2
    assert done.stdout == ""
    assert "usage" in done.stderr


def test_the_demo_gets_its_arguments_as_they_are_and_where_they_were_said(
    project: Path,
) -> None:
    done = run(project, "demo", "--json", "a b", "")

    vafa = str(project / ".venv" / "bin" / "vafa")
    assert done.stdout.splitlines() == [
        vafa,
        str(project.parent),
        "demo",
        "--json",
        "a b",
        "",
    ]


def test_the_tests_run_at_the_top_of_the_project(project: Path) -> None:
    done = run(project, "test", "tests/rules", "-k", "refund")

    assert done.stdout.splitlines()[1:] == [str(project), "tests/rules", "-k", "refund"]


@pytest.mark.parametrize(
    ("command", "module"),
    [
        ("bench", "tests.bench"),
        ("sim", "tests.simulation"),
        ("conformance", "tests.conformance"),
    ],
)
def test_bench_and_sim_are_modules_of_the_tests(
    project: Path, command: str, module: str
) -> None:
    done = run(project, command, "--seeds", "3")

    assert done.stdout.splitlines()[2:] == ["-m", module, "--seeds", "3"]


def test_an_empty_home_leaves_nothing_behind(project: Path) -> None:
    done = run(project, "demo", settings={"HOME": ""})

    assert done.returncode == 0
    assert not list(project.parent.glob(".cache"))


def test_changed_dependencies_are_installed_anew(project: Path) -> None:
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    done = run(project, "demo")
    assert "installing what it needs (test)" in done.stderr
    stamped = (project / ".venv" / "made-by-run").read_text(encoding="utf-8")
    assert stamped.splitlines()[2] == "test"
    again = run(project, "demo")
    assert again.stderr == ""


def test_the_tests_need_more_than_the_demo(project: Path) -> None:
    stamp(project, made_with="run")

    assert run(project, "demo").stderr == ""
    assert "installing what it needs (test)" in run(project, "test", "-q").stderr


def test_a_moved_project_is_set_up_where_it_is_now(project: Path) -> None:
    moved = project.rename(project.with_name("elsewhere"))

    done = run(moved, "demo")
    assert "making .venv" in done.stderr
    assert "pip could not install" in done.stderr
    assert done.returncode == 1
