"""The demo tells its whole story, everywhere, and says so with its exit code."""

import json
import os
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from install.demo.answers import OK, Json, list_at, reach, text_at, whole_at
from install.demo.calls import Pos
from install.demo.people import SARA
from install.demo.programs import command
from tests.e2e.waiting import wait_until

STORY = [
    "set up", "scan", "scan", "scan", "quote", "hold", "sale", "coupon", "sync", "ask",
    "refund", "cut", "redeem", "sale", "refund", "refused", "SIGKILL", "restart", "repeat",
    "sync", "redeem", "gift card", "pay", "welcome", "top up", "compare",
]  # fmt: skip


@pytest.mark.timeout(400)
def test_the_demo_tells_its_story_in_an_empty_home(tmp_path: Path) -> None:
    done = _play(tmp_path, "--json")

    assert done.returncode == 0, done.stderr
    story: Json = json.loads(done.stdout)
    assert reach(story, "holds") is True
    assert [text_at(step, "step") for step in list_at(story, "steps")] == STORY
    assert all(whole_at(step, "took_us") > 0 for step in list_at(story, "steps"))
    assert all(reach(claim, "holds") is True for claim in list_at(story, "proof"))
    scan, quote, hold, sale = (
        _facts(story, name) for name in ("scan", "quote", "hold", "sale")
    )
    assert text_at(scan, "name") == "Sara A."
    assert text_at(scan, "next_tier") == "gold"
    assert whole_at(hold, "points") == 500
    # What points paid earns nothing.
    assert 0 < whole_at(sale, "earned") <= whole_at(quote, "earned")
    assert whole_at(_facts(story, "ask"), "bonus_lost") > 0
    assert text_at(_facts(story, "coupon"), "code")
    assert "S01" in text_at(_facts(story, "refused"), "detail")
    assert reach(_facts(story, "repeat"), "same_answer") is True


@pytest.mark.timeout(400)
def test_in_a_bare_terminal_it_stays_open_until_ctrl_c_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    said, told = tmp_path.with_suffix(".said"), tmp_path.with_suffix(".told")
    with said.open("wb") as errors, told.open("wb") as output:
        demo = subprocess.Popen(
            command("demo", "--serve"),
            cwd=tmp_path,
            env={**_surroundings(tmp_path), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
            stdout=output,
            stderr=errors,
        )
        wait_until(lambda: "settings" in _last(said), what="it serves", timeout_s=300)

    words = said.read_text(encoding="utf-8").split()
    docs = next(word for word in words if word.endswith("/docs"))
    port, token = int(docs.split(":")[2].split("/")[0]), words[words.index("token") + 1]
    with closing(Pos(port, token=token)) as pos:
        assert pos.get("/docs").status == OK
        assert pos.get("/v1/members", card=SARA.card).accepted().text("member", "name")
    demo.send_signal(signal.SIGINT)
    assert demo.wait(60) == 0
    story = told.read_text(encoding="ascii")
    assert "The closing proof" in story
    assert "DOES NOT HOLD" not in story
    assert "\033[" not in story
    assert list(tmp_path.iterdir()) == []


@pytest.mark.timeout(400)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_leaves_early_leaves_nothing_running(
    tmp_path: Path, number: signal.Signals
) -> None:
    demo = subprocess.Popen(
        command("demo", "--serve"),
        cwd=tmp_path,
        env=_surroundings(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(
        lambda: len(_children(demo.pid)) >= 3, what="three programs run", timeout_s=60
    )
    children = _children(demo.pid)

    demo.send_signal(number)
    assert demo.wait(60) == 130
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []
    assert list(tmp_path.iterdir()) == []


def _play(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("demo", *words),
        cwd=folder,
        env=_surroundings(folder),
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )


def _surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of somebody who has nothing: an empty home, no language."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C"}


def _last(said: Path) -> str:
    """Return the last line of a file, as far as it is written."""
    return (said.read_text(encoding="utf-8").splitlines() or [""])[-1]


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text("ascii").split()]


def _facts(story: Json, name: str) -> Json:
    """Return what the first step of that name found out."""
    found = [step for step in list_at(story, "steps") if text_at(step, "step") == name]
    return reach(found[0], "facts")
